export { compareEngines } from './agreement.ts';
export { type Application, APPLICATIONS, type Decide, drawApplications, SEED } from './application.ts';
export { BATCH, ENGINES, type PolicyEngine, peerVersions } from './engines.ts';
export { decideByHand } from './hand-written.ts';
export { openHouse } from './house.ts';
export { measureBatch, measurePace } from './pace.ts';
export { installPeers } from './peers.ts';
