export { Connector } from './connector.ts';
export { ImportBatch } from './import-batch.ts';
export { ImportRow } from './import-row.ts';
export { ImportMapping } from './import-mapping.ts';
export { MergeCandidate } from './merge-candidate.ts';
export { SyncLog } from './sync-log.ts';
export { ExternalLink } from './external-link.ts';
