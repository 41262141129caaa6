/**
 * Decides on limits: how much may be owed, and what takes a part of it. Asking beyond a limit is refused; shrinking never
 * is, nor what happened anyway, and a limit may be set below what is owed: then nothing more is lent until it is repaid.
 */
import { assert, ok, type Refusal, type Result, refuse } from '@plimsoll/core/base';
import {
  type DomainEvent,
  exposureOf,
  type LimitHolding,
  type LimitState,
  limitStream,
  MAX_GROUPS,
  MAX_HOLDINGS,
} from '@plimsoll/loan/spine';

export type LimitCommand =
  /** `limitMinor` null: not limited in that currency. */
  | {
      readonly kind: 'set';
      readonly currency: string;
      readonly limitMinor: number | null;
      readonly groups: readonly string[];
    }
  /**
   * What these hold from now on; one that holds nothing goes. `hold` asks and may be refused; `record` is of what happened
   * anyway, such as a repayment that bounced.
   */
  | { readonly kind: 'hold' | 'record'; readonly holdings: readonly LimitHolding[] };

export type LimitContext = {
  /** The pseudonym of the person, or `group:<name>`. */
  readonly owner: string;
  /** Today, `YYYY-MM-DD`. */
  readonly day: string;
};

const GROUP = 'group:';

/** Decides a command: the state after it with its event, or with null when nothing changes. */
export function decideLimit(
  state: LimitState,
  command: LimitCommand,
  context: LimitContext,
): Result<{ readonly state: LimitState; readonly event: DomainEvent | null }> {
  const after = command.kind === 'set' ? setTo(state, command) : holdWith(state, command.holdings);
  const refusal = refusalOf({ before: state, after, command }, context);
  if (refusal !== null) return refusal;
  if (command.kind !== 'set' && JSON.stringify(after) === JSON.stringify(state))
    return ok({ state, event: null });
  const { owner, day } = context;
  const event: DomainEvent = {
    stream: limitStream(owner),
    kind: command.kind === 'set' ? 'limit.set' : 'limit.moved',
    effectiveDay: day,
    subject: owner.startsWith(GROUP) ? null : owner,
    body: { after },
    personal: null,
    policyHash: null,
    modelId: null,
  };
  return ok({ state: after, event });
}

function setTo(state: LimitState, command: Extract<LimitCommand, { readonly kind: 'set' }>): LimitState {
  const { currency, limitMinor, groups } = command;
  const { [currency]: _old, ...others } = state.limits;
  const limits = limitMinor === null ? others : { ...others, [currency]: limitMinor };
  return { ...state, limits, groups: [...new Set(groups)].toSorted() };
}

function holdWith(state: LimitState, changes: readonly LimitHolding[]): LimitState {
  const byId = new Map(state.holdings.map((holding) => [holding.id, holding]));
  for (const change of changes) {
    const { id, reservedMinor, usedMinor } = change;
    const isWhole = Number.isSafeInteger(reservedMinor) && Number.isSafeInteger(usedMinor);
    assert(isWhole && reservedMinor >= 0 && usedMinor >= 0, 'a part of a limit is whole and not below 0');
    if (reservedMinor + usedMinor === 0) byId.delete(id);
    else byId.set(id, change);
  }
  const holdings = [...byId.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return { ...state, holdings };
}

type Step = { readonly before: LimitState; readonly after: LimitState; readonly command: LimitCommand };

function refusalOf({ before, after, command }: Step, { owner, day }: LimitContext): Refusal | null {
  if (command.kind === 'hold' && after.holdings.length > MAX_HOLDINGS)
    return refuse('limit_too_wide', 'LMT-4', { owner, holdings: after.holdings.length, most: MAX_HOLDINGS });
  if (after.groups.length > MAX_GROUPS || (owner.startsWith(GROUP) && after.groups.length > 0))
    return refuse('limit_too_wide', 'LMT-4', {
      owner,
      groups: after.groups.length,
      most: owner.startsWith(GROUP) ? 0 : MAX_GROUPS,
    });
  if (command.kind !== 'hold') return null;
  for (const [currency, limitMinor] of Object.entries(after.limits)) {
    const heldMinor = sumOf(before, currency, day);
    const wantedMinor = sumOf(after, currency, day);
    if (wantedMinor <= limitMinor || wantedMinor <= heldMinor) continue;
    return refuse('limit_exceeded', 'LMT-1', {
      owner,
      currency,
      limitMinor,
      heldMinor,
      askedMinor: wantedMinor - heldMinor,
      freeMinor: Math.max(0, limitMinor - heldMinor),
    });
  }
  return null;
}

function sumOf(state: LimitState, currency: string, day: string): number {
  const { reservedMinor, usedMinor } = exposureOf(state, { currency, day });
  return reservedMinor + usedMinor;
}
