/**
 * The server by itself: `node server/main.ts`. Everything it needs comes from the environment (see readServiceOptions);
 * the first start prints the first keys, once. `./plimsoll start` does the same and feeds the demo.
 */
import { readServiceOptions, serveUntilStopped, startServer } from '@plimsoll/server/service';

const service = await startServer({
  ...readServiceOptions(process.env),
  onFatal: (fault) => {
    process.stderr.write(`${fault.message}\n`);
    process.exit(1);
  },
});
process.stdout.write(`Plimsoll listens on ${service.url}\n`);
if (service.firstKeys !== null) {
  const { admin, integrator } = service.firstKeys;
  process.stdout.write(
    `Keys of the first start, shown this once:\n  ${admin.secret}\n  ${integrator.secret}\n`,
  );
}
process.exitCode = await serveUntilStopped(service);
