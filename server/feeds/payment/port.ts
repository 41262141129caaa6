/**
 * What a provider of payments has to be: it takes an order under a key and does it at most once under that key, says what
 * became of a key, and gives a statement. Every adapter passes the same contract suite.
 */
import type { ProviderAnswer, StatementLine } from '@plimsoll/loan/payment';
import type { PaymentOrder } from '@plimsoll/loan/spine';

export type PaymentProvider = {
  readonly name: string;
  /** Does the order, unless it was done under this key: then it says again what it said. `unknown`: no answer came. */
  readonly instruct: (key: string, order: PaymentOrder, today: string) => Promise<ProviderAnswer>;
  /** What became of a key; null: it never arrived. */
  readonly query: (key: string) => Promise<ProviderAnswer | null>;
  /** What it moved from one day to another, both included. */
  readonly statement: (from: string, to: string) => Promise<readonly StatementLine[]>;
};

/** The key of an attempt: the same for every time that the attempt is sent. */
export function providerKey(payment: string, attempt: number): string {
  return `${payment}/${attempt}`;
}
