/** The exact method against trying every segment of small random tables with the interpreter. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '@plimsoll/core/base';
import { fromJson } from '@plimsoll/core/feel';
import type { TableNode } from '../boxed.ts';
import type { Policy } from '../policy.ts';
import { attemptTable, matchesOf } from './attempt.ts';
import { checkPolicy } from './check-policy.ts';
import { input, policyOf, table } from './sample-check.ts';

const NUMBER_CELLS = [
  '-',
  '< 3',
  '<= 3',
  '3',
  '> 3',
  '[3..7]',
  '(3..7)',
  '>= 7',
  'not(3)',
  '3, 7',
  'null',
  'not(null)',
  '[9..8]',
];
const TEXT_CELLS = ['-', '"A"', '"B"', '"A", "B"', 'not("A")', 'null'];
const FLAG_CELLS = ['-', 'true', 'false', 'null', 'not(true)'];

/** One value of every segment that these cells can tell apart. */
const NUMBERS: readonly JsonValue[] = [0, 3, 5, 7, 8, 8.5, 9, 10, null];
const TEXTS: readonly JsonValue[] = ['A', 'B', 'zz', null];
const FLAGS: readonly JsonValue[] = [true, false, null];

const row = fc.tuple(
  fc.constantFrom(...NUMBER_CELLS),
  fc.constantFrom(...NUMBER_CELLS),
  fc.constantFrom(...TEXT_CELLS),
  fc.constantFrom(...FLAG_CELLS),
  fc.constantFrom('"x"', '"y"'),
);
const tables = fc.record({
  hitPolicy: fc.constantFrom('FIRST', 'UNIQUE', 'ANY'),
  rows: fc.array(row, { minLength: 1, maxLength: 7 }),
});

type Sample = { readonly hitPolicy: string; readonly rows: readonly (readonly string[])[] };

async function read({ hitPolicy, rows }: Sample): Promise<Policy> {
  const names = ['n', 'm', 's', 'f'];
  return policyOf(
    input('n', 'number'),
    input('m', 'number'),
    input('s', 'string'),
    input('f', 'boolean'),
    table({
      name: 't',
      requires: names,
      inputs: names,
      hitPolicy,
      rows: rows.map((cells) => cells.join('|')),
    }),
  );
}

type Tried = {
  readonly gap: boolean;
  readonly missingGap: boolean;
  /** Rules that match somewhere, and rules that are the first to match somewhere (from 1). */
  readonly held: ReadonlySet<number>;
  readonly firsts: ReadonlySet<number>;
  readonly clash: boolean;
};

function tryEverything(policy: Policy, { rows }: Sample): Tried {
  const global = policy.program.globals[policy.program.indexOf.get('t') ?? -1];
  if (global?.kind !== 'decision') throw new Error('t is a decision');
  // RULE ORDER looks at every rule, so that all matches are seen.
  const whole = { ...(global.logic as TableNode), hitPolicy: 'RULE ORDER' as const };
  const held = new Set<number>();
  const firsts = new Set<number>();
  const seen = { gap: false, missingGap: false, unique: false, any: false };
  for (const n of NUMBERS)
    for (const m of NUMBERS)
      for (const s of TEXTS)
        for (const f of FLAGS) {
          const point = [n, m, s, f];
          const matches = matchesOf(
            attemptTable(
              policy.program,
              whole,
              point.map((value) => fromJson(value)),
            ).table,
          );
          for (const match of matches) held.add(match);
          if (matches[0] !== undefined) firsts.add(matches[0]);
          if (matches.length === 0 && point.includes(null)) seen.missingGap = true;
          if (matches.length === 0 && !point.includes(null)) seen.gap = true;
          seen.unique ||= matches.length > 1;
          seen.any ||= new Set(matches.map((match) => rows[match - 1]?.at(-1))).size > 1;
        }
  const { hitPolicy } = global.logic as TableNode;
  const clash = hitPolicy === 'UNIQUE' ? seen.unique : hitPolicy === 'ANY' && seen.any;
  return { gap: seen.gap, missingGap: seen.missingGap, held, firsts, clash };
}

test('[CHK-11, CHK-10] gaps, overlaps, rows that never hold and rows without effect are those of every segment tried', async () => {
  await fc.assert(
    fc.asyncProperty(tables, async (sample) => {
      const policy = await read(sample);
      const { findings, tables: checked } = checkPolicy(policy, { limits: { samples: 20 } });
      const tried = tryEverything(policy, sample);
      const rowsOf = (...codes: readonly string[]) =>
        findings
          .flatMap(({ code, place }) => (codes.includes(code) && place.rule !== null ? [place.rule] : []))
          .toSorted((left, right) => left - right);
      const all = sample.rows.map((_, index) => index + 1);
      expect(checked).toMatchObject([{ method: 'complete' }]);
      expect(findings.some(({ code }) => code === 'CHECK_GAP')).toBe(tried.gap);
      expect(findings.some(({ code }) => code === 'CHECK_GAP_MISSING')).toBe(tried.missingGap && !tried.gap);
      expect(findings.some(({ code }) => code.endsWith('_HITS'))).toBe(tried.clash);
      const never = rowsOf('CHECK_CELL_NEVER', 'CHECK_ROW_CONTRADICTION');
      expect([...new Set(never)]).toEqual(all.filter((rule) => !tried.held.has(rule)));
      if (sample.hitPolicy === 'FIRST')
        expect(rowsOf('CHECK_ROW_HIDDEN')).toEqual(
          all.filter((rule) => tried.held.has(rule) && !tried.firsts.has(rule)),
        );
    }),
    { numRuns: 60 },
  );
}, 60_000);
