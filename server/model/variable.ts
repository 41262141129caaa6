/** Variables of a sample against its target: each alone, and one of them in bins by bounds or by hand. */
import { ok, type Result, refuse } from '@plimsoll/core/base';
import {
  benchOf,
  type Bin,
  type Binning,
  binTally,
  type BinSettings,
  edgesOf,
  tallyColumn,
} from '@plimsoll/core/binning';
import { aucAlone, findLeaks } from '@plimsoll/core/model/validate';
import type { Column, ReadSample } from '@plimsoll/core/table';
import type { BinVariable, Target, Variable, VariableBinning, VariableList } from '@plimsoll/api/model';
import type { Progress } from './task.ts';

/** Bounds of bins where nobody says otherwise: enough bads in each for its rate to hold to about ±45 %. */
const USUAL: BinSettings = {
  minGoods: 30,
  minBads: 20,
  minShare: 0.02,
  maxBins: 8,
  maxPrebins: 20,
  edgeDigits: 3,
  trend: 'auto',
};
const TRENDS = ['auto', 'ascending', 'descending', 'peak', 'valley', 'convex', 'concave', 'free'] as const;
const MAX_LABEL_LEVELS = 4;

/** Every variable alone: information value, AUC, missing share, bad rate by bin, and what looks like a leak. */
export function measureVariables(
  sample: ReadSample,
  target: Target,
  onProgress: Progress,
): Result<VariableList> {
  const { table, outcomes } = sample;
  const leaks = findLeaks({ table, outcomes });
  const variables = table.columns.map((column, at): Variable => {
    onProgress('measure', at / table.columns.length);
    const hints = [
      ...leaks
        .filter(({ subject }) => subject === column.name)
        .map(({ code, words }) => ({ code, text: words })),
      ...sample.findings
        .filter((finding) => finding.column === column.name)
        .map(({ code, words }) => ({ code, text: words })),
    ];
    return { ...measureVariable(column, outcomes), hints };
  });
  const bads = outcomes.reduce((count, outcome) => count + outcome, 0);
  const sorted = variables.toSorted((left, right) => right.iv - left.iv);
  return ok({ rows: table.rowCount, bads, target, variables: sorted });
}

function measureVariable(column: Column, outcomes: Uint8Array): Omit<Variable, 'hints'> {
  const tally = tallyColumn(column, { outcomes });
  const binning = binTally(tally, { ...USUAL, trend: 'free' });
  const rows = outcomes.length;
  const missing = column.marks.reduce((count, mark) => count + (mark > 0 ? 1 : 0), 0);
  return {
    name: column.name,
    kind: column.kind,
    iv: binning?.iv ?? 0,
    auc: aucAlone(column, outcomes),
    missingShare: missing / rows,
    distinct: tally.goods.length,
    bins: (binning?.bins ?? [])
      .filter(({ goods, bads }) => goods + bads > 0)
      .map((bin) => ({
        label: labelOf(bin),
        share: (bin.goods + bin.bads) / rows,
        badRate: bin.bads / (bin.goods + bin.bads),
      })),
  };
}

/** One variable cut as wished. Refuses one that is not there, cuts that don't ascend, and bounds that no bin can meet. */
export function binVariable(sample: ReadSample, wish: BinVariable): Result<VariableBinning> {
  const column = sample.table.columns.find(({ name }) => name === wish.variable);
  if (column === undefined) return refuse('column_unknown', 'MDL-4', { column: wish.variable });
  const settings = settingsOf(column, wish);
  if (typeof settings === 'string')
    return refuse('variable_unusable', 'MDL-4', { column: wish.variable, problem: settings });
  const tally = tallyColumn(column, { outcomes: sample.outcomes });
  const binning = binTally(tally, settings);
  if (binning === null)
    return refuse('variable_unusable', 'MDL-4', {
      column: wish.variable,
      problem: 'no bin meets the bounds',
    });
  const bench = benchOf(tally, binning.kind === 'numeric' ? edgesOf(binning) : []);
  return ok({ ...presentBinning(binning), bench, settings });
}

/** Why a column can't be cut so; null when it can. */
export function cutProblem({ kind }: Column, { cuts, groups }: HandCut): string | null {
  if (cuts !== undefined && kind !== 'numeric') return 'cuts are for numbers, groups for categories';
  if (groups !== undefined && kind !== 'categorical') return 'groups are for categories, cuts for numbers';
  if (cuts !== undefined && cuts.some((cut, at) => at > 0 && cut <= (cuts[at - 1] ?? cut)))
    return 'the cuts do not ascend';
  const named = groups?.flat() ?? [];
  return new Set(named).size === named.length ? null : 'a level stands in two groups';
}

type HandCut = Pick<BinVariable, 'cuts' | 'groups'>;

function settingsOf(column: Column, wish: BinVariable): BinSettings | string {
  const trend = TRENDS.find((each) => each === (wish.trend ?? 'auto'));
  if (trend === undefined) return `the trend is not one of ${TRENDS.join(', ')}`;
  const { cuts, groups } = wish;
  const problem = cutProblem(column, wish);
  if (problem !== null) return problem;
  return {
    ...USUAL,
    trend,
    ...(wish.maxBins === undefined ? {} : { maxBins: wish.maxBins }),
    ...(wish.minShare === undefined ? {} : { minShare: wish.minShare }),
    ...(cuts === undefined ? {} : { edges: cuts }),
    ...(groups === undefined ? {} : { groups }),
  };
}

function presentBinning(binning: Binning): Omit<VariableBinning, 'bench' | 'settings'> {
  const { name, kind, trend, iv, bins } = binning;
  return { variable: name, kind, trend, iv, bins: bins.map(presentBin) };
}

function presentBin(bin: Bin): VariableBinning['bins'][number] {
  const { cell, goods, bads, woe, iv } = bin;
  const rows = goods + bads;
  return {
    label: labelOf(bin),
    kind: cell.kind,
    from: cell.kind === 'range' ? cell.from : null,
    to: cell.kind === 'range' ? cell.to : null,
    levels: cell.kind === 'levels' ? [...cell.levels] : [],
    goods,
    bads,
    badRate: rows === 0 ? null : bads / rows,
    woe,
    iv,
  };
}

function labelOf({ cell, label }: Bin): string {
  if (label !== undefined) return label;
  switch (cell.kind) {
    case 'range':
      return `[${cell.from ?? '−∞'}, ${cell.to ?? '∞'})`;
    case 'levels': {
      const named = cell.levels.slice(0, MAX_LABEL_LEVELS).join(', ');
      const rest = cell.levels.length - MAX_LABEL_LEVELS;
      return rest > 0 ? `${named} +${rest}` : named;
    }
    case 'special':
      return cell.reason;
    default:
      return cell.kind;
  }
}
