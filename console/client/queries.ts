/** The cache of answers: retries only what may pass, and sends people to sign in when their session has ended. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { CallFault } from './call.ts';

const maxRetries = 2;
const freshMs = 15_000;

export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        const ended = error instanceof CallFault && error.status === 401;
        if (ended && query.queryKey[0] !== 'readSession')
          void queries.invalidateQueries({ queryKey: ['readSession'] });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < maxRetries && mayPass(error),
      },
    },
  });
  return queries;
}

function mayPass(error: unknown): boolean {
  return error instanceof CallFault && (error.status === null || error.status >= 502 || error.status === 429);
}
