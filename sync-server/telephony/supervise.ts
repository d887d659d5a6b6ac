import type { AmiFields } from './ami/action.ts';
import type { Board, Leg } from './board/state.ts';

/** How a supervisor is with a call: only hearing, heard by the agent alone, or heard by both. */
export type MonitorMode = 'barge' | 'listen' | 'whisper';

/** What is asked of the PBX. */
export interface PbxRequest {
  readonly action: string;
  readonly fields: AmiFields;
}

// By the whole name (u), quietly (q), and over when the agent's call is (E).
const options: Readonly<Record<MonitorMode, string>> = { listen: 'uqE', whisper: 'uqEw', barge: 'uqEB' };

/** Rings the supervisor and lets them into an agent's call; null when the agent is on none. The channel is named to its last digit: `PJSIP/10` would also hear 100. */
export function monitorRequest(board: Board, supervisor: string, agent: string, mode: MonitorMode): PbxRequest | null {
  const leg = liveLegs(board).find(({ extension, state }) => extension === agent && state === 'up');
  if (!leg || !/^\d{1,20}$/.test(supervisor) || supervisor === agent) return null;
  return {
    action: 'Originate',
    fields: {
      Channel: `PJSIP/${supervisor}`,
      Application: 'ChanSpy',
      Data: `${leg.channel},${options[mode]}`,
      CallerID: `"${mode} ${agent}" <${agent}>`,
      Timeout: 20_000,
      Async: 'true',
    },
  };
}

/** Stops and takes up again the recording of a call, in both directions; it runs on the channel that began the call. */
export function recordingRequest(board: Board, linkedId: string, isPaused: boolean): PbxRequest | null {
  const leg = board.calls.get(linkedId)?.legs.find(({ uniqueId, endedAt }) => uniqueId === linkedId && endedAt === null);
  return leg ? { action: 'MixMonitorMute', fields: { Channel: leg.channel, Direction: 'both', State: isPaused ? '1' : '0' } } : null;
}

const liveLegs = (board: Board): readonly Leg[] => [...board.calls.values()].flatMap(({ legs }) => legs.filter(({ endedAt }) => endedAt === null));
