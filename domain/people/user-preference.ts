import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { fallback, json, ref } from '#domain/kernel/field.ts';
import * as z from 'zod';

/** How one person wants the product to look and behave. */
export const preferences = z.looseObject({
  theme: z.enum(['auto', 'light', 'dark']).optional(),
  density: z.enum(['compact', 'comfortable']).optional(),
  language: z.string().max(35).optional(),
});

/** Personal settings within a tenant. */
export const UserPreference = entity('userPreferences', {
  singular: 'Preferences',
  plural: 'Preferences',
  fields: {
    userId: ref('users', 'cascade'),
    preferences: fallback(json(preferences), {}),
  },
  title: 'userId',
  columns: ['userId'],
  visibility: { kind: 'keys', users: ['userId'] },
  view: 'self',
  unique: [['userId']],
});
export interface UserPreference extends RowOf<typeof UserPreference> {}
