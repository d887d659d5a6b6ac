import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, fallback, json, language, longText, optional, text } from '#domain/kernel/field.ts';
import { variableDefs } from '#domain/kernel/schemas.ts';

/** Reusable text with variables. */
export const MessageTemplate = entity('messageTemplates', {
  singular: 'Message template',
  plural: 'Message templates',
  fields: {
    name: text({ min: 1, search: 'A' }),
    channelType: text(),
    subject: optional(text()),
    content: longText({ min: 1 }),
    variables: optional(json(variableDefs)),
    language: fallback(language(), 'en'),
    providerTemplateId: optional(text({ label: 'Provider template ID' })),
    isActive: fallback(boolean({ label: 'Active' }), true),
  },
  title: 'name',
  columns: ['name', 'channelType', 'language', 'subject', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['name', 'channelType', 'language']],
  standard: { capability: 'templates.manage', mode: 'online' },
  path: 'templates',
});
export interface MessageTemplate extends RowOf<typeof MessageTemplate> {}
