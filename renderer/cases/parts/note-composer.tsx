import type { CommandArgs } from '#domain/bridge.ts';
import { Button, Checkbox, Kbd, Switch, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconEye } from '@tabler/icons-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import * as z from 'zod';
import { useSession, useTrial } from '../../bridge/session.tsx';
import { useDraftedCommand } from '../../bridge/use-drafted-command.ts';
import { DraftNotices } from '../../records/draft-notices.tsx';
import { Banner } from '../../ui/banner.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { t, tn } from '../../ui/text.ts';
import styles from '../case-view.module.css';

/** Something that others did while a person was writing. */
export interface News {
  readonly id: string;
  readonly shown: ReactNode;
}

interface Props {
  readonly subject: CommandArgs<'notes.add'>['subject'];
  readonly subjectRow: { readonly id: string };
  readonly draftKey: string;
  /** What helps where the role forbids a note. */
  readonly hint?: string | null;
  /** What is on the record now; null while it is not known. */
  readonly entryIds: readonly string[] | null;
  readonly newsOf: (seen: readonly string[], me: { readonly userId: string; readonly displayName: string }) => readonly News[];
}

const draftSchema = z.object({ body: z.string(), isInternal: z.boolean(), isPinned: z.boolean(), seen: z.array(z.string()).nullable(), commandId: z.string().optional() });
const empty: z.output<typeof draftSchema> = { body: '', isInternal: true, isPinned: false, seen: null };

/** Writes a note. What others wrote meanwhile is shown before it can be sent, and the draft survives everything but its author. */
export function NoteComposer({ subject, subjectRow, draftKey, hint = null, entryIds, newsOf }: Props) {
  const me = useSession();
  const trial = useTrial();
  const { draft, change, send, isBusy, refused, reset } = useDraftedCommand('notes.add', draftKey, draftSchema, empty);
  const [looked, setLooked] = useState<readonly string[]>([]);
  const [isHeld, setHeld] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const { body, isInternal, isPinned, seen } = draft.value;
  useKeys(t('keys.composer'), [
    { key: 'm', label: t('keys.write'), run: () => input.current?.focus() },
    { key: 'Ctrl+Enter', label: t('keys.send'), run: () => void press() },
  ]);

  // What is on the record when the first letter is written is what the writer has seen.
  const hasText = body.trim() !== '';
  useEffect(() => {
    if (hasText && seen === null && entryIds !== null) change({ seen: [...entryIds] });
  });

  const news = hasText && seen ? newsOf([...seen, ...looked], me) : [];
  const reason = trial('notes.add', { subject, body: '-' }, [subjectRow])?.message ?? null;

  async function press() {
    if (!hasText || reason !== null || isBusy) return;
    if (news.length > 0) return setHeld(true);
    if (!(await send({ subject, body: body.trim(), isInternal, isPinned }))) return;
    setLooked([]);
    setHeld(false);
    reset();
  }
  const look = () => {
    setLooked([...looked, ...(entryIds ?? [])]);
    setHeld(false);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      input.current?.blur();
    }
  };
  if (reason !== null)
    return (
      <div className={styles['composer']}>
        <Banner tone="info" icon={IconAlertTriangle} isLive={false}>
          {reason} {hint}
        </Banner>
      </div>
    );
  return (
    <section className={styles['composer']} aria-label={t('composer.title')}>
      {news.length > 0 && (
        <div className={styles['news']} role="alert">
          <Banner
            tone="warn"
            icon={IconEye}
            isLive={false}
            action={
              <Button size="compact-sm" onClick={look}>
                {t('composer.looked')}
              </Button>
            }
          >
            <strong>{tn('composer.news', news.length)}</strong> {isHeld && t('composer.held')}
          </Banner>
          <div className={styles['newsText']}>
            {news.map(({ id, shown }) => (
              <div key={id}>{shown}</div>
            ))}
          </div>
        </div>
      )}
      <DraftNotices draft={draft} refused={refused} />
      <Textarea
        ref={input}
        aria-label={t('composer.label')}
        placeholder={isInternal ? t('composer.placeholderInternal') : t('composer.placeholder')}
        dir="auto"
        minRows={2}
        maxRows={8}
        value={body}
        onChange={(event) => change({ body: event.currentTarget.value, ...(event.currentTarget.value.trim() === '' ? { seen: null } : {}) })}
        onKeyDown={onKeyDown}
      />
      <div className={styles['composerBar']}>
        <Switch label={t('composer.internal')} checked={isInternal} onChange={(event) => change({ isInternal: event.currentTarget.checked })} />
        <Checkbox label={t('composer.pin')} checked={isPinned} onChange={(event) => change({ isPinned: event.currentTarget.checked })} />
        <span className={styles['push']} />
        <Kbd size="xs">Ctrl ↵</Kbd>
        <Button onClick={() => void press()} disabled={!hasText} loading={isBusy}>
          {t('composer.send')}
        </Button>
      </div>
    </section>
  );
}
