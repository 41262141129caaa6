/** Lets signed-in people through to the shell and asks everybody else for a key. */
import { SessionContext, useCall } from '../client/index.ts';
import { FaultNote, Placeholder } from '../parts/index.ts';
import { Shell } from './shell.tsx';
import { SignIn } from './sign-in.tsx';

const sessionFreshMs = 300_000;

export function Gate() {
  const session = useCall('readSession', {}, { freshMs: sessionFreshMs });
  if (session.error?.status === 401) return <SignIn />;
  if (session.error !== null)
    return (
      <main className="gate">
        <FaultNote fault={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  if (session.data === undefined)
    return (
      <main className="gate">
        <Placeholder />
      </main>
    );
  return (
    <SessionContext value={session.data}>
      <Shell />
    </SessionContext>
  );
}
