/** The yardstick: what a PostgreSQL does with bare single-row insert transactions, synchronous commit on. */
import { Client } from 'pg';

const ROW_BYTES = 400;

/** Inserts rows of 400 bytes, one a transaction, over `clients` connections for `durationMs`. Answers inserts/s. */
export async function measureBareInserts(options: {
  readonly databaseUrl: string;
  readonly clients: number;
  readonly durationMs: number;
}): Promise<number> {
  const connections = await Promise.all(
    Array.from({ length: options.clients }, async () => {
      const client = new Client({ connectionString: options.databaseUrl });
      await client.connect();
      return client;
    }),
  );
  const [first] = connections;
  await first?.query('CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, body text NOT NULL)');
  const body = 'x'.repeat(ROW_BYTES);
  const insert = { name: 'bare', text: 'INSERT INTO bench_bare (body) VALUES ($1)', values: [body] };
  let count = 0;
  const start = performance.now();
  const end = start + options.durationMs;
  await Promise.all(
    connections.map(async (client) => {
      while (performance.now() < end) {
        await client.query(insert);
        count += 1;
      }
    }),
  );
  const elapsedMs = performance.now() - start;
  await first?.query('DROP TABLE bench_bare');
  await Promise.all(connections.map((client) => client.end()));
  return (count * 1000) / elapsedMs;
}
