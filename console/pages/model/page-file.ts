/** A model's report and card as one web page: pure. Approvals are those of the log; what nobody said stays unsaid. */
import type { ModelDetail } from '@plimsoll/api/model';
import type { ModelDocument } from '@plimsoll/core/model/document';
import { type Approval, cardOf, type Language, outlineOf, writePage } from '@plimsoll/core/model/report';
import type { ValidationReport } from '@plimsoll/core/model/validate';

export const fileLanguages: readonly Language[] = ['zh', 'en'];

export type PageParts = {
  readonly name: string;
  readonly document: ModelDocument;
  readonly version: number;
  readonly events: ModelDetail['events'];
  /** null before a validation: the page then holds the card alone. */
  readonly report: ValidationReport | null;
};

export type PageFile = { readonly name: string; readonly text: string };

export function pageFile(
  { name, document, version, events, report }: PageParts,
  language: Language,
): PageFile {
  const card = cardOf(document, { approvals: approvalsOf(events) });
  const blocks = outlineOf(report === null ? { card } : { report, card }, language);
  return {
    name: `${name}-${version}.${language}.html`,
    text: writePage(blocks, { name, language }),
  };
}

function approvalsOf(events: ModelDetail['events']): readonly Approval[] {
  return events
    .filter(({ kind }) => kind === 'model.approved')
    .map(({ actor, bookedAt, body }) => {
      const note = typeof body['note'] === 'string' ? body['note'] : '';
      return {
        who: actor,
        role: { zh: '审批人', en: 'Approver' },
        decision: { zh: note, en: note },
        on: bookedAt.slice(0, 'yyyy-mm-dd'.length),
      };
    });
}
