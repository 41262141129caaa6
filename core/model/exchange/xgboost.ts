/**
 * XGBoost's model in JSON or UBJSON (versions 1.6 and up), boosters `gbtree` and `dart`, one output. XGBoost compares in float32,
 * so the ensemble does too; thresholds and leaves are the float32 that the text stands for. A value below the threshold goes
 * left; a category goes right when the node lists it, left otherwise, unseen levels included; missing goes the default way.
 */
import { fromUtf8, type JsonValue, ok, type Refusal, type Result } from '@plimsoll/core/base';
import type { Tree } from '@plimsoll/core/model/trees';
import {
  type ForeignNode,
  gatherTrees,
  growTree,
  type ImportedTrees,
  type ImportNote,
  inputOf,
  refuseImport,
} from './grown.ts';

const OBJECTIVES = new Set(['binary:logistic', 'reg:logistic', 'binary:logitraw']);

/** Of `binary:logitraw`: what its base score means was looked up from this version on. */
const MIN_RAW_VERSION = 3;

type Fields = { readonly [name: string]: JsonValue };

/** Reads a model out of its JSON. Refuses other boosters, several outputs, and objectives that don't make a chance. */
export function importXgboost(document: JsonValue): Result<ImportedTrees> {
  const learner = at(document, 'learner');
  const booster = at(learner, 'gradient_booster');
  const name = at(booster, 'name');
  if (name !== 'gbtree' && name !== 'dart')
    return refuseImport('not a model of XGBoost made of trees', { booster: name ?? null });
  const objective = at(learner, 'objective', 'name') ?? null;
  if (typeof objective !== 'string' || !OBJECTIVES.has(objective))
    return refuseImport('the objective does not make a chance of one event', { objective });
  const parameters = at(learner, 'learner_model_param');
  if (Number(at(parameters, 'num_class') ?? 0) > 1 || Number(at(parameters, 'num_target') ?? 1) > 1)
    return refuseImport('a model of several outputs');
  const model = name === 'dart' ? at(booster, 'gbtree', 'model') : at(booster, 'model');
  const trees = at(model, 'trees');
  if (!Array.isArray(trees)) return refuseImport('the model has no trees');
  const inputs = inputsOf(learner, model, trees);
  if (!Array.isArray(inputs)) return inputs as Refusal;
  const weights = name === 'dart' ? listOf(at(booster, 'weight_drop')) : [];
  const versions = listOf(at(document, 'version'));
  const isRaw = objective === 'binary:logitraw';
  if (isRaw && !(Number(versions[0]) >= MIN_RAW_VERSION))
    return refuseImport('binary:logitraw of a version whose base score is not known here', { objective });
  const baseMargin = baseMarginOf(textOf(at(parameters, 'base_score') ?? '0.5'), isRaw);
  const ensemble = gatherTrees(
    { inputs, baseMargin, precision: 'float32' },
    trees.map((tree, index) => readTree(tree, inputs, Number(weights[index] ?? 1))),
  );
  if (!ensemble.ok) return ensemble;
  const notes: ImportNote[] = ['float32_sums'];
  if (at(learner, 'attributes', 'best_iteration') !== undefined) notes.push('best_iteration');
  return ok({
    kind: 'trees',
    ensemble: ensemble.value,
    tool: `xgboost ${versions.map(textOf).join('.')}`,
    notes,
  });
}

function at(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    found = (found as Fields)[step];
  }
  return found;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** `[3.8666666E-1]` or `5E-1`: a chance, turned into a margin in float32 as XGBoost does; of `binary:logitraw`, a margin. */
function baseMarginOf(text: string, isRaw: boolean): number {
  const chance = Math.fround(Number(text.replace(/^\[|\]$/g, '')));
  if (isRaw) return chance;
  return Math.fround(-Math.log(Math.fround(Math.fround(1 / chance) - 1)));
}

function inputsOf(
  learner: JsonValue | undefined,
  model: JsonValue | undefined,
  trees: readonly JsonValue[],
): readonly ReturnType<typeof inputOf>[] | Refusal {
  const count = Number(at(learner, 'learner_model_param', 'num_feature') ?? 0);
  const names = listOf(at(learner, 'feature_names'));
  const types = listOf(at(learner, 'feature_types'));
  const encodings = listOf(at(model, 'cats', 'enc'));
  const highest = highestCategories(trees);
  const inputs: ReturnType<typeof inputOf>[] = [];
  for (let feature = 0; feature < count; feature += 1) {
    const name = textOf(names[feature] ?? `f${feature}`);
    const isCategory = types[feature] === 'c' || highest.has(feature);
    const known = isCategory ? levelsOf(encodings[feature]) : null;
    if (known === undefined)
      return refuseImport('the levels of a category are not readable text', { input: name });
    const levels = Array.from({ length: (highest.get(feature) ?? -1) + 1 }, (_, code) => String(code));
    inputs.push(inputOf(name, isCategory ? (known ?? levels) : null));
  }
  return inputs;
}

/** Null: none are listed. Undefined: not readable (XGBoost 3.2 cuts texts beyond ASCII short). */
function levelsOf(encoding: JsonValue | undefined): readonly string[] | null | undefined {
  const values = listOf(at(encoding, 'values'));
  if (values.length === 0) return null;
  const offsets = at(encoding, 'offsets');
  if (offsets === undefined) return values.map(textOf);
  const bytes = Uint8Array.from(values, (value) => Number(value) & 255);
  const ends = listOf(offsets).map(Number);
  const levels = ends.slice(1).map((end, index) => fromUtf8(bytes.subarray(ends[index] ?? 0, end)));
  return levels.every((level) => level !== null) ? levels : undefined;
}

/** By input, the highest category that any node names. */
function highestCategories(trees: readonly JsonValue[]): ReadonlyMap<number, number> {
  const highest = new Map<number, number>();
  for (const tree of trees) {
    const features = listOf(at(tree, 'split_indices'));
    for (const [node, categories] of categoriesOf(tree)) {
      const feature = Number(features[node]);
      highest.set(feature, Math.max(highest.get(feature) ?? -1, ...categories));
    }
  }
  return highest;
}

/** By node, the categories that go right. */
function categoriesOf(tree: JsonValue): ReadonlyMap<number, readonly number[]> {
  const categories = listOf(at(tree, 'categories')).map(Number);
  const segments = listOf(at(tree, 'categories_segments')).map(Number);
  const sizes = listOf(at(tree, 'categories_sizes')).map(Number);
  return new Map(
    listOf(at(tree, 'categories_nodes')).map((node, index) => {
      const from = segments[index] ?? 0;
      return [Number(node), categories.slice(from, from + (sizes[index] ?? 0))];
    }),
  );
}

function readTree(
  tree: JsonValue,
  inputs: readonly { readonly levels: readonly string[] }[],
  weight: number,
): Result<Tree> {
  const list = (name: string): readonly number[] => listOf(at(tree, name)).map(Number);
  const [lefts, rights] = [list('left_children'), list('right_children')];
  const [conditions, features, covers] = [
    list('split_conditions'),
    list('split_indices'),
    list('sum_hessian'),
  ];
  const defaults = listOf(at(tree, 'default_left'));
  const types = list('split_type');
  const categories = categoriesOf(tree);
  if (Number(at(tree, 'tree_param', 'size_leaf_vector') ?? 0) > 1)
    return refuseImport('leaves of several outputs');
  return growTree<number>(0, (id): ForeignNode<number> | Refusal => {
    const left = lefts[id];
    const condition = Math.fround(conditions[id] ?? Number.NaN);
    const cover = Math.fround(covers[id] ?? Number.NaN);
    if (left === undefined) return refuseImport('a child is not there', { node: id });
    if (left === -1) return { leaf: Math.fround(condition * Math.fround(weight)), cover };
    const feature = features[id] ?? -1;
    const missingLeft = defaults[id] === 1 || defaults[id] === true;
    const inner = { feature, left, right: rights[id] ?? -1, missingLeft, unseenLeft: true, cover };
    if (types[id] !== 1) return { ...inner, test: condition };
    const right = new Set(categories.get(id));
    const levels = inputs[feature]?.levels ?? [];
    return { ...inner, test: [...levels.keys()].filter((code) => !right.has(code)) };
  });
}
