export { KeyFault } from './fault.ts';
export type { KeyFaultCode } from './fault.ts';
export { findPaths } from './home.ts';
export type { Paths } from './home.ts';
export { createKeys, createTestKeys, loadKeys } from './keys.ts';
export type { Keys, KeySource } from './keys.ts';
export { hmacSha256, hmacSha256Hex, sha256 } from './hmac.ts';
export { nextRandomBytes, nextRandomHex } from './random.ts';
export { KEY_BYTES, seal, unseal } from './seal.ts';
