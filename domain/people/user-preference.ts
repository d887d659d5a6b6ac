import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { fallback, json, optional, ref } from '#domain/kernel/field.ts';
import { notificationPrefs } from '#domain/kernel/schemas.ts';
import * as z from 'zod';

/** How one person wants the product to look and behave. */
export const preferences = z.looseObject({
  theme: z.enum(['auto', 'light', 'dark']).optional(),
  density: z.enum(['compact', 'comfortable']).optional(),
  language: z.string().max(35).optional(),
  /** The saved view that each list opens with. */
  defaultViewIds: z.array(z.uuid()).max(100).optional(),
  audioDevices: z.looseObject({ input: z.string().max(255).optional(), output: z.string().max(255).optional(), ring: z.string().max(255).optional() }).optional(),
});

/** Personal settings within a tenant. */
export const UserPreference = entity('userPreferences', {
  singular: 'Preferences',
  plural: 'Preferences',
  fields: {
    userId: ref('users', 'cascade'),
    preferences: fallback(json(preferences), {}),
    notificationPrefs: optional(json(notificationPrefs, { label: 'Notification preferences' })),
  },
  title: 'userId',
  columns: ['userId'],
  visibility: { kind: 'keys', users: ['userId'] },
  view: 'self',
  unique: [['userId']],
});
export interface UserPreference extends RowOf<typeof UserPreference> {}
