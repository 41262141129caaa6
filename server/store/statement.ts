/**
 * One statement out of parts. A part is one or more common table expressions fed by a relation; parts without rows are
 * left out, and the text of each combination is built once and prepared under a name of its own.
 */
import { type Cell, encodeRelation, type Relation, unnestSql } from './relation.ts';

/**
 * `sql` gets the relation as `unnest(…)` named after the part, and the names of the parts in this statement; it gives
 * the part's common table expressions.
 */
export type Part = {
  readonly name: string;
  readonly relation: Relation;
  readonly sql: (rows: string, present: ReadonlySet<string>) => string;
};

export type PartRows = { readonly part: Part; readonly rows: readonly (readonly Cell[])[] };

/** A text that is prepared under its name, and the relations whose columns are its parameters, in order. */
export type Statement = {
  readonly name: string;
  readonly text: string;
  readonly relations: readonly PartRows[];
};

const texts = new Map<string, { readonly name: string; readonly text: string }>();

/** Builds the statement of those parts that have rows; `close` gives what follows them. */
export function buildStatement(
  parts: readonly PartRows[],
  close: (present: ReadonlySet<string>) => string,
): Statement {
  const used = parts.filter(({ rows }) => rows.length > 0);
  const combination = used.map(({ part }) => part.name).join('-');
  const known = texts.get(combination);
  // PostgreSQL cuts names at 63 bytes, so the name is a number.
  const { name, text } = known ?? { name: `plimsoll-${texts.size}`, text: writeText(used, close) };
  if (known === undefined) texts.set(combination, { name, text });
  return { name, text, relations: used };
}

/** The parameters of a statement, for the driver's own way of sending them. */
export function valuesOf({ relations }: Statement): Buffer[] {
  return relations.flatMap(({ part, rows }) => encodeRelation(part.relation, rows));
}

function writeText(used: readonly PartRows[], close: (present: ReadonlySet<string>) => string): string {
  const present = new Set(used.map(({ part }) => part.name));
  let next = 1;
  const bodies = used.map(({ part }) => {
    const body = part.sql(unnestSql(part.name, part.relation, next), present);
    next += part.relation.columns.length;
    return body;
  });
  return `WITH ${bodies.join(',\n')}\n${close(present)}`;
}
