export { compareEngines } from './agreement.ts';
export { type Application, APPLICATIONS, type Decide, drawApplications, SEED } from './application.ts';
export { ENGINES, type PolicyEngine, peerVersions } from './engines.ts';
export { decideByHand } from './hand-written.ts';
export { openHouse } from './house.ts';
export { measurePace } from './pace.ts';
