/** Ends a server in good order when the operator or the machine says so: SIGINT (Ctrl-C), SIGTERM. */
import type { Service } from './start.ts';

/** Waits for a signal, stops the server, and gives the exit code: 0 when all was finished. */
export async function serveUntilStopped(service: Pick<Service, 'stop'>): Promise<number> {
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  return service.stop().then(
    () => 0,
    (fault: unknown) => {
      process.stderr.write(`Plimsoll did not stop in good order: ${String(fault)}\n`);
      return 1;
    },
  );
}
