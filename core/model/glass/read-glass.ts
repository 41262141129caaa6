/** A glass box read back from JSON: whole, finite, its edges in order, or refused with the place. */
import { type JsonObject, type JsonValue, ok, type Result, refuse } from '@plimsoll/core/base';
import {
  cellCount,
  type GlassModel,
  MAX_CELLS,
  MAX_EDGES,
  MAX_PAIRS,
  MAX_SHAPES,
  type PairAxis,
  type Shape,
} from './glass.ts';

/** Reads a glass box. Refuses (`model_unreadable`) what is not one. */
export function readGlass(value: JsonValue): Result<GlassModel> {
  const problem = glassProblem(value);
  return problem === null
    ? ok(value as unknown as GlassModel)
    : refuse('model_unreadable', 'GLS-6', { problem });
}

function glassProblem(value: JsonValue): string | null {
  if (!isObject(value)) return 'the glass box is not an object';
  const { intercept, shapes, pairs } = value;
  if (!Number.isFinite(intercept)) return 'the intercept is not a number';
  if (!Array.isArray(shapes) || shapes.length === 0 || shapes.length > MAX_SHAPES)
    return `there are not 1 to ${MAX_SHAPES} shapes`;
  if (!Array.isArray(pairs) || pairs.length > MAX_PAIRS) return `there are not at most ${MAX_PAIRS} pairs`;
  const kinds = new Map<string, PairAxis>();
  for (const [at, shape] of (shapes as readonly JsonValue[]).entries()) {
    const problem = axisProblem(shape) ?? shapeProblem(shape as unknown as Shape);
    if (problem !== null) return `shape ${at}: ${problem}`;
    const { input } = shape as unknown as Shape;
    if (kinds.has(input.name)) return `two shapes are of ${input.name}`;
    kinds.set(input.name, shape as unknown as PairAxis);
  }
  for (const [at, pair] of (pairs as readonly JsonValue[]).entries()) {
    const problem = pairProblem(pair, kinds);
    if (problem !== null) return `pair ${at}: ${problem}`;
  }
  return null;
}

function axisProblem(axis: JsonValue | undefined): string | null {
  if (!isObject(axis) || !isObject(axis['input'])) return 'it has no input';
  const { name, kind, levels } = axis['input'];
  if (typeof name !== 'string' || name === '') return 'its input has no name';
  if (kind !== 'numeric' && kind !== 'categorical') return `${name} is neither numeric nor categorical`;
  if (
    !Array.isArray(levels) ||
    levels.some((level) => typeof level !== 'string') ||
    new Set(levels).size < levels.length
  )
    return `${name} has levels that are not distinct texts`;
  if ((kind === 'numeric') !== (levels.length === 0)) return `${name} has levels that don't go with its kind`;
  const { edges } = axis;
  if (!areNumbers(edges) || edges.length > MAX_EDGES || (kind === 'categorical' && edges.length > 0))
    return `${name} has edges that are none`;
  return edges.every((edge, at) => at === 0 || edge > (edges[at - 1] as number))
    ? null
    : `the edges of ${name} do not ascend`;
}

function shapeProblem(shape: Shape): string | null {
  if (!areNumbers(shape.values) || shape.values.length !== cellCount(shape))
    return `${shape.input.name} has not one finite value per step`;
  return Number.isFinite(shape.missing) && Number.isFinite(shape.unseen)
    ? null
    : `${shape.input.name} does not say what missing and unseen add`;
}

function pairProblem(pair: JsonValue, kinds: ReadonlyMap<string, PairAxis>): string | null {
  if (!isObject(pair)) return 'it is not an object';
  const sides = [pair['first'], pair['second']];
  for (const side of sides) {
    const problem = axisProblem(side);
    if (problem !== null) return problem;
    const { input } = side as unknown as PairAxis;
    const shape = kinds.get(input.name)?.input;
    if (shape === undefined) return `${input.name} has no shape`;
    if (shape.kind !== input.kind || shape.levels.join('\n') !== input.levels.join('\n'))
      return `${input.name} is not the input of its shape`;
  }
  const [first, second] = sides as unknown as readonly [PairAxis, PairAxis];
  if (first.input.name === second.input.name) return 'it has one input twice';
  const [height, width] = [cellCount(first) + 1, cellCount(second) + 1];
  const { values } = pair;
  if (height * width > MAX_CELLS) return `it has more than ${MAX_CELLS} cells`;
  const isWhole =
    Array.isArray(values) &&
    values.length === height &&
    values.every((line) => areNumbers(line) && line.length === width);
  return isWhole
    ? null
    : 'it has not one finite value per cell, the last of each side for missing and unseen';
}

function areNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => Number.isFinite(each));
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
