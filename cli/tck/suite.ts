/** A file of test cases of the DMN compatibility kit, as plain data (format: `testCases.xsd` of the kit). */
import type { FeelValue } from '@plimsoll/core/feel';
import { childNamed, childrenNamed, readXml, type XmlElement } from './element.ts';
import { readValue } from './value.ts';

/** What a case asks of one decision. `allowsError`: null is right too. */
export type ExpectedResult = {
  readonly node: string;
  /** Of the model that has the node; null: the model that the file names. */
  readonly namespace: string | null;
  readonly value: FeelValue;
  readonly allowsError: boolean;
};

/** A value for an input, or for a decision that stands for one; `namespace` as for a result. */
export type GivenInput = {
  readonly name: string;
  readonly namespace: string | null;
  readonly value: FeelValue;
};

export type SuiteCase = {
  readonly id: string;
  /** The decision service or knowledge model to call; null: the decisions are asked themselves. */
  readonly invocable: string | null;
  readonly inputs: readonly GivenInput[];
  readonly results: readonly ExpectedResult[];
};

export type Suite = {
  readonly modelName: string;
  /** 2 or 3 when the file's labels say so. */
  readonly level: 2 | 3 | null;
  readonly cases: readonly SuiteCase[];
};

/** Reads a file; null when it is XML of another kind. Throws when it is no XML. */
export function readSuite(xml: string): Suite | null {
  const root = readXml(xml);
  if (root.name !== 'testCases') return null;
  const labels = childrenNamed(root, 'labels').flatMap((holder) => childrenNamed(holder, 'label'));
  const level = labels.map(({ text }) => /compliance level ([23])/i.exec(text)?.[1]).find(Boolean);
  return {
    modelName: (childNamed(root, 'modelName')?.text ?? '').trim(),
    level: level === undefined ? null : level === '2' ? 2 : 3,
    cases: childrenNamed(root, 'testCase').map(readCase),
  };
}

function readCase(element: XmlElement, index: number): SuiteCase {
  const { id, name, type, invocableName } = element.attributes;
  const isCall = type === 'decisionService' || type === 'bkm';
  return {
    id: id ?? name ?? String(index + 1),
    invocable: isCall ? (invocableName ?? null) : null,
    inputs: childrenNamed(element, 'inputNode').map((node) => ({
      name: node.attributes['name'] ?? '',
      namespace: node.attributes['namespace'] ?? null,
      value: readValue(node),
    })),
    results: childrenNamed(element, 'resultNode').map(readResult),
  };
}

function readResult(element: XmlElement): ExpectedResult {
  const expected = childNamed(element, 'expected');
  return {
    node: element.attributes['name'] ?? '',
    namespace: element.attributes['namespace'] ?? null,
    value: expected === null ? null : readValue(expected),
    allowsError: element.attributes['errorResult'] === 'true',
  };
}
