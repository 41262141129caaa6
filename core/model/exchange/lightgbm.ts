/**
 * LightGBM's text model (versions v3 and v4), one output. A value goes left when it is at most the threshold, so the threshold
 * here is the next double above it. Missing (src/io/tree.h of LightGBM): `None` reads NaN as 0; `Zero` sends NaN and numbers within
 * 1e-35 of 0 the default way; `NaN` sends NaN the default way. A category goes left when its bit is set; missing and unseen go right.
 */
import { ok, type Refusal, type Result } from '@plimsoll/core/base';
import { nextAbove, type Tree, type TreeInput, ZERO_BAND } from '@plimsoll/core/model/trees';
import {
  type ForeignNode,
  gatherTrees,
  growTree,
  type ImportedTrees,
  inputOf,
  refuseImport,
} from './grown.ts';

const OBJECTIVES = new Set(['binary', 'cross_entropy', 'xentropy', 'cross-entropy']);
const IS_CATEGORICAL = 1;
const DEFAULT_LEFT = 2;
const MISSING_SHIFT = 2;
const MISSING_NONE = 0;
const MISSING_ZERO = 1;
const MISSING_NAN = 2;

type Section = ReadonlyMap<string, string>;

/** An input with, for a category, the number the model knows each level by. */
type Field = { readonly input: TreeInput; readonly numbers: readonly number[] | null };

/** Reads a text model. Refuses other versions, several outputs, objectives that aren't a chance, linear leaves. */
export function importLightgbm(text: string): Result<ImportedTrees> {
  const [head = '', ...blocks] = text.split(/^Tree=\d+$/m);
  const header = sectionOf(head);
  const problem = headerProblem(header);
  if (problem !== null) return problem;
  const fields = fieldsOf(header, text);
  if (!Array.isArray(fields)) return fields as Refusal;
  const [objective = '', ...settings] = (header.get('objective') ?? '').split(' ');
  if (!OBJECTIVES.has(objective))
    return refuseImport('the objective does not make a chance of one event', { objective });
  const sigmoid = Number(settings.find((each) => each.startsWith('sigmoid:'))?.slice('sigmoid:'.length) ?? 1);
  const trees = blocks.map((block) => sectionOf(block.split(/^end of trees$/m)[0] ?? ''));
  // Random forests give the mean of their trees.
  const scale = sigmoid / (header.has('average_output') ? Math.max(1, trees.length) : 1);
  const zeros = zeroInputs(trees, fields.length);
  if (zeros === null)
    return refuseImport('an input is read with zero as missing in one place and not in another');
  const grown = trees.map((tree) => readTree(tree, fields, scale));
  const ensemble = gatherTrees(
    {
      inputs: fields.map(({ input }, at) => (zeros.has(at) ? { ...input, zeroIsMissing: true } : input)),
      baseMargin: 0,
      precision: 'float64',
    },
    grown,
  );
  if (!ensemble.ok) return ensemble;
  return ok({
    kind: 'trees',
    ensemble: ensemble.value,
    tool: `lightgbm ${header.get('version') ?? ''}`,
    notes: [],
  });
}

function headerProblem(header: Section): Refusal | null {
  const version = header.get('version') ?? '';
  if (!header.has('tree') || !/^v[34]$/.test(version))
    return refuseImport('not a text model of LightGBM v3 or v4', { version });
  for (const name of ['num_class', 'num_tree_per_iteration'])
    if (header.get(name) !== '1')
      return refuseImport('a model of several outputs', { [name]: header.get(name) ?? '' });
  return null;
}

function sectionOf(text: string): Section {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      const trimmed = line.trim();
      if (trimmed === '') return [];
      return [at < 0 ? [trimmed, ''] : [line.slice(0, at), line.slice(at + 1).trim()]];
    }),
  );
}

function fieldsOf(header: Section, text: string): readonly Field[] | Refusal {
  const names = (header.get('feature_names') ?? '').split(' ');
  const infos = (header.get('feature_infos') ?? '').split(' ');
  if (names.length !== infos.length) return refuseImport('not one range for each input');
  const pandas = pandasLevels(text);
  if (pandas === undefined) return refuseImport('the levels of pandas_categorical are not readable');
  const isCategory = (range: string): boolean => range !== 'none' && !range.startsWith('[');
  const categories = infos.filter(isCategory).length;
  if (pandas !== null && pandas.length !== categories)
    return refuseImport('pandas_categorical does not match the categorical inputs', {
      categories,
      listed: pandas.length,
    });
  let category = 0;
  return names.map((name, at) => {
    const range = infos[at] ?? '';
    if (!isCategory(range)) return { input: inputOf(name, null), numbers: null };
    const levels = pandas?.[category];
    category += 1;
    const numbers =
      levels === undefined
        ? range
            .split(':')
            .map(Number)
            .filter((number) => number >= 0)
            .sort((one, other) => one - other)
        : [...levels.keys()];
    return { input: inputOf(name, levels ?? numbers.map(String)), numbers };
  });
}

/** Null: the model was not trained on a pandas frame with categories. Undefined: not readable. */
function pandasLevels(text: string): readonly (readonly string[])[] | null | undefined {
  const line = /^pandas_categorical:(.*)$/m.exec(text)?.[1];
  if (line === undefined) return null;
  try {
    const listed: unknown = JSON.parse(line);
    if (listed === null || (Array.isArray(listed) && listed.length === 0)) return null;
    if (!Array.isArray(listed)) return undefined;
    return listed.map((levels: unknown) => (Array.isArray(levels) ? levels.map(String) : []));
  } catch {
    return undefined;
  }
}

function numbersOf(section: Section, name: string): readonly number[] {
  const text = section.get(name) ?? '';
  return text === ''
    ? []
    : text.split(' ').map((each) => (each === 'inf' ? Number.POSITIVE_INFINITY : Number(each)));
}

/** The inputs whose zeros are missing; null when the model disagrees with itself. */
function zeroInputs(trees: readonly Section[], inputs: number): ReadonlySet<number> | null {
  const kinds = Array.from({ length: inputs }, () => new Set<number>());
  for (const tree of trees) {
    const features = numbersOf(tree, 'split_feature');
    for (const [node, type] of numbersOf(tree, 'decision_type').entries())
      if ((type & IS_CATEGORICAL) === 0) kinds[features[node] ?? -1]?.add(type >> MISSING_SHIFT);
  }
  if (kinds.some((found) => found.has(MISSING_ZERO) && found.size > 1)) return null;
  return new Set(kinds.flatMap((found, at) => (found.has(MISSING_ZERO) ? [at] : [])));
}

/** Inner nodes are counted from 0, leaves are ~0, ~1, … */
function readTree(section: Section, fields: readonly Field[], scale: number): Result<Tree> {
  if ((section.get('is_linear') ?? '0') !== '0') return refuseImport('leaves that are linear models');
  const list = (name: string): readonly number[] => numbersOf(section, name);
  const leafValue = list('leaf_value');
  const leafCount = list('leaf_count');
  const features = list('split_feature');
  const thresholds = list('threshold');
  const types = list('decision_type');
  const [lefts, rights, counts] = [list('left_child'), list('right_child'), list('internal_count')];
  const boundaries = list('cat_boundaries');
  const words = list('cat_threshold');
  return growTree<number>(features.length === 0 ? ~0 : 0, (id): ForeignNode<number> | Refusal => {
    if (id < 0) return { leaf: (leafValue[~id] ?? Number.NaN) * scale, cover: leafCount[~id] ?? null };
    const feature = features[id] ?? -1;
    const type = types[id] ?? 0;
    const children = { left: lefts[id] ?? 0, right: rights[id] ?? 0, cover: counts[id] ?? null };
    const threshold = thresholds[id] ?? Number.NaN;
    const numbers = fields[feature]?.numbers ?? null;
    if ((type & IS_CATEGORICAL) !== 0) {
      if (numbers === null) return refuseImport('a node asks a numeric input for a category', { feature });
      const bits = words.slice(boundaries[threshold] ?? 0, boundaries[threshold + 1] ?? 0);
      const test = numbers.flatMap((number, code) => (hasBit(bits, number) ? [code] : []));
      return { ...children, feature, test, missingLeft: false, unseenLeft: false };
    }
    if (numbers !== null) return refuseImport('a node compares a category as a number', { feature });
    const missing = type >> MISSING_SHIFT;
    if (missing !== MISSING_NONE && missing !== MISSING_ZERO && missing !== MISSING_NAN)
      return refuseImport('an unknown way of missing', { missing });
    const missingLeft = missing === MISSING_NONE ? threshold >= 0 : (type & DEFAULT_LEFT) !== 0;
    return { ...children, feature, test: firstRight(threshold), missingLeft, unseenLeft: false };
  });
}

/**
 * The lowest number that goes right. LightGBM drops numbers of at most 1e-35 from the rows it predicts, so they are 0 to it; of all
 * thresholds it makes, only −1e-35 parts them from 0. `inf` and the largest double part every number from missing.
 */
function firstRight(threshold: number): number {
  return threshold === -ZERO_BAND
    ? threshold
    : Math.min(nextAbove(Math.min(threshold, Number.MAX_VALUE), 'float64'), Number.MAX_VALUE);
}

function hasBit(words: readonly number[], number: number): boolean {
  return (((words[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}
