/** Conversion and boolean built-ins (OMG DMN 1.5, 10.3.4.1, 10.3.4.2 and 10.3.4.6); those of dates are in `moment`. */
import { isSame } from '../compare.ts';
import { parseNumber } from '../number.ts';
import { type CallFault, callFault, type FeelFunction, type FeelValue, kindOf } from '../value.ts';
import { builtin, mayBeNull, needs, signature } from './define.ts';

/** `number("1 000,5", " ", ",")`: grouping and decimal signs must differ and be of the allowed ones. */
function readNumber(text: string, grouping: FeelValue, decimal: FeelValue): FeelValue | CallFault {
  const isAllowed =
    (grouping === null || grouping === ' ' || grouping === ',' || grouping === '.') &&
    (decimal === null || decimal === '.' || decimal === ',') &&
    (grouping === null || grouping !== decimal);
  if (!isAllowed) return callFault('FEEL_DOMAIN', { function: 'number' });
  const plain = grouping === null ? text : text.split(grouping as string).join('');
  const pointed = decimal === ',' ? plain.replace(',', '.') : plain;
  return parseNumber(pointed.trim()) ?? callFault('FEEL_NOT_A_NUMBER', { text: text.slice(0, 40) });
}

export const CONVERSION_BUILTINS: readonly FeelFunction[] = [
  builtin(
    'not',
    signature([needs('negand', 'any')], ([value]) => (typeof value === 'boolean' ? !value : null)),
  ),
  builtin(
    'is',
    signature([needs('value1', 'any'), needs('value2', 'any')], ([left, right]) => isSame(left, right)),
  ),
  builtin(
    'number',
    signature(
      [needs('from', 'any'), mayBeNull('grouping separator', 'any'), mayBeNull('decimal separator', 'any')],
      ([from, grouping, decimal]) => {
        if (from === null || kindOf(from) === 'number') return from;
        return typeof from === 'string'
          ? readNumber(from, grouping, decimal)
          : callFault('FEEL_TYPE', { function: 'number', given: kindOf(from) });
      },
    ),
  ),
];
