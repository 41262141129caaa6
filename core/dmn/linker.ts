/** What linking shares: declared types, FEEL read at a place, problems with their place. */
import { type FeelNode, type FeelProblem, parseExpression, type Scope } from '@plimsoll/core/feel';
import type { DataType, TypeTable } from './item.ts';
import { createProblem, type Place, type Problem } from './problem.ts';

/** What linking shares: where it is, what it found wrong, the types, and names that exist but aren't required. */
export type Linker = {
  readonly element: string;
  /** The part that is being linked, as a reader would call it; null at the top. */
  readonly column: string | null;
  /** The declared type of the whole decision, while its outermost expression is linked. */
  readonly wanted: DataType | null;
  readonly problems: Problem[];
  readonly types: TypeTable;
  readonly allNames: ReadonlySet<string>;
};

/** Finds a declared type; an unknown name is a problem. */
export function findDeclared(typeRef: string | null, linker: Linker): DataType | null {
  if (typeRef === null) return null;
  const found = linker.types.find(typeRef);
  if (found === null)
    linker.problems.push(createProblem('DMN_UNKNOWN_TYPE', { element: linker.element }, { name: typeRef }));
  return found;
}

/** Turns problems of a FEEL text into problems of the model, at their place. */
export function reportFeel(found: readonly FeelProblem[], place: Partial<Place>, linker: Linker): void {
  for (const { code, at, facts } of found) {
    const isUnrequired = code === 'FEEL_UNKNOWN_NAME' && linker.allNames.has(String(facts['name']));
    const own = isUnrequired ? 'DMN_MISSING_REQUIREMENT' : code;
    linker.problems.push(
      createProblem(own, { element: linker.element, ...place, from: at.from, to: at.to }, facts),
    );
  }
}

/** Reads a FEEL expression at a place. */
export function linkFeel(
  text: string,
  scope: Scope,
  { place, linker }: { readonly place: Partial<Place>; readonly linker: Linker },
): FeelNode {
  const { node, problems } = parseExpression(text, scope);
  reportFeel(problems, place, linker);
  return node;
}
