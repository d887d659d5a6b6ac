import type { LineCall } from '#domain/calls/queries.ts';
import { Button, Textarea } from '@mantine/core';
import * as z from 'zod';
import { useSubmission } from '../bridge/use-command.ts';
import { useDraft, type DraftOf } from '../bridge/use-draft.ts';
import { t } from '../ui/text.ts';
import styles from './calls.module.css';

/** The text that is written during a call and found again in its wrap-up. */
export const useCallNote = (callId: string): DraftOf<string> => useDraft(`call-note:${callId}`, z.string(), '');

/** A note written while somebody speaks; it goes to the case or contact of the call, or waits for the wrap-up. */
export function CallNote({ call }: { readonly call: LineCall }) {
  const draft = useCallNote(call.id);
  const { submit, isBusy, refused, reset } = useSubmission('notes.add');
  const place = call.caseId ? { caseId: call.caseId } : call.contactId ? { contactId: call.contactId } : null;
  const body = draft.value.trim();
  const add = async () => {
    if (place === null || body === '') return;
    const outcome = await submit({ subject: place, body });
    if (outcome?.ok) draft.clear();
  };
  return (
    <div className={styles['note']}>
      <Textarea
        aria-label={t('call.note')}
        placeholder={t('call.note')}
        autosize
        minRows={1}
        maxRows={4}
        maxLength={100_000}
        value={draft.value}
        error={refused?.message}
        onChange={({ currentTarget }) => {
          // What is written after a note was taken is another note.
          if (!isBusy) reset();
          draft.set(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) return;
          event.preventDefault();
          void add();
        }}
      />
      {place && (
        <Button size="compact-xs" variant="default" disabled={body === ''} onClick={() => void add()}>
          {t('call.noteAdd', { number: call.caseNumber ?? call.contactName ?? '' })}
        </Button>
      )}
    </div>
  );
}
