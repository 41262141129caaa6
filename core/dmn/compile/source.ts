/**
 * The generated backend: a lowered policy written as JavaScript. The text is made from nodes alone: constants are
 * written by JSON.stringify or kept in a pool, names of the policy occur in no other way. One factory function holds
 * the state of a run in its variables, so that a decision costs a few loads and comparisons.
 */
import { assert } from '@plimsoll/core/base';
import type { Ir, UnitIr } from './ir.ts';

/** Where the value of an input comes from: a field of the inputs, a reader by name, or a row of columns. */
export type Access = 'field' | 'reader';

export type Writer = {
  readonly unit: UnitIr;
  readonly access: Access | ((index: number, writer: Writer) => string);
  readonly isRecording: boolean;
  readonly pool: unknown[];
  readonly names: Map<unknown, string>;
  /** Temporaries of the function that is being written. */
  temps: Set<number>;
  /** How a column that is an input can be had as a bare double, NaN where there is none; null: it can't. */
  readonly bareInput: (index: number) => Bare | null;
  /** Temporaries that hold such doubles. */
  readonly bare: Map<number, Bare['kind']>;
};

/** A number, or a truth value as 1 and 0. */
export type Bare = { readonly kind: 'number' | 'truth'; readonly text: string };

/** The name under which the generated code finds a value of the pool. */
export function pooled(value: unknown, writer: Writer): string {
  const known = writer.names.get(value);
  if (known !== undefined) return known;
  const name = `k${writer.pool.length}`;
  writer.pool.push(value);
  writer.names.set(value, name);
  return name;
}

/** A constant as a literal where JavaScript has one. */
export function literal(value: unknown, writer: Writer): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'a constant is finite');
    return value < 0 ? `(${value})` : String(value);
  }
  return typeof value === 'string' ? JSON.stringify(value) : pooled(value, writer);
}

/** A temporary, declared by the function that is being written. */
export function temp(id: number, writer: Writer): string {
  writer.temps.add(id);
  return `t${id}`;
}

/** An expression as JavaScript. `f` is the frame. */
export function write(ir: Ir, writer: Writer): string {
  const w = (part: Ir): string => write(part, writer);
  switch (ir.op) {
    case 'const':
      return literal(ir.value, writer);
    case 'frame':
      return 'f';
    case 'temp':
      return writeTemp(ir.temp, writer);
    case 'local':
      return `(f.locals[${ir.slot}] ?? null)`;
    case 'sequence':
      return `(${[...ir.steps.map(({ slot, value }) => `f.locals[${slot}] = ${w(value)}`), w(ir.body)].join(', ')})`;
    case 'let':
      return `(${temp(ir.temp, writer)} = ${w(ir.value)}, ${w(ir.body)})`;
    case 'global':
      return writeGlobal(ir.index, writer);
    case 'table':
      return `T${ir.table}(f)`;
    case 'list':
      return `[${ir.items.map(w).join(', ')}]`;
    case 'call':
      return `${pooled(ir.callee, writer)}(${ir.args.map(w).join(', ')})`;
    default:
      return writeCondition(ir, writer);
  }
}

type ConditionIr = Extract<
  Ir,
  { readonly op: 'if' | 'is' | 'kind' | 'order' | 'both' | 'either' | 'not' | 'within' | 'among' }
>;

function writeCondition(ir: ConditionIr, writer: Writer): string {
  const w = (part: Ir): string => write(part, writer);
  switch (ir.op) {
    case 'if':
      return `(${w(ir.condition)} ? ${w(ir.then)} : ${w(ir.otherwise)})`;
    case 'is':
      return `(${w(ir.value)} === ${String(ir.what)})`;
    case 'kind':
      return `(typeof ${w(ir.value)} === "${ir.kind}")`;
    case 'order':
      return `(${w(ir.left)} ${ir.operator} ${w(ir.right)})`;
    case 'both':
      return `(${w(ir.left)} && ${w(ir.right)})`;
    case 'either':
      return `(${w(ir.left)} || ${w(ir.right)})`;
    case 'not':
      return `!${w(ir.value)}`;
    case 'within':
      return writeWithin(ir, writer);
    case 'among':
      return writeAmong(ir, writer);
    default:
      return ir satisfies never;
  }
}

/** A temporary as a value of FEEL. */
function writeTemp(id: number, writer: Writer): string {
  const name = temp(id, writer);
  const bare = writer.bare.get(id);
  if (bare === undefined) return name;
  return bare === 'number'
    ? `(${name} === ${name} ? ${name} : null)`
    : `(${name} === ${name} ? ${name} === 1 : null)`;
}

function writeWithin(ir: Extract<Ir, { readonly op: 'within' }>, writer: Writer): string {
  const value = temp(ir.value.temp, writer);
  const parts: string[] = [];
  if (ir.low !== Number.NEGATIVE_INFINITY)
    parts.push(`${value} ${ir.lowClosed ? '>=' : '>'} ${literal(ir.low, writer)}`);
  if (ir.high !== Number.POSITIVE_INFINITY)
    parts.push(`${value} ${ir.highClosed ? '<=' : '<'} ${literal(ir.high, writer)}`);
  const inside = parts.length === 0 ? 'true' : parts.join(' && ');
  const holds = ir.isOutside ? `!(${inside})` : inside;
  const rare = pooled(ir.rare, writer);
  switch (writer.bare.get(ir.value.temp)) {
    case 'number':
      // Comparing with NaN is false, as comparing with null is.
      return ir.isOutside || parts.length === 0 ? `(${value} === ${value} && ${holds})` : `(${holds})`;
    case 'truth':
      return `(${value} === ${value} && ${rare}(${value} === 1, f))`;
    default:
      return `(typeof ${value} === "number" ? ${holds} : ${value} !== null && ${rare}(${value}, f))`;
  }
}

/** More constants than these are looked up in a set. */
const MAX_COMPARED = 8;

function writeAmong(ir: Extract<Ir, { readonly op: 'among' }>, writer: Writer): string {
  const value = temp(ir.value.temp, writer);
  const inside =
    ir.constants.length > MAX_COMPARED
      ? `${pooled(new Set(ir.constants), writer)}.has(${value})`
      : ir.constants.map((each) => `${value} === ${literal(each, writer)}`).join(' || ');
  const rare = `${pooled(ir.rare, writer)}(${writeTemp(ir.value.temp, writer)}, f)`;
  const bare = writer.bare.get(ir.value.temp);
  if (bare !== undefined) return writeBareAmong(ir, { value, bare, inside, rare });
  return ir.isOutside
    ? `(typeof ${value} === "${ir.kind}" ? !(${inside}) : ${rare})`
    : `(typeof ${value} === "${ir.kind}" ? (${inside}) : ${value} !== null && ${rare})`;
}

/** What is missing is none of the constants. */
function writeBareAmong(
  { kind, constants, isOutside }: Extract<Ir, { readonly op: 'among' }>,
  {
    value,
    bare,
    inside,
    rare,
  }: { readonly value: string; readonly bare: Bare['kind']; readonly inside: string; readonly rare: string },
): string {
  if ((bare === 'number') !== (kind === 'number') || (bare === 'truth') !== (kind === 'boolean')) return rare;
  const holds =
    bare === 'number' ? inside : constants.map((each) => `${value} === ${Number(each)}`).join(' || ');
  return isOutside ? `!(${holds})` : `(${holds})`;
}

/** Inputs are read again where nobody asks which were read; what is computed is kept. */
function writeGlobal(index: number, writer: Writer): string {
  const global = writer.unit.globals[index];
  return global?.kind === 'input' && !writer.isRecording ? writeInput(index, writer) : `g${index}()`;
}

export function writeInput(index: number, writer: Writer): string {
  const input = writer.unit.globals[index];
  assert(input?.kind === 'input', 'only inputs are read');
  if (typeof writer.access === 'function') return writer.access(index, writer);
  const value = temp(input.temp, writer);
  const given =
    writer.access === 'field' ? writeField(input.name, writer) : `i(${literal(input.name, writer)})`;
  const admit = pooled(input.admit, writer);
  if (input.quick === null) return `${admit}(${given})`;
  const holds = input.holds === null ? '' : ` && ${write(input.holds, writer)}`;
  return `(typeof (${value} = ${given}) === "${input.quick}"${holds} ? ${value} : ${admit}(${value}))`;
}

/** A name that every object has must be the inputs' own. */
function writeField(name: string, writer: Writer): string {
  const field = `i[${literal(name, writer)}]`;
  return name in {}
    ? `(${pooled(Object.hasOwn, writer)}(i, ${literal(name, writer)}) ? ${field} : null)`
    : field;
}

/** A function whose body is written by `body`, with the temporaries that it turned out to need. */
export function writeFunction(head: string, writer: Writer, body: (writer: Writer) => string): string {
  const outer = writer.temps;
  writer.temps = new Set();
  const text = body(writer);
  const temps = [...writer.temps].map((id) => `t${id}`);
  writer.temps = outer;
  return `function ${head} {\n${temps.length === 0 ? '' : `let ${temps.join(', ')};\n`}${text}\n}\n`;
}
