/**
 * Finds out who is calling, before a byte of the body is read. A Bearer key speaks for a program, the session cookie for
 * a person; when both come, the key counts. A change asked for by cookie must come from our own pages: the browser says
 * so (Fetch Metadata, `Sec-Fetch-Site`), or the Origin is our own host (OWASP, Cross-Site Request Forgery Prevention).
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller, Identity } from '@plimsoll/server/identity';

export const SESSION_COOKIE = 'plimsoll_session';
const BEARER = /^Bearer +(\S+) *$/i;
const COOKIE_LIMIT = 4096;

/** What a request shows of itself; null when it shows nothing. */
export type Credential = { readonly kind: 'key' | 'session'; readonly secret: string };

/** The key or the session that a request carries. */
export function readCredential(headers: IncomingHttpHeaders): Credential | null {
  const { authorization, cookie } = headers;
  if (authorization !== undefined) {
    return { kind: 'key', secret: BEARER.exec(authorization)?.[1] ?? '' };
  }
  const secret = cookie === undefined ? null : readCookie(cookie, SESSION_COOKIE);
  return secret === null ? null : { kind: 'session', secret };
}

/** The value of a cookie; null when there is none. Our cookies are base64url, so nothing is decoded. */
export function readCookie(header: string, name: string): string | null {
  for (const pair of header.slice(0, COOKIE_LIMIT).split(';')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}

/** The caller of a credential, from memory when fresh. */
export function findCaller(
  identity: Identity,
  { kind, secret }: Credential,
): Caller | Promise<Caller | null> {
  const known = identity.recall(secret);
  if (known !== undefined && (known.sessionHash === null) === (kind === 'key')) return known;
  return kind === 'key' ? identity.findByKey(secret) : identity.findBySession(secret);
}

/** Whether a browser says, or leaves open, that a page of another site sent this. `isCookie`: it rides on the cookie. */
export function isCrossSite(headers: IncomingHttpHeaders, isCookie: boolean): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  if (origin !== undefined) return host === undefined || hostOf(origin) !== host.toLowerCase();
  return isCookie;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
