/** What stands behind a loan: collateral by value and lendable part, guarantors by pseudonym and amount. */
import Type, { type Static } from 'typebox';
import { AmountMinor, CalendarDay, Currency, Id, shape } from '@plimsoll/api/primitive';

const Collateral = shape({
  kind: Type.String({ pattern: '^[a-z][a-z0-9_]{1,39}$', description: 'car, flat, receivable …' }),
  reference: Type.String({ minLength: 1, maxLength: 100, description: 'Of a register; nothing personal' }),
  valueMinor: AmountMinor,
  valuedDay: CalendarDay,
  lendablePpm: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'The part that may be lent on' }),
});
const Guarantee = shape({
  guarantor: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$', description: 'A pseudonym' }),
  amountMinor: AmountMinor,
});
const security = {
  collateral: Type.Array(Collateral, { maxItems: 20 }),
  guarantees: Type.Array(Guarantee, { maxItems: 20 }),
};

/** All that stands behind it from now on. */
export const SetSecurity = shape(security);
export type SetSecurity = Static<typeof SetSecurity>;
export const LoanSecurity = shape({
  id: Id,
  currency: Currency,
  ...security,
  neededMinor: AmountMinor,
  coveredMinor: AmountMinor,
  shortfallMinor: AmountMinor,
});
