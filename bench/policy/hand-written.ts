/**
 * The policy of the benchmark as an engineer would write it by hand: plain comparisons, the cheap grounds first, the score
 * only for those who need one. Written apart from the tables, so that agreement with them says something.
 */
import type { Application } from './application.ts';

export type OutcomeWord = 'approve' | 'refer' | 'decline';

export function decideByHand(application: Application): OutcomeWord {
  if (mustDecline(application)) return 'decline';
  const score = scoreOf(application);
  if (score < 250) return 'decline';
  if (needsPerson(application)) return 'refer';
  return score >= cutOffOf(application) ? 'approve' : 'refer';
}

function mustDecline(a: Application): boolean {
  return (
    a.age < 18 ||
    a.age > 72 ||
    !a.isIdentityVerified ||
    a.isOnWatchList ||
    (a.isBankrupt && a.monthsSinceDefault < 24) ||
    a.daysPastDueMax >= 90 ||
    a.delinquencies24m >= 4 ||
    a.bureauScore < 350 ||
    a.monthlyIncomeMinor < 80_000 ||
    ((a.region === 'island' || a.region === 'border') && a.channel === 'partner') ||
    (a.faceSimilarity < 60 && a.deviceRisk > 70) ||
    (a.deviceAccounts > 4 && a.applications24h > 3)
  );
}

function needsPerson(a: Application): boolean {
  return (
    a.deviceRisk > 85 ||
    (a.ipDistanceKm > 800 && a.applications24h > 1) ||
    (a.monthlyDebtMinor > 250_000 && a.monthlyIncomeMinor < 300_000) ||
    (a.inquiries6m > 8 && a.openLoans > 5 && a.loanHistory === 'new') ||
    ((a.employment === 'student' || a.employment === 'unemployed') &&
      a.employmentYears < 1 &&
      a.amountMinor > 300_000) ||
    (a.purpose === 'other' && a.termMonths > 36 && (a.housing === 'rent' || a.housing === 'dormitory')) ||
    (a.bankBalanceMinor < 0 && a.monthlyCashFlowMinor < 0) ||
    (a.utilisation > 0.95 && a.creditHistoryMonths < 24 && !a.hasBankAccount)
  );
}

/** The least score that approves, by segment. */
function cutOffOf({ loanHistory, channel, amountMinor }: Application): number {
  const isDirect = channel !== 'partner';
  if (loanHistory === 'loyal') {
    if (isDirect) return amountMinor < 500_000 ? 310 : 325;
    return amountMinor < 300_000 ? 325 : 340;
  }
  if (loanHistory === 'repeat') {
    if (isDirect) return amountMinor < 150_000 ? 325 : amountMinor < 400_000 ? 340 : 360;
    return amountMinor < 250_000 ? 340 : 360;
  }
  if (isDirect) return amountMinor < 100_000 ? 340 : amountMinor < 300_000 ? 360 : 385;
  return amountMinor < 150_000 ? 360 : 385;
}

function scoreOf(a: Application): number {
  let score = 0;
  const { age, employmentYears: years, bureauScore: bureau, utilisation, creditHistoryMonths: months } = a;
  const { monthlyIncomeMinor: income, inquiries6m: inquiries, delinquencies24m: delinquencies } = a;
  score += age < 25 ? 18 : age < 32 ? 31 : age < 42 ? 42 : age < 55 ? 49 : 55;
  score += income < 150_000 ? 12 : income < 250_000 ? 28 : income < 400_000 ? 41 : income < 600_000 ? 52 : 63;
  score += years < 1 ? 15 : years < 3 ? 27 : years < 7 ? 38 : years < 15 ? 46 : 53;
  score += bureau < 450 ? -20 : bureau < 550 ? 24 : bureau < 650 ? 58 : bureau < 750 ? 87 : 118;
  score += inquiries < 1 ? 48 : inquiries < 3 ? 39 : inquiries < 6 ? 25 : inquiries < 9 ? 11 : -8;
  score +=
    delinquencies < 1 ? 57 : delinquencies < 2 ? 34 : delinquencies < 3 ? 12 : delinquencies < 4 ? -9 : -30;
  score +=
    utilisation < 0.15 ? 51 : utilisation < 0.35 ? 44 : utilisation < 0.6 ? 33 : utilisation < 0.85 ? 19 : 3;
  score += months < 12 ? 8 : months < 36 ? 22 : months < 84 ? 37 : months < 160 ? 45 : 54;
  score +=
    a.termMonths < 13 ? 44 : a.termMonths < 19 ? 40 : a.termMonths < 25 ? 33 : a.termMonths < 37 ? 24 : 15;
  score += housingPoints(a.housing);
  return score;
}

function housingPoints(housing: string): number {
  if (housing === 'own') return 47;
  if (housing === 'mortgage') return 42;
  if (housing === 'family') return 30;
  return housing === 'rent' ? 24 : 16;
}
