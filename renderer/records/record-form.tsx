import type { CommandName } from '#domain/bridge.ts';
import { commandOf } from '#domain/registry.ts';
import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import type { FormEvent, ReactNode } from 'react';
import { useHolds } from '../bridge/session.tsx';
import type { Refused } from '../bridge/use-command.ts';
import type { DraftOf } from '../bridge/use-draft.ts';
import forms from '../ui/form.module.css';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { DraftNotices } from './draft-notices.tsx';

interface Props {
  readonly command: CommandName;
  readonly draft: Pick<DraftOf<unknown>, 'clear' | 'failure' | 'restoredAt'>;
  readonly refused: Refused | null;
  readonly isBusy: boolean;
  /** Something must be answered before it can be sent. */
  readonly isHeld?: boolean;
  readonly onSend: () => void;
  /** Where one goes to finish it another time. */
  readonly laterPath: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** The form of a new record: it may be left and found again, and is sent once. */
export function RecordForm({ command, draft, refused, isBusy, isHeld = false, onSend, laterPath, aside, children }: Props) {
  const { history } = useRouter();
  const title = commandOf.get(command)?.title ?? command;
  useKeys(t('keys.form'), [{ key: 'Ctrl+Enter', label: title, run: onSend }]);
  const press = (event: FormEvent) => {
    event.preventDefault();
    onSend();
  };
  return (
    <form className={panes['record']} data-plain={!aside || undefined} onSubmit={press} noValidate aria-label={title}>
      <div className={panes['main']}>
        <header className={panes['head']}>
          <h1>{title}</h1>
        </header>
        <div className={panes['scroll']} tabIndex={-1}>
          <div className={forms['body']}>
            <DraftNotices draft={draft} refused={refused} />
            {children}
          </div>
        </div>
        <footer className={forms['foot']}>
          <span className={forms['hint']}>{t('form.draftKept')}</span>
          <Button variant="subtle" color="gray" onClick={() => history.push(laterPath)}>
            {t('form.later')}
          </Button>
          <Button type="submit" loading={isBusy} disabled={isHeld}>
            {title}
          </Button>
        </footer>
      </div>
      {aside}
    </form>
  );
}

/** Shows a form to those whose role allows its command, and says so to the others. */
export function IfHeld({ command, children }: { readonly command: CommandName; readonly children: ReactNode }) {
  const bar = useHolds()(command);
  if (!bar) return children;
  return (
    <div className={panes['main']}>
      <StatePage icon={IconLock} title={t('form.notAllowed')}>
        {bar.message}
      </StatePage>
    </div>
  );
}
