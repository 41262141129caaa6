export { mayDo } from './caller.ts';
export type { Caller } from './caller.ts';
export { ensureFirstKeys } from './first-keys.ts';
export type { FirstKeys } from './first-keys.ts';
export { openIdentity, RECALL_LIMIT_MS } from './identity.ts';
export type { CreatedKey, Identity } from './identity.ts';
