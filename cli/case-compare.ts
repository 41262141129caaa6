/** A case and a loan side by side. */
import type { JsonObject, JsonValue } from '@plimsoll/core/base';
import type { Day } from '@plimsoll/core/calendar';
import type { LoanState } from '@plimsoll/loan/servicing';
import type { CaseLife } from './case-facts.ts';
import { isObject, type TestCase } from './case-outcome.ts';

/** A figure that differs, in words. */
export type Difference = string;
export type Snapshot = {
  readonly testCase: TestCase;
  readonly expected: JsonObject;
  readonly life: CaseLife;
  /** How many events have happened. */
  readonly step: number;
  readonly day: Day;
  readonly state: LoanState;
};

/** Compares the fields that are stated; an amount in minor units with one in units, a day with a text. */
export function compareFields(
  place: string,
  expected: JsonValue | undefined,
  got: { readonly [field: string]: number | string | null },
): readonly Difference[] {
  if (!isObject(expected)) return [`${place}: an object was expected`];
  const differences: Difference[] = [];
  for (const [field, value] of Object.entries(expected)) {
    if (!Object.hasOwn(got, field)) differences.push(`${place}.${field}: there is no such figure`);
    else if (!isSame(value, got[field] ?? null))
      differences.push(
        `${place}.${field}: expected ${JSON.stringify(value)}, got ${shown(got[field] ?? null)}`,
      );
  }
  return differences;
}

function isSame(expected: JsonValue, got: number | string | null): boolean {
  if (typeof got === 'number') return typeof expected === 'number' && Math.round(expected * 100) === got;
  return expected === got;
}

function shown(got: number | string | null): string {
  return typeof got === 'number' ? String(got / 100) : String(got);
}
