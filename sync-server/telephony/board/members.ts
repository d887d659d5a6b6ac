import type { AmiMessage } from '../ami/message.ts';
import type { Board, Member } from './state.ts';

// Asterisk's states of a device; 0 is unknown, 4 invalid, 5 unavailable.
const devices: Readonly<Record<string, Member['device']>> = { '1': 'free', '2': 'inUse', '3': 'inUse', '6': 'ringing', '7': 'inUse', '8': 'onHold' };

/** A member as an event or a list of the PBX tells of it. */
export function memberOf(message: AmiMessage): Member {
  const place = message['Interface'] ?? message['Location'] ?? '';
  return {
    queue: message['Queue'] ?? '',
    interface: place,
    extension: /^[A-Za-z]+\/(.+)$/.exec(place)?.[1] ?? place,
    penalty: Number(message['Penalty'] ?? 0) || 0,
    device: devices[message['Status'] ?? ''] ?? 'absent',
    isPaused: message['Paused'] === '1',
    pausedReason: message['Paused'] === '1' ? (message['PausedReason'] ?? '') : '',
  };
}

/** Puts a member in its place. */
export const withMember = (board: Board, member: Member): Board => ({
  ...board,
  queues: board.queues.has(member.queue) ? board.queues : new Set(board.queues).add(member.queue),
  members: new Map(board.members).set(`${member.queue} ${member.interface}`, member),
});
