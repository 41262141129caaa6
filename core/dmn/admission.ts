/**
 * How a value from outside becomes one of the policy's: JSON has no way to say a date, a time or a duration, so texts
 * are read as what the declared type wants, also inside lists and contexts; then the value is fitted to the type.
 */
import {
  type CallFault,
  type FeelValue,
  type Frame,
  isContext,
  isList,
  parseTemporal,
} from '@plimsoll/core/feel';
import { type DataType, fit } from './item.ts';

/** The value of an input, or a fault that says why it doesn't fit. Null stays null. */
export function admitInput(given: FeelValue, wanted: DataType | null, frame: Frame): FeelValue | CallFault {
  return given === null || wanted === null ? given : fit(readTexts(given, wanted), wanted, frame);
}

/** Texts that can be read as the type; all else as it is. */
function readTexts(given: FeelValue, wanted: DataType): FeelValue {
  const type = wanted.again === null ? wanted : (wanted.again.type ?? wanted);
  if (typeof given === 'string') return readText(given, type) ?? given;
  if (isList(given)) {
    const item = type.item ?? (type.feel.kind === 'list' ? null : type);
    return item === null ? given : given.map((each) => readTexts(each, item));
  }
  const { components } = type.item ?? type;
  if (!isContext(given) || components === null) return given;
  return new Map(
    [...given].map(([name, value]) => {
      const component = components.get(name);
      return [name, component === undefined ? value : readTexts(value, component)];
    }),
  );
}

function readText(given: string, type: DataType): FeelValue {
  const { kind } = type.item?.feel ?? type.feel;
  const value = kind === 'string' || kind === 'any' ? null : parseTemporal(given);
  // A date alone is a date and time at midnight, which fitting makes of it.
  const isDay = value?.kind === 'date' && kind === 'date and time';
  return value?.kind === kind || isDay ? value : null;
}
