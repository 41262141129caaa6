import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareModel } from '@plimsoll/core/model/document';
import { exportSql, makeModels, makeValues } from '@plimsoll/core/model/exchange';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './testing.ts';

let postgres: TestPostgres;
let database: TestDatabase;
const rows = makeValues('sql', 500);

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.createDatabase();
  await database.pool.query(
    'CREATE TABLE "loans ""new""" (id integer, income double precision, "debt ""x""" double precision, job text)',
  );
  for (const [id, values] of rows.entries())
    await database.pool.query('INSERT INTO "loans ""new""" VALUES ($1, $2, $3, $4)', [
      id,
      values['income'],
      values['debt "x"'],
      values['job'],
    ]);
});
afterAll(async () => {
  await database.drop();
  await postgres.stop();
});

type Scored = {
  readonly id: number;
  readonly margin: number;
  readonly probability: number;
  readonly score?: number;
};

test.each(
  makeModels().map(
    (model) => [`${model.name}, ${model.body.kind}, ${model.calibration.kind}`, model] as const,
  ),
)(
  '[MEX-5] PostgreSQL gives the margins and points of Plimsoll to the bit, and its chances within 1e-12: %s',
  async (_, model) => {
    const scorer = prepareModel(model);
    if (!scorer.ok) throw new Error(JSON.stringify(scorer.facts));
    const answer = await database.pool.query<Scored>(
      `SELECT * FROM (${exportSql(model, 'loans "new"')}) AS answer ORDER BY id`,
    );
    expect(answer.rows.length).toBe(rows.length);
    for (const { id, margin, probability, score } of answer.rows) {
      const expected = scorer.value.scoreRow(rows[id] ?? {});
      if (!expected.ok) throw new Error(JSON.stringify(expected.facts));
      expect(margin).toBe(expected.value.margin);
      expect(Math.abs(probability - expected.value.probability)).toBeLessThan(1e-12);
      if (model.body.kind === 'card') expect(score).toBe(expected.value.points);
    }
  },
);
