/** Who is calling: what every handler gets to know of a key or a signed-in person. */
import { type Role, roles, type Scope } from '@plimsoll/api/identity';

export type Caller = {
  readonly keyId: string;
  readonly name: string;
  readonly role: Role;
  /** What the log writes: `key:<name>` or `person:<name>`. */
  readonly actor: string;
  readonly expiresAt: Date | null;
  /** Hash of the session's secret when a person is signed in; null for a key. */
  readonly sessionHash: Buffer | null;
};

/** Whether a name is a role of this release; a key whose role is unknown may do nothing. */
export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

/** Whether the caller's role includes the scope. Denied unless named. */
export function mayDo(caller: Caller, scope: Scope): boolean {
  return scopesByRole.get(caller.role)?.has(scope) ?? false;
}

const scopesByRole: ReadonlyMap<Role, ReadonlySet<Scope>> = new Map(
  (Object.keys(roles) as readonly Role[]).map((role) => [role, new Set<Scope>(roles[role])]),
);
