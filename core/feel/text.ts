/** Values as FEEL writes them: the built-in `string()` (OMG DMN 1.5, 10.3.4.1 and table 66). */
import { MAX_VALUE_DEPTH } from './limits.ts';
import { formatNumber } from './number.ts';
import { formatTemporal } from './temporal.ts';
import { type FeelContext, type FeelRange, type FeelValue, isContext, isList, isNumber } from './value.ts';

/** A string as it is; anything else as an expression that gives it back. Deeper than the bound is null. */
export function formatValue(value: FeelValue): string {
  return typeof value === 'string' ? value : formatNested(value);
}

function formatNested(value: FeelValue, depth = 0): string {
  if (value === null || depth > MAX_VALUE_DEPTH) return 'null';
  if (typeof value === 'string') return `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
  if (typeof value === 'boolean') return String(value);
  if (isNumber(value)) return formatNumber(value);
  if (isList(value)) return `[${value.map((item) => formatNested(item, depth + 1)).join(', ')}]`;
  if (isContext(value)) return formatContext(value, depth + 1);
  switch (value.kind) {
    case 'range':
      return formatRange(value);
    case 'function':
      return `function ${value.name}`;
    default:
      return formatTemporal(value);
  }
}

function formatContext(value: FeelContext, depth: number): string {
  const entries = [...value].map(
    ([name, entry]) =>
      `${/^[\p{L}_?][\p{L}\p{N}_ ]*$/u.test(name) ? name : formatNested(name)}: ${formatNested(entry, depth)}`,
  );
  return `{${entries.join(', ')}}`;
}

function formatRange(range: FeelRange): string {
  if (range.low === null && range.high !== null)
    return `(${range.highClosed ? '<=' : '<'}${formatNested(range.high)})`;
  if (range.high === null && range.low !== null)
    return `(${range.lowClosed ? '>=' : '>'}${formatNested(range.low)})`;
  return `${range.lowClosed ? '[' : '('}${formatNested(range.low)}..${formatNested(range.high)}${range.highClosed ? ']' : ')'}`;
}
