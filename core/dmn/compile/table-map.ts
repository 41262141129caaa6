/**
 * A long table whose columns can all be read beforehand, as sets of rules: two columns lead to a cell of a map, in a
 * cell each segment of each other column has the set of its rules as bits, and what matches is where all sets meet.
 * So ten thousand rules cost some dozens of words of bits to a few hundred, also for values that were never seen: 2 to 32
 * times what ten rules cost (bench/RESULTS.md), where going through them costs a thousand times.
 * Cells and sets are made when they are first met. After the bit vectors of packet classification (Lakshman &
 * Stiliadis 1998), with the cells of HiCuts (Gupta & McKeown 1999).
 */
import type { FeelValue } from '@plimsoll/core/feel';
import type { TableNode } from '../boxed.ts';
import { giveUp } from './give-up.ts';
import {
  type Column,
  type Coverage,
  coverageOf,
  covers,
  cutColumn,
  meets,
  segmentCount,
  segmentOf,
} from './segment.ts';
import { testsOf } from './tested.ts';

/**
 * The rules that a cell leaves, and for each other column the sets of its segments, `words` words each. Several
 * neighbouring segments share a set where there are very many.
 */
type Cell = {
  readonly rules: Int32Array;
  readonly words: number;
  readonly sets: readonly Uint32Array[];
};

type MapColumn = {
  readonly column: number;
  readonly cut: Column;
  /** By rule; null where the rule doesn't test the column. */
  readonly coverages: readonly (Coverage | null)[];
  /** Segments that share a set. */
  readonly share: number;
  /** Sets, the last one for null. */
  readonly setCount: number;
};

export type TableMap = {
  /** The columns that lead to a cell: two at most. */
  readonly leading: readonly MapColumn[];
  readonly others: readonly MapColumn[];
  readonly cells: (Cell | undefined)[];
  readonly ruleCount: number;
  /** Columns of which a set stands for several segments, so that a match has to be looked at again. */
  readonly shared: readonly MapColumn[];
  /** Where the sets of the columns begin, for the look-up under way. */
  readonly starts: Int32Array;
  /** Rules and words kept by all cells. */
  kept: number;
};

/** Sets of one column at most. */
const MAX_SETS = 1024;
const MAX_CELLS = 4096;
/** From this many rules on a table is worth cells. */
const CELLS_FROM = 256;
/** Rules and words that all cells may keep together, 4 bytes each. */
const MAX_KEPT = 16_000_000;

/** The caller has made sure that every column can be cut. */
export function mapTable(node: TableNode): TableMap {
  const columns = node.inputs.flatMap((_, column): MapColumn[] => {
    const cut = cutColumn(testsOf(node, column));
    if (cut === null) return [];
    const seen = new Map<object, Coverage>();
    const coverages = node.rules.map((rule): Coverage | null => {
      const test = rule.tests[rule.columns.indexOf(column)];
      if (test === undefined) return null;
      const coverage = seen.get(test) ?? coverageOf(test, cut);
      seen.set(test, coverage);
      return coverage;
    });
    const share = Math.ceil(segmentCount(cut) / MAX_SETS);
    return [{ column, cut, coverages, share, setCount: Math.ceil(segmentCount(cut) / share) + 1 }];
  });
  // The column that leaves the fewest rules comes first: sets that meet nowhere are soon told.
  const ranked = columns.toSorted((left, right) => densityOf(left) - densityOf(right));
  const leading = node.rules.length < CELLS_FROM ? [] : leadingOf(ranked, node.rules.length);
  const others = ranked.filter((column) => !leading.includes(column));
  return {
    leading,
    others,
    cells: Array.from({ length: leading.reduce((count, each) => count * each.setCount, 1) }),
    ruleCount: node.rules.length,
    shared: columns.filter(({ share }) => share > 1),
    starts: new Int32Array(others.length),
    kept: 0,
  };
}

/**
 * The two columns that leave the fewest rules, as far as their cells are not too many, and all of them can be kept:
 * a cell that is made again for each look-up would cost more than going through the rules.
 */
function leadingOf(ranked: readonly MapColumn[], ruleCount: number): readonly MapColumn[] {
  const leading: MapColumn[] = [];
  let cells = 1;
  for (const column of ranked) {
    const next = [...leading, column];
    if (leading.length === 2 || cells * column.setCount > MAX_CELLS) continue;
    if (keptBy(next, ranked, ruleCount) > MAX_KEPT) continue;
    leading.push(column);
    cells *= column.setCount;
  }
  return leading;
}

/** Words of the sets of all cells, about. */
function keptBy(leading: readonly MapColumn[], all: readonly MapColumn[], ruleCount: number): number {
  const cells = leading.reduce((count, { setCount }) => count * setCount, 1);
  const rules = leading.reduce((count, column) => count * densityOf(column), ruleCount);
  const sets = all.reduce((count, column) => count + (leading.includes(column) ? 0 : column.setCount), 0);
  return cells * sets * Math.ceil(rules / 32);
}

/** The share of rules that a segment leaves, on average over up to 64 segments. */
function densityOf({ cut, coverages }: MapColumn): number {
  const count = segmentCount(cut);
  const step = Math.max(1, Math.floor(count / 64));
  let left = 0;
  let asked = 0;
  for (let segment = 0; segment < count; segment += step) {
    asked += coverages.length;
    for (const coverage of coverages) if (coverage === null || covers(coverage, segment, cut)) left += 1;
  }
  return left / asked;
}

/** The first rule that matches; −1: none. */
export function findFirst(map: TableMap, values: readonly FeelValue[]): number {
  const found = find(map, values, 1);
  return found.length === 0 ? -1 : (found[0] as number);
}

/** The one rule that matches; −1: none. Gives up when there are several. */
export function findOnly(map: TableMap, values: readonly FeelValue[]): number {
  const found = find(map, values, 2);
  return found.length > 1 ? giveUp() : found.length === 0 ? -1 : (found[0] as number);
}

/** All rules that match, from the top. `values` are those of all columns of the table. */
export function findAll(map: TableMap, values: readonly FeelValue[]): readonly number[] {
  return find(map, values, map.ruleCount);
}

function find(map: TableMap, values: readonly FeelValue[], most: number): number[] {
  const { words, rules, sets } = cellOf(map, values);
  const { others, starts } = map;
  for (let place = 0; place < others.length; place += 1)
    starts[place] = setOf(others[place] as MapColumn, values) * words;
  const found: number[] = [];
  const count = sets.length;
  for (let word = 0; word < words; word += 1) {
    let bits = word === words - 1 ? lastWord(rules.length) : ALL;
    for (let place = 0; place < count && bits !== 0; place += 1)
      bits &= (sets[place] as Uint32Array)[(starts[place] as number) + word] as number;
    while (bits !== 0) {
      const low = bits & -bits;
      bits ^= low;
      const rule = rules[32 * word + 31 - Math.clz32(low)] as number;
      if (map.shared.length > 0 && !holdsExactly(map, rule, values)) continue;
      found.push(rule);
      if (found.length >= most) return found;
    }
  }
  return found;
}

const ALL = -1;

function lastWord(rules: number): number {
  return rules % 32 === 0 ? ALL : (1 << (rules % 32)) - 1;
}

/** The set of a column's value; a value of another kind, on which the tests would fault, gives up. */
function setOf({ column, cut, share, setCount }: MapColumn, values: readonly FeelValue[]): number {
  const segment = segmentOf(cut, values[column] ?? null);
  if (segment >= 0) return share === 1 ? segment : Math.floor(segment / share);
  return segment === -1 ? setCount - 1 : giveUp();
}

function cellOf(map: TableMap, values: readonly FeelValue[]): Cell {
  let at = 0;
  for (const column of map.leading) at = at * column.setCount + setOf(column, values);
  return map.cells[at] ?? keep(map, at, makeCell(map, values));
}

function makeCell(map: TableMap, values: readonly FeelValue[]): Cell {
  const lead = map.leading.map((column) => ({ column, at: setOf(column, values) }));
  const kept: number[] = [];
  for (let rule = 0; rule < map.ruleCount; rule += 1)
    if (lead.every(({ column, at }) => isIn(column, rule, at))) kept.push(rule);
  const rules = Int32Array.from(kept);
  const words = Math.ceil(rules.length / 32);
  return { rules, words, sets: map.others.map((column) => makeSets(column, rules, words)) };
}

/** Keeps a cell; when all that is kept grows too large, everything is forgotten first. */
function keep(map: TableMap, at: number, cell: Cell): Cell {
  if (map.kept > MAX_KEPT) {
    map.cells.fill(undefined);
    map.kept = 0;
  }
  map.cells[at] = cell;
  map.kept += cell.sets.reduce((total, { length }) => total + length, cell.rules.length);
  return cell;
}

/** Whether a rule may hold for a segment of a set. */
function isIn({ cut, coverages, share, setCount }: MapColumn, rule: number, at: number): boolean {
  const coverage = coverages[rule] ?? null;
  if (coverage === null) return true;
  if (at === setCount - 1) return covers(coverage, -1, cut);
  return share === 1
    ? covers(coverage, at, cut)
    : meets(coverage, { from: at * share, to: (at + 1) * share - 1 }, cut);
}

/** The sets of a column in a cell, rule by rule. */
function makeSets(column: MapColumn, rules: Int32Array, words: number): Uint32Array {
  const { cut, coverages, setCount } = column;
  const bits = new Uint32Array(setCount * words);
  const turn = (at: number, index: number): void => {
    const word = at * words + (index >>> 5);
    bits[word] = (bits[word] as number) ^ (1 << (index & 31));
  };
  const isNumber = cut.kind === 'number';
  for (let index = 0; index < rules.length; index += 1) {
    const coverage = coverages[rules[index] as number] ?? null;
    if (coverage === null || coverage.missing) turn(setCount - 1, index);
    if (isNumber) turnSpans(column, coverage, (at) => turn(at, index));
    else for (let at = 0; at < setCount - 1; at += 1) if (holdsIn(column, coverage, at)) turn(at, index);
  }
  // Of numbers only the ends of the spans were turned: each set is the one before it with these.
  if (isNumber)
    for (let word = words; word < (setCount - 1) * words; word += 1)
      bits[word] = (bits[word] as number) ^ (bits[word - words] as number);
  return bits;
}

/** Turns where a rule begins and ends to hold along a column of numbers; sets that two of its spans share are turned once. */
function turnSpans(
  { share, setCount }: MapColumn,
  coverage: Coverage | null,
  turn: (at: number) => void,
): void {
  if (coverage === null) {
    turn(0);
    return;
  }
  let next = 0;
  for (let place = 0; place < coverage.spans.length; place += 2) {
    const first = Math.max(next, Math.floor((coverage.spans[place] as number) / share));
    const last = Math.floor((coverage.spans[place + 1] as number) / share);
    if (last < first) continue;
    turn(first);
    next = last + 1;
    if (next < setCount - 1) turn(next);
  }
}

/** Whether a rule may hold for a set of texts or truth values. */
function holdsIn({ cut, share }: MapColumn, coverage: Coverage | null, at: number): boolean {
  return coverage === null || meets(coverage, { from: at * share, to: (at + 1) * share - 1 }, cut);
}

function holdsExactly(map: TableMap, rule: number, values: readonly FeelValue[]): boolean {
  return map.shared.every(({ column, cut, coverages }) => {
    const coverage = coverages[rule] ?? null;
    return coverage === null || covers(coverage, segmentOf(cut, values[column] ?? null), cut);
  });
}
