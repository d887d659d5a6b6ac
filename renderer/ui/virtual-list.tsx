import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { isDialogOpen, isTaken } from './attention.ts';
import { DialProvider } from './dialling.tsx';
import styles from './virtual-list.module.css';

/** Where a row stands in its list. */
export interface RowPlace {
  readonly isActive: boolean;
  readonly isOpen: boolean;
}

interface Props<Row extends { readonly id: string }> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowHeight: number;
  readonly openId?: string | null;
  readonly onOpen: (row: Row) => void;
  readonly onEnd?: () => void;
  readonly children: (row: Row, place: RowPlace) => ReactNode;
  readonly hasFocus?: boolean;
}

/** A list of any length: only what is seen is drawn, and what is seen stays where it is while rows come and go above it. */
export function VirtualList<Row extends { readonly id: string }>({ label, rows, rowHeight, openId = null, onOpen, onEnd, children, hasFocus = false }: Props<Row>) {
  const prefix = useId();
  const box = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState(openId);
  const [lastOpenId, setLastOpenId] = useState(openId);
  if (openId !== lastOpenId) {
    setLastOpenId(openId);
    if (openId) setActiveId(openId);
  }
  const active = Math.max(
    0,
    rows.findIndex(({ id }) => id === activeId),
  );
  // oxlint-disable-next-line react/incompatible-library -- no compiler runs here; the list draws itself again by its own state
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (place) => rows[place]?.id ?? place,
  });
  const shownHeight = useRef(rowHeight);
  useLayoutEffect(() => {
    if (shownHeight.current === rowHeight) return;
    // Another shape of the same list: what was open or active stays in sight.
    shownHeight.current = rowHeight;
    virtualizer.measure();
    virtualizer.scrollToIndex(active, { align: 'center' });
  }, [virtualizer, rowHeight, active]);
  useAnchor(box, rows, rowHeight);
  useEffect(() => {
    // Rows may arrive when the person is at something else by now.
    if (hasFocus && !isDialogOpen() && !isTaken(document.activeElement)) box.current?.focus();
  }, [hasFocus]);
  useEffect(() => {
    // What had the focus went with a row.
    if (hasFocus && !isDialogOpen() && document.activeElement === document.body) box.current?.focus();
  }, [hasFocus, rows]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 20) onEnd?.();
  }, [last, rows.length, onEnd]);

  const move = (place: number) => {
    const to = Math.min(Math.max(place, 0), rows.length - 1);
    const row = rows[to];
    if (!row) return;
    setActiveId(row.id);
    virtualizer.scrollToIndex(to);
  };
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10, End: rows.length, Home: -rows.length };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(active + step);
      return;
    }
    const row = rows[active];
    if (event.key === 'Enter' && row) onOpen(row);
  };

  return (
    <div
      ref={box}
      className={styles['box']}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows.length > 0 ? `${prefix}${rows[active]?.id}` : undefined}
      onKeyDown={press}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          const place = { isActive: index === active, isOpen: row.id === openId };
          return (
            <div
              key={row.id}
              id={`${prefix}${row.id}`}
              role="option"
              aria-selected={place.isOpen}
              aria-posinset={index + 1}
              aria-setsize={rows.length}
              className={styles['row']}
              data-active={place.isActive || undefined}
              data-open={place.isOpen || undefined}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onClick={() => {
                setActiveId(row.id);
                onOpen(row);
              }}
            >
              {/* A line is pressed as a whole: there is nothing to press in it. */}
              <DialProvider dial={null}>{children(row, place)}</DialProvider>
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Holds the first row in sight in its place when rows are added or taken above it; at the top, news comes into sight. */
function useAnchor(box: RefObject<HTMLDivElement | null>, rows: readonly { readonly id: string }[], rowHeight: number): void {
  const seen = useRef(rows);
  useLayoutEffect(() => {
    const before = seen.current;
    seen.current = rows;
    const element = box.current;
    if (!element || before === rows || element.scrollTop < rowHeight) return;
    const first = Math.floor(element.scrollTop / rowHeight);
    const anchor = before.slice(first).find(({ id }) => rows.some((row) => row.id === id));
    if (!anchor) return;
    const moved = rows.findIndex(({ id }) => id === anchor.id) - before.indexOf(anchor);
    if (moved !== 0) element.scrollBy({ top: moved * rowHeight });
  }, [box, rows, rowHeight]);
}
