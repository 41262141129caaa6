/** Making functions from text, in this one place. */
import type { MakeFunction } from './build.ts';

/** Makes functions from text; null where the host forbids it (a content security policy, a flag of Node). */
export function functionMaker(): MakeFunction | null {
  try {
    const make: MakeFunction = (parameters, body) =>
      // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the text is made from nodes, see source.ts
      new Function(...parameters, body) as ReturnType<MakeFunction>;
    make([], 'return 0;');
    return make;
  } catch {
    return null;
  }
}

/** Null where the host can't take the code: it is nested too deeply for its parser, or too long. */
export function orNull<Made>(make: () => Made): Made | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return null;
    throw error;
  }
}
