/** What lowering shares: numbers for temporaries, the tables and the parts found on the way. */
import type { FeelNode } from '@plimsoll/core/feel';
import type { BoxedNode } from '../boxed.ts';
import type { DataType } from '../item.ts';
import type { Ir, PartIr, TableIr, TempIr } from './ir.ts';
import type { Machine } from './machine.ts';

export type Lowering = {
  readonly tables: TableIr[];
  readonly parts: PartIr[];
  readonly machine: Machine;
  /** Whether what a trace needs is noted on the way. */
  readonly isRecording: boolean;
  /** By index, the declared type of an input; null: it has none; undefined: the global is no input. */
  readonly inputs: readonly (DataType | null | undefined)[];
  /** Parts that are lowered already or are waiting. */
  readonly seen: Set<FeelNode | BoxedNode>;
  nextTemp: number;
  /** Functions occur, so calls can nest. */
  nests: boolean;
};

/** A value kept under a number while a body looks at it several times. */
export function withTemp(lowering: Lowering, value: Ir, body: (temp: TempIr) => Ir): Ir {
  // What is cheap to say again needs no number.
  if (value.op === 'temp') return body(value);
  const temp: TempIr = { op: 'temp', temp: lowering.nextTemp };
  lowering.nextTemp += 1;
  return { op: 'let', temp: temp.temp, value, body: body(temp) };
}
