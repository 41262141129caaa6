import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestPostgres, type TestPostgres } from './testing.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => postgres.stop());

test('x', async () => {
  const database = await postgres.createDatabase();
  const { rows } = await database.pool.query('SELECT size FROM log_head');
  expect(rows).toEqual([{ size: 0 }]);
  await database.drop();
});
