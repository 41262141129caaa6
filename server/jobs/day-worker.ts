/** A thread of the end of day: closes the partitions that it is told, one after another, on connections of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadKeys } from '@plimsoll/server/keys';
import { createLog, openPool, openWriterPool } from '@plimsoll/server/store';
import { closePartition } from './partition.ts';
import type { DayTask, DayWorkerOptions, DayWord } from './thread.ts';

const CONNECTIONS = 2;
const { databaseUrl, secrets, masterKey } = workerData as DayWorkerOptions;
const port = parentPort;
if (port === null) throw new Error('a thread of the end of day');
const pool = openPool(databaseUrl, CONNECTIONS);
const writer = openWriterPool(databaseUrl);
const keys = await loadKeys({ secrets, mayCreate: false, ...(masterKey === null ? {} : { masterKey }) });
const log = await createLog({ pool, writer, keys, clock: Date.now });
const say = (word: DayWord): void => port.postMessage(word, []);

port.on('message', (task: DayTask | null) => {
  if (task === null) void close();
  else
    closePartition({ pool, log }, task, (loans) => say({ kind: 'page', loans })).then(
      ({ loans, changed, refused }) => say({ kind: 'closed', loans, changed, refused }),
      (fault: unknown) => say({ kind: 'failed', problem: String(fault) }),
    );
});

async function close(): Promise<void> {
  await log.close();
  await pool.end();
  await writer.end();
  port?.close();
}
