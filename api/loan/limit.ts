/** Limits: how much a person or a group of related persons may owe over all products, and what holds a part of it. */
import Type, { type Static } from 'typebox';
import { AmountMinor, CalendarDay, Currency, shape } from '@plimsoll/api/primitive';

const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const GroupName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });

export const LimitOwner = shape({
  owner: Type.String({
    pattern: '^(group:)?[A-Za-z0-9][A-Za-z0-9_-]{0,63}$',
    description: 'The pseudonym of a person, or `group:<name>`',
  }),
});

export const SetLimit = shape({
  currency: Currency,
  limitMinor: OrNull(AmountMinor),
  groups: Type.Optional(
    Type.Array(GroupName, { maxItems: 5, description: 'Those they are in; as before unless told' }),
  ),
  guarantees: Type.Optional(
    Type.Array(shape({ id: Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }), amountMinor: AmountMinor }), {
      maxItems: 50,
      description: 'All they stand for in this currency; as before unless told',
    }),
  ),
});
export type SetLimit = Static<typeof SetLimit>;

export const Limit = shape({
  owner: Type.String(),
  version: Type.Integer({ description: 'Number of events of this limit' }),
  groups: Type.Array(Type.String()),
  limits: Type.Array(
    shape({
      currency: Currency,
      limitMinor: OrNull(AmountMinor),
      reservedMinor: AmountMinor,
      usedMinor: AmountMinor,
      freeMinor: OrNull(AmountMinor),
    }),
  ),
  holdings: Type.Array(
    shape({
      id: Type.String(),
      kind: Type.String(),
      currency: Currency,
      reservedMinor: AmountMinor,
      usedMinor: AmountMinor,
      untilDay: OrNull(CalendarDay),
    }),
  ),
});
export type Limit = Static<typeof Limit>;
