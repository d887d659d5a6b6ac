import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './state-page.module.css';

interface Props {
  readonly icon: Icon;
  readonly title: string;
  readonly tone?: 'bad' | 'calm' | 'good' | 'warn';
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A part of the screen with nothing to show, and why: empty, not found, failed, not allowed. */
export function StatePage({ icon: Sign, title, tone = 'calm', children, action }: Props) {
  return (
    <div className={styles['page']} role={tone === 'bad' ? 'alert' : undefined}>
      <span className={styles['sign']} data-tone={tone}>
        <Sign size={26} stroke={1.5} aria-hidden />
      </span>
      <h2 className={styles['title']}>{title}</h2>
      {children && <div className={styles['body']}>{children}</div>}
      {action && <div className={styles['action']}>{action}</div>}
    </div>
  );
}
