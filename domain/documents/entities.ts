export { Document } from './document.ts';
export { DocumentVersion } from './document-version.ts';
export { DocumentTemplate } from './document-template.ts';
export { DocumentGrant } from './document-grant.ts';
export { DocumentAccessLog } from './document-access-log.ts';
