/** A sample whose law is known, for the tests of models of every kind: made from a seed. */
import { createRandom } from '@plimsoll/core/base';
import { categoricalColumn, numericColumn, type Table, tableOf } from '@plimsoll/core/table';

export type MadeSample = { readonly table: Table; readonly outcomes: Uint8Array };

/** Risk grows with `use`, falls with `income` (missing in a tenth of rows), depends on `job`; `noise` says nothing. */
export function makeSample(rowCount: number, seed = 'made'): MadeSample {
  const random = createRandom(seed);
  const rows = Array.from({ length: rowCount }, () => {
    const use = Math.floor(random.next() * 100);
    const income = random.next() < 0.1 ? Number.NaN : Math.round(2000 + 1500 * random.normal());
    const job = random.pick(['clerk', 'farmer', 'driver', null]);
    const margin =
      -2.2 + use / 35 - (Number.isNaN(income) ? 0 : income / 4000) + (job === 'farmer' ? 0.9 : 0);
    const isBad = random.next() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
    return { use, income, job, noise: random.normal(), isBad };
  });
  return {
    table: tableOf([
      numericColumn(
        'use',
        rows.map((row) => row.use),
      ),
      numericColumn(
        'income',
        rows.map((row) => row.income),
      ),
      categoricalColumn(
        'job',
        rows.map((row) => row.job),
      ),
      numericColumn(
        'noise',
        rows.map((row) => row.noise),
      ),
    ]),
    outcomes: Uint8Array.from(rows, (row) => row.isBad),
  };
}
