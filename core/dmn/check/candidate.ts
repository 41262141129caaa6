/**
 * Values worth trying for each input: every constant that it meets anywhere, the values between and beyond those, what
 * its type allows, what the given cases have, and missing. Inputs that meet each other share their values.
 */
import { type FeelNode, type FeelValue, fromJson } from '@plimsoll/core/feel';
import type { JsonObject } from '@plimsoll/core/base';
import type { Program } from '../boxed.ts';
import { answerOf, isExactTest } from './exact.ts';
import { MAX_VALUES_PER_INPUT } from './limits.ts';
import { addConstants, type Constants, createConstants, cut, kindsOf, mergeConstants } from './segment.ts';
import { globalsIn, isClosed, tablesIn, valueOfClosed, walk } from './walk.ts';

export type Candidates = ReadonlyMap<string, readonly FeelValue[]>;

/** Numbers of every size that a policy may mean, for inputs that meet no constant. */
const USUAL_NUMBERS = [
  0, 1, 2, 5, 10, 12, 24, 36, 50, 100, 0.1, 0.36, 1000, 10_000, 100_000, 1_000_000, 10_000_000,
];

export function findCandidates(program: Program, cases: readonly JsonObject[]): Candidates {
  const constants = meetings(program);
  const result = new Map<string, readonly FeelValue[]>();
  for (const [index, global] of program.globals.entries()) {
    if (global.kind !== 'input') continue;
    const { name, fit } = global;
    const own = constants.get(index) ?? createConstants();
    for (const test of fit?.allowed ?? []) isExactTest(test, own);
    const given = cases.flatMap((each) => (Object.hasOwn(each, name) ? [fromJson(each[name] ?? null)] : []));
    const kind = fit?.feel.kind ?? 'any';
    const made = kind === 'list' ? listsOf(own) : valuesOf(kind, own);
    const allowed = made.filter(
      (value) => value === null || (fit?.allowed ?? []).every((test) => answerOf(test, value, 0)),
    );
    const isText = kind === 'string' && fit?.isConstrained !== true;
    const joined = isText ? joinedTexts(program, index, cases) : [];
    const all = unique([...given, ...joined, ...allowed]);
    result.set(name, [...spread(all.filter((value) => value !== null)), null]);
  }
  return result;
}

/** Joined texts that are tried for one input. */
const MAX_JOINED = 12;

/** What other inputs have in the cases, joined with a constant that stands beside them: `starts with(region, country + "-")`. */
function joinedTexts(program: Program, index: number, cases: readonly JsonObject[]): readonly string[] {
  const found = new Set<string>();
  for (const global of program.globals) {
    if (global.kind !== 'decision' && global.kind !== 'knowledge') continue;
    walk(global.logic, (node) => {
      if (node.kind !== 'call' && node.kind !== 'compare') return true;
      const globals = globalsIn(node);
      if (!globals.has(index) || globals.size < 2) return true;
      const constants = [...constantsIn(node as unknown as FeelNode).strings];
      for (const other of globals) {
        const name = program.globals[other]?.name ?? '';
        for (const each of other === index ? [] : cases)
          if (typeof each[name] === 'string') for (const text of constants) found.add(`${each[name]}${text}`);
      }
      return true;
    });
  }
  return [...found].slice(0, MAX_JOINED);
}

function unique(values: readonly FeelValue[]): readonly FeelValue[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = JSON.stringify(value);
    return !seen.has(key) && seen.add(key);
  });
}

/** At most so many, evenly from the first to the last. */
function spread(values: readonly FeelValue[]): readonly FeelValue[] {
  const step = values.length / MAX_VALUES_PER_INPUT;
  return step <= 1
    ? values
    : Array.from({ length: MAX_VALUES_PER_INPUT }, (_, index) => values[Math.floor(index * step)] ?? null);
}

function valuesOf(kind: string, constants: Constants): readonly FeelValue[] {
  const kinds = kindsOf(constants).filter((each) => kind === 'any' || kind === each);
  const values = kinds.flatMap((each) => cut(each, constants).map(({ value }) => value));
  switch (kind) {
    case 'boolean':
      return [true, false];
    case 'number':
      return [...values, ...USUAL_NUMBERS];
    case 'string':
      return [...values, ...(values.length === 0 ? ['other'] : []), ''];
    default:
      return values.length === 0 ? [...USUAL_NUMBERS, true, false, 'other'] : values;
  }
}

function listsOf(constants: Constants): readonly FeelValue[] {
  const numbers = [...constants.numbers, ...USUAL_NUMBERS].slice(0, MAX_VALUES_PER_INPUT);
  return [numbers, [...constants.strings], []];
}

/** For each input the constants of every expression and column in which it occurs, also by way of other inputs. */
function meetings(program: Program): ReadonlyMap<number, Constants> {
  const found = new Map<number, Constants>();
  const meet = (globals: ReadonlySet<number>, constants: Constants): void => {
    for (const index of globals) {
      const known = found.get(index) ?? createConstants();
      mergeConstants(known, constants);
      found.set(index, known);
    }
  };
  for (const global of program.globals) {
    if (global.kind !== 'decision' && global.kind !== 'knowledge') continue;
    walk(global.logic, (node) => {
      if (
        node.kind === 'compare' ||
        node.kind === 'in' ||
        node.kind === 'between' ||
        node.kind === 'call' ||
        node.kind === 'arithmetic'
      )
        meet(globalsIn(node), constantsIn(node as unknown as FeelNode));
      return true;
    });
    for (const table of tablesIn(global.logic))
      for (const [column, { node }] of table.inputs.entries()) {
        const constants = createConstants();
        const globals = new Set(globalsIn(node));
        for (const rule of table.rules) {
          const test = rule.tests[rule.columns.indexOf(column)];
          if (test === undefined) continue;
          isExactTest(test, constants);
          for (const index of globalsIn(test)) globals.add(index);
        }
        meet(globals, constants);
      }
  }
  return found;
}

function constantsIn(root: FeelNode): Constants {
  const constants = createConstants();
  walk(root, (node) => {
    if (
      'at' in node &&
      isClosed(node as unknown as FeelNode) &&
      node.kind !== 'builtin' &&
      node.kind !== 'function'
    ) {
      addConstants(constants, valueOfClosed(node as unknown as FeelNode));
      return false;
    }
    return true;
  });
  return constants;
}
