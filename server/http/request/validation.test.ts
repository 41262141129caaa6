import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ListApplications, SearchPerson, SubmitApplication } from '@plimsoll/api/origination';
import { type Route, routes } from '@plimsoll/api/route';
import { isDay, isInstant, isUuid } from './format.ts';
import { compileQueryValidator, compileValidator } from './validation.ts';

test('[HTTP-5] every schema of the table compiles in strict mode', () => {
  for (const route of Object.values<Route>(routes)) {
    if (route.body !== null) expect(compileValidator(route.body)).toBeTypeOf('function');
    if (route.params !== null) expect(compileValidator(route.params)).toBeTypeOf('function');
    if (route.query !== null) expect(compileQueryValidator(route.query)).toBeTypeOf('function');
    if (route.reply !== null) expect(compileValidator(route.reply)).toBeTypeOf('function');
  }
});

test('[HTTP-5] checking a body never changes it', () => {
  const check = compileValidator(SubmitApplication);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = JSON.stringify(value);
      check(value);
      expect(JSON.stringify(value)).toBe(before);
    }),
  );
});

test('[HTTP-5] only the texts of a query become numbers, and only where they are whole numbers', () => {
  const check = compileQueryValidator(ListApplications);
  const query: Record<string, unknown> = { limit: '20', scoreMin: '-1.5', outcome: 'refer' };
  expect(check(query)).toBeNull();
  expect(query).toEqual({ limit: 20, scoreMin: -1.5, outcome: 'refer' });
  for (const limit of ['', ' ', 'ten', '1.5', '0x', '1e999', '-Infinity', ['1', '2']])
    expect(check({ limit }), String(limit)).not.toBeNull();
});

test('[HTTP-6] a union is explained as a whole, an unknown field by its name, a missing one by its place', () => {
  const check = compileValidator(SubmitApplication);
  const problems = check({ facts: { inquiries6m: [1] }, scenario: 'war', colour: 'blue' }) ?? [];
  const at = (path: string) => problems.find((problem) => problem.path === path);
  expect(at('/colour')?.messages).toEqual({ zh: '没有这个字段', en: 'there is no such field' });
  expect(at('/applicant')?.message).toBe('it is required');
  expect(at('/scenario')).toMatchObject({ value: 'war' });
  expect(at('/scenario')?.message).toContain('one of "general", "shopping"');
  expect(at('/facts/inquiries6m')?.message).toContain('an object with missing: one of "not_asked"');
  expect(problems.filter(({ path }) => path === '/facts/inquiries6m')).toHaveLength(1);
});

test('[HTTP-6] values that may be personal are not repeated', () => {
  const secret = 'x'.repeat(30) + '\n';
  const applicant = { kind: secret, name: 1, idKind: secret, idNumber: [secret], phone: '', email: 'a' };
  const problems = [
    ...(compileValidator(SubmitApplication)({ applicant }) ?? []),
    ...(compileValidator(SearchPerson)({ field: 'phone', value: '' }) ?? []),
  ];
  expect(problems.filter(({ path }) => /^\/(applicant|value)/.test(path)).length).toBeGreaterThan(4);
  for (const problem of problems.filter(({ path }) => /^\/(applicant|value)/.test(path)))
    expect(problem).not.toHaveProperty('value');
  expect(JSON.stringify(problems)).not.toContain('xxxx');
});

test('[HTTP-5] formats are checked for real', () => {
  expect(isUuid('0190a3c4-5d6e-7f80-9abc-def012345678')).toBe(true);
  expect(isUuid('0190A3C4-5d6e-7f80-9abc-def012345678')).toBe(false);
  expect(isDay('2028-02-29')).toBe(true);
  for (const day of ['2026-02-29', '0000-01-01', '2026-1-1', '3000-01-01', '20260101'])
    expect(isDay(day)).toBe(false);
  for (const instant of ['2026-01-01T00:00:00Z', '2026-01-01T23:59:59.123+08:00'])
    expect(isInstant(instant)).toBe(true);
  for (const instant of [
    '2026-01-01',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01T00:00:00',
  ])
    expect(isInstant(instant)).toBe(false);
});
