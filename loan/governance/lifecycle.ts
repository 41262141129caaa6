/**
 * The life of a model version as data: which move may be made in which state, the event it leaves and where it leads.
 * What is not in this table cannot happen. `rejected` and `retired` are ends.
 */
import type { EventKind } from '@plimsoll/loan/spine';

export const modelStates = ['draft', 'validated', 'approved', 'live', 'retired', 'rejected'] as const;
export type ModelState = (typeof modelStates)[number];

export const modelMoves = ['validate', 'approve', 'make_live', 'retire', 'reject'] as const;
export type ModelMove = (typeof modelMoves)[number];

export type ModelStep = {
  readonly from: ModelState;
  readonly move: ModelMove;
  readonly event: EventKind;
  readonly to: ModelState;
};

/** Every step there is. A version in use may be validated again and its days put off; its state stays. */
export const modelLifecycle: readonly ModelStep[] = [
  { from: 'draft', move: 'validate', event: 'model.validated', to: 'validated' },
  { from: 'validated', move: 'validate', event: 'model.validated', to: 'validated' },
  { from: 'approved', move: 'validate', event: 'model.validated', to: 'approved' },
  { from: 'live', move: 'validate', event: 'model.validated', to: 'live' },
  { from: 'validated', move: 'approve', event: 'model.approved', to: 'approved' },
  { from: 'approved', move: 'approve', event: 'model.approved', to: 'approved' },
  { from: 'live', move: 'approve', event: 'model.approved', to: 'live' },
  { from: 'approved', move: 'make_live', event: 'model.made_live', to: 'live' },
  { from: 'approved', move: 'retire', event: 'model.retired', to: 'retired' },
  { from: 'live', move: 'retire', event: 'model.retired', to: 'retired' },
  { from: 'draft', move: 'reject', event: 'model.rejected', to: 'rejected' },
  { from: 'validated', move: 'reject', event: 'model.rejected', to: 'rejected' },
];

/** The step of a move from a state; null when there is none. */
export function stepOf(from: ModelState, move: ModelMove): ModelStep | null {
  return modelLifecycle.find((step) => step.from === from && step.move === move) ?? null;
}
