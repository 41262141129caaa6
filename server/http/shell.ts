/**
 * Whether the server takes work, and how much it is at. A request counts as accepted when its handler begins; from the
 * moment of stopping nothing more is accepted and what was accepted is finished.
 */
export type Shell = {
  readonly isStopping: () => boolean;
  readonly begin: () => void;
  readonly end: () => void;
  /** Refuses new work and waits until the accepted is done; false when it isn't done in time. */
  readonly stop: (limitMs: number) => Promise<boolean>;
};

/** A shell that takes work. */
export function createShell(): Shell {
  let isStopping = false;
  let inFlight = 0;
  let onIdle: (() => void) | null = null;
  return {
    isStopping: () => isStopping,
    begin: () => {
      inFlight++;
    },
    end: () => {
      inFlight--;
      if (inFlight === 0) onIdle?.();
    },
    stop: async (limitMs) => {
      isStopping = true;
      if (inFlight === 0) return true;
      return new Promise((done) => {
        const timer = setTimeout(() => done(false), limitMs);
        onIdle = () => {
          clearTimeout(timer);
          done(true);
        };
      });
    },
  };
}
