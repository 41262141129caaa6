/**
 * The model card: what a model is for and what it must not be used for, in the words of the people who answer for it, beside
 * what its document proves. What nobody has said is shown as not said; no text is made up for it.
 */
import type { LocalText } from '@plimsoll/core/model';
import { type ModelDocument, modelHash } from '@plimsoll/core/model/document';

/** What only people can say. Each may be missing, and is then shown as missing. */
export type CardTexts = {
  readonly purpose?: LocalText;
  readonly population?: LocalText;
  readonly limits?: readonly LocalText[];
  readonly monitoring?: readonly LocalText[];
  readonly approvals?: readonly Approval[];
};

export type Approval = {
  readonly who: string;
  readonly role: LocalText;
  readonly decision: LocalText;
  /** The day, as the shell writes it. */
  readonly on: string;
};

/** What the document says of itself. */
export type CardFacts = {
  readonly name: string;
  readonly sha256: string;
  readonly kind: 'card' | 'trees' | 'glass' | 'other';
  readonly target: ModelDocument['target'];
  readonly lineage: ModelDocument['lineage'];
  readonly calibration: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly label: LocalText;
    readonly kind: 'numeric' | 'categorical';
  }[];
  readonly parityRows: number;
};

export type ModelCard = { readonly facts: CardFacts; readonly texts: CardTexts };

/** The card of a model document. */
export function cardOf(document: ModelDocument, texts: CardTexts): ModelCard {
  const kind: string = document.body.kind;
  const { calibration } = document;
  return {
    facts: {
      name: document.name,
      sha256: modelHash(document),
      kind: kind === 'card' || kind === 'trees' || kind === 'glass' ? kind : 'other',
      target: document.target,
      lineage: document.lineage,
      calibration:
        calibration.kind === 'sequence'
          ? calibration.steps.map((step) => step.kind).join(' → ')
          : calibration.kind,
      inputs: document.inputs.map(({ name, label, kind: type }) => ({ name, label, kind: type })),
      parityRows: document.parity.length,
    },
    texts,
  };
}
