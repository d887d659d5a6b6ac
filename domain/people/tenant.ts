import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { boolean, choice, fallback, json, ref, text } from '#domain/kernel/field.ts';
import * as z from 'zod';

/** Settings of a tenant that the desk and the server both obey. */
export const tenantSettings = z.looseObject({
  /** Days a device may stay away before its vault stays shut. */
  offlineGraceDays: z.int().min(1).max(365).optional(),
  sessionHours: z.int().min(1).max(720).optional(),
  recordingMode: z.enum(['off', 'announced', 'consent']).optional(),
  pinMinLength: z.int().min(4).max(12).optional(),
  numberBlockSize: z.int().min(1).max(500).optional(),
  /** Minutes without a key or pointer before a desk locks itself. */
  autoLockMinutes: z.int().min(1).max(480).optional(),
  /** Mebibytes of files that the hub keeps for the tenant; without it nothing is counted. */
  storageMiB: z.int().min(1).max(1_000_000_000).optional(),
  /** The calendar of those who have none of their own. */
  workingCalendarId: z.uuid().optional(),
  /** Months that rows stay, by entity. */
  retentionDefaults: z.record(z.string(), z.int().min(1)).optional(),
  featureFlags: z.record(z.string(), z.boolean()).optional(),
});

/** What holds where a tenant has set nothing. */
export const usualSettings = { offlineGraceDays: 30, numberBlockSize: 50, autoLockMinutes: 15, recordingMode: 'consent' } as const satisfies z.output<typeof tenantSettings>;

/** The customer organisation and root of isolation; its `tenantId` is its own id. */
export const Tenant = entity('tenants', {
  singular: 'Tenant',
  plural: 'Tenants',
  fields: {
    name: text({ search: 'A' }),
    subdomain: text({ max: 63, pattern: /^[a-z0-9-]{3,63}$/ }),
    ownerId: ref('users'),
    sector: fallback(
      choice({ general: 'General', legal: 'Legal', exchange: 'Exchange', realEstate: 'Real estate', health: 'Health', public: 'Public', other: 'Other' }),
      'general',
    ),
    plan: fallback(choice({ basic: 'Basic', standard: 'Standard', enterprise: 'Enterprise' }), 'basic'),
    deployment: fallback(choice({ saas: 'Cloud', onPremises: 'On premises' }), 'saas'),
    isActive: fallback(boolean({ label: 'Active' }), true),
    defaultCurrency: fallback(text({ max: 3, pattern: /^[A-Z]{3}$/ }), 'USD'),
    timeZone: text(),
    countryCode: text({ max: 2 }),
    settings: fallback(json(tenantSettings), {}),
  },
  title: 'name',
  columns: ['name', 'subdomain', 'plan', 'isActive'],
  visibility: { kind: 'tenant' },
  view: 'people.view',
  unique: [{ on: ['subdomain'], global: true }],
});
export interface Tenant extends RowOf<typeof Tenant> {}
