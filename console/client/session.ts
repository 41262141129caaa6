/** Who is signed in, and what they may do. */
import { createContext, useContext } from 'react';
import type { Scope, Session } from '@plimsoll/api/identity';

export const SessionContext = createContext<Session | null>(null);

/** The session of the person at the screen. Throws outside of one: pages are drawn for signed-in people only. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('assertion failed: a page needs a session');
  return session;
}

/** Whether the person at the screen holds a scope. */
export function useMay(scope: Scope): boolean {
  return useSession().scopes.includes(scope);
}
