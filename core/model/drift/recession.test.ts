/** Loans to small businesses made before the recession of 2008, and a card built on them: what its monitor says of 2006 and 2007. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect, test, type TestContext } from 'vitest';
import { type Binning, binColumn, type BinSettings, woeColumn } from '@plimsoll/core/binning';
import { fitLogistic } from '@plimsoll/core/model';
import { aucInterval } from '@plimsoll/core/stats';
import {
  columnOf,
  type ColumnSpec,
  numericColumnOf,
  parseCsv,
  type Table,
  tableFromCsv,
  takeRows,
} from '@plimsoll/core/table';
import { actionOf, alertsOf, freezeScoreBands, readingsOf } from './index.ts';

/** Public sets that may not be shipped: from the folder PLIMSOLL_SETS, or `shared/data` beside the repository. */
const setsFolder = [
  process.env['PLIMSOLL_SETS'] ?? '',
  fileURLToPath(new URL('../../../../shared/data', import.meta.url)),
].find((folder) => existsSync(folder));

/** Known on the day of approval. Term, Recession, daysterm, xx, ChgOff*, BalanceGross and MIS_Status came later. */
const NUMBERS = ['NoEmp', 'CreateJob', 'RetainedJob', 'DisbursementGross', 'GrAppv', 'SBA_Appv', 'Portion'];
const LEVELS = ['NewExist', 'UrbanRural', 'RevLineCr', 'LowDoc', 'RealEstate'];
const SETTINGS: BinSettings = {
  minGoods: 20,
  minBads: 20,
  minShare: 0,
  maxBins: 6,
  maxPrebins: 20,
  edgeDigits: null,
  trend: 'auto',
};

function readLoans(context: TestContext): Table {
  const file = join(setsFolder ?? '', 'sba_case_ca/sba_case_ca.csv.gz');
  if (setsFolder === undefined || !existsSync(file))
    return context.skip('sba_case_ca is not here: set PLIMSOLL_SETS to the folder of the public sets');
  const csv = parseCsv(gunzipSync(readFileSync(file)).toString('utf8').replace('\u00EF\u00BB\u00BF', ''));
  if (!csv.ok) throw new Error(JSON.stringify(csv.facts));
  const spec =
    (kind: 'numeric' | 'categorical') =>
    (name: string): ColumnSpec => ({
      kind,
      name,
      from: name,
      absent: { '': 'no_record' },
    });
  const table = tableFromCsv(csv.value, [
    ...[...NUMBERS, 'ApprovalFY', 'Default'].map(spec('numeric')),
    ...LEVELS.map(spec('categorical')),
  ]);
  if (!table.ok) throw new Error(JSON.stringify(table.facts));
  return table.value;
}

type Part = { readonly table: Table; readonly outcomes: Uint8Array };

function partOf(loans: Table, keep: (year: number, row: number) => boolean): Part {
  const years = numericColumnOf(loans, 'ApprovalFY').values;
  const rows = Int32Array.from(years.keys()).filter((row) => keep(years[row] ?? 0, row));
  const table = takeRows(loans, rows);
  return { table, outcomes: Uint8Array.from(numericColumnOf(table, 'Default').values) };
}

type Model = { readonly binnings: readonly Binning[]; readonly pds: (part: Part) => number[] };

/** Weights of evidence and a logistic regression. */
function fitModel({ table, outcomes }: Part): Model {
  const binnings = [...NUMBERS, ...LEVELS].flatMap((name) => {
    const binning = binColumn(columnOf(table, name), outcomes, SETTINGS);
    return binning === null || binning.iv < 0.02 ? [] : [binning];
  });
  const woeOf = (part: Part): readonly Float64Array[] =>
    binnings.map((binning) => woeColumn(binning, columnOf(part.table, binning.name)));
  const fit = fitLogistic({ columns: woeOf({ table, outcomes }), outcomes, ridge: 1 });
  if (!fit.ok) throw new Error(JSON.stringify(fit.facts));
  const { intercept, coefficients } = fit.value;
  return {
    binnings,
    pds: (part) => {
      const columns = woeOf(part);
      return Array.from({ length: part.outcomes.length }, (_, row) => {
        const margin = columns.reduce(
          (sum, column, at) => sum + (coefficients[at] ?? 0) * (column[row] ?? 0),
          intercept,
        );
        return 1 / (1 + Math.exp(-margin));
      });
    },
  };
}

test('[DRF-11] a card built on 1989–2005 is called out on 2006 and 2007', (context) => {
  const loans = readLoans(context);
  const training = partOf(loans, (year, row) => year <= 2005 && row % 3 !== 0);
  const heldOut = partOf(loans, (year, row) => year <= 2005 && row % 3 === 0);
  const model = fitModel(training);
  const heldOutPds = model.pds(heldOut);
  const approved = aucInterval(heldOutPds, heldOut.outcomes);
  const reference = {
    scoreBands: freezeScoreBands(heldOutPds, heldOut.outcomes),
    characteristics: model.binnings,
    auc: { value: approved.auc, standardError: approved.standardError },
  };
  const readings = (isRipe: 0 | 1) =>
    [2006, 2007].flatMap((year) => {
      const live = partOf(loans, (each) => each === year);
      const pds = model.pds(live);
      return readingsOf(reference, {
        period: String(year),
        scores: pds,
        pds,
        table: live.table,
        outcomes: live.outcomes,
        isRipe: new Uint8Array(pds.length).fill(isRipe),
      });
    });
  // Before a loan ripens: other people ask, and riskier ones by the card's own word.
  const early = alertsOf(readings(0)).map((alert) => `${alert.rule} since ${alert.since}`);
  expect(early).toContain('score-moved since 2006');
  expect(early).toContain('riskier-people since 2006');
  // Once they ripen: more than twice the bads that were promised, and the ranks fade in 2007.
  const alerts = alertsOf(readings(1));
  const hopeful = alerts.find((alert) => alert.rule === 'too-hopeful');
  expect(hopeful).toMatchObject({ since: '2006', period: '2007', periods: 2 });
  expect(hopeful?.value).toBeGreaterThan(1.8);
  expect(actionOf(alerts)?.action).toBe('retrain');
  const faded = readings(1).find((reading) => reading.period === '2007' && reading.measure === 'auc_change');
  expect(faded?.value).toBeLessThan(faded?.low ?? 0);
});
