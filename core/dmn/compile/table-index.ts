/**
 * Looks up the rules of a long table that match without going through all of them. A tree grows as it is used: a node
 * asks for the column that the first rule still possible tests next, which is the one that going through the rules would
 * ask for then, and its children are the groups of values that leave the same rules possible. So the answer and the order
 * of the questions are those of the interpreter.
 * Bounds: a node keeps its rules; all nodes together keep at most `MAX_KEPT`. Past that, and where few rules are left,
 * the rules are gone through.
 */
import type { FeelValue, Frame } from '@plimsoll/core/feel';
import type { TableNode } from '../boxed.ts';
import { giveUp } from './give-up.ts';
import { type Column, type Coverage, coverageOf, covers, cutColumn, segmentOf } from './segment.ts';
import { testsOf } from './tested.ts';

type Cell = { readonly column: number; readonly coverage: Coverage };

type Leaf = { readonly kind: 'leaf'; readonly matched: readonly number[] };
/** The rules are gone through from the top, with what is known so far. */
type Scan = { readonly kind: 'scan'; readonly matched: readonly number[]; readonly possible: Int32Array };
type Ask = {
  readonly kind: 'ask';
  readonly column: number;
  readonly matched: readonly number[];
  readonly possible: Int32Array;
  /** Where a new group of segments begins, ascending from 0; texts and truth values are their own groups. */
  readonly starts: Int32Array | null;
  /** By group; the last is for null. */
  readonly children: (Node | undefined)[];
};
type Node = Leaf | Scan | Ask;

export type TableIndex = {
  readonly columns: readonly (Column | null)[];
  readonly cells: readonly (readonly Cell[])[];
  readonly stopsAtFirst: boolean;
  root: Node | null;
  /** Rules and children kept by all nodes. */
  kept: number;
};

/** Rules and children that all nodes of one table may keep together: 4 to 8 bytes each. */
const MAX_KEPT = 8_000_000;
/** So few rules are gone through. */
const SCANNED = 6;
const UNKNOWN = -3;

/** The caller has made sure that every column can be cut. */
export function indexTable(node: TableNode): TableIndex {
  const columns = node.inputs.map((_, column) => cutColumn(testsOf(node, column)));
  const seen = new Map<object, Coverage>();
  const cells = node.rules.map((rule) =>
    rule.columns.map((column, place): Cell => {
      const test = rule.tests[place] as TableNode['rules'][number]['tests'][number];
      // Equal cells of a column share their test, and so their coverage.
      const known = seen.get(test);
      const coverage = known ?? coverageOf(test, columns[column] as Column);
      if (known === undefined) seen.set(test, coverage);
      return { column, coverage };
    }),
  );
  return { columns, cells, stopsAtFirst: node.hitPolicy === 'FIRST', root: null, kept: 0 };
}

export type Asking = {
  readonly ask: (column: number, frame: Frame) => FeelValue;
  readonly frame: Frame;
  /** Receives the values asked for, by column. */
  readonly values: (FeelValue | undefined)[] | null;
};

/** The rules that match, from the top; the first alone where the table stops at it. */
export function lookUp(index: TableIndex, asking: Asking): readonly number[] {
  const known = new Int32Array(index.columns.length).fill(UNKNOWN);
  let node = index.root;
  if (node === null) {
    node = makeNode(index, { matched: [], possible: Int32Array.from(index.cells.keys()), known });
    index.root = node;
  }
  while (node.kind === 'ask') {
    const segment = askSegment(index, node.column, asking);
    known[node.column] = segment;
    node = childOf(index, node, { segment, known });
  }
  return node.kind === 'leaf' ? node.matched : scan(index, node, { known, asking });
}

function askSegment(index: TableIndex, column: number, { ask, frame, values }: Asking): number {
  const value = ask(column, frame);
  if (values !== null) values[column] = value;
  const segment = segmentOf(index.columns[column] as Column, value);
  return segment === -2 ? giveUp() : segment;
}

function childOf(
  index: TableIndex,
  node: Ask,
  { segment, known }: { readonly segment: number; readonly known: Int32Array },
): Node {
  const group = groupOf(node, segment);
  const child = node.children[group];
  if (child !== undefined) return child;
  const made = makeNode(index, { matched: node.matched, possible: node.possible, known });
  // A node that could not be kept is made again the next time.
  const size = sizeOf(made);
  if (index.kept + size <= MAX_KEPT) {
    index.kept += size;
    node.children[group] = made;
  }
  return made;
}

function sizeOf(node: Node): number {
  const possible = node.kind === 'leaf' ? 0 : node.possible.length;
  return node.matched.length + possible + (node.kind === 'ask' ? node.children.length : 0);
}

function groupOf({ starts, children }: Ask, segment: number): number {
  if (segment < 0) return children.length - 1;
  if (starts === null) return segment;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= segment) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

type State = {
  readonly matched: readonly number[];
  readonly possible: Int32Array;
  readonly known: Int32Array;
};

/** Goes on from the top with what is known: rules that fail are left out, up to the first column that isn't known. */
function makeNode(index: TableIndex, { matched, possible, known }: State): Node {
  const hits = [...matched];
  const kept: number[] = [];
  let column = -1;
  for (const rule of possible) {
    const next = nextColumn(index, rule, known);
    if (next === FAILS) continue;
    if (next === HOLDS && column < 0) {
      hits.push(rule);
      if (index.stopsAtFirst) return { kind: 'leaf', matched: hits };
      continue;
    }
    if (column < 0) column = next;
    kept.push(rule);
    // Nothing after a rule that surely holds is looked at.
    if (next === HOLDS && index.stopsAtFirst) break;
  }
  if (column < 0) return { kind: 'leaf', matched: hits };
  const rest = Int32Array.from(kept);
  if (rest.length <= SCANNED || index.kept > MAX_KEPT) return { kind: 'scan', matched: hits, possible: rest };
  const starts = startsOf(index, column, rest);
  const cut = index.columns[column] as Column;
  const groups = starts === null ? (cut.kind === 'string' ? cut.texts.size + 1 : 2) : starts.length;
  return {
    kind: 'ask',
    column,
    matched: hits,
    possible: rest,
    starts,
    children: Array.from({ length: groups + 1 }, () => undefined),
  };
}

const HOLDS = -1;
const FAILS = -2;

/** The first column of a rule that isn't known yet; or that the rule holds, or fails before it. */
function nextColumn(index: TableIndex, rule: number, known: Int32Array): number {
  const cells = index.cells[rule] as readonly Cell[];
  for (let place = 0; place < cells.length; place += 1) {
    const { column, coverage } = cells[place] as Cell;
    const segment = known[column] as number;
    if (segment === UNKNOWN) return column;
    if (!covers(coverage, segment, index.columns[column] as Column)) return FAILS;
  }
  return HOLDS;
}

/** Where the rules' answers change along a column of numbers; null for other columns. */
function startsOf(index: TableIndex, column: number, rules: Int32Array): Int32Array | null {
  if (index.columns[column]?.kind !== 'number') return null;
  const starts = new Set([0]);
  for (const rule of rules) {
    const cell = (index.cells[rule] as readonly Cell[]).find((each) => each.column === column);
    const spans = cell?.coverage.spans ?? [];
    for (let place = 0; place < spans.length; place += 2) {
      starts.add(spans[place] as number);
      starts.add((spans[place + 1] as number) + 1);
    }
  }
  return Int32Array.from(starts).sort();
}

function scan(
  index: TableIndex,
  node: Scan,
  { known, asking }: { readonly known: Int32Array; readonly asking: Asking },
): readonly number[] {
  const hits = [...node.matched];
  for (const rule of node.possible) {
    let next = nextColumn(index, rule, known);
    while (next >= 0) {
      known[next] = askSegment(index, next, asking);
      next = nextColumn(index, rule, known);
    }
    if (next !== HOLDS) continue;
    hits.push(rule);
    if (index.stopsAtFirst) break;
  }
  return hits;
}
