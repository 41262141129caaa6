/**
 * Large decision tables to measure with: eight inputs, five numbers tested by ranges and three texts tested by lists.
 * UNIQUE: the boxes of a grid, so that exactly one row holds. FIRST: boxes anywhere, and a last row for the rest. Open: FIRST with two or
 * three tests a row, the other cells empty.
 */
import { createRandom, type Random } from '@plimsoll/core/base';

export type TableKind = 'FIRST' | 'UNIQUE' | 'open';
export type Question = { readonly [input: string]: number | string };

const NUMBERS = ['amount', 'income', 'age', 'months', 'score'] as const;
const TEXTS = ['region', 'channel', 'product'] as const;
const NAMES: readonly string[] = [...NUMBERS, ...TEXTS];
/** Numbers run from 0 to below this. */
const SPAN = 1000;
const LEVELS = ['a', 'b', 'c', 'd', 'e'];
/** Boxes of a grid by column; their product is the number of rows. */
const GRIDS = new Map([
  [10, [5, 2, 1, 1, 1, 1, 1, 1]],
  [10_000, [5, 5, 4, 2, 2, 5, 5, 1]],
]);

/** The DMN file of a table; its decision is `answer`, the number of the row that holds. */
export function tableXml(kind: TableKind, rowCount: number): string {
  const rows = kind === 'UNIQUE' ? gridRows(rowCount) : boxRows(kind, rowCount);
  const inputs = NAMES.map((name) => {
    const type = TEXTS.some((text) => text === name) ? 'string' : 'number';
    return `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;
  });
  const columns = NAMES.map(
    (name) => `<input label="${name}"><inputExpression><text>${name}</text></inputExpression></input>`,
  );
  const rules = rows.map((cells, index) => {
    const entries = cells.map(
      (cell) => `<inputEntry><text>${cell.replaceAll('<', '&lt;')}</text></inputEntry>`,
    );
    return `<rule>${entries.join('')}<outputEntry><text>${index + 1}</text></outputEntry></rule>`;
  });
  const required = NAMES.map(
    (name) => `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="table" namespace="https://plimsoll.dev/bench">
${inputs.join('')}<decision id="answer" name="answer"><variable name="answer" typeRef="number"/>${required.join('')}
<decisionTable hitPolicy="${kind === 'UNIQUE' ? 'UNIQUE' : 'FIRST'}">${columns.join('')}<output name="answer" typeRef="number"/>
${rules.join('\n')}</decisionTable></decision></definitions>`;
}

/** Questions that nobody asked before: drawn anew from the whole range of each input. */
export function drawQuestions(count: number, seed: string): readonly Question[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const numbers = NUMBERS.map((name) => [name, random.integer(0, SPAN - 1)] as const);
    const texts = TEXTS.map((name) => [name, random.pick(LEVELS)] as const);
    return Object.fromEntries([...numbers, ...texts]);
  });
}

function gridRows(rowCount: number): readonly (readonly string[])[] {
  const parts = GRIDS.get(rowCount);
  if (parts === undefined) throw new Error(`there is a grid of ${rowCount} rows`);
  return Array.from({ length: rowCount }, (_, row) => {
    let rest = row;
    return parts.map((count, column) => {
      const part = rest % count;
      rest = Math.floor(rest / count);
      return column < NUMBERS.length ? numberPart(part, count) : textPart(part, count);
    });
  });
}

function numberPart(part: number, count: number): string {
  const [low, high] = [(part * SPAN) / count, ((part + 1) * SPAN) / count];
  return `[${low}..${high})`;
}

function textPart(part: number, count: number): string {
  return LEVELS.filter((_, index) => index % count === part)
    .map((level) => `"${level}"`)
    .join(', ');
}

function boxRows(kind: 'FIRST' | 'open', rowCount: number): readonly (readonly string[])[] {
  const random = createRandom(`${kind} ${rowCount}`);
  const rows = Array.from({ length: rowCount - 1 }, () => {
    const tested = new Set(kind === 'FIRST' ? NAMES : random.shuffle(NAMES).slice(0, random.integer(2, 3)));
    return NAMES.map((name) => (tested.has(name) ? randomTest(name, random) : '-'));
  });
  return [...rows, NAMES.map(() => '-')];
}

function randomTest(name: string, random: Random): string {
  if (TEXTS.some((text) => text === name)) {
    const levels = random.shuffle(LEVELS).slice(0, random.integer(1, 3));
    return levels.map((level) => `"${level}"`).join(', ');
  }
  const low = random.integer(0, SPAN - 50);
  return `[${low}..${low + random.integer(20, SPAN / 2)})`;
}
