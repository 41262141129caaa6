/** From the reader's elements to the plain source model. Missing parts become `missing` expressions, never errors here. */
import { MAX_BOXED_DEPTH } from './limits.ts';
import type { Element } from './moddle.ts';
import {
  type LocalText,
  referenceTo,
  type SourceElement,
  type SourceExpression,
  type SourceInput,
  type SourceFunction,
  type SourceItem,
  type SourceModel,
  type SourceParameter,
} from './source.ts';
import { readTable } from './read-table.ts';
import { childOf, childrenOf, nameIn, textIn, typeIn } from './element.ts';

/** Reads the definitions element. */
export function readSource(root: Element): SourceModel {
  const namespace = textIn(root, 'namespace') ?? '';
  const references = (element: Element, property: string): readonly string[] =>
    referencesIn(element, property, namespace);
  const readDrg = (element: Element): SourceElement => readElement(element, namespace);
  const elements = childrenOf(root, 'drgElement');
  const ofType = (type: string): readonly Element[] =>
    elements.filter((element) => element.$type === `dmn:${type}`);
  return {
    name: nameIn(root) ?? 'policy',
    namespace,
    items: childrenOf(root, 'itemDefinition').map(readItem),
    inputs: ofType('InputData').map((element) => readInput(element, readDrg(element))),
    decisions: ofType('Decision').map((element) => ({
      ...readDrg(element),
      logic: readExpression(childOf(element, 'decisionLogic'), 0),
    })),
    knowledge: ofType('BusinessKnowledgeModel').map((element) => {
      const logic = childOf(element, 'encapsulatedLogic');
      return { ...readDrg(element), logic: logic === null ? null : readFunction(logic, 0) };
    }),
    services: ofType('DecisionService').map((element) => ({
      ...readDrg(element),
      outputs: references(element, 'outputDecision'),
      encapsulated: references(element, 'encapsulatedDecision'),
      inputDecisions: references(element, 'inputDecision'),
      inputs: references(element, 'inputData'),
    })),
    imports: childrenOf(root, 'import').map((element) => ({
      name: nameIn(element) ?? '',
      namespace: textIn(element, 'namespace') ?? '',
      language: textIn(element, 'importType'),
    })),
  };
}

function readElement(element: Element, namespace: string): SourceElement {
  const name = nameIn(element) ?? '';
  const variable = childOf(element, 'variable');
  const requirements = [
    ...childrenOf(element, 'informationRequirement').flatMap((each) => [
      ...referencesIn(each, 'requiredInput', namespace),
      ...referencesIn(each, 'requiredDecision', namespace),
    ]),
    ...childrenOf(element, 'knowledgeRequirement').flatMap((each) =>
      referencesIn(each, 'requiredKnowledge', namespace),
    ),
  ];
  return {
    id: textIn(element, 'id') ?? name,
    name,
    label: readLabel(element, name),
    typeRef: variable === null ? null : typeIn(variable),
    requires: requirements,
  };
}

function readLabel(element: Element, name: string): LocalText {
  const plain = textIn(element, 'label') ?? name;
  return { zh: textIn(element, 'zh') ?? plain, en: textIn(element, 'en') ?? plain };
}

/** `#id` and `id` are of this model, `namespace#id` is of the model with that namespace. */
function referencesIn(element: Element, property: string, own: string): readonly string[] {
  return childrenOf(element, property).flatMap((reference) => {
    const href = textIn(reference, 'href');
    if (href === null) return [];
    const sign = href.lastIndexOf('#');
    return [referenceTo(sign > 0 ? href.slice(0, sign) : own, href.slice(sign + 1))];
  });
}

function readItem(element: Element): SourceItem {
  const allowed = textOf(element, 'allowedValues');
  const constraint = textOf(element, 'typeConstraint');
  const functionItem = childOf(element, 'functionItem');
  const result = functionItem === null ? null : textIn(functionItem, 'outputTypeRef');
  return {
    name: nameIn(element) ?? '',
    typeRef: typeIn(element),
    allowed,
    isCollection: element['isCollection'] === true,
    isFunction: functionItem !== null,
    components: childrenOf(element, 'itemComponent').map(readItem),
    ...(constraint === null ? {} : { constraint }),
    ...(result === null ? {} : { result }),
  };
}

function textOf(element: Element, property: string): string | null {
  const tests = childOf(element, property);
  return tests === null ? null : textIn(tests, 'text');
}

function readParameter(element: Element): SourceParameter {
  return { name: nameIn(element) ?? '', typeRef: typeIn(element) };
}

function readFunction(element: Element, depth: number): SourceFunction {
  return {
    kind: 'function',
    typeRef: typeIn(element),
    parameters: childrenOf(element, 'formalParameter').map(readParameter),
    body: readExpression(childOf(element, 'body'), depth + 1),
    isExternal: !['FEEL', null].includes(textIn(element, 'kind')),
  };
}

function readExpression(element: Element | null, depth: number): SourceExpression {
  if (element === null) return { kind: 'missing', typeRef: null, what: 'expression' };
  if (depth > MAX_BOXED_DEPTH) return { kind: 'missing', typeRef: null, what: 'depth' };
  const typeRef = typeIn(element);
  const inner = (property: string): SourceExpression => readExpression(childOf(element, property), depth + 1);
  const nested = (property: string): SourceExpression => {
    const wrapper = childOf(element, property);
    const read = readExpression(wrapper === null ? null : childOf(wrapper, 'value'), depth + 1);
    const declared = wrapper === null ? null : typeIn(wrapper);
    return declared === null ? read : { ...read, typeRef: declared };
  };
  switch (element.$type) {
    case 'dmn:LiteralExpression':
      return isFeel(element)
        ? { kind: 'literal', typeRef, text: textIn(element, 'text') ?? '' }
        : { kind: 'missing', typeRef, what: textIn(element, 'expressionLanguage') ?? 'importedValues' };
    case 'dmn:DecisionTable':
      return readTable(element);
    case 'dmn:Context':
      return { kind: 'context', typeRef, entries: readEntries(element, depth) };
    case 'dmn:Relation':
      return {
        kind: 'relation',
        typeRef,
        columns: childrenOf(element, 'column').map(readParameter),
        rows: childrenOf(element, 'row').map((row) =>
          childrenOf(row, 'elements').map((cell) => readExpression(cell, depth + 1)),
        ),
      };
    case 'dmn:List':
      return {
        kind: 'list',
        typeRef,
        items: childrenOf(element, 'elements').map((item) => readExpression(item, depth + 1)),
      };
    case 'dmn:Invocation':
      return {
        kind: 'invocation',
        typeRef,
        callee: inner('calledFunction'),
        bindings: readBindings(element, depth),
      };
    case 'dmn:FunctionDefinition':
      return readFunction(element, depth);
    case 'dmn:Conditional':
      return {
        kind: 'conditional',
        typeRef,
        condition: nested('if'),
        then: nested('then'),
        otherwise: nested('else'),
      };
    case 'dmn:Filter':
      return { kind: 'filter', typeRef, source: nested('in'), match: nested('match') };
    case 'dmn:For':
    case 'dmn:Some':
    case 'dmn:Every': {
      const iteration = element.$type === 'dmn:For' ? 'for' : element.$type === 'dmn:Some' ? 'some' : 'every';
      const body = nested(iteration === 'for' ? 'return' : 'satisfies');
      return {
        kind: 'iteration',
        typeRef,
        iteration,
        variable: textIn(element, 'iteratorVariable') ?? '',
        source: nested('in'),
        body,
      };
    }
    default:
      return { kind: 'missing', typeRef, what: element.$type };
  }
}

/** Whether a literal is of this language: no other is named, and its text is in this file. */
function isFeel(element: Element): boolean {
  const language = textIn(element, 'expressionLanguage');
  return childOf(element, 'importedValues') === null && (language === null || /feel/i.test(language));
}

type SourceContext = Extract<SourceExpression, { readonly kind: 'context' }>;
type SourceInvocation = Extract<SourceExpression, { readonly kind: 'invocation' }>;

function readEntries(element: Element, depth: number): SourceContext['entries'] {
  return childrenOf(element, 'contextEntry').map((entry) => {
    const variable = childOf(entry, 'variable');
    return {
      name: variable === null ? null : nameIn(variable),
      typeRef: variable === null ? null : typeIn(variable),
      value: readExpression(childOf(entry, 'value'), depth + 1),
    };
  });
}

function readBindings(element: Element, depth: number): SourceInvocation['bindings'] {
  return childrenOf(element, 'binding').map((binding) => {
    const parameter = childOf(binding, 'parameter');
    return {
      name: (parameter === null ? null : nameIn(parameter)) ?? '',
      value: readExpression(childOf(binding, 'bindingFormula'), depth + 1),
    };
  });
}

/** A model is left out where there is none, so that policies without models keep their hash. */
function readInput(element: Element, read: SourceElement): SourceInput {
  const model = textIn(element, 'model');
  return {
    ...read,
    whenMissing: textIn(element, 'whenMissing'),
    unit: textIn(element, 'unit'),
    ...(model === null ? {} : { model }),
  };
}
