/**
 * Bins moved by hand. Each edit is a value and gives a new binning whose goods, bads, weights of evidence and IV are
 * counted again from the bench, so a screen can follow a dragged edge without the rows, and undo is the binning before.
 * On a bench of quantile cells an edge moves to the nearest cell start, where what lies on either side is known.
 */
import { assertNever, ok, type Result, refuse } from '@plimsoll/core/base';
import { edgesOf } from './assignment.ts';
import { assembled, type Bin, type Binning, type Cut, groupsOf, rangesBetween } from './binning.ts';
import type { BinningBench } from './column-tally.ts';
import type { Tally } from './tally.ts';

/** The longest name of a bin. */
export const MAX_LABEL_LENGTH = 200;

/** `bin` and `to` are indices of `binning.bins`; `edge` of its inner edges; `with` is a neighbour, or any other group. */
export type BinningEdit =
  | { readonly kind: 'merge'; readonly bin: number; readonly with: number }
  | { readonly kind: 'split'; readonly at: number }
  | { readonly kind: 'move_edge'; readonly edge: number; readonly to: number }
  | { readonly kind: 'move_level'; readonly level: string; readonly to: number }
  | { readonly kind: 'split_levels'; readonly levels: readonly string[] }
  | { readonly kind: 'label'; readonly bin: number; readonly label: string };

type Group = { readonly levels: readonly string[]; readonly label?: string };

/**
 * The binning after an edit. Refuses (`binning_edit_refused`) what the binning has no place for, an edge that passes
 * its neighbour, a bin that would hold no row, and bins of which none could be measured. Bins of missing, special and
 * unseen rows stay as they are; bins that an edit changes lose their label.
 */
export function editBinning(bench: BinningBench, binning: Binning, edit: BinningEdit): Result<Binning> {
  if (bench.kind !== binning.kind || bench.name !== binning.name)
    return refused(edit, 'the bench is of another column');
  if (edit.kind === 'label') return labelled(binning, edit);
  const parts =
    bench.kind === 'numeric' ? editedRanges(bench, binning, edit) : editedGroups(bench, binning, edit);
  if (typeof parts === 'string') return refused(edit, parts);
  const known = new Set(
    cutBins(binning).map((bin) => bin.goods + bin.bads === 0 && JSON.stringify(bin.cell)),
  );
  if (parts.some((part) => part.goods + part.bads === 0 && !known.has(JSON.stringify(part.cell))))
    return refused(edit, 'a bin would hold no row');
  const edited = assembled(
    bench,
    { trend: 'given', parts },
    {
      apart: binning.bins.flatMap(({ cell }) => (cell.kind === 'special' ? [cell.reason] : [])),
      isThick: (_: Tally, cell) =>
        binning.bins.some((bin) => JSON.stringify(bin.cell) === JSON.stringify(cell) && bin.measured),
    },
  );
  return edited === null ? refused(edit, 'no bin could be measured') : ok(edited);
}

/** Where an edge asked for at `value` can stand: there, or on a bench of quantile cells at the nearest cell start. */
export function snapEdge(bench: BinningBench & { readonly kind: 'numeric' }, value: number): number {
  if (bench.isExact) return value;
  let nearest = bench.starts[1] ?? value;
  for (const start of bench.starts.slice(1))
    if (Math.abs(start - value) < Math.abs(nearest - value)) nearest = start;
  return nearest;
}

type CutEdit = Exclude<BinningEdit, { readonly kind: 'label' }>;

function editedRanges(
  bench: BinningBench & { readonly kind: 'numeric' },
  binning: Binning,
  edit: CutEdit,
): Cut['parts'] | string {
  const edges = edgesOf(binning);
  const moved = movedEdges(bench, edges, edit);
  if (typeof moved === 'string') return moved;
  const labels = new Map(cutBins(binning).map((bin) => [JSON.stringify(bin.cell), bin.label]));
  return rangesBetween(bench, moved).map((part) => withLabel(part, labels.get(JSON.stringify(part.cell))));
}

function movedEdges(
  bench: BinningBench & { readonly kind: 'numeric' },
  edges: readonly number[],
  edit: CutEdit,
): readonly number[] | string {
  switch (edit.kind) {
    case 'merge': {
      const first = Math.min(edit.bin, edit.with);
      if (Math.abs(edit.bin - edit.with) !== 1 || first < 0 || first >= edges.length)
        return 'these bins are not neighbours';
      return edges.filter((_, at) => at !== first);
    }
    case 'split': {
      const at = snapEdge(bench, edit.at);
      if (!Number.isFinite(at) || edges.includes(at)) return 'there is an edge already, or no such value';
      return [...edges, at].sort((left, right) => left - right);
    }
    case 'move_edge': {
      const to = snapEdge(bench, edit.to);
      const isBetween =
        edges[edit.edge] !== undefined &&
        to > (edges[edit.edge - 1] ?? Number.NEGATIVE_INFINITY) &&
        to < (edges[edit.edge + 1] ?? Number.POSITIVE_INFINITY);
      return isBetween && Number.isFinite(to)
        ? edges.map((edge, at) => (at === edit.edge ? to : edge))
        : 'the edge would pass its neighbour';
    }
    case 'move_level':
    case 'split_levels':
      return 'a number has no levels';
    default:
      return assertNever(edit);
  }
}

function editedGroups(
  bench: BinningBench & { readonly kind: 'categorical' },
  binning: Binning,
  edit: CutEdit,
): Cut['parts'] | string {
  const groups = cutBins(binning).map(({ cell, label }): Group => {
    const levels = cell.kind === 'levels' ? cell.levels : [];
    return label === undefined ? { levels } : { levels, label };
  });
  const moved = movedGroups(groups, edit);
  if (typeof moved === 'string') return moved;
  const counted = groupsOf(
    bench,
    moved.map((group) => group.levels),
  );
  return counted.map((part, at) => withLabel(part, moved[at]?.label));
}

function movedGroups(groups: readonly Group[], edit: CutEdit): readonly Group[] | string {
  switch (edit.kind) {
    case 'merge': {
      const [kept, gone] = [groups[edit.bin], groups[edit.with]];
      if (kept === undefined || gone === undefined || kept === gone) return 'there are no two such groups';
      const merged: Group = { levels: [...kept.levels, ...gone.levels] };
      return groups.filter((group) => group !== gone).map((group) => (group === kept ? merged : group));
    }
    case 'move_level': {
      const target = groups[edit.to];
      const home = groups.find((group) => group.levels.includes(edit.level));
      if (target === undefined || home === undefined || home === target)
        return 'there is no such level or group';
      return without(groups, [edit.level], home)
        .map((group) => (group === target ? { levels: [...target.levels, edit.level] } : group))
        .filter((group) => group.levels.length > 0);
    }
    case 'split_levels': {
      const home = groups.find((group) => edit.levels.every((level) => group.levels.includes(level)));
      if (edit.levels.length === 0 || home === undefined || edit.levels.length >= home.levels.length)
        return 'levels to split must be some of one group';
      const levels = home.levels.filter((level) => edit.levels.includes(level));
      return without(groups, levels, home).flatMap((group) =>
        group.levels.some((level) => home.levels.includes(level)) ? [group, { levels }] : [group],
      );
    }
    case 'split':
    case 'move_edge':
      return 'a category has no edges';
    default:
      return assertNever(edit);
  }
}

function without(groups: readonly Group[], levels: readonly string[], home: Group): readonly Group[] {
  const rest: Group = { levels: home.levels.filter((level) => !levels.includes(level)) };
  return groups.map((group) => (group === home ? rest : group));
}

function labelled(binning: Binning, edit: BinningEdit & { readonly kind: 'label' }): Result<Binning> {
  const label = edit.label.trim();
  if (binning.bins[edit.bin] === undefined) return refused(edit, 'there is no such bin');
  if (label.length > MAX_LABEL_LENGTH) return refused(edit, 'the label is too long');
  const bins = binning.bins.map((bin, at): Bin => {
    if (at !== edit.bin) return bin;
    const { label: _, ...rest } = bin;
    return label === '' ? rest : { ...rest, label };
  });
  return ok({ ...binning, bins });
}

function cutBins(binning: Binning): readonly Bin[] {
  return binning.bins.filter((bin) => bin.cell.kind === 'range' || bin.cell.kind === 'levels');
}

function withLabel(part: Cut['parts'][number], label: string | undefined): Cut['parts'][number] {
  return label === undefined ? part : { ...part, label };
}

function refused(edit: BinningEdit, problem: string): Result<Binning> {
  return refuse('binning_edit_refused', 'BIN-16', { edit: edit.kind, problem });
}
