export { compareEngines } from './agreement.ts';
export { type Application, APPLICATIONS, drawApplications, SEED } from './application.ts';
export { type Decide, ENGINES, type PolicyEngine, peerVersions } from './engines.ts';
export { type Course, measurePace } from './pace.ts';
