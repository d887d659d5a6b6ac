import { ofCode, t } from '../../ui/text.ts';
import { poorMos } from '../media/quality.ts';
import type { Line, Link, Party, Quality } from '../machine/state.ts';
import { shownNumber } from '../number.ts';
import { lasting } from './use-seconds.ts';

/** How a party is named where there is room for one name only. */
export const partyName = ({ name, number }: Party, country: string): string => name || (number === '' ? t('phone.unknown') : shownNumber(number, country));

/** Who is on a line: one party, or all those of a conference. */
export function lineName(line: Line, country: string): string {
  if (line.pbx.monitor) return t('phone.monitor', { agent: line.pbx.monitor.agent });
  if (line.others.length === 0) return partyName(line.party, country);
  return t('phone.conference', { who: line.others.map((party) => partyName(party, country)).join(', ') });
}

/** What a line is doing, in words. */
export function lineWords(line: Line, now: number): string {
  if (line.end) return ofCode('phone.ended', line.end.reason, line.end.reason);
  if (line.transfer) return t('phone.transfer.busy', { to: line.transfer.to });
  if (line.phase === 'active') {
    const time = lasting(now - (line.answeredAt ?? now));
    return line.hold === 'held' || line.hold === 'holding' ? t('phone.heldFor', { time }) : t('phone.phase.active', { time });
  }
  if (line.phase === 'ringing') return line.isAutoAnswered ? t('phone.auto') : t('phone.phase.ringing', { time: lasting(now - line.startedAt) });
  return ofCode('phone.phase', line.phase, line.phase);
}

/** What is wrong with a line, in words; null when nothing is. */
export function troubleWords({ trouble }: Line): string | null {
  if (trouble === null) return null;
  return trouble.startsWith('microphone.') ? ofCode('phone.mic', trouble.slice('microphone.'.length), trouble) : ofCode('phone.trouble', trouble, trouble);
}

/** What is wrong with the sound of a call, in words; null while a person would call it good. */
export function qualityWords(quality: Quality | null): string | null {
  if (!quality || (quality.mos >= poorMos && quality.fault === 'none')) return null;
  if (quality.fault === 'lossIn') return t('phone.quality.lossIn', { n: quality.lossInPercent });
  if (quality.fault === 'lossOut') return t('phone.quality.lossOut', { n: quality.lossOutPercent });
  if (quality.fault === 'delay') return t('phone.quality.delay', { n: Math.round(quality.roundTripMs) });
  return ofCode('phone.quality', quality.fault, t('phone.quality.none'));
}

/** How the line to the PBX is, in words. */
export function linkWords(link: Link, now: number): string {
  if (link.kind === 'waiting') {
    const seconds = Math.ceil((link.nextAt - now) / 1000);
    return t('phone.link.waiting', {
      why: ofCode('phone.link.trouble', link.trouble ?? 'lost', ''),
      when: seconds <= 0 ? t('phone.link.now') : t('phone.link.inSeconds', { n: seconds }),
    });
  }
  if (link.kind === 'ready' && link.pingMs !== null) return t('phone.link.readyMs', { ms: link.pingMs });
  return t(`phone.link.${link.kind}`);
}
