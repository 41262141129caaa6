/**
 * Turns by name: what names the same person, group or loan goes one after the other in this process, so that a thousand
 * callers at once don't decide from the same state and undo each other. Between processes the versions of streams decide.
 */
export type Turns = <T>(names: readonly string[], act: () => Promise<T>) => Promise<T>;

/** Turns of a process. All names of one act are taken at once, so no two acts wait for each other in a circle. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return async (names, act) => {
    const before = names.map(async (name) => last.get(name));
    let end = (): void => undefined;
    const mine = new Promise<void>((done) => {
      end = done;
    });
    for (const name of names) last.set(name, mine);
    try {
      await Promise.all(before);
      return await act();
    } finally {
      end();
      for (const name of names) if (last.get(name) === mine) last.delete(name);
    }
  };
}
