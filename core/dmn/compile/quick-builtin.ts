/**
 * Built-ins of plain numbers without a list of kinds to fit: rounding and extremes, which limits and prices are made
 * of. Anything but plain numbers, and any result that is none, is left to the built-in itself.
 */
import { type CallNode, type FeelValue, type Frame, roundNumber } from '@plimsoll/core/feel';
import { callBuiltin } from './runtime.ts';

export type QuickBuiltin = (node: CallNode, args: readonly FeelValue[], frame: Frame) => FeelValue;

/** Digits that rounding is asked for, at most. */
const MAX_QUICK_SCALE = 15;

function rounding(mode: Parameters<typeof roundNumber>[2]): QuickBuiltin {
  return (node, args, frame) => {
    const value = args[0];
    const scale = args.length === 1 ? 0 : args[1];
    const isPlain =
      typeof value === 'number' && Number.isInteger(scale) && Math.abs(scale as number) <= MAX_QUICK_SCALE;
    const rounded = isPlain ? roundNumber(value, scale as number, mode) : null;
    return rounded ?? callBuiltin(node, args, frame);
  };
}

function extreme(isBetter: (value: number, best: number) => boolean): QuickBuiltin {
  return (node, args, frame) => {
    let best = args[0];
    for (let index = 1; index < args.length; index += 1) {
      const value = args[index];
      if (typeof value !== 'number' || typeof best !== 'number') return callBuiltin(node, args, frame);
      if (isBetter(value, best)) best = value;
    }
    return typeof best === 'number' && args.length > 1 ? best : callBuiltin(node, args, frame);
  };
}

const QUICK: ReadonlyMap<
  string,
  { readonly least: number; readonly most: number; readonly run: QuickBuiltin }
> = new Map([
  ['decimal', { least: 2, most: 2, run: rounding('halfEven') }],
  ['floor', { least: 1, most: 2, run: rounding('floor') }],
  ['ceiling', { least: 1, most: 2, run: rounding('ceiling') }],
  ['round up', { least: 2, most: 2, run: rounding('up') }],
  ['round down', { least: 2, most: 2, run: rounding('down') }],
  ['round half up', { least: 2, most: 2, run: rounding('halfUp') }],
  ['round half down', { least: 2, most: 2, run: rounding('halfDown') }],
  ['min', { least: 2, most: 8, run: extreme((value, best) => value < best) }],
  ['max', { least: 2, most: 8, run: extreme((value, best) => value > best) }],
]);

/** The quick way of a built-in called by position; null when there is none. */
export function quickBuiltin(name: string, count: number): QuickBuiltin | null {
  const found = QUICK.get(name);
  return found !== undefined && count >= found.least && count <= found.most ? found.run : null;
}
