/** Values as the compatibility kit writes them: typed texts, components, lists, nil; and whether two are the same. */
import {
  compareNumbers,
  divideNumbers,
  equalValues,
  type FeelNumber,
  type FeelValue,
  isContext,
  isList,
  isNumber,
  parseNumber,
  parseTemporal,
  subtractNumbers,
  toDouble,
} from '@plimsoll/core/feel';
import { childNamed, childrenNamed, prefixedAttribute, type XmlElement } from './element.ts';

/** Numbers that differ by less than this share of their size are the same: the kit writes roots and logarithms cut off. */
const SHARE = 1e-8;

/** The value inside an `inputNode`, `expected`, `component` or `item`. */
export function readValue(holder: XmlElement): FeelValue {
  if (isNil(holder)) return null;
  const list = childNamed(holder, 'list');
  if (list !== null) return isNil(list) ? null : childrenNamed(list, 'item').map(readValue);
  const components = childrenNamed(holder, 'component');
  if (components.length > 0)
    return new Map(components.map((component) => [component.attributes['name'] ?? '', readValue(component)]));
  const value = childNamed(holder, 'value');
  return value === null || isNil(value) ? null : readTyped(value.text, prefixedAttribute(value, 'type'));
}

function isNil(element: XmlElement): boolean {
  const nil = prefixedAttribute(element, 'nil');
  return nil === 'true' || nil === '1';
}

function readTyped(text: string, type: string | null): FeelValue {
  const bare = text.trim();
  switch (type?.slice(type.indexOf(':') + 1)) {
    case 'decimal':
    case 'double':
    case 'float':
    case 'int':
    case 'integer':
    case 'long':
      return parseNumber(bare);
    case 'boolean':
      return bare === 'true' || bare === '1';
    case 'date':
    case 'time':
    case 'dateTime':
    case 'duration':
    case 'dayTimeDuration':
    case 'yearMonthDuration':
      return parseTemporal(bare);
    default:
      return text;
  }
}

/** Whether a value is the one that the kit expects. */
export function isSame(expected: FeelValue, actual: FeelValue): boolean {
  if (isNumber(expected) && isNumber(actual)) return isNear(expected, actual);
  if (isList(expected) && isList(actual)) {
    return (
      expected.length === actual.length &&
      expected.every((item, index) => isSame(item, actual[index] ?? null))
    );
  }
  if (isContext(expected) && isContext(actual)) {
    return (
      expected.size === actual.size &&
      [...expected].every(([name, entry]) => actual.has(name) && isSame(entry, actual.get(name) ?? null))
    );
  }
  return equalValues(expected, actual) === true;
}

function isNear(expected: FeelNumber, actual: FeelNumber): boolean {
  if (compareNumbers(expected, actual) === 0) return true;
  const gap = subtractNumbers(actual, expected);
  const share = gap === null ? null : divideNumbers(gap, expected);
  return share !== null && Math.abs(toDouble(share)) < SHARE;
}
