/** Who may do what: scopes, roles, keys, and the session of a person in the console. */
import Type, { type Static } from 'typebox';
import { Id, Instant, PersonalText, shape } from '@plimsoll/api/primitive';

export const scopes = [
  'applications:write',
  'applications:read',
  'personal_data:read',
  'persons:erase',
  'policies:read',
  'policies:write',
  'models:read',
  'models:write',
  'loans:read',
  'loans:write',
  'models:approve',
  'models:score',
  'ledger:read',
  'operations:read',
  'keys:write',
] as const;
export type Scope = (typeof scopes)[number];

/** Roles are named bundles of scopes. */
export const roles = {
  admin: scopes,
  integrator: [
    'applications:write',
    'applications:read',
    'loans:read',
    'loans:write',
    'policies:read',
    'models:score',
    'ledger:read',
  ],
  servicer: ['applications:read', 'loans:read', 'loans:write', 'ledger:read', 'operations:read'],
  underwriter: [
    'applications:read',
    'loans:read',
    'personal_data:read',
    'policies:read',
    'ledger:read',
    'operations:read',
  ],
  strategist: [
    'applications:read',
    'policies:read',
    'policies:write',
    'models:read',
    'ledger:read',
    'operations:read',
  ],
  modeller: ['policies:read', 'models:read', 'models:write', 'models:score', 'ledger:read'],
  approver: ['policies:read', 'models:read', 'models:approve', 'models:score', 'ledger:read'],
  compliance: [
    'applications:read',
    'personal_data:read',
    'persons:erase',
    'loans:read',
    'policies:read',
    'models:read',
    'ledger:read',
    'operations:read',
  ],
  auditor: [
    'applications:read',
    'loans:read',
    'policies:read',
    'models:read',
    'ledger:read',
    'operations:read',
  ],
} as const satisfies Record<string, readonly Scope[]>;
export type Role = keyof typeof roles;

export const RoleName = Type.Unsafe<Role>(
  Type.Union((Object.keys(roles) as readonly Role[]).map((role) => Type.Literal(role))),
);

export const SignIn = shape({ key: PersonalText(8, 200) });
export const Session = shape({
  actor: Type.String(),
  role: Type.String(),
  scopes: Type.Array(Type.String()),
  expiresAt: Type.Union([Instant, Type.Null()]),
});
export type Session = Static<typeof Session>;

export const KeyRow = shape({
  id: Id,
  name: Type.String(),
  role: Type.String(),
  createdAt: Instant,
  expiresAt: Type.Union([Instant, Type.Null()]),
  revokedAt: Type.Union([Instant, Type.Null()]),
});
export const KeyList = shape({ rows: Type.Array(KeyRow) });
export const CreateKey = shape({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  role: RoleName,
  daysValid: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
});
export const CreatedKey = shape({ id: Id, name: Type.String(), role: Type.String(), key: Type.String() });
