/**
 * `plimsoll drift`: the people of now against those a model was built on, before their loans ripen and after. Values are read
 * as the model says. A period is ripe when each of its rows has an outcome: bads show early, so outcomes of a period where
 * some are not known yet are not looked at. Exit code 1 when an alert asks for more than watching.
 */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import {
  columnSpecsOf,
  type ModelDocument,
  prepareModel,
  readModel,
  type Scorer,
} from '@plimsoll/core/model/document';
import {
  ACTION_WORDS,
  actionOf,
  alertsOf,
  alertWords,
  countBins,
  DEFAULT_DRIFT_RULES,
  type DriftReference,
  type DriftRule,
  type ExpectedBins,
  freezeBins,
  freezeScoreBands,
  performanceByVintage,
  type Reading,
  readingsOf,
  ruleWords,
} from '@plimsoll/core/model/drift';
import { type AucInterval, aucInterval } from '@plimsoll/core/stats';
import {
  ABSENT_TEXTS,
  categoricalColumn,
  type Column,
  type CsvText,
  parseCsv,
  type Table,
  tableFromCsv,
  takeRows,
  targetOf,
} from '@plimsoll/core/table';
import { periodOf } from './calendar.ts';
import { driftLines, type DriftPage } from './drift-page.ts';
import { say } from './language.ts';
import { type CommandRequest, type ExitCode, exitCode, printJson, printLine } from './outcome.ts';
import { good, readGiven, SampleError, textOption, unzipped } from './sample-file.ts';
import { textsOf } from './scored-sample.ts';

/** The most periods of one file: twenty years of months. */
const MAX_PERIODS = 240;
const UNKNOWN = 2;

export async function runDrift({ words, options, isJson }: CommandRequest): Promise<ExitCode> {
  const scorer = good(prepareModel(good(readModel((await readGiven(words[0] ?? '')).toString('utf8')))));
  const target = typeof options['target'] === 'string' ? options['target'] : targetText(scorer.document);
  const by = typeof options['by'] === 'string' ? options['by'] : null;
  const building = await readScored(scorer, textOption(options, 'data'));
  const now = await readScored(scorer, textOption(options, 'now'));
  const page = watch(scorer, {
    building: { ...building, outcomes: buildingOutcomes(building, target) },
    now: { ...now, outcomes: knownOutcomes({ building, now, target }), periods: periodsOf(now, by) },
    rules: rulesOf(by),
  });
  if (isJson) printJson({ ok: !page.asksForAction, ...page });
  else for (const line of driftLines(page)) printLine(line);
  return page.asksForAction ? exitCode.failed : exitCode.done;
}

type ScoredRows = {
  readonly name: string;
  readonly sha256: string;
  readonly csv: CsvText;
  readonly table: Table;
  readonly margins: Float64Array;
  readonly pds: Float64Array;
};

type Watched = {
  readonly building: ScoredRows & { readonly outcomes: Uint8Array };
  /** Outcomes are `UNKNOWN` where there is none; null is a row without a period. */
  readonly now: ScoredRows & { readonly outcomes: Uint8Array; readonly periods: readonly (string | null)[] };
  readonly rules: readonly DriftRule[];
};

async function readScored(scorer: Scorer, path: string): Promise<ScoredRows> {
  const file = await readGiven(path);
  const csv = good(parseCsv(new TextDecoder().decode(unzipped(file))));
  const table = good(tableFromCsv(csv, columnSpecsOf(scorer.document)));
  const { margins, probabilities } = good(scorer.scoreTable(table));
  const sha256 = createHash('sha256').update(file).digest('hex');
  return { name: basename(path), sha256, csv, table, margins, pds: probabilities };
}

function watch(scorer: Scorer, { building, now, rules }: Watched): DriftPage {
  const approved = aucInterval(building.margins, building.outcomes);
  const reference = referenceOf(scorer, building, approved);
  const periods = categoricalColumn('period', now.periods);
  const isRipe = ripenessOf(now);
  const readings: readonly Reading[] = periods.levels.flatMap((period, code) => {
    const rows = Int32Array.from(now.periods.keys()).filter((row) => periods.codes[row] === code);
    const pick = (values: ArrayLike<number>): Float64Array =>
      Float64Array.from(rows, (row) => values[row] ?? 0);
    return readingsOf(reference, {
      period,
      scores: pick(now.margins),
      pds: pick(now.pds),
      table: takeRows(now.table, rows),
      outcomes: pick(now.outcomes),
      isRipe: pick(isRipe),
    });
  });
  const alerts = alertsOf(readings, rules);
  const call = actionOf(alerts);
  const { pds, outcomes } = now;
  return {
    model: { name: scorer.document.name, sha256: scorer.hash },
    building: {
      sample: building.name,
      sha256: building.sha256,
      rows: building.outcomes.length,
      bads: building.outcomes.reduce((sum, outcome) => sum + outcome, 0),
      auc: approved,
      isTrainingSample: building.sha256 === scorer.document.lineage.sampleSha256,
    },
    now: {
      sample: now.name,
      sha256: now.sha256,
      rows: pds.length,
      rowsWithoutPeriod: now.periods.filter((period) => period === null).length,
    },
    periods: performanceByVintage({ vintages: periods, pds, outcomes, isRipe }),
    readings,
    alerts: alerts.map((alert) => ({ ...alert, words: alertWords(alert) })),
    call: call === null ? null : { action: call.action, words: ACTION_WORDS[call.action] },
    triggers: rules
      .filter((rule) => rule.action !== 'watch')
      .map((rule) => ({ rule, words: ruleWords(rule), now: lastOf(readings, rule) })),
    asksForAction: alerts.some((alert) => alert.action !== 'watch'),
  };
}

function lastOf(readings: readonly Reading[], rule: DriftRule): Reading | null {
  const last = readings.at(-1)?.period;
  return readings.find((reading) => reading.period === last && reading.measure === rule.measure) ?? null;
}

/** A card's inputs are watched on its own bins, those of other models on bins frozen here. */
function referenceOf(
  { document }: Scorer,
  building: Watched['building'],
  approved: AucInterval,
): DriftReference {
  const { table, margins, outcomes } = building;
  const cardBins = document.body.kind === 'card' ? document.body.scorecard.characteristics : [];
  const binsOf = (column: Column): ExpectedBins => {
    const own = cardBins.find(
      ({ source, kind }) => source.kind === 'fact' && source.fact === column.name && kind === column.kind,
    );
    return own === undefined ? freezeBins(column, outcomes) : countBins(own, column, outcomes);
  };
  return {
    scoreBands: freezeScoreBands(margins, outcomes),
    characteristics: table.columns.map(binsOf),
    auc: { value: approved.auc, standardError: approved.standardError },
  };
}

/** 1 for the rows of periods in which every outcome is known. */
function ripenessOf({ periods, outcomes }: Watched['now']): Uint8Array {
  const unripe = new Set(periods.filter((_, row) => outcomes[row] === UNKNOWN));
  return Uint8Array.from(periods, (period) => (unripe.has(period) ? 0 : 1));
}

/** Without a column of time the file is one long period, so no rule waits for a second one. */
function rulesOf(by: string | null): readonly DriftRule[] {
  return by === null ? DEFAULT_DRIFT_RULES.map((rule) => ({ ...rule, periods: 1 })) : DEFAULT_DRIFT_RULES;
}

/** Months of dates such as 2026-03-14 or 2026/3/14; anything else is a period as it stands and sorts by its text. */
function periodsOf({ csv }: ScoredRows, by: string | null): readonly (string | null)[] {
  if (by === null) return csv.rows.map(() => 'now');
  const periods = textsOf(csv, by).map((cell) => {
    const text = cell.trim();
    if (Object.hasOwn(ABSENT_TEXTS, text)) return null;
    return periodOf(text);
  });
  const count = new Set(periods.filter((period) => period !== null)).size;
  if (count >= 1 && count <= MAX_PERIODS) return periods;
  throw new SampleError(
    'wrong_call',
    say({
      en: `${by} has ${count} periods; 1 to ${MAX_PERIODS} can be looked at (a month such as 2026-03)`,
      zh: `${by} 有 ${count} 期；可查看 1 至 ${MAX_PERIODS} 期（如月份 2026-03）`,
    }),
  );
}

function buildingOutcomes({ csv }: ScoredRows, target: string): Uint8Array {
  return good(targetOf(good(tableFromCsv(csv, [level(columnOfTarget(target))])), target));
}

/**
 * Outcomes of now, `UNKNOWN` in every row without the column and where the cell is empty. They are read below those of the
 * building sample, so that a month of goods alone is one, and a value that is neither good nor bad there is refused.
 */
function knownOutcomes(from: {
  readonly building: ScoredRows;
  readonly now: ScoredRows;
  readonly target: string;
}): Uint8Array {
  const outcomes = new Uint8Array(from.now.csv.rows.length).fill(UNKNOWN);
  const name = columnOfTarget(from.target);
  if (!from.now.csv.header.includes(name)) return outcomes;
  const texts = textsOf(from.now.csv, name);
  const known = [...outcomes.keys()].filter((row) => !Object.hasOwn(ABSENT_TEXTS, texts[row] ?? ''));
  const before = textsOf(from.building.csv, name);
  const joined = [...before, ...known.map((row) => texts[row] ?? '')].map((text) => [text]);
  const table = good(tableFromCsv({ header: [name], rows: joined }, [level(name)]));
  const all = good(targetOf(table, from.target));
  for (const [at, row] of known.entries()) outcomes[row] = all[before.length + at] ?? UNKNOWN;
  return outcomes;
}

function level(name: string) {
  return { kind: 'categorical', name, from: name, absent: ABSENT_TEXTS } as const;
}

function columnOfTarget(target: string): string {
  return target.slice(0, target.lastIndexOf('='));
}

function targetText({ target }: ModelDocument): string {
  return `${target.column}=${target.badValue}`;
}
