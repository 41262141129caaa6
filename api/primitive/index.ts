export { AmountMinor, CalendarDay, Currency, Hash, Id, Instant, page, shape, Text } from './primitive.ts';
