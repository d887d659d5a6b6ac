import { Kbd, Modal } from '@mantine/core';
import { useKeySheet } from '../ui/keys.tsx';
import { t } from '../ui/text.ts';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import styles from './key-sheet.module.css';

const inLists = [
  ['keys.move', ['↑', '↓', 'J', 'K']],
  ['keys.open', ['Enter']],
] as const;

/** The keys that work on this screen. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  useFocusReturn();
  // Several parts of a screen may go by one name.
  const groups = [...Map.groupBy(useKeySheet(), ({ title }) => title)].flatMap(([title, parts]) => {
    const keys = parts.flatMap((part) => part.keys);
    return keys.length > 0 ? [{ title, keys }] : [];
  });
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size={640} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <div className={styles['groups']}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h2>{title}</h2>
            <dl>
              {keys.map(({ key, label }) => (
                <div key={key}>
                  <dt>{label}</dt>
                  <dd>
                    {key.split('+').map((part) => (
                      <Kbd key={part}>{part === 'Escape' ? 'Esc' : part.length === 1 ? part.toUpperCase() : part}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h2>{t('keys.inLists')}</h2>
          <dl>
            {inLists.map(([label, keys]) => (
              <div key={label}>
                <dt>{t(label)}</dt>
                <dd>
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}
