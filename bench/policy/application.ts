/**
 * The applications of the policy benchmark: 31 fields, drawn by a seed so that about a third is declined by a rule, some
 * are referred by one, and the rest reaches the scorecard. Money in minor units.
 */
import { createRandom, type Random } from '@plimsoll/core/base';

export type Application = {
  readonly age: number;
  readonly monthlyIncomeMinor: number;
  readonly amountMinor: number;
  readonly termMonths: number;
  readonly employmentYears: number;
  readonly monthlyDebtMinor: number;
  readonly bureauScore: number;
  readonly inquiries6m: number;
  readonly openLoans: number;
  readonly delinquencies24m: number;
  readonly daysPastDueMax: number;
  readonly utilisation: number;
  readonly monthsSinceDefault: number;
  readonly creditHistoryMonths: number;
  readonly bankBalanceMinor: number;
  readonly monthlyCashFlowMinor: number;
  readonly deviceRisk: number;
  readonly deviceAccounts: number;
  readonly ipDistanceKm: number;
  readonly applications24h: number;
  readonly faceSimilarity: number;
  readonly region: string;
  readonly purpose: string;
  readonly employment: string;
  readonly housing: string;
  readonly channel: string;
  readonly loanHistory: string;
  readonly isIdentityVerified: boolean;
  readonly isOnWatchList: boolean;
  readonly isBankrupt: boolean;
  readonly hasBankAccount: boolean;
};

/** Decides one application: the outcome, or a promise of it. */
export type Decide = (application: Application) => unknown;

/** Decides a whole sample that was put into columns before; gives how to read the outcome of a row. */
export type DecideAll = () => (row: number) => unknown;
/** Puts a sample into columns. */
export type OpenAll = (applications: readonly Application[]) => DecideAll;

export type FieldKind = 'number' | 'string' | 'boolean';

/** One application. A number is often near its usual value and seldom far from it. */
function drawApplication(random: Random): Application {
  const { integer, pick, next } = random;
  const rarely = (share: number): boolean => next() < share;
  /** Whole numbers that are mostly small. */
  const few = (most: number): number => Math.floor(next() ** 3 * (most + 1));
  return {
    age: rarely(0.04) ? integer(14, 17) : integer(18, 75),
    monthlyIncomeMinor: rarely(0.04) ? integer(10_000, 79_999) : integer(80_000, 900_000),
    amountMinor: integer(30, 800) * 1000,
    termMonths: pick([12, 18, 24, 36, 48]),
    employmentYears: integer(0, 30),
    monthlyDebtMinor: few(400) * 1000,
    bureauScore: integer(330, 850),
    inquiries6m: few(15),
    openLoans: few(12),
    delinquencies24m: few(4),
    daysPastDueMax: few(110),
    utilisation: integer(0, 110) / 100,
    monthsSinceDefault: integer(0, 120),
    creditHistoryMonths: integer(0, 300),
    bankBalanceMinor: integer(-50_000, 900_000),
    monthlyCashFlowMinor: integer(-60_000, 400_000),
    deviceRisk: few(100),
    deviceAccounts: few(8),
    ipDistanceKm: few(2000),
    applications24h: few(6),
    faceSimilarity: integer(50, 100),
    region: pick(['north', 'south', 'east', 'west', 'capital', 'island', 'border']),
    purpose: pick(['medical', 'education', 'repair', 'purchase', 'travel', 'other']),
    employment: pick(['salaried', 'selfEmployed', 'retired', 'student', 'unemployed']),
    housing: pick(['own', 'mortgage', 'rent', 'family', 'dormitory']),
    channel: pick(['app', 'web', 'partner']),
    loanHistory: pick(['new', 'repeat', 'loyal']),
    isIdentityVerified: !rarely(0.03),
    isOnWatchList: rarely(0.01),
    isBankrupt: rarely(0.03),
    hasBankAccount: !rarely(0.1),
  };
}

/** `count` applications; the same seed gives the same ones. */
export function drawApplications(count: number, seed: string): readonly Application[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => drawApplication(random));
}

/** The fields in their order, each with its kind. */
export const FIELDS: readonly (readonly [keyof Application, FieldKind])[] = Object.entries(
  drawApplication(createRandom('fields')),
).map(([name, value]) => [name as keyof Application, typeof value as FieldKind]);

/** How many applications the benchmark decides, and their seed. */
export const APPLICATIONS = 20_000;
export const SEED = 'bench policy';
