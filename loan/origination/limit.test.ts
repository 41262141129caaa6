import fc from 'fast-check';
import { exposureOf, type LimitHolding, type LimitState, noLimit } from '@plimsoll/loan/spine';
import { expect, test } from 'vitest';
import { decideLimit, type LimitCommand } from './limit.ts';

const context = { owner: 'someone', day: '2026-03-02' };
const currency = 'CNY';

function step(state: LimitState, command: LimitCommand, day = context.day) {
  return decideLimit(state, command, { ...context, day });
}
function good(state: LimitState, command: LimitCommand, day = context.day): LimitState {
  const decided = step(state, command, day);
  if (!decided.ok) throw new Error(JSON.stringify(decided));
  return decided.value.state;
}
const loan = (id: string, reservedMinor: number, usedMinor = 0): LimitHolding => ({
  id,
  kind: 'loan',
  currency,
  reservedMinor,
  usedMinor,
  untilDay: null,
});
const hold = (...holdings: readonly LimitHolding[]): LimitCommand => ({ kind: 'hold', holdings });
const set = (limitMinor: number | null, groups: readonly string[] = []): LimitCommand => ({
  kind: 'set',
  currency,
  limitMinor,
  groups,
});
const held = (state: LimitState, day = context.day) => {
  const { reservedMinor, usedMinor } = exposureOf(state, { currency, day });
  return reservedMinor + usedMinor;
};

test('[LMT-1] what is owed and reserved over all loans never grows beyond the limit, whatever is asked in any order', () => {
  const change = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'guarantee:e'),
    reservedMinor: fc.integer({ min: 0, max: 700 }),
    usedMinor: fc.integer({ min: 0, max: 700 }),
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2000 }),
      fc.array(change, { maxLength: 40 }),
      (limitMinor, changes) => {
        let state = good(noLimit, set(limitMinor));
        for (const each of changes) {
          const decided = step(state, hold(loan(each.id, each.reservedMinor, each.usedMinor)));
          if (decided.ok) state = decided.value.state;
          else
            expect(decided).toMatchObject({
              code: 'limit_exceeded',
              facts: { limitMinor, heldMinor: held(state) },
            });
          expect(held(state)).toBeLessThanOrEqual(limitMinor);
        }
      },
    ),
  );
});

test('[LMT-2] reserved at the offer, used at the draw, free again as it is repaid, and gone with the loan', () => {
  let state = good(noLimit, set(1000));
  state = good(state, hold(loan('a', 600)));
  expect(step(state, hold(loan('b', 500)))).toMatchObject({
    ok: false,
    code: 'limit_exceeded',
    rule: 'LMT-1',
    facts: { owner: 'someone', currency, limitMinor: 1000, heldMinor: 600, askedMinor: 500, freeMinor: 400 },
  });
  state = good(state, hold(loan('a', 0, 600)));
  expect(held(state)).toBe(600);
  state = good(state, hold(loan('a', 0, 450)));
  state = good(state, hold(loan('b', 500)));
  expect(held(state)).toBe(950);
  state = good(state, hold(loan('a', 0, 0)));
  expect(state.holdings.map(({ id }) => id)).toEqual(['b']);
  expect(step(state, hold(loan('b', 500)))).toMatchObject({ ok: true, value: { event: null } });
});

test('[LMT-3] an offer that nobody draws stops counting after its last day, and drawing it later asks for room again', () => {
  const offered = good(good(noLimit, set(1000)), hold({ ...loan('a', 800), untilDay: '2026-03-31' }));
  expect(held(offered, '2026-03-31')).toBe(800);
  expect(held(offered, '2026-04-01')).toBe(0);
  const other = good(offered, hold(loan('b', 700)), '2026-04-01');
  expect(step(other, hold(loan('a', 0, 800)), '2026-04-02')).toMatchObject({
    code: 'limit_exceeded',
    facts: { heldMinor: 700, askedMinor: 800 },
  });
});

test('[LMT-4] a limit below what is owed lets it shrink and nothing grow; another currency is not touched; lists end', () => {
  const state = good(good(noLimit, hold(loan('a', 0, 900))), set(500));
  expect(held(good(state, hold(loan('a', 0, 800))))).toBe(800);
  expect(step(state, hold(loan('a', 0, 901)))).toMatchObject({ code: 'limit_exceeded' });
  expect(step(state, hold({ ...loan('b', 5000), currency: 'USD' }))).toMatchObject({ ok: true });
  // A repayment that bounced is owed again, whatever the limit says.
  const bounced: LimitCommand = { kind: 'record', holdings: [loan('a', 0, 950)] };
  expect(held(good(state, bounced))).toBe(950);
  expect(good(state, set(null)).limits).toEqual({});
  const many = Array.from({ length: 201 }, (_, index) => loan(`loan-${index}`, 1));
  expect(step(noLimit, hold(...many))).toMatchObject({ code: 'limit_too_wide', facts: { holdings: 201 } });
  expect(step(noLimit, set(1, ['a', 'b', 'c', 'd', 'e', 'f']))).toMatchObject({ code: 'limit_too_wide' });
  expect(decideLimit(noLimit, set(1, ['a']), { owner: 'group:b', day: context.day })).toMatchObject({
    code: 'limit_too_wide',
  });
});
