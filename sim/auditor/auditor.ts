/**
 * An auditor who trusts nobody: from the events of loans as they lie in the log, by whole numbers and by a path of its own
 * (cash from the facts, never from allocations or plans), it reckons what the books should say and names what differs.
 * It shares no arithmetic with what it checks.
 */
import { type JsonObject, type JsonValue } from '@plimsoll/core/base';

/** Something that does not hold. */
export type Finding = { readonly loan: string; readonly rule: string; readonly detail: string };

/** An event of a loan as the log or the API gives it. */
export type AuditedEvent = { readonly stream: string; readonly kind: string; readonly body: JsonObject };

const PPM = 1_000_000n;

/** Looks at all events of a book, in the order of booking, and reports what does not hold. */
export function audit(events: readonly AuditedEvent[]): readonly Finding[] {
  const findings: Finding[] = [];
  const byLoan = new Map<string, AuditedEvent[]>();
  for (const event of events) {
    const file = byLoan.get(event.stream);
    if (file === undefined) byLoan.set(event.stream, [event]);
    else file.push(event);
  }
  const payments = new Map<string, string>();
  for (const [loan, file] of byLoan) {
    findings.push(...auditBalance(loan, file), ...auditCash(loan, file), ...auditStanding(loan, file));
    findings.push(...auditPayments(loan, file, payments));
  }
  return findings;
}

type Fact = { readonly [field: string]: JsonValue };
type Booked = {
  readonly funder: string;
  readonly currency: string;
  readonly account: string;
  readonly amountMinor: number;
};

const factOf = (event: AuditedEvent): Fact | null => (event.body['fact'] ?? null) as Fact | null;
const postingsOf = (event: AuditedEvent): readonly Booked[] =>
  (event.body['postings'] ?? []) as unknown as readonly Booked[];
const whole = (value: JsonValue | undefined): bigint => BigInt(typeof value === 'number' ? value : 0);

/** Every event's postings are zero in each funder's books. */
function auditBalance(loan: string, file: readonly AuditedEvent[]): readonly Finding[] {
  return file.flatMap((event, index) => {
    const sums = new Map<string, bigint>();
    for (const { funder, currency, amountMinor } of postingsOf(event)) {
      const books = `${funder} ${currency}`;
      sums.set(books, (sums.get(books) ?? 0n) + BigInt(amountMinor));
    }
    return [...sums]
      .filter(([, sum]) => sum !== 0n)
      .map(([books, sum]) => ({
        loan,
        rule: 'balanced',
        detail: `event ${index + 1} (${event.kind}) leaves ${sum} in the books of ${books}`,
      }));
  });
}

/** Facts that were not undone. */
function standing(file: readonly AuditedEvent[]): readonly Fact[] {
  const facts = file.map(factOf).filter((fact) => fact !== null);
  const undone = new Set(facts.filter(({ kind }) => kind === 'reversed').map(({ factId }) => factId));
  return facts.filter(({ id, kind }) => !undone.has(id ?? null) && kind !== 'reversed');
}

/** Custody of each funder is its share of money in less money out, by the facts alone. */
function auditCash(loan: string, file: readonly AuditedEvent[]): readonly Finding[] {
  const facts = standing(file);
  const opened = facts.find(({ kind }) => kind === 'opened');
  if (opened === undefined) return [{ loan, rule: 'opened', detail: 'there is no opening among its events' }];
  const sum = (kind: string) =>
    facts
      .filter((fact) => fact['kind'] === kind)
      .reduce((total, fact) => total + whole(fact['amountMinor']), 0n);
  const keptBack = upfront(opened, facts);
  const cash = sum('repaid') + keptBack - sum('disbursed') - sum('refunded');
  let booked = 0n;
  const byFunder = new Map<string, bigint>();
  for (const { funder, account, amountMinor } of file.flatMap(postingsOf)) {
    if (account !== 'custody') continue;
    booked += BigInt(amountMinor);
    byFunder.set(funder, (byFunder.get(funder) ?? 0n) + BigInt(amountMinor));
  }
  const findings: Finding[] = [];
  if (booked !== cash)
    findings.push({ loan, rule: 'cash', detail: `custody holds ${booked}, the facts moved ${cash}` });
  const shares = opened['shares'] as unknown as readonly {
    readonly funder: string;
    readonly sharePpm: number;
  }[];
  // Each of a dozen cumulative figures may round by less than a minor unit.
  for (const { funder, sharePpm } of shares) {
    const off = PPM * (byFunder.get(funder) ?? 0n) - BigInt(sharePpm) * cash;
    if ((off < 0n ? -off : off) > 16n * PPM)
      findings.push({
        loan,
        rule: 'share',
        detail: `${funder} has ${byFunder.get(funder) ?? 0n} of ${cash}, not its ${sharePpm} ppm`,
      });
  }
  return findings;
}

/** Fees kept back from each disbursement, or paid in with it: fixed amounts, and parts rounded half up. */
function upfront(opened: Fact, facts: readonly Fact[]): bigint {
  const { fees } = opened['terms'] as unknown as { readonly fees: readonly Fact[] };
  let total = 0n;
  for (const fee of fees) {
    if (fee['on'] !== 'disbursement' || fee['paid'] === 'with_instalment') continue;
    for (const fact of facts) {
      if (fact['kind'] !== 'disbursed') continue;
      const scaled = whole(fact['amountMinor']) * BigInt(Math.round(Number(fee['rate'] ?? 0) * 1e8)) * 2n;
      const part = fee['base'] === 'fixed' ? 0n : (scaled + 100_000_000n) / 200_000_000n;
      const least = whole(fee['minMinor']);
      const amount = part + whole(fee['fixedMinor']);
      const charged = amount < least ? least : amount;
      const most = fee['maxMinor'];
      total += typeof most === 'number' && charged > BigInt(most) ? BigInt(most) : charged;
    }
  }
  return total;
}

/** Principal in the books is what the summary says is outstanding, never below zero, never above what was lent. */
function auditStanding(loan: string, file: readonly AuditedEvent[]): readonly Finding[] {
  const findings: Finding[] = [];
  let principal = 0n;
  file.forEach((event, index) => {
    for (const { account, amountMinor } of postingsOf(event))
      if (account === 'loan_principal') principal += BigInt(amountMinor);
    const after = event.body['after'] as Fact;
    const place = `after event ${index + 1} (${event.kind})`;
    if (principal !== whole(after['principalMinor']))
      findings.push({
        loan,
        rule: 'principal',
        detail: `${place} the books hold ${principal}, the summary ${JSON.stringify(after['principalMinor'])}`,
      });
    if (principal < 0n || principal > whole(after['disbursedMinor']))
      findings.push({ loan, rule: 'principal', detail: `${place} principal of ${principal} can't be` });
  });
  return findings;
}

/** No payment is booked twice, in one loan or in two. */
function auditPayments(
  loan: string,
  file: readonly AuditedEvent[],
  seen: Map<string, string>,
): readonly Finding[] {
  return standing(file).flatMap((fact) => {
    const id = fact['paymentId'];
    if (typeof id !== 'string') return [];
    const key = id.includes('-') && id.length < 36 ? `${loan} ${id}` : id;
    const before = seen.get(key);
    seen.set(key, loan);
    return before === undefined
      ? []
      : [{ loan, rule: 'once', detail: `payment ${id} is booked in ${before} too` }];
  });
}
