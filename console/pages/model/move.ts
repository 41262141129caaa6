/** The moves of a model version, the route of each, and the days that an approval proposes: pure. */
export const moves = ['validate', 'approve', 'make_live', 'reject', 'retire'] as const;
export type Move = (typeof moves)[number];

/** Whoever may write may validate; every other move is an approver's. */
export function scopeOf(move: Move): 'write' | 'approve' {
  return move === 'validate' ? 'write' : 'approve';
}

/** Moves that end a version: they can't be undone. */
export function isDangerous(move: Move): boolean {
  return move === 'retire' || move === 'reject';
}

const dayMs = 86_400_000;
const yearDays = 365;
const revalidateDays = 180;

/** Calendar days of UTC: valid for a year, to be validated again after half of one. */
export function proposeDays(nowMs: number): { readonly expiresDay: string; readonly revalidateDay: string } {
  return { expiresDay: dayAfter(nowMs, yearDays), revalidateDay: dayAfter(nowMs, revalidateDays) };
}

function dayAfter(nowMs: number, days: number): string {
  return new Date(nowMs + days * dayMs).toISOString().slice(0, 10);
}

/** What is asked before an act: at least a few characters of why. */
const minNoteLength = 3;

export function isNote(note: string): boolean {
  return note.trim().length >= minNoteLength;
}
