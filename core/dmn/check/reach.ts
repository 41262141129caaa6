/** What values the inputs and decisions of a whole policy can have, along its requirements. */
import { isCallFault } from '@plimsoll/core/feel';
import type { BoxedNode, Program, TableNode } from '../boxed.ts';
import { type DataType, fit } from '../item.ts';
import { ANYTHING, NOTHING, ONLY_MISSING, onlyValue, type Possible, unite, answersIn } from './possible.ts';
import { findGaps, findPairs } from './cover.ts';
import { possibleOf, type Surroundings, type TableShape } from './reach-feel.ts';
import { buildSpace } from './space.ts';
import { possibleTable } from './reach-table.ts';
import { bareFrame } from './walk.ts';

/** Steps that one table's shape may take to prove. */
const MAX_SHAPE_STEPS = 300_000;

const shapes = new WeakMap<TableNode, TableShape>();

/** Proved once per table by its geometry, without knowing what its columns can be. */
function shapeOf(table: TableNode, program: Program): TableShape {
  const known = shapes.get(table);
  if (known !== undefined) return known;
  const made = proveShape(table, program);
  shapes.set(table, made);
  return made;
}

function proveShape(table: TableNode, program: Program): TableShape {
  const space = buildSpace(table, program);
  if (space === null) return { isDisjoint: false, isCovering: false };
  const counts = space.dimensions.map(({ segments }) => segments.length);
  const budget = { left: MAX_SHAPE_STEPS };
  const pairs = findPairs(space.boxes, counts, budget);
  let isCovering = true;
  const rows = [...table.rules.keys()];
  findGaps({ counts, boxes: space.boxes, rows, within: counts.map(() => null), budget }, () => {
    isCovering = false;
    return true;
  });
  return {
    isDisjoint: pairs.isWhole && pairs.count === 0,
    isCovering: isCovering && budget.left >= 0,
  };
}

/** Calls within calls that are followed; deeper ones give anything. */
const MAX_CALL_DEPTH = 8;

export type Reach = (index: number) => Possible;

/** `given` says what some globals are; each other one is computed when it is asked for, once. */
export function createReach(program: Program, given: ReadonlyMap<number, Possible> = new Map()): Reach {
  const known = new Map<number, Possible>(given);
  let depth = 0;
  const around: Surroundings = {
    global: reach,
    locals: new Map(),
    call: callFunction,
    shape: (table) => shapeOf(table, program),
  };
  return reach;

  function reach(index: number): Possible {
    const before = known.get(index);
    if (before !== undefined) return before;
    known.set(index, ANYTHING);
    const global = program.globals[index];
    const made =
      global?.kind === 'input'
        ? fitPossible(ANYTHING, global.fit)
        : global?.kind === 'decision'
          ? fitPossible(possibleBoxed(global.logic, around), global.fit)
          : ANYTHING;
    known.set(index, made);
    return made;
  }

  function callFunction(
    index: number,
    args: readonly Possible[],
    names: readonly string[] | null,
  ): Possible | null {
    const global = program.globals[index];
    if (global?.kind !== 'knowledge' || global.logic.kind !== 'function' || depth >= MAX_CALL_DEPTH)
      return null;
    const { logic } = global;
    depth += 1;
    const locals = new Map(
      logic.parameters.map(({ name, fit: wanted }, position) => {
        const at = names === null ? position : names.indexOf(name);
        return [logic.firstSlot + position, fitPossible(args[at] ?? ONLY_MISSING, wanted)];
      }),
    );
    const result = possibleBoxed(logic.body, { ...around, locals });
    depth -= 1;
    // An argument that doesn't fit makes the call fail.
    return unite(
      result,
      logic.parameters.some(({ fit: wanted }) => wanted !== null) ? ONLY_MISSING : NOTHING,
    );
  }
}

function possibleBoxed(node: BoxedNode, around: Surroundings): Possible {
  return fitPossible(possiblePlain(node, around), node.fit);
}

function possiblePlain(node: BoxedNode, around: Surroundings): Possible {
  switch (node.kind) {
    case 'literal':
      return possibleOf(node.node, around);
    case 'table':
      return possibleTable(node, around, (possible, column) => {
        const fitted = fitPossible(possible, column.fit);
        return column.allowed === null ? fitted : unite(fitted, ONLY_MISSING);
      });
    case 'context': {
      const locals = new Map(around.locals);
      const entries = new Map<string, Possible>();
      for (const { name, slot, value } of node.entries) {
        const entry = possibleBoxed(value, { ...around, locals });
        locals.set(slot, entry);
        entries.set(name, entry);
      }
      return node.result === null
        ? { ...NOTHING, values: null, entries }
        : possibleBoxed(node.result, { ...around, locals });
    }
    case 'conditional': {
      const answers = answersIn(possibleBoxed(node.condition, around));
      const then = answers.includes(true) ? possibleBoxed(node.then, around) : NOTHING;
      const isOther = answers.some((answer) => answer !== true);
      // A condition of another kind than boolean gives missing.
      return [
        then,
        isOther ? possibleBoxed(node.otherwise, around) : NOTHING,
        isOther ? ONLY_MISSING : NOTHING,
      ].reduce(unite);
    }
    case 'invocation': {
      if (node.callee.kind !== 'literal' || node.callee.node.kind !== 'global') return ANYTHING;
      const args = node.bindings.map(({ value }) => possibleBoxed(value, around));
      const names = node.bindings.map(({ name }) => name);
      return around.call(node.callee.node.index, args, names) ?? ANYTHING;
    }
    default:
      return ANYTHING;
  }
}

/** What is left of the possible values when they are fitted to a type; what doesn't fit is missing. */
export function fitPossible(possible: Possible, wanted: DataType | null): Possible {
  if (wanted === null || (wanted.feel.kind === 'any' && !wanted.isConstrained)) return possible;
  const { values } = possible;
  if (values !== null) {
    const fitted = values.map((value) => {
      const result = fit(value, wanted, bareFrame());
      return isCallFault(result) ? ONLY_MISSING : onlyValue(result);
    });
    return [...fitted, possible.mayBeMissing ? ONLY_MISSING : NOTHING].reduce(unite, NOTHING);
  }
  if (possible.entries !== null) {
    const { components } = wanted;
    if (components === null) return unite(possible, ONLY_MISSING);
    const entries = new Map(
      [...possible.entries].map(([name, entry]) => [name, fitPossible(entry, components.get(name) ?? null)]),
    );
    return { ...possible, entries, mayBeMissing: true };
  }
  const isSimple = wanted.components === null && wanted.item === null;
  return isSimple && wanted.order !== null && wanted.order.length > 0
    ? { ...NOTHING, values: wanted.order, mayBeMissing: true }
    : { ...possible, mayBeMissing: true };
}
