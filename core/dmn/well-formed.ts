/**
 * Whether the tags of a file are well-formed: attributes in quotes and each once, prefixes declared. The kept reader
 * goes on behind such faults and counts the lines of the file anew for each, which takes the square of the file's length; so a
 * file that has one is refused before. Linear.
 */

/** Space, name, value in quotes; again and again. */
const TAG = /^<\/?[^\s/>="'<]+(?:\s+[^\s/>="'<]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*\/?>$/;
const ATTRIBUTE = /\s([^\s/>="'<]+)\s*=\s*(?:"[^"]*"|'[^']*')/g;

/** Looks at the tags of one file, one after the other. */
export type TagChecker = {
  /** Whether a tag is well-formed, after all tags before it. */
  readonly isSound: (tag: string) => boolean;
};

export function createTagChecker(): TagChecker {
  /** How many open elements declare a prefix, and the prefixes that each declares. */
  const declared = new Map<string, number>([
    ['xml', 1],
    ['xmlns', 1],
  ]);
  const open: (readonly string[])[] = [];
  const declare = (prefixes: readonly string[], by: 1 | -1): void => {
    for (const prefix of prefixes) declared.set(prefix, (declared.get(prefix) ?? 0) + by);
  };
  const isKnown = (name: string): boolean => {
    const colon = name.indexOf(':');
    return colon < 0 || (declared.get(name.slice(0, colon)) ?? 0) > 0;
  };
  return {
    isSound: (tag) => {
      if (!TAG.test(tag)) return false;
      if (tag[1] === '/') {
        declare(open.pop() ?? [], -1);
        return true;
      }
      const names = Array.from(tag.matchAll(ATTRIBUTE), ([, name = '']) => name);
      const prefixes = names.flatMap((name) => (name.startsWith('xmlns:') ? [name.slice(6)] : []));
      declare(prefixes, 1);
      const [, own = ''] = /^<([^\s/>]+)/.exec(tag) ?? [];
      const isSound = new Set(names).size === names.length && isKnown(own) && names.every(isKnown);
      if (tag.endsWith('/>')) declare(prefixes, -1);
      else open.push(prefixes);
      return isSound;
    },
  };
}
