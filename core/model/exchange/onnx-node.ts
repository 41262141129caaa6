/** An operator of an ONNX graph and its attributes, read by name; what isn't there is empty. */
import { floatsOf, type Message, textsOf, wholesOf } from './protobuf.ts';

export type OnnxNode = {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Message>;
};

/** The numbers of `AttributeProto`. */
const ATTRIBUTE = { whole: 3, text: 4, floats: 7, wholes: 8, texts: 9 } as const;

export function wholeOf(node: OnnxNode, name: string): number | undefined {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? undefined : wholesOf(attribute, ATTRIBUTE.whole)[0];
}

export function textOf(node: OnnxNode, name: string): string | undefined {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? undefined : textsOf(attribute, ATTRIBUTE.text)[0];
}

export function floats(node: OnnxNode, name: string): readonly number[] {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? [] : floatsOf(attribute, ATTRIBUTE.floats);
}

export function wholes(node: OnnxNode, name: string): readonly number[] {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? [] : wholesOf(attribute, ATTRIBUTE.wholes);
}

export function texts(node: OnnxNode, name: string): readonly string[] {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? [] : textsOf(attribute, ATTRIBUTE.texts);
}
