/**
 * How pages ask the server: by route name, through the typed client of the API. Every failure becomes a CallFault
 * that says whether anything may have been saved.
 */
import {
  type QueryClient,
  type UseQueryResult,
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { type CallInput, type CallReply, createClient, type Transport } from '@plimsoll/api/client';
import type { Problem } from '@plimsoll/api/errors';
import { type RouteName, routes } from '@plimsoll/api/route';

type FaultParts = {
  /** null when nothing was answered. */
  readonly status: number | null;
  readonly problem: Problem | null;
  readonly cause?: unknown;
};

/** Why a call gave no value: the server refused it, or didn't answer. */
export class CallFault extends Error {
  readonly status: number | null;
  readonly problem: Problem | null;
  readonly saved: 'nothing' | 'refused' | 'unknown';

  constructor(route: RouteName, { status, problem, cause }: FaultParts) {
    super(problem?.detail ?? `no answer to ${route}`, { cause });
    this.name = 'CallFault';
    this.status = status;
    this.problem = problem;
    this.saved = savedBy(route, status);
  }
}

function savedBy(route: RouteName, status: number | null): CallFault['saved'] {
  if (routes[route].method === 'GET') return 'nothing';
  return status !== null && status >= 400 && status < 500 ? 'refused' : 'unknown';
}

const transport: Transport = async ({ method, path, headers, body }) => {
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  const reply = await fetch(path, body === null ? init : { ...init, body });
  return { status: reply.status, text: await reply.text() };
};

const client = createClient(transport);

/** Calls a route by name. Throws a CallFault when it gives no value. */
export async function call<N extends RouteName>(name: N, input: CallInput<N>): Promise<CallReply<N>> {
  let result: Awaited<ReturnType<typeof client<N>>>;
  try {
    result = await client(name, input);
  } catch (cause) {
    throw new CallFault(name, { status: null, problem: null, cause });
  }
  if (result.ok) return result.value;
  throw new CallFault(name, {
    status: result.status,
    problem: readProblem(result.problem),
  });
}

/** The problem of a reply; null when the reply isn't one (a proxy's page, say). */
export function readProblem(value: unknown): Problem | null {
  return isProblem(value) ? value : null;
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' && value !== null && 'code' in value && 'titles' in value && 'advice' in value
  );
}

export type CallOptions = {
  readonly enabled?: boolean;
  /** Whether the last answer stays on the screen while the next one is fetched. */
  readonly keepLast?: boolean;
  /** How long an answer counts as fresh. */
  readonly freshMs?: number;
};

export type PollOptions<N extends RouteName> = CallOptions & {
  /** Asks again after so long, while the page is on the screen. */
  readonly pollMs?: number;
  /** An answer after which nothing more will change: then the asking ends. */
  readonly isOver?: (value: CallReply<N>) => boolean;
};

export const freshForEver = Number.POSITIVE_INFINITY;

/** The answer of a route as a query, cached by route and input. */
export function useCall<N extends RouteName>(
  name: N,
  input: CallInput<N>,
  { enabled = true, keepLast = false, freshMs, pollMs, isOver }: PollOptions<N> = {},
): UseQueryResult<CallReply<N>, CallFault> {
  return useQuery<CallReply<N>, CallFault>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled,
    ...(keepLast ? { placeholderData: keepPreviousData } : {}),
    ...(freshMs === undefined ? {} : { staleTime: freshMs }),
    ...(pollMs === undefined
      ? {}
      : {
          refetchInterval: ({ state }) =>
            state.data !== undefined && isOver?.(state.data) === true ? false : pollMs,
        }),
  });
}

/** A call made on purpose (a click); `refreshes` names the answers that it makes stale. */
export function useAct<N extends RouteName>(name: N, refreshes: readonly RouteName[] = []) {
  const queries = useQueryClient();
  return useMutation<CallReply<N>, CallFault, CallInput<N>>({
    mutationFn: (input) => call(name, input),
    onSuccess: () => refresh(queries, refreshes),
  });
}

/** Makes the answers of these routes stale, so that what is on the screen is fetched again. */
export async function refresh(queries: QueryClient, names: readonly RouteName[]): Promise<void> {
  await Promise.all(names.map((name) => queries.invalidateQueries({ queryKey: [name] })));
}
