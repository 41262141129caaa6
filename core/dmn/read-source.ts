/** From the reader's elements to the plain source model. Missing parts become `missing` expressions, never errors here. */
import { MAX_BOXED_DEPTH } from './limits.ts';
import type { Element } from './moddle.ts';
import type {
  LocalText,
  SourceElement,
  SourceExpression,
  SourceFunction,
  SourceItem,
  SourceModel,
  SourceParameter,
} from './source.ts';
import { readTable } from './read-table.ts';
import { childOf, childrenOf, nameIn, textIn, typeIn } from './element.ts';

/** Reads the definitions element. */
export function readSource(root: Element): SourceModel {
  const elements = childrenOf(root, 'drgElement');
  const ofType = (type: string): readonly Element[] =>
    elements.filter((element) => element.$type === `dmn:${type}`);
  return {
    name: nameIn(root) ?? 'policy',
    items: childrenOf(root, 'itemDefinition').map(readItem),
    inputs: ofType('InputData').map((element) => ({
      ...readElement(element),
      whenMissing: textIn(element, 'whenMissing'),
      unit: textIn(element, 'unit'),
    })),
    decisions: ofType('Decision').map((element) => ({
      ...readElement(element),
      logic: readExpression(childOf(element, 'decisionLogic'), 0),
    })),
    knowledge: ofType('BusinessKnowledgeModel').map((element) => {
      const logic = childOf(element, 'encapsulatedLogic');
      return { ...readElement(element), logic: logic === null ? null : readFunction(logic, 0) };
    }),
    services: ofType('DecisionService').map((element) => ({
      ...readElement(element),
      outputs: referencesIn(element, 'outputDecision'),
      encapsulated: referencesIn(element, 'encapsulatedDecision'),
      inputDecisions: referencesIn(element, 'inputDecision'),
      inputs: referencesIn(element, 'inputData'),
    })),
    imports: childrenOf(root, 'import').map(
      (element) => textIn(element, 'namespace') ?? nameIn(element) ?? '',
    ),
  };
}

function readElement(element: Element): SourceElement {
  const name = nameIn(element) ?? '';
  const variable = childOf(element, 'variable');
  const requirements = [
    ...childrenOf(element, 'informationRequirement').flatMap((each) => [
      ...referenceIn(each, 'requiredInput'),
      ...referenceIn(each, 'requiredDecision'),
    ]),
    ...childrenOf(element, 'knowledgeRequirement').flatMap((each) => referenceIn(each, 'requiredKnowledge')),
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

function referenceIn(element: Element, property: string): readonly string[] {
  const reference = childOf(element, property);
  const href = reference === null ? null : textIn(reference, 'href');
  return href === null ? [] : [href.slice(href.indexOf('#') + 1)];
}

function referencesIn(element: Element, property: string): readonly string[] {
  return childrenOf(element, property).flatMap((reference) => {
    const href = textIn(reference, 'href');
    return href === null ? [] : [href.slice(href.indexOf('#') + 1)];
  });
}

function readItem(element: Element): SourceItem {
  const allowed = childOf(element, 'allowedValues') ?? childOf(element, 'typeConstraint');
  return {
    name: nameIn(element) ?? '',
    typeRef: typeIn(element),
    allowed: allowed === null ? null : textIn(allowed, 'text'),
    isCollection: element['isCollection'] === true,
    isFunction: childOf(element, 'functionItem') !== null,
    components: childrenOf(element, 'itemComponent').map(readItem),
  };
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
    return readExpression(wrapper === null ? null : childOf(wrapper, 'value'), depth + 1);
  };
  switch (element.$type) {
    case 'dmn:LiteralExpression':
      return { kind: 'literal', typeRef, text: textIn(element, 'text') ?? '' };
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
