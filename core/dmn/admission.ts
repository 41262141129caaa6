/** How a value from outside becomes one of the policy's: JSON has no way to say a date, so its text is read. */
import { type CallFault, type FeelValue, type Frame, parseDate } from '@plimsoll/core/feel';
import { type DataType, fit } from './item.ts';

/** The value of an input, or a fault that says why it doesn't fit. Null stays null. */
export function admitInput(given: FeelValue, wanted: DataType | null, frame: Frame): FeelValue | CallFault {
  if (given === null || wanted === null) return given;
  const value =
    typeof given === 'string' && wanted.feel.kind === 'date' ? (parseDate(given) ?? given) : given;
  return fit(value, wanted, frame);
}
