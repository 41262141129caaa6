import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Result } from '@plimsoll/core/base';
import { BOOST_DEFAULTS, trainTrees } from '@plimsoll/core/model/boost';
import { calibratedPds } from '@plimsoll/core/model/calibrate';
import { prepareTrees } from '@plimsoll/core/model/trees';
import {
  findLeaks,
  type ScoredSample,
  validateModel,
  type ValidationReport,
} from '@plimsoll/core/model/validate';
import {
  categoricalColumn,
  type ColumnSpec,
  numericColumnOf,
  parseCsv,
  readSample,
  type Table,
  tableFromCsv,
  tableOf,
  takeRows,
} from '@plimsoll/core/table';

/** Loans to small businesses, which may be read but not passed on: they lie beside the repository, or where the variable says. */
const folder = process.env['PLIMSOLL_SETS'] ?? `${import.meta.dirname}/../../shared/data`;
const file = `${folder}/sba_case_ca/sba_case_ca.csv.gz`;
if (!existsSync(file)) console.info(`skipped: no ${file} (PLIMSOLL_SETS names another folder)`);

const NUMBERS = ['NoEmp', 'CreateJob', 'RetainedJob', 'DisbursementGross', 'GrAppv', 'SBA_Appv', 'Portion'];
const LEVELS = ['NewExist', 'UrbanRural', 'RevLineCr', 'LowDoc', 'RealEstate', 'New', 'BankState'];

/** What was known on the day of approval. Left out: Term, Recession, daysterm, xx, ChgOff*, BalanceGross, MIS_Status. */
function readLoans(afterwards: readonly ColumnSpec[] = []): Table {
  const text = gunzipSync(readFileSync(file)).toString('utf8');
  const csv = valueOf(parseCsv(text.replace('\u00EF\u00BB\u00BF', '')));
  const specs = [
    ...afterwards,
    ...[...NUMBERS, 'ApprovalFY', 'Default'].map(
      (name): ColumnSpec => ({ kind: 'numeric', name, from: name, absent: { '': 'no_record' } }),
    ),
    ...LEVELS.map(
      (name): ColumnSpec => ({ kind: 'categorical', name, from: name, absent: { '': 'no_record' } }),
    ),
  ];
  return valueOf(tableFromCsv(csv, specs));
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

type Part = { readonly table: Table; readonly outcomes: Uint8Array; readonly years: readonly string[] };

function partOf(loans: Table, keep: (year: number) => boolean): Part {
  const years = numericColumnOf(loans, 'ApprovalFY').values;
  const rows = Int32Array.from(years.keys()).filter((row) => keep(years[row] ?? 0));
  const taken = takeRows(loans, rows);
  return {
    table: tableOf(taken.columns.filter(({ name }) => name !== 'ApprovalFY' && name !== 'Default')),
    outcomes: Uint8Array.from(numericColumnOf(taken, 'Default').values),
    years: Array.from(rows, (row) => String(years[row])),
  };
}

const SETTINGS = {
  ...BOOST_DEFAULTS,
  rounds: 80,
  learningRate: 0.06,
  depthMax: 4,
  leavesMax: 12,
  rowShare: 0.8,
};

/** PDs of a part by trees that never saw it: five folds, row by row. */
function outOfFold(part: Part): Float64Array {
  const pds = new Float64Array(part.outcomes.length);
  for (let fold = 0; fold < 5; fold += 1) {
    const rows = Int32Array.from(pds.keys());
    const [learn, judge] = [rows.filter((row) => row % 5 !== fold), rows.filter((row) => row % 5 === fold)];
    const trees = train({
      ...part,
      table: takeRows(part.table, learn),
      outcomes: part.outcomes.filter((_, row) => row % 5 !== fold),
    });
    for (const [at, pd] of trees(takeRows(part.table, judge)).entries()) pds[judge[at] ?? 0] = pd;
  }
  return pds;
}

function train(part: Pick<Part, 'table' | 'outcomes'>): (table: Table) => Float64Array {
  const { ensemble } = valueOf(trainTrees({ table: part.table, outcomes: part.outcomes }, SETTINGS));
  return (table) => calibratedPds({ kind: 'none' }, prepareTrees(ensemble).margins(table));
}

function reportOutOfTime(): ValidationReport {
  const loans = readLoans();
  const built = partOf(loans, (year) => year > 1900 && year <= 2005);
  const later = partOf(loans, (year) => year === 2006 || year === 2007);
  const reference: ScoredSample = { pds: outOfFold(built), outcomes: built.outcomes, table: built.table };
  return valueOf(
    validateModel({
      subject: {
        model: 'trees up to 2005',
        version: '1',
        modelSha256: '',
        sample: 'sba_case_ca 2006–07',
        sampleSha256: '',
        when: 'out_of_time',
      },
      sample: {
        pds: train(built)(later.table),
        outcomes: later.outcomes,
        table: later.table,
        periods: categoricalColumn('year', later.years),
      },
      reference,
    }),
  );
}

test.skipIf(!existsSync(file))(
  '[VAL-14] of loans of 2006–07 the report on trees built up to 2005 says, unasked, that they fail there',
  () => {
    const report = reportOutOfTime();
    const drift = report.stability?.auc;
    expect(report.verdict.outcome).toBe('fails');
    expect(drift?.before.auc).toBeGreaterThan(0.8);
    expect(report.discrimination.auc.auc).toBeLessThan(0.75);
    expect(report.calibration.rate.share).toBeCloseTo(0.55, 2);
    expect(report.calibration.meanPd).toBeLessThan(0.4);
    expect(report.stability?.score.index).toBeGreaterThan(0.25);
    const fails = report.findings.filter((finding) => finding.severity === 'fail').map(({ code }) => code);
    expect(fails).toEqual(expect.arrayContaining(['discrimination_lost', 'level_off', 'score_shifted']));
    expect(report.verdict.words.en).toContain('It fails');
  },
);

test.skipIf(!existsSync(file))(
  '[VAL-12] the columns of those loans that were written after the loss are found',
  () => {
    const spec =
      (kind: ColumnSpec['kind']) =>
      (name: string): ColumnSpec => ({
        kind,
        name,
        from: name,
        absent: { '': 'no_record' },
      });
    const afterwards = [
      ...['Term', 'ChgOffDate', 'daysterm', 'xx'].map(spec('numeric')),
      ...['ChgOffPrinGr', 'MIS_Status'].map(spec('categorical')),
    ];
    const loans = readLoans(afterwards);
    const outcomes = Uint8Array.from(numericColumnOf(loans, 'Default').values);
    const inputs = [...afterwards.map(({ name }) => name), ...NUMBERS, ...LEVELS];
    const found = findLeaks({ table: loans, outcomes, inputs, modelAuc: 0.848 });
    const named = new Set(found.map(({ subject }) => subject));
    expect([...named]).toEqual(expect.arrayContaining(['ChgOffDate', 'ChgOffPrinGr', 'MIS_Status', 'Term']));
    for (const name of [...NUMBERS, ...LEVELS]) expect(named).not.toContain(name);
  },
);

const applications = `${folder}/aer_creditcard/CreditCard.csv.gz`;
const consumers = `${folder}/credit_data_modeldata/credit_data.csv.gz`;
const areThere = existsSync(applications) && existsSync(consumers);
if (!areThere) console.info(`skipped: no ${applications} or ${consumers}`);

test.skipIf(!areThere)(
  '[VAL-12] what only cardholders have is found among applications for cards; sound consumer loans show nothing',
  () => {
    const leaksIn = (path: string, target: string) => {
      const sample = valueOf(readSample({ csv: gunzipSync(readFileSync(path)), target }));
      return findLeaks({ ...sample, modelAuc: 0.85 }).map(({ subject }) => subject);
    };
    expect([...new Set(leaksIn(applications, 'card=no'))].toSorted()).toEqual(['expenditure', 'share']);
    expect(leaksIn(consumers, 'Status=bad')).toEqual([]);
  },
);
