/** Writing loans over HTTP: an opening, and whatever happens after it. */
import type { OpenLoan, RecordFact } from '@plimsoll/api/loan';
import { assert, type JsonObject, ok, type Result, refuse } from '@plimsoll/core/base';
import { type Day, parseDay } from '@plimsoll/core/calendar';
import { decideLoan, foldLoan } from '@plimsoll/loan/servicing';
import {
  applicationStream,
  type ApplicationState,
  type DomainEvent,
  exposureOf,
  foldApplication,
  holdingOf,
  type LoanEventBody,
  loanStream,
  type LoanSummary,
} from '@plimsoll/loan/spine';
import {
  books,
  type Change,
  decideChange,
  type DecidedChange,
  decideLimits,
  type LoanOffer,
  makeOffer,
  readLimit,
  readLoan,
  readSubject,
  type StoredLoan,
} from '@plimsoll/server/loan';
import { readUnderWay } from '@plimsoll/server/payment';
import { folded, type PersonKeys, readStream, type StreamAppend } from '@plimsoll/server/store';
import { answer, type RoomHandlers, refuseCall } from '../call.ts';
import { decideAndAppend, type Decided } from '../write.ts';
import { readFact, type ReadFact } from './deed.ts';
import { dayAt, type LoanPorts } from './ports.ts';
import { presentOffer, presentRow, presentState } from './present.ts';

type Writing = Pick<RoomHandlers<'loan'>, 'planLoan' | 'openLoan' | 'recordLoanFact' | 'previewLoanFact'>;

/** The handlers that write loans, or say what writing would do. */
export function createLoanWriting(ports: LoanPorts): Writing {
  const { pool, log, loans, clock, createId, turns } = ports;
  return {
    planLoan: async ({ body }) => {
      const { instalments = null, rateAnnual = null, terms = null, day = dayAt(clock()) } = body;
      const offer = makeOffer(loans, { ...body, instalments, rateAnnual, terms, day, owedMinor: 0 });
      return offer.ok ? answer(presentOffer(offer.value)) : offer;
    },
    openLoan: async ({ body, caller, idempotency }) => {
      const nowMs = clock();
      const id = body.application ?? createId(nowMs);
      const borrower = await borrowerOf(ports, body);
      const subject = borrower.ok ? borrower.value.subject : null;
      return turns(await namesOf(ports, id, subject), async () =>
        decideAndAppend<'openLoan'>({ log, actor: caller.actor, idempotency }, async () =>
          open(ports, { body, id, nowMs }),
        ),
      );
    },
    recordLoanFact: async ({ params: { id }, body, caller, idempotency }) => {
      const read = readFact(body);
      if (!read.ok) return read;
      const subject = (await readSubject(pool, id)) ?? null;
      const decide = async (): Promise<Decided> => {
        const nowMs = clock();
        const change = { command: read.value, today: dayAt(nowMs), factId: createId(nowMs) };
        const held = await holdUnderWay(ports, id, change);
        if (!held.ok) return held;
        const decided = await decideChange(ports, id, change);
        return decided.ok ? recorded(decided.value, nowMs) : decided;
      };
      return turns(await namesOf(ports, id, subject), async () =>
        decideAndAppend<'recordLoanFact'>({ log, actor: caller.actor, idempotency }, decide),
      );
    },
    previewLoanFact: async ({ params: { id }, body }) => preview(ports, id, body),
  };
}

/** Money that is on its way counts as gone: a fact booked by hand must leave room for it. */
async function holdUnderWay(ports: LoanPorts, id: string, change: Change): Promise<Result<unknown>> {
  const { deed } = change.command;
  if (deed.kind !== 'disbursed' && deed.kind !== 'refunded') return ok(null);
  const purpose = deed.kind === 'disbursed' ? 'disbursement' : 'refund';
  const underWay = await readUnderWay(ports.pool, id, purpose);
  if (underWay === 0) return ok(null);
  const whole = { ...deed, amountMinor: deed.amountMinor + underWay };
  return decideChange(ports, id, { ...change, command: { ...change.command, deed: whole } });
}

/** Whose turn an act is: the loan's, its borrower's, and those of the borrower's groups. */
async function namesOf({ pool }: LoanPorts, id: string, subject: string | null): Promise<readonly string[]> {
  if (subject === null) return [id];
  const { groups } = (await readLimit(pool, subject)).state;
  return [id, subject, ...groups.map((group) => `group:${group}`)];
}

async function preview({ pool, clock }: LoanPorts, id: string, body: RecordFact) {
  const read = readFact(body);
  if (!read.ok) return read;
  const stored = await readLoan(pool, id);
  if (stored === null) return refuseCall('loan_not_found', { id });
  const tried = tryOn(stored, read.value, dayAt(clock()));
  return tried.ok ? answer(tried.value) : tried;
}

/** As `decideLoan` would book it; a day to come is looked at from that day. */
function tryOn({ record }: StoredLoan, fact: ReadFact, now: string) {
  const today = fact.effectiveDay > now ? fact.effectiveDay : now;
  const event = decideLoan(record, fact, { today, factId: 'preview', books });
  if (!event.ok) return event;
  const { fact: booked, postings } = event.value.body as unknown as LoanEventBody;
  const day = dayOf(today);
  const before = foldLoan(record.facts, day);
  const after = foldLoan(booked === null ? record.facts : [...record.facts, booked], day);
  assert(after !== null, 'a loan that was opened');
  return ok({
    before: before === null ? null : presentState(before),
    after: presentState(after),
    postings: postings.map((posting) => ({ ...posting })),
  });
}

/** What is kept of a fact: it goes out with the answer and comes again with a repeated request. */
function recorded({ stored, event, streams }: DecidedChange, nowMs: number): Decided {
  const { record, version } = stored;
  const { fact, postings, after } = event.body as unknown as LoanEventBody;
  const [opened] = record.facts;
  assert(fact !== null && opened?.kind === 'opened', 'a fact of a loan that was opened');
  const { product, terms } = opened;
  const loan = rowOf(record, { product, currency: terms.currency, version: version + 1, summary: after });
  const { id: factId, kind, effectiveDay } = fact;
  const body: JsonObject = {
    factId,
    kind,
    effectiveDay,
    loan,
    postings: postings.map((each) => ({ ...each })),
  };
  return {
    ok: true,
    value: {
      bookedAtMs: nowMs,
      streams,
      persons: [],
      reply: { status: 201, body },
    },
  };
}

type RowParts = {
  readonly product: string;
  readonly currency: string;
  readonly version: number;
  readonly summary: LoanSummary;
};

function rowOf({ id, subject }: { readonly id: string; readonly subject: string | null }, parts: RowParts) {
  return presentRow({ id, subject, position: 0, ...parts });
}

type Opening = { readonly body: OpenLoan; readonly id: string; readonly nowMs: number };

async function open(ports: LoanPorts, { body, id, nowMs }: Opening): Promise<Decided> {
  const borrower = await borrowerOf(ports, body);
  if (!borrower.ok) return borrower;
  const { subject, person, application } = borrower.value;
  const wish = wishOf(body, application);
  if (!wish.ok) return wish;
  const today = dayAt(nowMs);
  const owedMinor =
    subject === null ? 0 : await owedBy(ports, { subject, currency: wish.value.currency, day: today });
  const offer = makeOffer(ports.loans, { ...wish.value, day: body.day ?? today, owedMinor });
  if (!offer.ok) return offer;
  const known = await readLoan(ports.pool, id);
  const record = known?.record ?? { id, subject, facts: [], after: null };
  const event = decideLoan(record, openingOf(body, offer.value), {
    today,
    factId: ports.createId(nowMs),
    books,
  });
  if (!event.ok) return event;
  const limits = await limitsOf(ports, { offer: offer.value, event: event.value, application, today });
  if (!limits.ok) return limits;
  return openedWith(offer.value, {
    limits: limits.value,
    // Who it is, sealed: keys of a person are kept with what they seal.
    event: { ...event.value, personal: body.borrower === undefined ? null : { ...body.borrower } },
    nowMs,
    persons: person === null ? [] : [person],
  });
}

/** What a person owes or may still draw on loans in a currency: offers that are open count as the loans they may become. */
async function owedBy(
  { pool }: LoanPorts,
  of: { readonly subject: string; readonly currency: string; readonly day: string },
): Promise<number> {
  const { holdings } = (await readLimit(pool, of.subject)).state;
  const loans = holdings.filter(({ kind }) => kind === 'loan');
  const { reservedMinor, usedMinor } = exposureOf({ holdings: loans }, of);
  return reservedMinor + usedMinor;
}

function openingOf(body: OpenLoan, offer: LoanOffer) {
  const { product, amountMinor, checked } = offer;
  const { terms } = checked.plan;
  const shares = body.shares ?? product.shares;
  const application = body.application ?? null;
  return {
    deed: { kind: 'opened', terms, product: product.id, application, amountMinor, shares },
    effectiveDay: offer.disclosure.day,
    currency: terms.currency,
  } as const;
}

type Reserving = {
  readonly offer: LoanOffer;
  readonly event: DomainEvent;
  readonly application: ApplicationState | null;
  readonly today: string;
};

/** The offer holds its part of the limit; a person whose first limit an application decided has it from here on. */
async function limitsOf({ pool }: LoanPorts, { offer, event, application, today }: Reserving) {
  const { subject } = event;
  const { fact, after } = event.body as unknown as LoanEventBody;
  if (subject === null || fact?.kind !== 'opened') return ok([]);
  const { currency } = offer.disclosure;
  const limitMinor = application?.decided?.limitMinor ?? null;
  const holdings = [holdingOf(loanIdOf(event), fact, after)];
  const first = limitMinor === null ? {} : { first: { currency, limitMinor } };
  return decideLimits(pool, [{ subject, day: today, kind: 'hold', holdings, ...first }]);
}

function loanIdOf({ stream }: DomainEvent): string {
  return stream.slice(loanStream('').length);
}

/** The statement of cost is kept in the event as it was hashed: what was agreed is then read from the log alone. */
function openedWith(
  offer: LoanOffer,
  made: {
    readonly event: DomainEvent;
    readonly limits: readonly StreamAppend[];
    readonly nowMs: number;
    readonly persons: readonly PersonKeys[];
  },
): Decided {
  const { disclosure, disclosureSha256, product } = offer;
  const event = { ...made.event, body: { ...made.event.body, offer: { disclosure, disclosureSha256 } } };
  const { after } = made.event.body as unknown as LoanEventBody;
  const parts = { product: product.id, currency: disclosure.currency, version: 1, summary: after };
  const loan = rowOf({ id: loanIdOf(event), subject: event.subject }, parts);
  return {
    ok: true,
    value: {
      bookedAtMs: made.nowMs,
      streams: [{ stream: event.stream, expectedVersion: 0, events: [event] }, ...made.limits],
      persons: made.persons,
      reply: { status: 201, body: { id: loan.id, loan, plan: presentOffer(offer) } },
    },
  };
}

type Borrower = {
  readonly subject: string | null;
  readonly person: PersonKeys | null;
  readonly application: ApplicationState | null;
};

async function borrowerOf({ pool, log }: LoanPorts, body: OpenLoan): Promise<Result<Borrower>> {
  const { application: applicationId, borrower } = body;
  if ((applicationId === undefined) === (borrower === undefined))
    return refuse('loan_fact_incomplete', 'LNS-3', {
      kind: 'opened',
      field: 'application',
      expected: 'either an application or a borrower',
    });
  if (borrower !== undefined) {
    const { idKind, idNumber, phone, email } = borrower;
    const person = await log.resolvePerson({ idKind, idNumber, phone, email: email ?? null });
    return ok({ subject: person.subject, person, application: null });
  }
  const application = foldApplication(folded(await readStream(pool, applicationStream(applicationId ?? ''))));
  if (application === null)
    return refuse('application_not_found', 'LNS-3', { application: applicationId ?? '' });
  if (application.decided?.outcome !== 'approve' || application.decided.offer === null)
    return refuse('application_not_approved', 'LNS-3', {
      application: application.id,
      outcome: application.decided?.outcome ?? null,
    });
  return ok({ subject: application.subject, person: null, application });
}

/** What is asked for: as sent, or as offered in the application, which nothing sent may contradict. */
function wishOf(body: OpenLoan, application: ApplicationState | null) {
  const { product, instalments = null, rateAnnual = null, terms = null } = body;
  const offer = application?.decided?.offer ?? null;
  const currency = body.currency ?? application?.submitted.currency ?? null;
  const amountMinor = body.amountMinor ?? offer?.amountMinor ?? null;
  if (currency === null || amountMinor === null)
    return refuse('loan_fact_incomplete', 'LNS-3', {
      kind: 'opened',
      field: currency === null ? 'currency' : 'amountMinor',
      expected: 'it is needed without an application',
    });
  if (application === null || offer === null)
    return ok({ product, amountMinor, currency, instalments, rateAnnual, terms });
  const offered = {
    amountMinor: offer.amountMinor,
    instalments: offer.termMonths,
    rateAnnual: offer.rateAnnual,
    currency: application.submitted.currency,
  };
  for (const [field, value] of Object.entries(offered)) {
    const asked = body[field as keyof typeof offered] ?? value;
    if (asked !== value)
      return refuse('offer_differs_from_application', 'LNS-3', { field, value: asked, offered: value });
  }
  return ok({ product, ...offered, terms });
}

function dayOf(text: string): Day {
  const day = parseDay(text);
  assert(day !== null, 'a day that was checked');
  return day;
}
