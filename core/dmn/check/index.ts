export { checkPolicy } from './check-policy.ts';
export type { CheckedTable, CheckOptions, PolicyCheck } from './check-policy.ts';
export { FINDING_CODES } from './finding.ts';
export type { Example, Finding, Severity } from './finding.ts';
