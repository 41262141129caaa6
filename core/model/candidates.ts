/**
 * Characteristics of a table nobody has described: each column asks for itself, its name is its label in both languages,
 * and its reason code is made from the name. What a person writes later replaces these words, not the points.
 */
import type { Table } from '@plimsoll/core/table';
import type { Characteristic } from './characteristic.ts';

const CODE_PREFIX = 'SCORE_';
const MAX_CODE_LENGTH = 60;

/** One characteristic a column, in the table's order; codes are distinct. */
export function inferCharacteristics(table: Table): readonly Characteristic[] {
  const taken = new Set<string>();
  return table.columns.map(({ name, kind }): Characteristic => {
    const code = freeCode(codeOf(name), taken);
    taken.add(code);
    return {
      name,
      label: { zh: name, en: name },
      source: { kind: 'fact', fact: name, type: kind === 'numeric' ? 'number' : 'string' },
      trend: 'auto',
      reason: { code, zh: `“${name}”所处区间风险较高`, en: `${name} lies in a riskier range` },
    };
  });
}

/** `NumberOfTime30-59Days` → `SCORE_NUMBER_OF_TIME_30_59_DAYS`; letters that are neither Latin nor digits stay out. */
function codeOf(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Za-z])(\d)/g, '$1_$2')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return `${CODE_PREFIX}${words === '' ? 'CHARACTERISTIC' : words}`.slice(0, MAX_CODE_LENGTH);
}

function freeCode(code: string, taken: ReadonlySet<string>): string {
  if (!taken.has(code)) return code;
  let next = 2;
  while (taken.has(`${code}_${next}`)) next += 1;
  return `${code}_${next}`;
}
