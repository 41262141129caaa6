/** Something understood, or not, at a cell of a sheet. */
import type { LocalText } from '../source.ts';

export type SheetRemark = {
  /** `B7`, or empty for the sheet as a whole. */
  readonly address: string;
  readonly text: string;
  readonly problem: LocalText;
  readonly remedy: LocalText | null;
};

export function remark(
  address: string,
  text: string,
  { zh, en, remedy = null }: LocalText & { readonly remedy?: LocalText | null },
): SheetRemark {
  return { address, text, problem: { zh, en }, remedy };
}
