/**
 * A writer that a test kills: appends applications until then and prints the number of each one after its answer.
 * Arguments: database address, master key (hex), first number, and `engine` followed by a home to start the engine
 * itself instead of using the address.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createKeys } from '@plimsoll/server/keys';
import { checkDatabase, openPool } from './database.ts';
import { createLog } from './log.ts';
import { migrate } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { applicationRequest, testIdentity } from './testing-events.ts';

const CLIENTS = 16;
const MAX_APPENDS = 1_000_000;

async function main(target: string, master: string, first: number): Promise<void> {
  const isAddress = target.startsWith('postgres://');
  const url = isAddress ? target : (await startPostgres({ home: target })).url;
  const pool = openPool(url);
  await checkDatabase(pool);
  await migrate(pool);
  const signing = createPrivateKey(
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const keys = createKeys(Buffer.from(master, 'hex'), signing);
  const log = await createLog({ pool, keys, clock: () => Date.now() });
  let next = first;
  const client = async (): Promise<void> => {
    while (next < first + MAX_APPENDS) {
      const n = next++;
      const person = await log.resolvePerson(testIdentity(n % 50));
      const idempotency = { key: `key-${n}`, requestHash: Buffer.from(String(n)) };
      const outcome = await log.append({ ...applicationRequest(person, n % 1000), idempotency });
      // Synchronous: what is printed was acknowledged, what was acknowledged is printed, whenever the kill comes.
      if (outcome.kind === 'committed') writeSync(1, `${n}\n`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

const [target = '', master = '', first = '0'] = process.argv.slice(2);
await main(target, master, Number(first));
