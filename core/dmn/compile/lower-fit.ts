/** Fitting values to declared types: a glance for the usual kinds, the interpreter's own way for the rest. */
import type { DataType } from '../item.ts';
import { call, constant, FRAME, type Ir } from './ir.ts';
import { lowerTest } from './lower-test.ts';
import { type Lowering, withTemp } from './lowering.ts';
import { fitted } from './runtime.ts';

/** What a type accepts at a glance is passed on; the rest is fitted as the interpreter does it. */
export function lowerFit(value: Ir, type: DataType, lowering: Lowering): Ir {
  if (type.feel.kind === 'any' && !type.isConstrained) return value;
  return withTemp(lowering, value, (given) => {
    const otherwise = call(fitted, constant(type), given, FRAME);
    const glance = fitsAtGlance(type, given, lowering);
    return glance === null ? otherwise : { op: 'if', condition: glance, then: given, otherwise };
  });
}

/** A condition under which a value surely fits; null when there is no cheap one. */
export function fitsAtGlance(
  type: DataType,
  value: Extract<Ir, { readonly op: 'temp' }>,
  lowering: Lowering,
): Ir | null {
  const { kind } = type.feel;
  if (kind !== 'number' && kind !== 'string' && kind !== 'boolean') return null;
  return type.allowed.reduce<Ir>(
    (left, test): Ir => ({ op: 'both', left, right: lowerTest(test, { value, slot: 0, lowering }) }),
    { op: 'kind', value, kind },
  );
}
