/**
 * Proof, after training, that the margin only rises (or only falls) as one input grows while every other stays. What is proved:
 * for every two rows that differ in that input alone, both with a value there, each tree keeps the order; sums rounded in one order
 * keep it too, so the margins do, to the bit. A tree is checked without sampling: two rows walk it at once, the lower and the
 * higher, and every pair of leaves they can reach together is compared; a pair of branches whose values can't break
 * the order is not entered. A sum may be monotone though a tree of it isn't: then a pair of rows is searched for that
 * breaks the order of the margins, and where none is found the answer is "not proved", never "proved".
 */
import { assert, createRandom } from '@plimsoll/core/base';
import { inputAt } from './block.ts';
import type { Tree, TreeEnsemble } from './ensemble.ts';
import { prepareTrees } from './predict.ts';
import { highestOf, isEmpty, lowestOf, sideOf, type Span, valueIn, wholeSpan } from './region.ts';

export type Direction = 'ascending' | 'descending';

/** Two rows as `marginOf` takes them, alike but for the input, which is higher in `higher`; the margins break the order. */
export type CounterExample = {
  readonly lower: readonly number[];
  readonly higher: readonly number[];
  readonly marginLower: number;
  readonly marginHigher: number;
};

export type MonotoneProof =
  | { readonly isProved: true; readonly trees: number }
  /** `tree` is the first that is not monotone by itself. Null: no two rows were found whose margins break the order. */
  | { readonly isProved: false; readonly tree: number; readonly counterExample: CounterExample | null };

const MAX_SUSPECTS = 50;
const DRAWS_EACH = 40;

/** Proves that the margin ascends or descends in the numeric input of that name; asserts that it is one. */
export function proveMonotone(ensemble: TreeEnsemble, input: string, direction: Direction): MonotoneProof {
  const at = ensemble.inputs.findIndex((each) => each.name === input);
  assert(at >= 0 && inputAt(ensemble, at).kind === 'numeric', `${input} is a numeric input`);
  const suspects: Suspect[] = [];
  let first = -1;
  for (const [index, tree] of ensemble.trees.entries()) {
    const suspect = findBreak(ensemble, tree, { input: at, direction });
    if (suspect === null) continue;
    if (first < 0) first = index;
    if (suspects.length < MAX_SUSPECTS) suspects.push(suspect);
  }
  if (first < 0) return { isProved: true, trees: ensemble.trees.length };
  return {
    isProved: false,
    tree: first,
    counterExample: searchExample(ensemble, suspects, { input: at, direction }),
  };
}

type Question = { readonly input: number; readonly direction: Direction };

/** Where two rows may lie whose order a tree breaks: the shared inputs, and the input itself in each row. */
type Suspect = { readonly shared: readonly Span[]; readonly lower: Span; readonly higher: Span };

function findBreak(ensemble: TreeEnsemble, tree: Tree, { input, direction }: Question): Suspect | null {
  if (!tree.feature.includes(input)) return null;
  const sign = direction === 'ascending' ? 1 : -1;
  const { least, most } = extremesOf(tree, sign);
  const shared = ensemble.inputs.map((_, at) => wholeSpan(ensemble, at));
  const present: Span = { ...wholeSpan(ensemble, input), missing: false };
  const descend = (
    low: number,
    high: number,
    own: { readonly lower: Span; readonly higher: Span },
  ): Suspect | null => {
    // The highest the lower row can reach is not above the lowest the higher row can: nothing to find below.
    if ((most[low] ?? 0) <= (least[high] ?? 0)) return null;
    const lowAsks = tree.feature[low] ?? -1;
    const highAsks = tree.feature[high] ?? -1;
    if (lowAsks < 0 && highAsks < 0) return { shared: [...shared], ...own };
    // The node that stands higher in the tree is asked first; one node of another input sends both rows the same way.
    const isLowFirst = highAsks < 0 || (lowAsks >= 0 && low <= high);
    const node = isLowFirst ? low : high;
    const asked = tree.feature[node] ?? -1;
    for (const left of [true, false]) {
      const child = (left ? tree.left[node] : tree.right[node]) ?? 0;
      const nextLow = node === low && (isLowFirst || low !== high) ? child : low;
      const nextHigh = !isLowFirst || (low === high && asked !== input) ? child : high;
      if (asked === input) {
        const next = isLowFirst
          ? { lower: sideOf(own.lower, { tree, node, left }), higher: own.higher }
          : { lower: own.lower, higher: sideOf(own.higher, { tree, node, left }) };
        if (!canStandInOrder(next, ensemble.precision)) continue;
        const found = descend(nextLow, nextHigh, next);
        if (found !== null) return found;
        continue;
      }
      const whole = shared[asked] as Span;
      const side = sideOf(whole, { tree, node, left });
      if (isEmpty(side)) continue;
      shared[asked] = side;
      const found = descend(nextLow, nextHigh, own);
      shared[asked] = whole;
      if (found !== null) return found;
    }
    return null;
  };
  return descend(0, 0, { lower: present, higher: present });
}

/** The least and the most that can be reached below each node, times the sign of the direction. */
function extremesOf(tree: Tree, sign: number): { readonly least: Float64Array; readonly most: Float64Array } {
  const least = Float64Array.from(tree.value, (value) => value * sign);
  const most = Float64Array.from(least);
  for (let node = tree.feature.length - 1; node >= 0; node -= 1) {
    if (tree.feature[node] === -1) continue;
    const [left, right] = [tree.left[node] ?? 0, tree.right[node] ?? 0];
    least[node] = Math.min(least[left] ?? 0, least[right] ?? 0);
    most[node] = Math.max(most[left] ?? 0, most[right] ?? 0);
  }
  return { least, most };
}

function canStandInOrder(
  { lower, higher }: { readonly lower: Span; readonly higher: Span },
  precision: TreeEnsemble['precision'],
): boolean {
  return !isEmpty(lower) && !isEmpty(higher) && lowestOf(lower) < highestOf(higher, precision);
}

/** Rows out of the suspects' boxes, the rest of each row drawn by seed, until the margins break the order. */
function searchExample(
  ensemble: TreeEnsemble,
  suspects: readonly Suspect[],
  { input, direction }: Question,
): CounterExample | null {
  const { marginOf } = prepareTrees(ensemble);
  const random = createRandom('counter-example');
  const { precision } = ensemble;
  for (let draw = 0; draw < DRAWS_EACH; draw += 1)
    for (const suspect of suspects) {
      const row = suspect.shared.map((span) => valueIn(span, precision, random.next()));
      const drawn = [
        valueIn(suspect.lower, precision, random.next()),
        valueIn(suspect.higher, precision, random.next()),
      ] as const;
      const [low, high] =
        drawn[0] < drawn[1] ? drawn : [lowestOf(suspect.lower), highestOf(suspect.higher, precision)];
      const lower = row.with(input, low);
      const higher = row.with(input, high);
      const [marginLower, marginHigher] = [marginOf(lower), marginOf(higher)];
      if (direction === 'ascending' ? marginLower > marginHigher : marginLower < marginHigher)
        return { lower, higher, marginLower, marginHigher };
    }
  return null;
}
