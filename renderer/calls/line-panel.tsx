import type { CallerMatch, LineCall } from '#domain/calls/queries.ts';
import { ActionIcon, Button } from '@mantine/core';
import { IconLink, IconLinkOff, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useSteadyQuery } from '../bridge/use-query.ts';
import { useKeys } from '../ui/keys.tsx';
import { ofCode, t, tn } from '../ui/text.ts';
import { CallNote } from './call-note.tsx';
import styles from './calls.module.css';
import { RecordingControl } from './recording-control.tsx';

/** Longer than any extension: whoever has such a number may be a contact. */
const isOutside = /^\+?\d{7,}$/;

/** A call on a line, as the telephone names it. */
export interface OnLine {
  readonly pbx: string;
  readonly sipCallId: string | null;
  readonly linkedId: string | null;
  readonly number: string;
  readonly e164: string | null;
  readonly name: string;
  readonly isAnswered: boolean;
  /** Whether the keys of the call in hand are its own. */
  readonly isFirst: boolean;
}

/** Who is on a line: ranked matches and their open cases, what the call is linked to, and a note. */
export function LinePanel({ line }: { readonly line: OnLine }) {
  const { pbx, sipCallId, linkedId, number, e164, isAnswered } = line;
  const matches = useSteadyQuery('calls.match', number === '' ? null : { number, e164 }).data;
  const call = useSteadyQuery('calls.onLine', sipCallId === null ? null : { pbx, sipCallId, linkedId }).data ?? null;
  const acts = useCallActs(line, call, matches ?? []);
  useSureLink(call, matches);
  useOpenOnAnswer(isAnswered && line.isFirst, acts.open);
  return (
    <div className={styles['panel']}>
      {call && <Linked call={call} onUnlink={acts.unlink} />}
      {!call?.caseId && matches && matches.length > 0 && (
        <ul className={styles['matches']} aria-label={t('call.matches')}>
          {matches.slice(0, 3).map((match) => (
            <Match key={match.id} match={match} onLink={call ? acts.link : null} />
          ))}
        </ul>
      )}
      {matches?.length === 0 && !call?.contactId && isOutside.test(e164 ?? number) && (
        <div className={styles['row']}>
          <span className={styles['dim']}>{t('call.unknown')}</span>
          <Button size="compact-xs" variant="default" title={t('call.createHint')} leftSection={<IconPlus size={13} />} onClick={() => void acts.create()}>
            {t('call.create')}
          </Button>
        </div>
      )}
      {call && isAnswered && <RecordingControl callId={call.id} contactId={call.contactId} isFirst={line.isFirst} />}
      {call && isAnswered && <CallNote call={call} />}
      {line.isFirst && <CallKeys {...acts} isLinked={Boolean(call?.caseId ?? call?.contactId)} />}
    </div>
  );
}

function Match({ match, onLink }: { readonly match: CallerMatch; readonly onLink: ((to: { readonly caseId: string } | { readonly contactId: string }) => void) | null }) {
  const { id, fullName, reason, others, cases } = match;
  return (
    <li className={styles['match']}>
      <span className={styles['row']}>
        <Link to="/contacts/$id" params={{ id }} className={styles['name']}>
          <bdi>{fullName}</bdi>
        </Link>
        <span className={styles['dim']}>
          {ofCode('call.reason', reason, reason)}
          {others > 0 && `, ${tn('call.shared', others)}`}
        </span>
      </span>
      {cases.slice(0, 2).map((open) => (
        <span key={open.id} className={styles['line']}>
          <Link to="/cases/$id" params={{ id: open.id }} className={styles['case']}>
            {open.caseNumber} · {open.title}
          </Link>
          {onLink && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('call.link', { number: open.caseNumber ?? '' })}
              leftSection={<IconLink size={13} />}
              onClick={() => onLink({ caseId: open.id })}
            >
              {t('call.linkShort')}
            </Button>
          )}
        </span>
      ))}
      {onLink && cases.length === 0 && (
        <Button size="compact-xs" variant="default" leftSection={<IconLink size={13} />} onClick={() => onLink({ contactId: id })}>
          {t('call.link', { number: fullName })}
        </Button>
      )}
    </li>
  );
}

function Linked({ call, onUnlink }: { readonly call: LineCall; readonly onUnlink: () => void }) {
  const name = call.caseNumber ?? call.contactName;
  if (name === null) return null;
  return (
    <span className={styles['line']}>
      <IconLink size={13} aria-hidden />
      {call.caseId ? (
        <Link to="/cases/$id" params={{ id: call.caseId }} className={styles['case']}>
          {t('call.linked', { number: name })} · {call.caseTitle}
        </Link>
      ) : (
        <Link to="/contacts/$id" params={{ id: call.contactId ?? '' }} className={styles['case']}>
          {t('call.linked', { number: name })}
        </Link>
      )}
      <ActionIcon size={24} variant="subtle" aria-label={t('call.unlink', { number: name })} title={t('call.unlink', { number: name })} onClick={onUnlink}>
        <IconLinkOff size={14} />
      </ActionIcon>
    </span>
  );
}

/** What can be done with the call in hand, by button and by key alike. */
function useCallActs({ number, e164, name }: OnLine, call: LineCall | null, matches: readonly CallerMatch[]) {
  const bridge = useBridge();
  const navigate = useNavigate();
  const [first] = matches;
  const link = (to: { readonly caseId: string } | { readonly contactId: string }) => {
    if (!call) return;
    // What a person chooses takes the place of what was thought.
    void bridge.send('calls.link', { id: call.id, instead: true, ...to } as never, newId());
  };
  return {
    link,
    linkFirst: () => {
      if (first) link(first.cases[0] ? { caseId: first.cases[0].id } : { contactId: first.id });
    },
    unlink: () => {
      if (call) void bridge.send('calls.unlink', { id: call.id, from: call.caseId ? 'case' : 'contact' }, newId());
    },
    open: () => {
      if (call?.caseId) return void navigate({ to: '/cases/$id', params: { id: call.caseId } });
      const contact = call?.contactId ?? first?.id;
      const only = first && first.cases.length === 1 && matches.length === 1 ? first.cases[0] : null;
      if (only) void navigate({ to: '/cases/$id', params: { id: only.id } });
      else if (contact) void navigate({ to: '/contacts/$id', params: { id: contact } });
    },
    create: async () => {
      if (matches.length > 0 || call?.contactId) return;
      const points = [{ kind: 'phone' as const, value: e164 ?? number }];
      const outcome = await bridge.send('contacts.create', { firstName: name || number, kind: 'lead', points }, newId());
      if (!outcome.ok || !outcome.rowId) return;
      link({ contactId: outcome.rowId });
      void navigate({ to: '/contacts/$id', params: { id: outcome.rowId } });
    },
  };
}

function CallKeys({ linkFirst, unlink, open, create, isLinked }: ReturnType<typeof useCallActs> & { readonly isLinked: boolean }) {
  useKeys(t('call.keys'), [
    { key: 'Ctrl+Shift+L', label: t('call.keys.link'), run: () => (isLinked ? unlink() : linkFirst()) },
    { key: 'Ctrl+Shift+O', label: t('call.keys.open'), run: open },
    { key: 'Ctrl+Shift+Y', label: t('call.keys.create'), run: () => void create() },
  ]);
  return null;
}

/** One sure match is the caller: the call is theirs without a hand, and a person may say otherwise. */
function useSureLink(call: LineCall | null, matches: readonly CallerMatch[] | undefined): void {
  const bridge = useBridge();
  const linked = useRef<string | null>(null);
  const sure = matches?.filter(({ reason }) => reason === 'exact' || reason === 'extension') ?? [];
  const only = sure.length === 1 ? sure[0]?.id : undefined;
  const id = call?.id;
  const isFree = call !== null && call.contactId === null;
  useEffect(() => {
    if (!id || !only || !isFree || linked.current === id) return;
    linked.current = id;
    void bridge.send('calls.link', { id, contactId: only } as never, newId());
  }, [bridge, id, only, isFree]);
}

/** Answering is the hand that opens the match; a ring opens nothing. */
function useOpenOnAnswer(isAnswered: boolean, open: () => void): void {
  const was = useRef(isAnswered);
  useEffect(() => {
    if (isAnswered && !was.current) open();
    was.current = isAnswered;
  }, [isAnswered, open]);
}
