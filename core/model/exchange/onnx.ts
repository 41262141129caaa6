/**
 * ONNX (ai.onnx.ml, onnx.ai): the graphs that converters write of boosted trees for two classes. One `TreeEnsembleClassifier` or
 * `TreeEnsembleRegressor` whose sum goes through the logistic function, before it nothing but casts and the joining of columns,
 * behind it nothing that changes the chance. Every other operator is refused by its name. The event is class 1.
 */
import { ok, type Refusal, type Result } from '@plimsoll/core/base';
import type { TreeInput } from '@plimsoll/core/model/trees';
import { type ImportedTrees, inputOf, refuseImport } from './grown.ts';
import { type OnnxNode, wholeOf } from './onnx-node.ts';
import { readOnnxTrees } from './onnx-trees.ts';
import { floatsOf, type Message, messagesOf, readMessage, textsOf, wholesOf } from './protobuf.ts';

type Graph = {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  /** Constants of one float. */
  readonly constants: ReadonlyMap<string, number>;
};

/** `width`: the columns of the input, null where the file doesn't say. */
type GraphInput = { readonly name: string; readonly element: number; readonly width: number | null };

const MODEL = { producer: 2, producerVersion: 3, graph: 7 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const NODE = { input: 1, output: 2, operator: 4, attribute: 5 } as const;
const ATTRIBUTE_NAME = 1;
const FLOAT = 1;
/** Element types that a cast to float rounds as the ensemble does: float, int32, int64, double. */
const CASTABLE = new Set([FLOAT, 6, 7, 11]);
const TREES = new Set(['TreeEnsembleClassifier', 'TreeEnsembleRegressor']);
const MAX_NODES = 1000;

/** Reads an ONNX model. Refuses bytes that are none, operators that are not trees, and what is not the chance of one event. */
export function importOnnx(bytes: Uint8Array): Result<ImportedTrees> {
  const model = readMessage(bytes);
  const [message] = (model === undefined ? undefined : messagesOf(model, MODEL.graph)) ?? [];
  if (model === undefined || message === undefined) return refuseImport('not ONNX, or cut short');
  const graph = readGraph(message);
  if (graph === undefined) return refuseImport('the graph of an ONNX model is not readable');
  if (graph.nodes.length > MAX_NODES) return refuseImport('too many operators', { limit: MAX_NODES });
  const ensembles = graph.nodes.filter(({ operator }) => TREES.has(operator));
  const [ensemble] = ensembles;
  if (ensemble === undefined || ensembles.length > 1) {
    const operators = [...new Set(graph.nodes.map(({ operator }) => operator))];
    return refuseImport('ONNX without trees, or with several ensembles', { operators });
  }
  const before = columnsOf(graph, ensemble.inputs[0] ?? '');
  if ('code' in before) return before;
  const link = readLink(graph, ensemble, before.used);
  if (typeof link !== 'boolean') return link;
  const trees = readOnnxTrees(ensemble, { columns: before.columns, isLogisticBehind: link });
  if (!trees.ok) return trees;
  const [producer = '', version = ''] = [
    ...textsOf(model, MODEL.producer),
    ...textsOf(model, MODEL.producerVersion),
  ];
  return ok({
    kind: 'trees',
    ensemble: trees.value,
    tool: `onnx ${producer} ${version}`.trim(),
    notes: ['covers_assumed', 'float32_sums'],
  });
}

function readGraph(graph: Message): Graph | undefined {
  const [nodes, inputs, outputs, initializers] = [
    messagesOf(graph, GRAPH.node),
    messagesOf(graph, GRAPH.input),
    messagesOf(graph, GRAPH.output),
    messagesOf(graph, GRAPH.initializer),
  ];
  if (!nodes || !inputs || !outputs || !initializers) return undefined;
  const read: OnnxNode[] = [];
  for (const node of nodes) {
    const attributes = messagesOf(node, NODE.attribute);
    if (attributes === undefined) return undefined;
    read.push({
      operator: textsOf(node, NODE.operator)[0] ?? '',
      inputs: textsOf(node, NODE.input),
      outputs: textsOf(node, NODE.output),
      attributes: new Map(attributes.map((each) => [textsOf(each, ATTRIBUTE_NAME)[0] ?? '', each])),
    });
  }
  const constants = new Map(
    initializers.map((each) => {
      const floats = [...floatsOf(each, 4), ...floatsOf(each, 9)];
      return [textsOf(each, 8)[0] ?? '', floats.length === 1 ? (floats[0] ?? Number.NaN) : Number.NaN];
    }),
  );
  // Old files list constants among the inputs too.
  const asked = inputs.map(readInput).filter(({ name }) => !constants.has(name));
  return { nodes: read, inputs: asked, outputs: outputs.map((each) => textsOf(each, 1)[0] ?? ''), constants };
}

function readInput(input: Message): GraphInput {
  const first = (message: Message | undefined, number: number): Message | undefined =>
    message === undefined ? undefined : messagesOf(message, number)?.[0];
  const tensor = first(first(input, 2), 1);
  const shape = first(tensor, 2);
  const last = shape === undefined ? undefined : messagesOf(shape, 1)?.at(-1);
  const width = last === undefined ? undefined : wholesOf(last, 1)[0];
  return {
    name: textsOf(input, 1)[0] ?? '',
    element: tensor === undefined ? 0 : (wholesOf(tensor, 1)[0] ?? 0),
    width: width !== undefined && width > 0 ? width : null,
  };
}

type Columns = { readonly columns: readonly TreeInput[] | null; readonly used: ReadonlySet<OnnxNode> };

/** The columns that come into the ensemble; null: the file names none, one input holds them all and doesn't say how many. */
function columnsOf(graph: Graph, name: string): Columns | Refusal {
  const used = new Set<OnnxNode>();
  const names: string[] = [];
  let isOpen = false;
  const walk = (value: string, isCast: boolean): Refusal | null => {
    const input = graph.inputs.find((each) => each.name === value);
    if (input !== undefined) {
      if (input.element !== FLOAT && !(isCast && CASTABLE.has(input.element)))
        return refuseImport('an input is not of float numbers', { input: value, element: input.element });
      if (input.width === 1) names.push(value);
      else if (input.width === null) isOpen = true;
      else for (let column = 0; column < input.width; column += 1) names.push(`${value}_${column}`);
      return null;
    }
    const node = graph.nodes.find((each) => each.outputs.includes(value));
    if (node === undefined || used.has(node))
      return refuseImport('a value of the graph comes from nowhere', { value });
    used.add(node);
    const isFloatCast = node.operator === 'Cast' && wholeOf(node, 'to') === FLOAT;
    const isJoin = node.operator === 'Concat' && [1, -1].includes(wholeOf(node, 'axis') ?? 0);
    if (!isFloatCast && !isJoin && node.operator !== 'Identity')
      return refuseImport('an operator before the trees is not read', { operator: node.operator });
    for (const each of node.inputs) {
      const refused = walk(each, isCast || isFloatCast);
      if (refused !== null) return refused;
    }
    return null;
  };
  const refused = walk(name, false);
  if (refused !== null) return refused;
  if (isOpen && graph.inputs.length > 1)
    return refuseImport('an input does not say how many columns it holds');
  return { columns: isOpen ? null : names.map((each) => inputOf(each, null)), used };
}

/** Whether a logistic function stands behind the ensemble. Refuses operators that change what comes out. */
function readLink(graph: Graph, ensemble: OnnxNode, used: ReadonlySet<OnnxNode>): boolean | Refusal {
  let isLogistic = false;
  for (const node of graph.nodes) {
    if (node === ensemble || used.has(node)) continue;
    const { operator, inputs } = node;
    const isLogisticNext = operator === 'Sigmoid' && inputs[0] === ensemble.outputs[0];
    const isUnchanged =
      operator === 'Identity' ||
      operator === 'ZipMap' ||
      (operator === 'Cast' && CASTABLE.has(wholeOf(node, 'to') ?? 0)) ||
      (operator === 'Mul' && inputs.some((each) => graph.constants.get(each) === 1));
    const isSecond = isLogistic && isLogisticNext;
    if ((!isLogisticNext && !isUnchanged) || isSecond)
      return refuseImport('an operator behind the trees is not read', { operator });
    isLogistic ||= isLogisticNext;
  }
  return isLogistic;
}
