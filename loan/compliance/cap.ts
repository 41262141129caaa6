/**
 * Caps as rows of data: what may be asked at most (or must be kept at least), of whom, since when, and who says so. No
 * country is known to this code; a tenant's rows come after those that ship and may replace them by name.
 */
import { type JsonObject, type JsonValue, ok, refuse, type Result } from '@plimsoll/core/base';
import { parseDay } from '@plimsoll/core/calendar';

/** What a row can bind. Rates are fractions a year; `exposure` is in minor units of the row's currency. */
export const metrics = [
  'all_in_irr12',
  'all_in_xirr',
  'apr_us',
  'nominal_annual',
  'overdue_annual',
  'exposure',
  'term_months',
  'own_share',
] as const;
export type Metric = (typeof metrics)[number];

/** A number, or so many times a reference rate as it stood on the day of the contract. */
export type CapValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'multiple'; readonly reference: string; readonly times: number };

export type CapRow = {
  readonly id: string;
  readonly jurisdiction: string;
  readonly lenderTypes: readonly string[];
  /** Tags that an offer must all have for the row to bind it; none: every offer. */
  readonly productScope: readonly string[];
  /** `YYYY-MM-DD`, included. */
  readonly from: string;
  /** Excluded; null: no end. */
  readonly to: string | null;
  readonly metric: Metric;
  readonly comparator: '<=' | '>=';
  readonly value: CapValue;
  /** Of `exposure`, ISO 4217; null otherwise. */
  readonly currency: string | null;
  readonly source: string;
  /** A: full text read; B: quoted or summarised; C: to be confirmed; or the tenant's own word. */
  readonly confidence: string;
  /** The id of the row that this one takes the place of. */
  readonly replaces: string | null;
};

/** Jurisdictions with the lenders that the rows speak of: a lender of another type is not free of caps, it is unknown. */
export type CapTable = {
  readonly jurisdictions: readonly { readonly code: string; readonly lenderTypes: readonly string[] }[];
  readonly rows: readonly CapRow[];
};

/** Whom and what an offer concerns. */
export type CapScope = {
  readonly jurisdiction: string;
  readonly lenderType: string;
  /** Such as `online`, `consumer`, `joint`, `bullet`. */
  readonly tags: readonly string[];
};

export const MAX_CAP_ROWS = 10_000;

/** Reads `{jurisdictions, rows}`. Refuses (`caps_unreadable`) with the place of the first field that does not hold. */
export function readCapTable(json: JsonValue): Result<CapTable> {
  if (!isObject(json)) return unreadable('$', 'an object');
  const { jurisdictions, rows } = json;
  if (!Array.isArray(jurisdictions)) return unreadable('$.jurisdictions', 'a list');
  const wrong = jurisdictions.findIndex(
    (each: JsonValue) => !isObject(each) || !isText(each['code']) || !isTexts(each['lenderTypes'], 1),
  );
  if (wrong !== -1) return unreadable(`$.jurisdictions[${wrong}]`, 'a code and its types of lender');
  if (!Array.isArray(rows) || rows.length > MAX_CAP_ROWS)
    return unreadable('$.rows', `a list of at most ${MAX_CAP_ROWS}`);
  const ids = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const fault = rowFault(row as JsonValue);
    if (fault !== null) return unreadable(`$.rows[${at}].${fault[0]}`, fault[1]);
    const { id } = row as CapRow;
    if (ids.has(id)) return unreadable(`$.rows[${at}].id`, 'an id of its own');
    ids.add(id);
  }
  return ok(json as unknown as CapTable);
}

/** Tables in order, the later ones adding and replacing. Refuses a row that replaces none, and an id that stands twice. */
export function combineCapTables(tables: readonly CapTable[]): Result<CapTable> {
  const rows = new Map<string, CapRow>();
  const lenders = new Map<string, Set<string>>();
  for (const table of tables) {
    for (const { code, lenderTypes } of table.jurisdictions)
      lenders.set(code, new Set([...(lenders.get(code) ?? []), ...lenderTypes]));
    for (const row of table.rows) {
      if (row.replaces !== null && !rows.delete(row.replaces))
        return unreadable(row.id, `a row named ${row.replaces}, which it replaces`);
      if (rows.has(row.id)) return unreadable(row.id, 'an id of its own');
      rows.set(row.id, row);
    }
  }
  const jurisdictions = [...lenders].map(([code, types]) => ({ code, lenderTypes: [...types] }));
  return ok({ jurisdictions, rows: [...rows.values()] });
}

/** The rows that bind an offer made on a day. Refuses a jurisdiction or a lender that the table does not speak of. */
export function rowsFor(table: CapTable, scope: CapScope, day: string): Result<readonly CapRow[]> {
  const known = table.jurisdictions.find(({ code }) => code === scope.jurisdiction);
  if (known === undefined || !known.lenderTypes.includes(scope.lenderType))
    return refuse('cap_scope_unknown', 'CMP-2', {
      jurisdiction: scope.jurisdiction,
      lenderType: scope.lenderType,
      known: table.jurisdictions.map(({ code, lenderTypes }) => `${code}: ${lenderTypes.join(', ')}`),
    });
  return ok(
    table.rows.filter(
      (row) =>
        row.jurisdiction === scope.jurisdiction &&
        row.lenderTypes.includes(scope.lenderType) &&
        row.productScope.every((tag) => scope.tags.includes(tag)) &&
        row.from <= day &&
        (row.to === null || day < row.to),
    ),
  );
}

const FIELDS = [
  'id',
  'jurisdiction',
  'lenderTypes',
  'productScope',
  'from',
  'to',
  'metric',
  'comparator',
  'value',
  'currency',
  'source',
  'confidence',
  'replaces',
] as const;

/** The first field that does not hold, and what it should be. */
function rowFault(row: JsonValue): readonly [field: string, expected: string] | null {
  if (!isObject(row)) return ['', 'an object'];
  const foreign = Object.keys(row).find((name) => !(FIELDS as readonly string[]).includes(name));
  if (foreign !== undefined) return [foreign, 'no such field'];
  for (const name of ['id', 'jurisdiction', 'source', 'confidence'])
    if (!isText(row[name])) return [name, 'a text'];
  if (!isTexts(row['lenderTypes'], 1)) return ['lenderTypes', 'a list of at least one text'];
  if (!isTexts(row['productScope'], 0)) return ['productScope', 'a list of texts'];
  const { from, to } = row;
  if (!isDay(from)) return ['from', 'a day YYYY-MM-DD'];
  if (to !== null && !(isDay(to) && to > from)) return ['to', 'null, or a day after `from`'];
  if (!metrics.some((metric) => metric === row['metric'])) return ['metric', metrics.join(', ')];
  if (row['comparator'] !== '<=' && row['comparator'] !== '>=') return ['comparator', '<= or >='];
  if (!isCapValue(row['value'])) return ['value', 'a number, or times a reference'];
  if (row['metric'] === 'exposure' ? !isText(row['currency']) : row['currency'] !== null)
    return ['currency', 'ISO 4217 for exposure, else null'];
  return row['replaces'] === null || isText(row['replaces']) ? null : ['replaces', 'an id, or null'];
}

function isCapValue(value: JsonValue | undefined): boolean {
  if (!isObject(value)) return false;
  const isFigure = (each: JsonValue | undefined) => typeof each === 'number' && each >= 0;
  return value['kind'] === 'number'
    ? isFigure(value['value'])
    : value['kind'] === 'multiple' && isText(value['reference']) && isFigure(value['times']);
}

function isDay(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && parseDay(value) !== null;
}

function isText(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: JsonValue | undefined, least: number): boolean {
  return Array.isArray(value) && value.length >= least && value.every((each: JsonValue) => isText(each));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(place: string, expected: string) {
  return refuse('caps_unreadable', 'CMP-1', { place, expected });
}
