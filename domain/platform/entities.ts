export { AuditEvent } from './audit-event.ts';
export { SystemHealth } from './system-health.ts';
export { TenantUsage } from './tenant-usage.ts';
export { ApiRequestLog } from './api-request-log.ts';
export { RetentionPolicy } from './retention-policy.ts';
export { Report } from './report.ts';
