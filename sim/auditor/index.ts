export { audit } from './auditor.ts';
export type { AuditedEvent, Finding } from './auditor.ts';
