/** Names and values of a decision model as a reader of a language wants them. */
import type { JsonValue } from '@plimsoll/core/base';
import type { LanguageCode } from '../words/index.ts';

const han = /[\u3400-\u9fff]/;

/** A DMN label may carry both languages as "中文 · English"; the reader's half is shown. Others are shown whole. */
export function pickLabel(label: string, language: LanguageCode): string {
  const [first, second, ...more] = label.split(' · ');
  if (first === undefined || second === undefined || more.length > 0) return label;
  if (!han.test(first) || han.test(second)) return label;
  return language === 'zh' ? first : second;
}

/** A column's name: its own label when it says more than its expression, else the name of the input it asks. */
export function columnLabel(
  column: { readonly label: string; readonly expression: string },
  inputs: readonly { readonly name: string; readonly label: { readonly zh: string; readonly en: string } }[],
  language: LanguageCode,
): string {
  const picked = pickLabel(column.label, language);
  const input = inputs.find(({ name }) => name === column.expression.trim());
  const isForeign = language === 'zh' && !han.test(picked);
  if (input !== undefined && (isForeign || picked === '' || picked === column.expression))
    return input.label[language];
  return picked === '' ? column.expression : picked;
}

export type ValueWriter = { readonly decimal: (value: number) => string };

/** A FEEL value in one line. `null` stays `null`: in FEEL it is the missing value, and hiding it would hide a reason. */
export function writeValue(value: JsonValue, writer: ValueWriter): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return writer.decimal(value);
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    return items.length === 0 ? '[]' : items.map((item) => writeValue(item, writer)).join(', ');
  }
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${writeValue(inner, writer)}`)
    .join(' · ');
}
