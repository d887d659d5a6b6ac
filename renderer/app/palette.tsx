import { Kbd, Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { t } from '../ui/text.ts';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import styles from './palette.module.css';
import { usePaletteItems, type PaletteItem } from './palette-items.tsx';

/** Finds any record and runs any command, from anywhere, also while typing. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  useFocusReturn();
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const isEntered = useRef(false);
  const { items, isSettled } = usePaletteItems(text.trim());
  const active = Math.min(place, Math.max(items.length - 1, 0));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }), [active]);

  const choose = (item: PaletteItem | undefined) => {
    isEntered.current = false;
    if (!item || item.reason) return;
    onClose();
    item.run();
  };
  // Enter means what was typed, not what was still on the list when it was pressed.
  useEffect(() => {
    if (isEntered.current && isSettled) choose(items[active]);
  });
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setPlace((active + step + items.length) % Math.max(items.length, 1));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      if (isSettled) choose(items[active]);
      else isEntered.current = true;
    }
  };
  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="12vh" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.title')} radius={10}>
        <div className={styles['box']}>
          <IconSearch size={16} aria-hidden />
          <input
            className={styles['input']}
            data-autofocus
            autoFocus
            role="combobox"
            aria-expanded
            aria-controls="palette-list"
            aria-activedescendant={items[active] ? `palette-${active}` : undefined}
            aria-label={t('palette.title')}
            placeholder={t('palette.placeholder')}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setPlace(0);
              isEntered.current = false;
            }}
            onKeyDown={press}
          />
          <Kbd size="xs">Esc</Kbd>
        </div>
        <div ref={list} id="palette-list" role="listbox" aria-label={t('palette.results')} className={styles['list']}>
          {items.map((item, index) => (
            <div key={item.id} role="presentation">
              {item.group !== items[index - 1]?.group && (
                <div className={styles['group']} role="presentation">
                  {item.group}
                </div>
              )}
              <div
                id={`palette-${index}`}
                role="option"
                aria-selected={index === active}
                aria-disabled={Boolean(item.reason)}
                className={styles['item']}
                onClick={() => choose(item)}
                onPointerMove={() => setPlace(index)}
              >
                <item.icon size={16} stroke={1.75} aria-hidden />
                <span className={styles['words']}>
                  <span className={styles['title']}>{item.title}</span>
                  {(item.reason ?? item.detail) && <span className={styles['detail']}>{item.reason ?? item.detail}</span>}
                </span>
                {item.tag && <span className={styles['tag']}>{item.tag}</span>}
              </div>
            </div>
          ))}
        </div>
        {items.length === 0 && <p className={styles['none']}>{t('palette.nothing', { text })}</p>}
      </Modal.Content>
    </Modal.Root>
  );
}
