/**
 * The server under measurement, in a process of its own: a fresh home in a temporary folder, a key, no demo, no rate
 * limit in the way. Started by `fork`; tells its address, key and database by a message, and its memory when asked.
 */
import { startServer, readServiceOptions } from '@plimsoll/server/service';

const home = process.argv[2];
if (home === undefined || process.send === undefined) throw new Error('started by fork with a folder');

const service = await startServer({
  ...readServiceOptions({ PLIMSOLL_HOME: home, PLIMSOLL_PORT: '0', PLIMSOLL_LOG_LEVEL: 'error' }),
  consoleFolder: null,
  rateLimits: { requestsPerS: 10_000_000, failuresPerMinute: 30 },
});

process.on('message', (message) => {
  if (message === 'memory') {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage() });
  }
  if (message === 'stop') void service.stop().then(() => process.exit(0));
});
process.send({
  port: Number(new URL(service.url).port),
  key: service.firstKeys?.integrator.secret,
  databaseUrl: service.pool.options.connectionString,
});
