import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './state-page.module.css';

interface Props {
  readonly icon: Icon;
  readonly title: string;
  readonly tone?: 'bad' | 'calm' | 'good' | 'warn';
  /** It is the whole screen, so its title is the page's. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A part of the screen with nothing to show, and why: empty, not found, failed, not allowed. */
export function StatePage({ icon: Sign, title, tone = 'calm', isPage = false, children, action }: Props) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div className={styles['page']} role={tone === 'bad' ? 'alert' : undefined}>
      <span className={styles['sign']} data-tone={tone}>
        <Sign size={26} stroke={1.5} aria-hidden />
      </span>
      <Title className={styles['title']}>{title}</Title>
      {children && <div className={styles['body']}>{children}</div>}
      {action && <div className={styles['action']}>{action}</div>}
    </div>
  );
}
