/** How long a training has run and may still take: pure. */
const minProgress = 0.02;
const secondMs = 1_000;

export type TrainingTimes = {
  readonly startedAt: string;
  readonly progress: number;
  readonly nowMs: number;
};

export function elapsedSeconds(startedAt: string, nowMs: number): number {
  return Math.max(0, Math.round((nowMs - Date.parse(startedAt)) / secondMs));
}

/** In proportion to what is done; null while too little is done to tell. */
export function leftSeconds({ startedAt, progress, nowMs }: TrainingTimes): number | null {
  if (progress < minProgress || progress >= 1) return null;
  const elapsed = (nowMs - Date.parse(startedAt)) / secondMs;
  return elapsed <= 0 ? null : Math.ceil((elapsed * (1 - progress)) / progress);
}
