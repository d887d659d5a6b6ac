import { IconPhone } from '@tabler/icons-react';
import { createContext, use, type ReactNode } from 'react';
import styles from './dialling.module.css';
import { t } from './text.ts';

/** Calls a number; `subject` is the address of the record that the call is about. */
export type Dial = (number: string, subject?: string) => void;

const DialContext = createContext<Dial | null>(null);

/** Lets every number on the screens below be called. */
export function DialProvider({ dial, children }: { readonly dial: Dial | null; readonly children: ReactNode }) {
  return <DialContext value={dial}>{children}</DialContext>;
}

export const useDial = (): Dial | null => use(DialContext);

/** A number: called at a press where there is a telephone, else only shown. */
export function PhoneValue({ number, subject }: { readonly number: string; readonly subject?: string }) {
  const dial = useDial();
  // Left to right also inside a sentence that runs the other way.
  if (!dial) return <bdi dir="ltr">{number}</bdi>;
  return (
    <button
      type="button"
      className={styles['number']}
      aria-label={t('phone.callNumber', { number })}
      onClick={(event) => {
        event.stopPropagation();
        dial(number, subject);
      }}
    >
      <bdi dir="ltr">{number}</bdi>
      <IconPhone size={13} aria-hidden />
    </button>
  );
}
