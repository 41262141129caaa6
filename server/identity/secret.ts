/**
 * Secrets of keys and sessions: how they look, how they are made, how they are compared.
 * A secret has 256 random bits, so one SHA-256 protects it at rest: there is nothing to guess (NIST SP 800-63B-4,
 * section 3.1.2, look-up secrets of at least 112 bits). The prefix lets scanners of leaked secrets know it for what it is.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role } from '@plimsoll/api/identity';

const SECRET_BYTES = 32;
const KEY_FORM = /^plim_[a-z]{1,20}_[A-Za-z0-9_-]{43}$/;
const SESSION_FORM = /^[A-Za-z0-9_-]{43}$/;

/** Makes the secret of a key: `plim_<role>_<43 characters of base64url>`. */
export function makeKeySecret(role: Role): string {
  return `plim_${role}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** Makes the secret of a session, the value of its cookie. */
export function makeSessionSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Whether a text has the form of a key; what hasn't is refused without a look into the database. */
export function isKeySecret(text: string): boolean {
  return KEY_FORM.test(text);
}

/** Whether a text has the form of a session's secret. */
export function isSessionSecret(text: string): boolean {
  return SESSION_FORM.test(text);
}

/** The SHA-256 of a secret: what is stored and looked up. */
export function hashSecret(secret: string): Buffer {
  return Buffer.from(nameSecret(secret), 'base64');
}

/** The same as base64: what a secret is remembered under. */
export function nameSecret(secret: string): string {
  return hash('sha256', secret, 'base64');
}

/** Compares two hashes in a time that doesn't depend on where they differ. */
export function isSameHash(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
