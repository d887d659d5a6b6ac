import type { AmiMessage } from '../ami/message.ts';
import { overEvent, services } from '../pbx/plan.ts';
import type { HistoryRecord } from './history.ts';

/** What the manager interface would have told of these moments: the history in the words that the board knows. */
export function eventsOf(records: readonly HistoryRecord[]): readonly AmiMessage[] {
  const hangups = new Map(records.filter(({ eventtype }) => eventtype === 'HANGUP').map((each) => [each.uniqueid, each]));
  const states = new Map(records.filter(({ eventtype }) => eventtype === overEvent).map((each) => [each.uniqueid, fieldOf(each, 'extra')]));
  const answered = new Set(records.filter(({ eventtype }) => eventtype === 'ANSWER').map(({ uniqueid }) => uniqueid));
  // Who waits in which queue, by channel, in the order of their coming.
  const waiting = new Map<string, { readonly uniqueId: string; readonly queue: string }>();
  const left = new Map<string, string>();

  const leave = (channel: string): readonly AmiMessage[] => {
    const one = waiting.get(channel);
    if (!one) return [];
    const position = [...waiting].filter(([, { queue }]) => queue === one.queue).findIndex(([name]) => name === channel) + 1;
    waiting.delete(channel);
    left.set(channel, one.queue);
    return [{ Event: 'QueueCallerLeave', Uniqueid: one.uniqueId, Queue: one.queue, Position: String(position) }];
  };

  const tell: Readonly<Record<string, (record: HistoryRecord) => readonly AmiMessage[]>> = {
    CHAN_START: ({ num, name, exten, uniqueid, linkedid }) => {
      const born = { Event: 'Newchannel', CallerIDNum: num, CallerIDName: name, Exten: exten, ChannelState: '0' };
      const state = states.get(uniqueid);
      const isReached = state === undefined ? !unreachable.has(causeOf(hangups.get(uniqueid)) ?? 0) : state !== 'Down';
      return uniqueid !== linkedid && isReached ? [born, { Event: 'Newstate', ChannelState: '5' }] : [born];
    },
    ANSWER: () => [{ Event: 'Newstate', ChannelState: '6' }],
    APP_START: ({ appname, appdata, channame, exten, uniqueid }) => {
      const [, mailbox] = exten.split(services.voicemail);
      if (appname === 'Record') return [{ Event: 'UserEvent', UserEvent: 'Voicemail', ...(mailbox === undefined ? { Queue: left.get(channame) ?? '' } : { Mailbox: mailbox }) }];
      if (appname === 'MixMonitor') return [{ Event: 'MixMonitorStart' }];
      if (appname !== 'Queue') return [];
      const [queue = ''] = appdata.split(',');
      waiting.set(channame, { uniqueId: uniqueid, queue });
      return [{ Event: 'QueueCallerJoin', Queue: queue, Position: String([...waiting.values()].filter((each) => each.queue === queue).length) }];
    },
    APP_END: ({ appname, channame }) => (appname === 'Queue' ? leave(channame) : []),
    BRIDGE_ENTER: (record) => {
      const entered = { Event: 'BridgeEnter', BridgeUniqueid: fieldOf(record, 'bridge_id') };
      const both = [record.channame, ...record.peer.split(',')];
      const caller = both.find((channel) => waiting.has(channel));
      const agent = both.find((channel) => channel !== '' && channel !== caller);
      const one = caller !== undefined && agent !== undefined ? waiting.get(caller) : undefined;
      if (caller === undefined || agent === undefined || !one) return [entered];
      return [...leave(caller), { Event: 'AgentConnect', Uniqueid: one.uniqueId, Queue: one.queue, Interface: agent.replace(/-[0-9a-f]{8,}$/, '') }, entered];
    },
    BRIDGE_EXIT: (record) => [{ Event: 'BridgeLeave', BridgeUniqueid: fieldOf(record, 'bridge_id') }],
    HANGUP: (record) => {
      const { uniqueid, linkedid, channame, eventtime } = record;
      const cause = causeOf(record) ?? 0;
      const over = { Event: 'Hangup', Cause: String(cause) };
      if (fieldOf(record, 'hangupsource') === channame) return [{ Event: 'HangupRequest', ...(!answered.has(uniqueid) && { TechCause: statuses[cause] ?? '500' }) }, over];
      if (uniqueid === linkedid || answered.has(uniqueid)) return [over];
      // A caller who goes takes the ring along; a ring that ends alone was missed, as far as the history tells.
      const caller = hangups.get(linkedid);
      const isCancelled = cause === answeredElsewhere || (caller !== undefined && Math.abs(caller.eventtime - eventtime) < 1);
      return [{ Event: 'DialEnd', DestUniqueid: uniqueid, DialStatus: isCancelled ? 'CANCEL' : 'NOANSWER' }, over];
    },
    BLINDTRANSFER: (record) => [{ Event: 'BlindTransfer', Result: 'Success', TransfererUniqueid: record.uniqueid, Extension: fieldOf(record, 'extension') }],
    ATTENDEDTRANSFER: (record) => [
      { Event: 'AttendedTransfer', Result: 'Success', OrigTransfererUniqueid: record.uniqueid, SecondTransfererUniqueid: fieldOf(record, 'channel2_uniqueid') },
    ],
  };

  return records.flatMap((record) => {
    const told = Object.hasOwn(tell, record.eventtype) ? (tell[record.eventtype]?.(record) ?? []) : [];
    const { eventtime, uniqueid, linkedid, channame, userfield } = record;
    const about = { Timestamp: eventtime.toFixed(6), Uniqueid: uniqueid, Channel: channame, ...(userfield !== '' && { ChanVariable: `SIPCALLID=${userfield}` }) };
    // What is said of another channel does not move that one to this call.
    return told.map((each): AmiMessage => ((each['Uniqueid'] ?? uniqueid) === uniqueid ? { ...about, Linkedid: linkedid, ...each } : { Timestamp: about.Timestamp, ...each }));
  });
}

// Q.850, where the dial plan does not say in which state the channel ended: of whom nobody was reached it cannot be said that it rang.
const unreachable: ReadonlySet<number> = new Set([1, 3, 20, 102]);
const answeredElsewhere = 26;
// What a telephone had answered, from the cause that the PBX made of it.
const statuses: Readonly<Record<number, string>> = { 1: '404', 3: '404', 17: '486', 18: '408', 19: '480', 20: '480', 21: '603', 102: '408' };

const causeOf = (record: HistoryRecord | undefined): number | null => (record ? Number(fieldOf(record, 'hangupcause')) || 0 : null);

function fieldOf({ eventextra }: HistoryRecord, name: string): string {
  try {
    const extra: unknown = JSON.parse(eventextra);
    const value = typeof extra === 'object' && extra !== null ? Object.entries(extra).find(([key]) => key === name)?.[1] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  } catch {
    return '';
  }
}
