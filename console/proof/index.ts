export { checkCheckpoint, checkGrowth, compareSizes } from './check.ts';
export type { CheckpointAnswer, Growth } from './check.ts';
export { compareKey } from './key-trust.ts';
export type { KeyTrust } from './key-trust.ts';
export { forgetSeen, keepSeen, parseSeen, readSeen } from './seen.ts';
export type { Seen, SeenCheckpoint } from './seen.ts';
