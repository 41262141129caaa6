/**
 * Checks what callers send against the schemas of api/, by Ajv in strict mode: nothing is coerced (but the texts of a
 * query string), nothing removed, nothing filled in. What is wrong is said field by field.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { PERSONAL } from '@plimsoll/api/primitive';
import { type FieldProblem, fieldProblem } from './field-problem.ts';
import { isDay, isInstant, isUuid } from './format.ts';
import { expectation, type SchemaPart } from './schema-words.ts';

/** Fields named in one reply at most. */
const FIELD_LIMIT = 20;
/** A text longer than this isn't repeated. */
const VALUE_LIMIT = 64;

/** null when the value is good. A query is changed in place: its texts become the numbers they stand for. */
export type Validator = (value: unknown) => readonly FieldProblem[] | null;

const strict = { strict: true, allErrors: true, verbose: true, ownProperties: true } as const;
const bodies = prepare(new Ajv({ ...strict, coerceTypes: false }));
const queries = prepare(new Ajv({ ...strict, coerceTypes: true }));

/** Compiles the schema of a body or of a reply. */
export function compileValidator(schema: object): Validator {
  return validator(bodies.compile(schema), schema);
}

/** Compiles the schema of a query string or of path parameters, whose values all arrive as text. */
export function compileQueryValidator(schema: object): Validator {
  const check = validator(queries.compile(schema), schema);
  return (value) => textProblems(value as Readonly<Record<string, unknown>>) ?? check(value);
}

function prepare(ajv: Ajv): Ajv {
  ajv.addFormat('uuid', isUuid);
  ajv.addFormat('date', isDay);
  ajv.addFormat('date-time', isInstant);
  ajv.addKeyword(PERSONAL);
  return ajv;
}

function validator(isValid: ValidateFunction, schema: object): Validator {
  const personal = personalPaths(schema, '');
  return (value) => (isValid(value) ? null : explain(isValid.errors ?? [], personal));
}

/** PostgreSQL holds no NUL, and UTF-8 no half of a surrogate pair; an infinite number is none. */
function textProblems(query: Readonly<Record<string, unknown>>): readonly FieldProblem[] | null {
  for (const [name, value] of Object.entries(query)) {
    const texts = Array.isArray(value) ? value : [value];
    for (const text of texts) {
      if (typeof text !== 'string') continue;
      if (text.includes('\0') || !text.isWellFormed() || text.includes('\uFFFD'))
        return [fieldProblem(`/${name}`, ['含有不允许的字符', 'it holds a character that is not allowed'])];
      if (/^[+-]?infinity$/i.test(text.trim()) || (text.trim() !== '' && Math.abs(Number(text)) === Infinity))
        return [fieldProblem(`/${name}`, ['数值超出范围', 'the number is too large'])];
    }
  }
  return null;
}

function explain(errors: readonly ErrorObject[], personal: readonly string[]): readonly FieldProblem[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
  const told = new Map<string, FieldProblem>();
  for (const error of errors) {
    if (unions.some((union) => union !== error && isInside(error, union))) continue;
    const problem = explainOne(error, personal);
    if (!told.has(problem.path)) told.set(problem.path, problem);
    if (told.size >= FIELD_LIMIT) break;
  }
  return [...told.values()];
}

/** An error of one branch of a union says less than the union as a whole. */
function isInside(error: ErrorObject, union: ErrorObject): boolean {
  return (
    error.schemaPath.startsWith(`${union.schemaPath}/`) && error.instancePath.startsWith(union.instancePath)
  );
}

function explainOne(error: ErrorObject, personal: readonly string[]): FieldProblem {
  const { instancePath, keyword, params } = error as ErrorObject<string, Readonly<Record<string, string>>>;
  if (keyword === 'required')
    return fieldProblem(`${instancePath}/${params['missingProperty']}`, ['必填', 'it is required']);
  if (keyword === 'additionalProperties') {
    const path = `${instancePath}/${escapeStep(params['additionalProperty'] ?? '')}`;
    return fieldProblem(path, ['没有这个字段', 'there is no such field']);
  }
  if (keyword === 'propertyNames') {
    const path = `${instancePath}/${escapeStep(params['propertyName'] ?? '')}`;
    return fieldProblem(path, ['名称格式不正确', 'the name has the wrong form']);
  }
  const { zh, en } = expectation(error.parentSchema as SchemaPart);
  const value = isPersonal(instancePath, personal) ? undefined : echo(error.data);
  return fieldProblem(instancePath, [`应为${zh}`, `expected ${en}`], value);
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isPersonal(path: string, personal: readonly string[]): boolean {
  return personal.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

function echo(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'string') return value.length <= VALUE_LIMIT ? value : undefined;
  return undefined;
}

/** The pointers below which nothing may be repeated. Arrays hold nothing personal in any schema of today. */
function personalPaths(schema: SchemaPart, path: string): readonly string[] {
  if ((schema as Readonly<Record<string, unknown>>)[PERSONAL] === true) return [path];
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
    personalPaths(part, `${path}/${escapeStep(name)}`),
  );
}
