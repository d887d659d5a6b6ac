import type { Bridge, CommandArgs } from '#domain/bridge.ts';
import { newId } from '../../bridge/command-id.ts';
import { journalOf, type JournalEntry } from '../../softphone/journal.ts';
import { meanMos } from '../../softphone/machine/derived.ts';
import type { Line, PhoneState } from '../../softphone/machine/state.ts';
import { e164Of } from '../../softphone/number.ts';

type StepName = 'calls.answer' | 'calls.end' | 'calls.hold' | 'calls.resume' | 'calls.start';
type Facts = CommandArgs<'calls.start'>;

/** What a step of the telephone is called in the journal of calls; the others are not its business. */
const steps: Readonly<Partial<Record<JournalEntry['event'], StepName>>> = {
  ringing: 'calls.start',
  dialled: 'calls.start',
  answered: 'calls.answer',
  held: 'calls.hold',
  resumed: 'calls.resume',
  failed: 'calls.end',
  ended: 'calls.end',
};

/** Where calls are made from. */
export interface Place {
  /** By which name the PBX is told from others. */
  readonly pbx: string;
  readonly country: string;
}

/** The commands that write down what happened between two states of the telephone, in order. */
export function journalCommands(before: PhoneState, after: PhoneState, place: Place, at: number): readonly { readonly name: StepName; readonly args: Facts }[] {
  const known = new Map(before.lines.map((line) => [line.id, line]));
  const told = journalOf(before, after, at).flatMap(({ event, line }) => {
    const name = steps[event];
    // A supervisor who listens makes no call; and one that was dialled has no name before its INVITE is written.
    if (name === undefined || line.pbx.monitor || (line.sipCallId === null && !line.end)) return [];
    return [{ name, line }];
  });
  const sent = after.lines.filter((line) => line.sipCallId !== null && known.get(line.id)?.sipCallId === null).map((line) => ({ name: 'calls.start' as const, line }));
  return [...sent, ...told].map(({ name, line }) => ({ name, args: factsOf(line, place) }));
}

/** Sends them; nothing is waited for, so that no call waits for a disk. */
export function sendJournal(bridge: Bridge, before: PhoneState, after: PhoneState, place: Place): void {
  for (const { name, args } of journalCommands(before, after, place, Date.now())) void bridge.send(name, args, newId());
}

function factsOf(line: Line, { pbx, country }: Place): Facts {
  const { party, end } = line;
  const [, kind, id] = /^(cases|contacts)\/([\w-]{36})$/.exec(line.subject ?? '') ?? [];
  return {
    pbx,
    sipCallId: line.sipCallId ?? line.id,
    linkedId: line.pbx.linkedId,
    ...(line.pbx.originCallId !== undefined && { originCallId: line.pbx.originCallId }),
    direction: line.direction,
    number: party.number.slice(0, 255),
    e164: e164Of(party.number, country),
    name: party.name === '' ? null : party.name.slice(0, 255),
    queue: line.pbx.queue,
    startedAt: instant(line.startedAt),
    answeredAt: line.answeredAt === null ? null : instant(line.answeredAt),
    ...(kind === 'cases' ? { caseId: id } : {}),
    ...(kind === 'contacts' ? { contactId: id } : {}),
    ...(end ? { endedAt: instant(end.at), outcome: end.outcome, hangupCause: end.cause, mos: meanMos(line) } : {}),
  } as Facts;
}

const instant = (at: number): string => new Date(at).toISOString();
