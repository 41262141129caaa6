/**
 * Run with `node --expose-gc server/ledger/ledger.bench.ts [events]`: integration, proofs and the walk over a log on a
 * real PostgreSQL, with the memory that the walk takes.
 */
import { startTestPostgres } from '@plimsoll/server/store';
import { createLedgerReader } from './reader.ts';
import { createTestLog } from './testing-log.ts';

const eventCount = Number(process.argv[2] ?? 100_000);
const BATCH = 10_000;
const PROOFS = 500;

const heapMb = (): number => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
};
async function timed(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  const rate = Math.round((count / (performance.now() - start)) * 1000);
  console.log(`${name.padEnd(32)} ${rate.toLocaleString('en').padStart(10)} /s   heap ${heapMb()} MB`);
}

const postgres = await startTestPostgres();
const log = await createTestLog(await postgres.createDatabase());
for (let done = 0; done < eventCount; done += BATCH) await log.append(Math.min(BATCH, eventCount - done));
await timed('events integrated', eventCount, async () => log.integrate());
const reader = createLedgerReader(log.pool);
await timed('inclusion proofs', PROOFS, async () => {
  for (let turn = 0; turn < PROOFS; turn++)
    await reader.inclusionProof((turn * 7919) % eventCount, eventCount);
});
let peakMb = 0;
await timed('events verified', eventCount, async () => {
  const report = await log.verify({
    onProgress: ({ done }) => {
      if (done % 10_240 === 0) peakMb = Math.max(peakMb, heapMb());
    },
  });
  if (!report.ok) throw new Error(JSON.stringify(report.fault));
});
console.log(`heap while verifying, at most ${peakMb} MB`);
await log.drop();
await postgres.stop();
