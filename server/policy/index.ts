export { PolicyShelfFault } from './fault.ts';
export { openPolicyShelf, readPolicyVersion } from './shelf.ts';
export type { PolicyShelf, PolicySource, PolicyVersion, ShelvedPolicy } from './shelf.ts';
export { readPolicyFolder } from './starter.ts';
