/**
 * Reasons in words. A policy has the words of its own codes; the two kinds of code that the mechanism adds,
 * MISSING_… and POLICY_ERROR, have theirs here. A code without words is shown as itself, never dropped.
 */
import type { LocalText, Origination } from './prepare.ts';

export const POLICY_ERROR = 'POLICY_ERROR';
const MISSING = 'MISSING_';

/** The reason code of a required input that is not there: `annualIncomeMinor` → `MISSING_ANNUAL_INCOME_MINOR`. */
export function missingCode(input: string): string {
  return MISSING + snakeName(input);
}

/** `delinquencies24m` → `DELINQUENCIES_24M`. */
export function snakeName(name: string): string {
  return name
    .replace(/([a-z])([A-Z0-9])/g, '$1_$2')
    .replace(/([0-9])([A-Z])/g, '$1_$2')
    .toUpperCase();
}

/** The words of a reason, in both languages. */
export function reasonText(origination: Origination, code: string): LocalText {
  const own = origination.reasonTexts.get(code);
  if (own !== undefined) return own;
  if (code === POLICY_ERROR)
    return { zh: '策略计算出错，需人工处理', en: 'The policy met an error; a person will decide' };
  const input = origination.required.find((each) => missingCode(each.name) === code);
  if (input !== undefined)
    return {
      zh: `缺少“${input.label.zh}”，需人工处理`,
      en: `“${input.label.en}” is missing; a person will decide`,
    };
  return { zh: code, en: code };
}
