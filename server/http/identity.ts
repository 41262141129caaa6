/** The room of identity over HTTP: sign in, who am I, sign out; make, list and revoke keys. */
import { roles, type Session } from '@plimsoll/api/identity';
import type { Caller, Identity } from '@plimsoll/server/identity';
import { answer, type Headers, refuseCall, type RoomHandlers } from './call.ts';
import { SESSION_COOKIE } from './request/authentication.ts';

export type IdentityPorts = {
  readonly identity: Identity;
  /** Whether browsers reach the console by https only, so that the cookie may say so. */
  readonly isBehindHttps: boolean;
};

/** The handlers of the room. */
export function createIdentityHandlers({ identity, isBehindHttps }: IdentityPorts): RoomHandlers<'identity'> {
  return {
    signIn: async ({ body }) => {
      const signedIn = await identity.signIn(body.key);
      if (signedIn === null) return refuseCall('unauthenticated');
      return answer(describe(signedIn.caller), sessionCookie(signedIn, isBehindHttps));
    },
    readSession: async ({ caller }) => answer(describe(caller)),
    signOut: async ({ caller }) => {
      if (caller.sessionHash !== null) await identity.signOut(caller.sessionHash);
      return answer(null, clearedCookie());
    },
    listKeys: async () => {
      const keys = await identity.listKeys();
      return answer({
        rows: keys.map(({ id, name, role, createdAt, expiresAt, revokedAt }) => ({
          id,
          name,
          role,
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt?.toISOString() ?? null,
          revokedAt: revokedAt?.toISOString() ?? null,
        })),
      });
    },
    createKey: async ({ body: { name, role, daysValid } }) => {
      const made = await identity.createKey({ name, role, daysValid: daysValid ?? null });
      if (made === null) return refuseCall('key_name_taken', { name });
      return answer({ id: made.id, name: made.name, role: made.role, key: made.secret });
    },
    revokeKey: async ({ params: { id } }) =>
      (await identity.revokeKey(id)) ? answer(null) : refuseCall('key_not_found'),
  };
}

function describe({ actor, role, expiresAt }: Caller): Session {
  return { actor, role, scopes: [...roles[role]], expiresAt: expiresAt?.toISOString() ?? null };
}

function sessionCookie(
  { caller, secret }: { readonly caller: Caller; readonly secret: string },
  isBehindHttps: boolean,
): Headers {
  const expires = caller.expiresAt?.toUTCString() ?? '';
  const secure = isBehindHttps ? '; Secure' : '';
  return {
    'set-cookie': `${SESSION_COOKIE}=${secret}; Path=/; Expires=${expires}; HttpOnly; SameSite=Strict${secure}`,
  };
}

function clearedCookie(): Headers {
  return { 'set-cookie': `${SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict` };
}
