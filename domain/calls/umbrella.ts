import type { Call } from '#domain/calls/call.ts';
import { Interaction } from '#domain/interactions/interaction.ts';
import { insert, remove, restore, update, type Change } from '#domain/kernel/command.ts';
import type { Context } from '#domain/kernel/context.ts';
import { derivedId } from '#domain/kernel/derived-id.ts';
import type { Id } from '#domain/kernel/names.ts';
import type { Rows } from '#domain/kernel/rows.ts';

type Over = Pick<Call, 'agentId' | 'caseId' | 'contactId' | 'direction' | 'duration' | 'endedAt' | 'id' | 'startedAt' | 'teamId'>;

/** The one line of a call in its contact’s timeline, once it is over; of a call that is nobody’s there is none. */
export function umbrella(call: Over, rows: Rows, context: Context): readonly Change[] {
  const { id, contactId, caseId, duration, direction, startedAt, endedAt, agentId, teamId } = call;
  const [known] = rows.known(Interaction, { sourceType: 'calls', sourceId: id });
  const line = known ? (known.id as Id<'interactions'>) : derivedId<'interactions'>(id, 'interaction');
  if (!contactId || !endedAt) return known?.['deletedAt'] === null && !contactId ? [remove(Interaction, line)] : [];
  const values = { contactId, caseId, duration };
  if (known) return [known['deletedAt'] === null ? update(Interaction, line, values) : { ...restore(Interaction, line), values }];
  return [
    insert(Interaction, line, {
      ...values,
      channel: 'call',
      interactionType: 'call',
      direction,
      happenedAt: startedAt,
      sourceType: 'calls',
      sourceId: id as string as Id,
      actorId: agentId ?? context.userId,
      teamId,
    }),
  ];
}
