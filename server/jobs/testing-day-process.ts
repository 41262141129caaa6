/**
 * An end of day that a test kills. Arguments: database address, folder of the keys, day. Prints a line for each page, so
 * that the test knows when it is in the middle.
 */
import { writeSync } from 'node:fs';
import { loadKeys } from '@plimsoll/server/keys';
import { createLog, openPool } from '@plimsoll/server/store';
import { createDayRunner } from './runner.ts';

const [databaseUrl = '', secrets = '', day = ''] = process.argv.slice(2);
const pool = openPool(databaseUrl);
const keys = await loadKeys({ secrets, mayCreate: false });
const log = await createLog({ pool, keys, clock: Date.now });
const clock = (): number => Date.parse('2026-09-30T00:00:00Z');
const runner = createDayRunner({ pool, log, databaseUrl, secrets, masterKey: null, clock });
// A lock outlives its killed holder for a moment.
const MAX_TRIES = 100;
const PAUSE_MS = 50;
for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
  const run = await runner.run(day, () => writeSync(1, 'page\n'));
  if (run.ok) break;
  await new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS);
  });
}
await log.close();
await pool.end();
