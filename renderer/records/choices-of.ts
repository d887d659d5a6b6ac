import { acts } from '#domain/acts.ts';
import type { Field } from '#domain/kernel/field.ts';
import { noticeTypes } from '#domain/notifications/notice-types.ts';
import { entityOf } from '#domain/registry.ts';

/** What a field is chosen from, each with its words: its own choices, kinds of records, of notices, of what the audit records. */
export function choicesOf({ choices, entities, form }: Field): Readonly<Record<string, string>> | undefined {
  if (entities) return Object.fromEntries(entities.map((name) => [name, entityOf[name].singular]));
  return form === 'act' ? acts : form === 'notice' ? noticeTypes : choices;
}
