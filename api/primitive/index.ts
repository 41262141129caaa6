export {
  AmountMinor,
  CalendarDay,
  Currency,
  Hash,
  Id,
  Instant,
  PERSONAL,
  page,
  personal,
  PersonalText,
  shape,
  Text,
} from './primitive.ts';
