import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { CloseButton, Kbd } from '@mantine/core';
import { IconAddressBook, IconBriefcase, IconFile, IconSearch, type Icon } from '@tabler/icons-react';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useDraft } from '../bridge/use-draft.ts';
import { useQuery } from '../bridge/use-query.ts';
import { recordAt } from '../records/path.ts';
import { useTitle } from '../records/use-title.ts';
import { useKeys } from '../ui/keys.tsx';
import { t } from '../ui/text.ts';
import styles from './frame.module.css';
import { useInterface } from './state.ts';
import { closed, moved, noTabs, opened, tabsSchema, type TabsState } from './tabs-store.ts';

const signs: Readonly<Partial<Record<EntityName, Icon>>> = { cases: IconBriefcase, contacts: IconAddressBook };

/** The open records, in the order their reader gave them; they are kept in the vault and come back with the window. */
export function Tabs() {
  const draft = useDraft('ui:tabs', tabsSchema, noTabs);
  const { history } = useRouter();
  const navigate = (to: string) => history.push(to);
  const path = useLocation({ select: ({ pathname }) => pathname });
  const { set } = useInterface();
  const [dragged, setDragged] = useState<string | null>(null);
  const isRestored = useRef(false);
  const tabs = draft.value;
  const isInSight = useIsInSight(path);
  const change = (next: TabsState) => draft.set(next);

  useEffect(() => {
    if (!draft.isReady) return;
    // A new window starts where the last one was; an address given by hand goes before it.
    if (!isRestored.current) {
      isRestored.current = true;
      if (path === '/cases' && tabs.current !== path && draft.restoredAt) return navigate(tabs.current);
    }
    // What never was in sight leaves no tab behind; what went out of sight keeps the one it had.
    if (path !== tabs.current || (isInSight && !tabs.open.includes(path))) change(opened(tabs, path, isInSight));
    // The tabs follow the address; they are not to follow themselves.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [draft.isReady, path, isInSight]);

  const close = (tab: string) => {
    const { state, goTo } = closed(tabs, tab);
    change(state);
    if (goTo) navigate(goTo);
  };
  const step = (by: number) => {
    const place = tabs.open.indexOf(path);
    const next = tabs.open[(place + by + tabs.open.length) % tabs.open.length];
    if (next) navigate(next);
  };
  useKeys(t('tabs.title'), [
    { key: '[', label: t('tabs.previous'), run: () => step(-1) },
    { key: ']', label: t('tabs.next'), run: () => step(1) },
    ...(tabs.open.includes(path) ? [{ key: 'x', label: t('tabs.closeThis'), run: () => close(path) }] : []),
  ]);
  return (
    <div className={styles['top']}>
      <nav className={styles['tabs']} aria-label={t('tabs.title')} aria-busy={!draft.isReady}>
        {tabs.open.map((tab, place) => (
          <Tab
            key={tab}
            path={tab}
            isActive={tab === path}
            onOpen={() => navigate(tab)}
            onClose={() => close(tab)}
            onMove={(by) => change(moved(tabs, tab, place + by))}
            onDrag={() => setDragged(tab)}
            onDrop={() => {
              if (dragged) change(moved(tabs, dragged, place));
              setDragged(null);
            }}
          />
        ))}
      </nav>
      <button type="button" className={styles['search']} onClick={() => set({ isPaletteOpen: true })}>
        <IconSearch size={14} aria-hidden />
        <span>{t('palette.open')}</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </button>
    </div>
  );
}

/** Whether an address shows a record that this desk holds. */
function useIsInSight(path: string): boolean {
  const at = recordAt(path);
  const entity = entityNames.find((name) => name === at?.entity);
  return useQuery('records.get', at && entity ? { entity, id: at.id } : null).data != null;
}

interface TabProps {
  readonly path: string;
  readonly isActive: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly onMove: (by: number) => void;
  readonly onDrag: () => void;
  readonly onDrop: () => void;
}

function Tab({ path, isActive, onOpen, onClose, onMove, onDrag, onDrop }: TabProps) {
  const at = recordAt(path);
  const entity = entityNames.find((name) => name === at?.entity) ?? 'cases';
  const title = useTitle(entity, at?.id ?? null) ?? t('tabs.unnamed');
  const Sign = signs[entity] ?? IconFile;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Delete') onClose();
    if (event.ctrlKey && event.key === 'ArrowLeft') onMove(-1);
    if (event.ctrlKey && event.key === 'ArrowRight') onMove(1);
  };
  return (
    <div
      className={styles['tab']}
      data-active={isActive || undefined}
      draggable
      onDragStart={onDrag}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
      onAuxClick={(event) => event.button === 1 && onClose()}
    >
      <button type="button" className={styles['tabName']} aria-current={isActive ? 'page' : undefined} title={title} onClick={onOpen} onKeyDown={press}>
        <Sign size={14} stroke={1.75} aria-hidden />
        <bdi className={styles['cut']}>{title}</bdi>
      </button>
      <CloseButton size={24} iconSize={12} aria-label={t('tabs.close', { title })} onClick={onClose} />
    </div>
  );
}
