import type { AgentAtWork } from '#domain/calls/supervision-queries.ts';
import { lasting } from '../softphone/parts/use-seconds.ts';
import { t } from '../ui/text.ts';

/** One number of an agent's day, with the calls behind it. */
export interface DayNumber {
  readonly name: 'agentCalls' | 'agentHandling' | 'agentMissed' | 'agentWrapUp';
  readonly text: string;
  readonly callIds: readonly string[];
}

/** What an agent did today: calls, how long one took, wrap-up, and what rang in vain. */
export function dayOf({ handledIds, missedIds, talkSeconds, wrapUpSeconds }: AgentAtWork): readonly DayNumber[] {
  const perCall = (seconds: number) => (handledIds.length === 0 ? t('value.none') : lasting((seconds / handledIds.length) * 1000));
  return [
    { name: 'agentCalls', text: String(handledIds.length), callIds: handledIds },
    { name: 'agentHandling', text: perCall(talkSeconds + wrapUpSeconds), callIds: handledIds },
    { name: 'agentWrapUp', text: perCall(wrapUpSeconds), callIds: handledIds },
    { name: 'agentMissed', text: String(missedIds.length), callIds: missedIds },
  ];
}
