import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, integer, json, optional, text } from '#domain/kernel/field.ts';
import { options } from '#domain/kernel/schemas.ts';

/** Definition of one field of a tenant's own. */
export const CustomField = entity('customFields', {
  singular: 'Custom field',
  plural: 'Custom fields',
  fields: {
    entityType: choice({ cases: 'Cases', contacts: 'Contacts', accounts: 'Accounts', leads: 'Leads', opportunities: 'Opportunities', tasks: 'Tasks' }, { label: 'Used by' }),
    kindCode: optional(text({ label: 'Kind' })),
    key: text(),
    label: text({ search: 'A' }),
    fieldKind: choice(
      {
        text: 'Text',
        longText: 'Long text',
        int: 'Whole number',
        dec: 'Number',
        money: 'Money',
        bool: 'Yes or no',
        date: 'Date',
        instant: 'Date and time',
        choice: 'Choice',
        phone: 'Phone',
        email: 'Email',
        ref: 'Record',
      },
      { label: 'Type' },
    ),
    options: optional(json(options)),
    required: fallback(boolean(), false),
    sensitivity: fallback(choice({ none: 'None', personal: 'Personal', secret: 'Secret' }), 'none'),
    sortOrder: optional(integer()),
    sourceField: optional(text()),
  },
  title: 'label',
  columns: ['label', 'entityType', 'kindCode', 'fieldKind', 'required', 'sortOrder'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [['entityType', 'kindCode', 'key'], { on: ['entityType', 'key'], when: { field: 'kindCode', is: null } }],
  standard: { capability: 'reference.manage', mode: 'online' },
  path: 'reference/custom-fields',
});
export interface CustomField extends RowOf<typeof CustomField> {}
