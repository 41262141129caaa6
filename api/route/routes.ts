/**
 * Every route as data: the server registers a handler for each, the client calls them by name, the OpenAPI
 * document is written from them. `access` is the scope that is needed; only `null` is open to all.
 */
import Type, { type TSchema } from 'typebox';
import { CreatedKey, CreateKey, KeyList, type Scope, Session, SignIn } from '@plimsoll/api/identity';
import {
  CheckpointReply,
  ConsistencyQuery,
  ConsistencyReply,
  ReceiptQuery,
  ReceiptReply,
} from '@plimsoll/api/ledger';
import {
  ApplicationDetail,
  ApplicationPage,
  Decision,
  ErasedPerson,
  ErasePerson,
  EventList,
  ListApplications,
  ObservePerformance,
  PersonalData,
  ProductList,
  ReplayReply,
  RevealPersonalData,
  SearchPerson,
  SearchResult,
  SubmitApplication,
  TraceReply,
} from '@plimsoll/api/origination';
import { Overview, OverviewQuery } from '@plimsoll/api/overview';
import { PolicyDetail, PolicyFindings, PolicyList } from '@plimsoll/api/policy';
import { Hash, Id, shape } from '@plimsoll/api/primitive';

export type Method = 'GET' | 'POST' | 'DELETE';

export type Route = {
  readonly method: Method;
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly room: 'origination' | 'policy' | 'ledger' | 'overview' | 'identity' | 'operations';
  /** The scope needed; `'session'` = any key or person; null = open. */
  readonly access: Scope | 'session' | null;
  /** Whether the request must carry an Idempotency-Key. */
  readonly idempotent: boolean;
  readonly status: number;
  readonly params: TSchema | null;
  readonly query: TSchema | null;
  readonly body: TSchema | null;
  readonly reply: TSchema | null;
};

const byId = shape({ id: Id });
const plain = { idempotent: false, status: 200, params: null, query: null, body: null, reply: null } as const;

export const routes = {
  submitApplication: {
    ...plain,
    method: 'POST',
    path: '/v1/applications',
    summary: 'Submit an application and get its decision in the same call',
    room: 'origination',
    access: 'applications:write',
    idempotent: true,
    status: 201,
    body: SubmitApplication,
    reply: Decision,
  },
  listApplications: {
    ...plain,
    method: 'GET',
    path: '/v1/applications',
    summary: 'List applications by filter, sorted, a page at a time',
    room: 'origination',
    access: 'applications:read',
    query: ListApplications,
    reply: ApplicationPage,
  },
  searchPerson: {
    ...plain,
    method: 'POST',
    path: '/v1/applications/search',
    summary: 'Find the applications of a person by an exact id number, phone or e-mail',
    room: 'origination',
    access: 'personal_data:read',
    body: SearchPerson,
    reply: SearchResult,
  },
  readApplication: {
    ...plain,
    method: 'GET',
    path: '/v1/applications/:id',
    summary: 'One application with its decision, facts and reasons',
    room: 'origination',
    access: 'applications:read',
    params: byId,
    reply: ApplicationDetail,
  },
  listEvents: {
    ...plain,
    method: 'GET',
    path: '/v1/applications/:id/events',
    summary: 'Everything that happened to an application, in order',
    room: 'origination',
    access: 'applications:read',
    params: byId,
    reply: EventList,
  },
  traceApplication: {
    ...plain,
    method: 'GET',
    path: '/v1/applications/:id/trace',
    summary: 'The decision recomputed with its full trace: which rows fired on which values',
    room: 'origination',
    access: 'applications:read',
    params: byId,
    reply: TraceReply,
  },
  replayApplication: {
    ...plain,
    method: 'POST',
    path: '/v1/applications/:id/replay',
    summary: 'Decide again from the recorded inputs under the recorded policy and compare the bytes',
    room: 'origination',
    access: 'applications:read',
    params: byId,
    reply: ReplayReply,
  },
  observePerformance: {
    ...plain,
    method: 'POST',
    path: '/v1/applications/:id/performance',
    summary: 'Record how the loan turned out',
    room: 'origination',
    access: 'applications:write',
    idempotent: true,
    status: 201,
    params: byId,
    body: ObservePerformance,
    reply: shape({ id: Id, performance: Type.String() }),
  },
  revealPersonalData: {
    ...plain,
    method: 'POST',
    path: '/v1/applications/:id/personal-data',
    summary: 'Show the personal data of an applicant; who asked and why is recorded',
    room: 'origination',
    access: 'personal_data:read',
    params: byId,
    body: RevealPersonalData,
    reply: PersonalData,
  },
  erasePerson: {
    ...plain,
    method: 'POST',
    path: '/v1/persons/:id/erasure',
    summary: 'Destroy the keys of a person: the data is gone, the log still verifies',
    room: 'origination',
    access: 'persons:erase',
    idempotent: true,
    params: byId,
    body: ErasePerson,
    reply: ErasedPerson,
  },
  listProducts: {
    ...plain,
    method: 'GET',
    path: '/v1/products',
    summary: 'The products on offer',
    room: 'origination',
    access: 'applications:read',
    reply: ProductList,
  },
  listPolicies: {
    ...plain,
    method: 'GET',
    path: '/v1/policies',
    summary: 'Policy versions, newest first',
    room: 'policy',
    access: 'policies:read',
    reply: PolicyList,
  },
  readPolicy: {
    ...plain,
    method: 'GET',
    path: '/v1/policies/:hash',
    summary: 'One policy version: its inputs, decisions and tables',
    room: 'policy',
    access: 'policies:read',
    params: shape({ hash: Hash }),
    reply: PolicyDetail,
  },
  checkPolicy: {
    ...plain,
    method: 'GET',
    path: '/v1/policies/:hash/checks',
    summary: 'What the checks of a policy version found, each with an example that was run',
    room: 'policy',
    access: 'policies:read',
    params: shape({ hash: Hash }),
    reply: PolicyFindings,
  },
  readCheckpoint: {
    ...plain,
    method: 'GET',
    path: '/v1/ledger/checkpoint',
    summary: 'The latest signed checkpoint of the log',
    room: 'ledger',
    access: 'ledger:read',
    reply: CheckpointReply,
  },
  proveConsistency: {
    ...plain,
    method: 'GET',
    path: '/v1/ledger/consistency',
    summary: 'Proof that the log at one size is a prefix of the log at another',
    room: 'ledger',
    access: 'ledger:read',
    query: ConsistencyQuery,
    reply: ConsistencyReply,
  },
  readReceipt: {
    ...plain,
    method: 'GET',
    path: '/v1/events/:id/receipt',
    summary: 'A receipt for one event, checkable without trusting the server',
    room: 'ledger',
    access: 'ledger:read',
    params: byId,
    query: ReceiptQuery,
    reply: ReceiptReply,
  },
  readOverview: {
    ...plain,
    method: 'GET',
    path: '/v1/overview',
    summary: 'Volume, approval rate, scores, reasons and latency over a time range',
    room: 'overview',
    access: 'operations:read',
    query: OverviewQuery,
    reply: Overview,
  },
  signIn: {
    ...plain,
    method: 'POST',
    path: '/v1/session',
    summary: 'Sign a person in to the console with a key',
    room: 'identity',
    access: null,
    status: 201,
    body: SignIn,
    reply: Session,
  },
  readSession: {
    ...plain,
    method: 'GET',
    path: '/v1/session',
    summary: 'Who am I',
    room: 'identity',
    access: 'session',
    reply: Session,
  },
  signOut: {
    ...plain,
    method: 'DELETE',
    path: '/v1/session',
    summary: 'End the session',
    room: 'identity',
    access: 'session',
    status: 204,
  },
  listKeys: {
    ...plain,
    method: 'GET',
    path: '/v1/keys',
    summary: 'The keys, without their secrets',
    room: 'identity',
    access: 'keys:write',
    reply: KeyList,
  },
  createKey: {
    ...plain,
    method: 'POST',
    path: '/v1/keys',
    summary: 'Make a key; its secret is shown once',
    room: 'identity',
    access: 'keys:write',
    status: 201,
    body: CreateKey,
    reply: CreatedKey,
  },
  revokeKey: {
    ...plain,
    method: 'DELETE',
    path: '/v1/keys/:id',
    summary: 'End a key at once',
    room: 'identity',
    access: 'keys:write',
    status: 204,
    params: byId,
  },
  readHealth: {
    ...plain,
    method: 'GET',
    path: '/v1/health',
    summary: 'Whether the server can take work',
    room: 'operations',
    access: null,
    reply: shape({ status: Type.String(), version: Type.String() }),
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
