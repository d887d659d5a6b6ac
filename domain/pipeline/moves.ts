import { insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Id } from '#domain/kernel/names.ts';
import { StageHistory } from '#domain/pipeline/stage-history.ts';

interface Move {
  readonly entity: AnyEntity & { readonly name: 'cases' | 'leads' | 'opportunities' };
  readonly row: AnyRow;
  readonly field: 'stage' | 'status';
  readonly to: string;
  readonly from?: string | null;
  readonly reason?: string | undefined;
  readonly conversionId?: string | undefined;
  /** Places the row in the history of the command; each move of one command has its own. */
  readonly place?: number;
}

/** The history of a move; the row itself is written by whoever moves it. */
export function moveRecord({ entity, row, field, to, from, reason, conversionId, place = 0 }: Move, context: Context): Change {
  return insert(StageHistory, idFrom(context, 200 + place), {
    subjectType: entity.name,
    subjectId: row.id as Id,
    field,
    fromValue: from === undefined ? ((row[field] as string | null) ?? null) : from,
    toValue: to,
    changedAt: context.at,
    changedBy: context.userId,
    reason: reason ?? null,
    conversionId: (conversionId ?? null) as Id | null,
  });
}

/** Moves a row to another stage or status and keeps the history of it. */
export function moved(move: Move, context: Context, more: Readonly<Record<string, unknown>> = {}): readonly Change[] {
  const { entity, row, field, to, reason } = move;
  return [update(entity, row.id as never, { ...more, [field]: to } as never, reason), moveRecord(move, context)];
}
