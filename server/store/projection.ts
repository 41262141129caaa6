/**
 * The projector: events in the order of the log → changes of rows. Pure, and the only one: an append applies its
 * changes in the statement that books the events, a rebuild applies the same changes to empty tables.
 *
 * Events of one application within a page become one change of its row, because a statement may touch a row once.
 * Rows of an hour get deltas. A good or bad end counts in the hour and cell of the decision it judges; where that
 * decision lies in the database the statement finds the cell, where it lies in this page we know it here.
 */
import { assert, assertNever } from '@plimsoll/core/base';
import type { DecisionFact, ProjectedEvent, Submission } from './projected-event.ts';
import type { DayChange } from './projected-day.ts';
import type { PaymentChange } from './projected-payment.ts';
import { type LoanChange, mergeLoanChanges, type PostedAmount } from './projected-loan.ts';
import { mergeModelChanges, type ModelChange } from './projected-model.ts';

/** Width of a score band, in points. */
export const SCORE_BAND = 20;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type Decided = { readonly decision: DecisionFact; readonly decidedAtMs: number };

export type ApplicationInsert = {
  readonly id: string;
  readonly submission: Submission;
  readonly submittedAtMs: number;
  readonly decided: Decided | null;
  readonly performance: string | null;
  readonly version: number;
  /** Place of the submission within the page, from 0. */
  readonly offset: number;
};

export type ApplicationUpdate = {
  readonly id: string;
  readonly decided: Decided | null;
  readonly performance: string | null;
  readonly version: number;
};

export type Cell = {
  readonly hourMs: number;
  readonly policyHash: string | null;
  readonly outcome: string;
  readonly grade: string | null;
  readonly scoreBand: number | null;
};
export type DecisionDelta = Cell & { readonly count: number; readonly good: number; readonly bad: number };
export type ReasonDelta = {
  readonly hourMs: number;
  readonly outcome: string;
  readonly reason: string;
  readonly count: number;
};
export type PolicyPublication = {
  readonly hash: string;
  readonly name: string;
  readonly xml: string;
  readonly publishedAtMs: number;
  readonly actor: string;
  /** The last one of its name within the page: it becomes the active one. */
  readonly active: boolean;
};

/** What an account moved on a day of booking, in days since 1970. */
export type PostedOnDay = PostedAmount & { readonly day: number };

export type Changes = {
  readonly inserts: readonly ApplicationInsert[];
  readonly updates: readonly ApplicationUpdate[];
  readonly decisions: readonly DecisionDelta[];
  readonly reasons: readonly ReasonDelta[];
  readonly policies: readonly PolicyPublication[];
  readonly models: readonly ModelChange[];
  readonly loans: readonly LoanChange[];
  /** What all postings of the page come to, each account once. */
  readonly postings: readonly PostedAmount[];
  /** The same by the day of booking, for statements. */
  readonly daily: readonly PostedOnDay[];
  readonly days: readonly DayChange[];
  readonly payments: readonly PaymentChange[];
};

type Draft = {
  readonly id: string;
  submission: { readonly value: Submission; readonly submittedAtMs: number; readonly offset: number } | null;
  decided: Decided | null;
  performance: string | null;
  version: number;
};

/** Projects a page of events; `events[i]` has the position `base + i`, whatever the base. */
export function project(events: readonly ProjectedEvent[]): Changes {
  const drafts = new Map<string, Draft>();
  const decisions = new Map<string, DecisionDelta>();
  const reasons = new Map<string, ReasonDelta>();
  const policies = new Map<string, PolicyPublication>();
  const models = new Map<string, ModelChange>();
  const loans = new Map<string, LoanChange>();
  const posted = new Map<string, PostedAmount>();
  const daily = new Map<string, PostedOnDay>();
  const book = (postings: readonly PostedAmount[], bookedAtMs: number): void => {
    post(posted, postings);
    postOnDay(daily, postings, Math.floor(bookedAtMs / DAY_MS));
  };
  const days: DayChange[] = [];
  const payments = new Map<string, PaymentChange>();
  events.forEach((event, offset) => {
    const { fact, bookedAtMs } = event;
    switch (fact.kind) {
      case 'submitted': {
        const draft = draftOf(drafts, fact.id, event);
        assert(draft.submission === null, 'an application is submitted once');
        draft.submission = { value: fact.submission, submittedAtMs: bookedAtMs, offset };
        return;
      }
      case 'decided': {
        const decided = { decision: fact.decision, decidedAtMs: bookedAtMs };
        draftOf(drafts, fact.id, event).decided = decided;
        count(decisions, cellOf(decided), { count: 1, good: 0, bad: 0 });
        countReasons(reasons, decided);
        return;
      }
      case 'performed':
        draftOf(drafts, fact.id, event).performance = fact.performance;
        return;
      case 'published':
        publish(policies, fact, event);
        return;
      case 'model':
        changeModel(models, fact.change);
        return;
      case 'loan':
        changeLoan(loans, { ...fact.change, offset });
        return book(fact.change.postings, bookedAtMs);
      case 'day':
        days.push(fact.change);
        return fact.change.kind === 'advanced' ? book(fact.change.postings, bookedAtMs) : undefined;
      case 'payment': {
        const { id } = fact.change;
        payments.set(id, { ...fact.change, offset: payments.get(id)?.offset ?? offset });
        return;
      }
      case 'touched':
        draftOf(drafts, fact.id, event);
        return;
      case 'other':
        return;
      default:
        assertNever(fact);
    }
  });
  const kept = {
    loans: [...loans.values()],
    postings: [...posted.values()],
    daily: [...daily.values()],
    days,
    payments: [...payments.values()],
  };
  return { ...collect(drafts, { decisions, reasons, policies, models }), ...kept };
}

/** The lower edge of a score's band; null without a score. */
export function scoreBandOf(score: number | null): number | null {
  return score === null ? null : Math.floor(score / SCORE_BAND) * SCORE_BAND;
}

function draftOf(drafts: Map<string, Draft>, id: string, event: ProjectedEvent): Draft {
  const draft = drafts.get(id) ?? { id, submission: null, decided: null, performance: null, version: 0 };
  draft.version = event.version;
  drafts.set(id, draft);
  return draft;
}

function hourOf(timeMs: number): number {
  return Math.floor(timeMs / HOUR_MS) * HOUR_MS;
}

function cellOf({ decision, decidedAtMs }: Decided): Cell {
  const { policyHash, outcome, grade, score } = decision;
  return { hourMs: hourOf(decidedAtMs), policyHash, outcome, grade, scoreBand: scoreBandOf(score) };
}

function count(
  decisions: Map<string, DecisionDelta>,
  cell: Cell,
  delta: { readonly count: number; readonly good: number; readonly bad: number },
): void {
  const name = JSON.stringify([cell.hourMs, cell.policyHash, cell.outcome, cell.grade, cell.scoreBand]);
  const old = decisions.get(name) ?? { ...cell, count: 0, good: 0, bad: 0 };
  decisions.set(name, {
    ...cell,
    count: old.count + delta.count,
    good: old.good + delta.good,
    bad: old.bad + delta.bad,
  });
}

function countReasons(reasons: Map<string, ReasonDelta>, { decision, decidedAtMs }: Decided): void {
  const hourMs = hourOf(decidedAtMs);
  for (const reason of new Set(decision.reasons)) {
    const name = JSON.stringify([hourMs, decision.outcome, reason]);
    const old = reasons.get(name);
    reasons.set(name, { hourMs, outcome: decision.outcome, reason, count: (old?.count ?? 0) + 1 });
  }
}

function publish(
  policies: Map<string, PolicyPublication>,
  { hash, name, xml }: { readonly hash: string; readonly name: string; readonly xml: string },
  { bookedAtMs, actor }: ProjectedEvent,
): void {
  for (const [other, policy] of policies) {
    if (policy.name === name) policies.set(other, { ...policy, active: false });
  }
  policies.set(hash, { hash, name, xml, publishedAtMs: bookedAtMs, actor, active: true });
}

function changeModel(models: Map<string, ModelChange>, change: ModelChange): void {
  const key = JSON.stringify([change.name, change.version]);
  const earlier = models.get(key);
  models.set(key, earlier === undefined ? change : mergeModelChanges(earlier, change));
}

function changeLoan(loans: Map<string, LoanChange>, change: LoanChange): void {
  const earlier = loans.get(change.id);
  loans.set(change.id, earlier === undefined ? change : mergeLoanChanges(earlier, change));
}

function postOnDay(daily: Map<string, PostedOnDay>, postings: readonly PostedAmount[], day: number): void {
  for (const posting of postings) {
    const name = JSON.stringify([posting.funder, posting.currency, posting.account, day]);
    const amountMinor = (daily.get(name)?.amountMinor ?? 0) + posting.amountMinor;
    daily.set(name, { ...posting, day, amountMinor });
  }
}

function post(posted: Map<string, PostedAmount>, postings: readonly PostedAmount[]): void {
  for (const posting of postings) {
    const name = JSON.stringify([posting.funder, posting.currency, posting.account]);
    const amountMinor = (posted.get(name)?.amountMinor ?? 0) + posting.amountMinor;
    posted.set(name, { ...posting, amountMinor });
  }
}

function collect(
  drafts: ReadonlyMap<string, Draft>,
  counted: {
    readonly decisions: Map<string, DecisionDelta>;
    readonly reasons: ReadonlyMap<string, ReasonDelta>;
    readonly policies: ReadonlyMap<string, PolicyPublication>;
    readonly models: ReadonlyMap<string, ModelChange>;
  },
): Omit<Changes, 'loans' | 'postings' | 'daily' | 'days' | 'payments'> {
  const inserts: ApplicationInsert[] = [];
  const updates: ApplicationUpdate[] = [];
  for (const { id, submission, decided, performance, version } of drafts.values()) {
    if (submission === null) {
      updates.push({ id, decided, performance, version });
      continue;
    }
    const { value, submittedAtMs, offset } = submission;
    inserts.push({ id, submission: value, submittedAtMs, decided, performance, version, offset });
    if (decided !== null && performance !== null)
      count(counted.decisions, cellOf(decided), judged(performance));
  }
  return {
    inserts,
    updates,
    decisions: [...counted.decisions.values()],
    reasons: [...counted.reasons.values()],
    policies: [...counted.policies.values()],
    models: [...counted.models.values()],
  };
}

function judged(performance: string): {
  readonly count: number;
  readonly good: number;
  readonly bad: number;
} {
  return { count: 0, good: performance === 'good' ? 1 : 0, bad: performance === 'bad' ? 1 : 0 };
}
