import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './banner.module.css';

/** A line across a part of the screen that a person should know about; `isLive` is read out. */
export function Banner({
  tone,
  icon: Sign,
  children,
  action,
  isLive = true,
}: {
  readonly tone: 'bad' | 'good' | 'info' | 'warn';
  readonly icon: Icon;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly isLive?: boolean;
}) {
  return (
    <div className={styles['banner']} data-tone={tone} role={isLive ? (tone === 'bad' ? 'alert' : 'status') : undefined}>
      <Sign size={16} stroke={1.75} aria-hidden className={styles['sign']} />
      <div className={styles['words']}>{children}</div>
      {action}
    </div>
  );
}
