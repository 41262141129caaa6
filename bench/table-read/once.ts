/**
 * Reads one CSV in a process of its own, so that its memory is its own: `once.ts FILE` a file, `once.ts made ROWS` made rows
 * that never touch the disk. Prints one line of JSON.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { inferTable } from '@plimsoll/core/table';
import { csvChunks } from './rows.ts';

const CHUNK_BYTES = 1 << 20;

function* fileChunks(path: string): Iterable<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    for (;;) {
      const chunk = new Uint8Array(CHUNK_BYTES);
      const length = readSync(file, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

const [source = '', rows = '0'] = process.argv.slice(2);
const chunks = source === 'made' ? () => csvChunks(Number(rows)) : () => fileChunks(source);
const counted = { bytes: 0 };
const start = performance.now();
const cpuStart = process.cpuUsage();
const read = inferTable(
  function* counting() {
    for (const chunk of chunks()) {
      counted.bytes += chunk.length;
      yield chunk;
    }
  },
  { isCompact: true },
);
const cpu = process.cpuUsage(cpuStart);
const seconds = (performance.now() - start) / 1000;
if (!read.ok) throw new Error(JSON.stringify(read.facts));
const { table } = read.value;
const arrays = new Set<ArrayBufferLike>();
for (const column of table.columns) {
  arrays.add(column.marks.buffer);
  arrays.add(column.kind === 'numeric' ? column.values.buffer : column.codes.buffer);
}
const tableBytes = [...arrays].reduce((sum, buffer) => sum + buffer.byteLength, 0);
process.stdout.write(
  `${JSON.stringify({
    rows: table.rowCount,
    columns: table.columns.length,
    megabytes: counted.bytes / 1e6,
    seconds: (cpu.user + cpu.system) / 1e6,
    wallSeconds: seconds,
    tableMiB: tableBytes / 2 ** 20,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
