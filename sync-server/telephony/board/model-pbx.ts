import type { AmiMessage } from '../ami/message.ts';
import type { Snapshot } from './resync.ts';

interface Channel {
  readonly uniqueId: string;
  readonly linkedId: string;
  readonly name: string;
  state: '0' | '5' | '6';
  bridge: string | null;
}

interface Conversation {
  readonly caller: Channel;
  ringing: Channel | null;
  talking: Channel | null;
}

/** What may happen at a PBX with one queue. */
export const deeds = ['arrive', 'ring', 'answer', 'refuse', 'ignore', 'abandon', 'finish', 'pause', 'restart'] as const;
export type Deed = (typeof deeds)[number];

/** A PBX of one queue and three agents that tells its events in Asterisk's order, and knows what is so. For tests. */
export function createModelPbx() {
  const agents = ['101', '102', '103'];
  const paused = new Set<string>();
  let waiting: Conversation[] = [];
  let talks: Conversation[] = [];
  let clock = 1_795_000_000;
  let serial = 0;

  const event = (name: string, fields: Readonly<Record<string, string>>): AmiMessage => ({ Event: name, Timestamp: `${++clock}.000000`, ...fields });
  const about = ({ uniqueId, linkedId, name, state }: Channel, prefix = '') => ({
    [`${prefix}Uniqueid`]: uniqueId,
    [`${prefix}Linkedid`]: linkedId,
    [`${prefix}Channel`]: name,
    [`${prefix}ChannelState`]: state,
  });
  const channel = (name: string, linkedId?: string): Channel => {
    const uniqueId = `holdfast-${clock}.${++serial}`;
    return { uniqueId, linkedId: linkedId ?? uniqueId, name: `PJSIP/${name}-${serial.toString(16).padStart(8, '0')}`, state: '0', bridge: null };
  };
  const agentOf = (leg: Channel) => /\/(\d+)-/.exec(leg.name)?.[1] ?? '';
  const status = (agent: string) =>
    talks.some(({ talking }) => talking && agentOf(talking) === agent) ? '2' : waiting.some(({ ringing }) => ringing && agentOf(ringing) === agent) ? '6' : '1';
  const member = (agent: string) => ({
    Queue: 'support',
    Interface: `PJSIP/${agent}`,
    Penalty: '0',
    Status: status(agent),
    Paused: paused.has(agent) ? '1' : '0',
    PausedReason: paused.has(agent) ? 'lunch' : '',
  });
  const memberEvent = (agent: string) => event('QueueMemberStatus', member(agent));
  const hangup = (leg: Channel, cause: string, more = {}) => event('Hangup', { ...about(leg), Cause: cause, ...more });
  const leave = (caller: Channel, position: number) => event('QueueCallerLeave', { ...about(caller), Queue: 'support', Position: String(position + 1) });
  const stopRinging = (one: Conversation): AmiMessage[] => {
    const leg = one.ringing;
    one.ringing = null;
    return leg ? [hangup(leg, '0'), memberEvent(agentOf(leg))] : [];
  };

  const acts: Readonly<Record<Deed, (pick: number) => readonly AmiMessage[]>> = {
    arrive: () => {
      const caller = channel('trunk');
      const born = event('Newchannel', { ...about(caller), CallerIDNum: '+4930123', CallerIDName: 'Jörg', Exten: '500' });
      caller.state = '6';
      waiting.push({ caller, ringing: null, talking: null });
      return [born, event('Newstate', about(caller)), event('QueueCallerJoin', { ...about(caller), Queue: 'support', Position: String(waiting.length) })];
    },
    ring: (pick) => {
      const free = agents.filter((agent) => status(agent) === '1' && !paused.has(agent));
      const [one, agent] = [waiting.find(({ ringing }) => !ringing), free[pick % Math.max(1, free.length)]];
      if (!one || agent === undefined) return [];
      const leg = channel(agent, one.caller.linkedId);
      const born = event('Newchannel', about(leg));
      leg.state = '5';
      one.ringing = leg;
      return [
        born,
        event('DialBegin', { ...about(one.caller), ...about(leg, 'Dest'), DestChanVariable: `SIPCALLID=${leg.uniqueId}@softphone` }),
        event('Newstate', about(leg)),
        memberEvent(agent),
      ];
    },
    answer: (pick) => {
      const ringing = waiting.filter((each) => each.ringing);
      const one = ringing[pick % Math.max(1, ringing.length)];
      const leg = one?.ringing;
      if (!one || !leg) return [];
      const position = waiting.indexOf(one);
      leg.state = '6';
      waiting = waiting.filter((each) => each !== one);
      const bridge = `bridge-${++serial}`;
      talks.push(one);
      one.ringing = null;
      one.talking = leg;
      const told = [event('Newstate', about(leg)), memberEvent(agentOf(leg)), event('DialEnd', { ...about(leg, 'Dest'), DialStatus: 'ANSWER' }), leave(one.caller, position)];
      told.push(event('AgentConnect', { ...about(one.caller), ...about(leg, 'Dest'), Queue: 'support', Interface: `PJSIP/${agentOf(leg)}` }));
      for (const each of [leg, one.caller]) {
        each.bridge = bridge;
        told.push(event('BridgeEnter', { ...about(each), BridgeUniqueid: bridge }));
      }
      return told;
    },
    refuse: (pick) => quietly(pick, 'NOANSWER', { TechCause: '603' }),
    ignore: (pick) => quietly(pick, 'NOANSWER', {}),
    abandon: (pick) => {
      const one = waiting[pick % Math.max(1, waiting.length)];
      if (!one) return [];
      const position = waiting.indexOf(one);
      waiting = waiting.filter((each) => each !== one);
      return [event('QueueCallerAbandon', { ...about(one.caller), Queue: 'support' }), leave(one.caller, position), hangup(one.caller, '0'), ...stopRinging(one)];
    },
    finish: (pick) => {
      const one = talks[pick % Math.max(1, talks.length)];
      if (!one?.talking) return [];
      talks = talks.filter((each) => each !== one);
      const legs = [one.talking, one.caller];
      return [
        ...legs.map((leg) => event('BridgeLeave', { ...about(leg), BridgeUniqueid: leg.bridge ?? '' })),
        ...legs.map((leg) => hangup(leg, '16')),
        memberEvent(agentOf(one.talking)),
      ];
    },
    pause: (pick) => {
      const agent = agents[pick % agents.length] ?? '';
      if (!paused.delete(agent)) paused.add(agent);
      return [{ ...memberEvent(agent), Event: 'QueueMemberPause' }];
    },
    // Nobody says good-bye.
    restart: () => {
      [waiting, talks] = [[], []];
      paused.clear();
      clock += 2;
      return [];
    },
  };
  function quietly(pick: number, dialStatus: string, more: Readonly<Record<string, string>>): readonly AmiMessage[] {
    const ringing = waiting.filter((each) => each.ringing);
    const one = ringing[pick % Math.max(1, ringing.length)];
    const leg = one?.ringing;
    if (!one || !leg) return [];
    one.ringing = null;
    return [
      event('HangupRequest', { ...about(leg), ...more }),
      event('DialEnd', { ...about(leg, 'Dest'), DialStatus: dialStatus }),
      hangup(leg, '17', more),
      memberEvent(agentOf(leg)),
    ];
  }

  return {
    act: (deed: Deed, pick: number): readonly AmiMessage[] => acts[deed](pick),
    now: () => new Date(clock * 1000).toISOString(),
    snapshot: (): Snapshot => ({
      queues: [
        { Event: 'QueueParams', Queue: 'support' },
        ...agents.map((agent): AmiMessage => ({ Event: 'QueueMember', ...member(agent), Location: `PJSIP/${agent}` })),
        ...waiting.map(({ caller }, index): AmiMessage => ({ Event: 'QueueEntry', Queue: 'support', Uniqueid: caller.uniqueId, Position: String(index + 1), Wait: '3' })),
      ],
      channels: [...waiting, ...talks].flatMap(({ caller, ringing, talking }) =>
        [caller, ringing, talking]
          .filter((leg) => leg !== null)
          .map((leg): AmiMessage => ({ Event: 'CoreShowChannel', ...about(leg), BridgeId: leg.bridge ?? '', CallerIDNum: '+4930123', Exten: '500' })),
      ),
    }),
    /** What the counters of the queue say. */
    waiting: () => waiting.length,
  };
}
