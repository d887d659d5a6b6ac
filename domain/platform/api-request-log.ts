import { entity, type RowOf } from '#domain/kernel/entity.ts';
import { instant, integer, ip, optional, ref, text } from '#domain/kernel/field.ts';

/** Append-only API call. */
export const ApiRequestLog = entity('apiRequestLog', {
  singular: 'API call',
  plural: 'API calls',
  appendOnly: true,
  fields: {
    userId: optional(ref('users')),
    apiKeyId: optional(ref('apiKeys', 'clear', { label: 'API key' })),
    endpoint: text({ max: 2000 }),
    method: text({ max: 16 }),
    statusCode: integer({ min: 100, max: 599 }),
    responseTimeMs: integer({ min: 0, label: 'Response time (ms)' }),
    ipAddress: optional(ip()),
    at: instant(),
  },
  title: 'endpoint',
  columns: ['at', 'method', 'endpoint', 'statusCode', 'responseTimeMs', 'userId'],
  visibility: { kind: 'server' },
  view: 'platform.usage',
  indexes: [['at'], ['userId', 'at']],
  retention: { months: 1 },
});
export interface ApiRequestLog extends RowOf<typeof ApiRequestLog> {}
