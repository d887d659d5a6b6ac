import type { LineCall } from '#domain/calls/queries.ts';
import { Button, Select } from '@mantine/core';
import { IconClock, IconPhone } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSubmission } from '../bridge/use-command.ts';
import { useQuery } from '../bridge/use-query.ts';
import { lasting, useSeconds } from '../softphone/parts/use-seconds.ts';
import { useDial } from '../ui/dialling.tsx';
import { t } from '../ui/text.ts';
import { useCallNote } from './call-note.tsx';
import styles from './calls.module.css';
import { useOnline } from './use-online.ts';

/** What is left to do after a call: its outcome, what the outcome asks for, and a note; where the queue asks for an outcome it cannot be put off. */
export function WrapUp({ call, onLater }: { readonly call: LineCall; readonly onLater: () => void }) {
  const own = useQuery('telephony.own', {}).data;
  const { ask, refused: notDone } = useOnline();
  const navigate = useNavigate();
  const dial = useDial();
  const note = useCallNote(call.id);
  const { submit, refused, isBusy } = useSubmission('calls.setDisposition');
  const [chosen, setChosen] = useState<string | null>(null);
  const dispositions = own?.dispositions.filter(({ queueId }) => queueId === null || queueId === call.queueId) ?? [];
  const disposition = dispositions.find(({ id }) => id === chosen);
  const hasDialled = call.direction === 'outbound' || (call.direction === 'internal' && call.callerNumber === own?.extension);
  const [e164, raw] = hasDialled ? [call.calledNumber, call.calledNumberRaw] : [call.callerNumber, call.callerNumberRaw];
  const number = e164 ?? raw;
  const who = call.contactName ?? (call.callerName || number) ?? t('phone.unknown');
  const missing =
    disposition?.requiresCaseCreation && call.caseId === null ? t('wrapUp.needsCase') : disposition?.requiresFollowUp && !call.isPlanned ? t('wrapUp.needsFollowUp') : null;
  const state = own?.state?.state;
  const afterCall = own?.reasons.find(({ code }) => code === 'after-call');
  const isExtended = state === 'break' && afterCall !== undefined && own?.state?.reasonId === afterCall.id;

  const finish = async () => {
    if (!disposition) return;
    const text = note.value.trim();
    const outcome = await submit({ id: call.id, dispositionId: disposition.id, ...(text === '' ? {} : { note: text }) });
    if (!outcome?.ok) return;
    note.clear();
    if (state === 'wrapUp' || isExtended) void ask('agentStates.set', { state: 'available' });
  };
  const callBack = () => number && dial?.(number, call.caseId ? `cases/${call.caseId}` : call.contactId ? `contacts/${call.contactId}` : undefined);
  const follow = () => {
    if (number) void ask('callbacks.schedule', { phone: { raw: number, e164 }, dueAt: tomorrow(), callId: call.id });
  };
  return (
    <article className={styles['wrapUp']} aria-label={t('wrapUp.title', { who })}>
      <div className={styles['row']}>
        <bdi className={styles['name']}>{t('wrapUp.title', { who })}</bdi>
        {call.endedAt === null && <span className={styles['warn']}>{t('call.cut')}</span>}
        {call.endedAt !== null && (isExtended ? <span className={styles['dim']}>{t('wrapUp.extended')}</span> : <TimeLeft endedAt={call.endedAt} seconds={call.wrapUpTime} />)}
      </div>
      {call.endedAt === null && number && dial && (
        <Button size="compact-xs" variant="filled" leftSection={<IconPhone size={13} />} onClick={callBack}>
          {t('call.callBack')}
        </Button>
      )}
      <Select
        aria-label={t('wrapUp.disposition')}
        placeholder={t('wrapUp.disposition')}
        size="xs"
        searchable
        data={dispositions.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
        error={refused?.message}
      />
      {call.isOutcomeDue && !disposition && <span className={styles['dim']}>{t('wrapUp.due')}</span>}
      {missing && <span className={styles['warn']}>{missing}</span>}
      {notDone !== null && (
        <span className={styles['warn']} role="alert">
          {notDone}
        </span>
      )}
      <div className={styles['row']}>
        {disposition?.requiresCaseCreation && call.caseId === null && (
          <Button size="compact-xs" variant="default" onClick={() => void navigate({ to: '/cases/new', search: call.contactId ? { contact: call.contactId } : {} })}>
            {t('call.case.open')}
          </Button>
        )}
        {call.isPlanned ? (
          <span className={styles['dim']}>{t('call.followed')}</span>
        ) : (
          <Button size="compact-xs" variant="default" onClick={follow}>
            {t('call.follow')}
          </Button>
        )}
        {state === 'wrapUp' && afterCall && (
          <Button size="compact-xs" variant="default" onClick={() => void ask('agentStates.set', { state: 'break', reasonId: afterCall.id })}>
            {t('wrapUp.more')}
          </Button>
        )}
        <Button size="compact-xs" variant="filled" disabled={!disposition || missing !== null} loading={isBusy} onClick={() => void finish()}>
          {t('wrapUp.done')}
        </Button>
        {!call.isOutcomeDue && (
          <Button size="compact-xs" variant="subtle" onClick={onLater}>
            {t('wrapUp.later')}
          </Button>
        )}
      </div>
    </article>
  );
}

function TimeLeft({ endedAt, seconds }: { readonly endedAt: string; readonly seconds: number | null }) {
  const now = useSeconds();
  if (seconds === null) return null;
  const left = Date.parse(endedAt) + seconds * 1000 - now;
  return (
    <span className={styles['dim']}>
      <IconClock size={12} aria-hidden /> {left > 0 ? t('wrapUp.left', { time: lasting(left) }) : t('wrapUp.over')}
    </span>
  );
}

/** Nine in the morning of the next day, here. */
function tomorrow(): string {
  const at = new Date();
  at.setDate(at.getDate() + 1);
  at.setHours(9, 0, 0, 0);
  return at.toISOString();
}
