/**
 * What stands behind a loan beside the borrower: collateral by its value and the part of it that may be lent on, and people
 * who guarantee amounts. What is not covered is the shortfall; a product that asks for security pays nothing out with one.
 */
import { type Refusal, refuse } from '@plimsoll/core/base';
import { mulDiv } from '@plimsoll/core/money';
import { type LoanSummary, type Security, WHOLE_PPM } from '@plimsoll/loan/spine';

export type Collateral = {
  /** Such as `car`, `flat`, `receivable`. */
  readonly kind: string;
  /** A number of a register; nothing personal. */
  readonly reference: string;
  readonly valueMinor: number;
  readonly valuedDay: string;
  /** The part that may be lent on, in millionths. */
  readonly lendablePpm: number;
};
export type Guarantee = {
  /** The pseudonym of the guarantor. */
  readonly guarantor: string;
  readonly amountMinor: number;
};
export type LoanSecurity = {
  readonly collateral: readonly Collateral[];
  readonly guarantees: readonly Guarantee[];
};
export const noSecurity: LoanSecurity = { collateral: [], guarantees: [] };

export type Coverage = {
  /** What has to be covered: what may be drawn before the first draw, then what is outstanding. */
  readonly neededMinor: number;
  readonly coveredMinor: number;
  readonly shortfallMinor: number;
};

/** How much of a loan is covered as it stands. */
export function coverageOf(
  security: LoanSecurity,
  {
    amountMinor,
    after,
  }: { readonly amountMinor: number; readonly after: Pick<LoanSummary, 'status' | 'principalMinor'> },
): Coverage {
  const neededMinor = after.status === 'approved' ? amountMinor : after.principalMinor;
  const lendable = security.collateral.map(({ valueMinor, lendablePpm }) =>
    mulDiv(valueMinor, { numerator: lendablePpm, denominator: WHOLE_PPM }, 'down'),
  );
  const guaranteed = security.guarantees.map(({ amountMinor: amount }) => amount);
  const coveredMinor = [...lendable, ...guaranteed].reduce((sum, part) => sum + part, 0);
  return { neededMinor, coveredMinor, shortfallMinor: Math.max(0, neededMinor - coveredMinor) };
}

/** Why a loan may not be paid out for want of security; null when it may (`security_short`, ORG-33). */
export function refusalOfSecurity(
  asked: Security,
  security: LoanSecurity,
  { coveredMinor, neededMinor, shortfallMinor }: Coverage,
): Refusal | null {
  if (asked === 'none') return null;
  const given = asked === 'collateral' ? security.collateral.length : security.guarantees.length;
  if (given > 0 && shortfallMinor === 0) return null;
  return refuse('security_short', 'ORG-33', { asked, given, neededMinor, coveredMinor, shortfallMinor });
}
