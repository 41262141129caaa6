/**
 * The policy for `@gorules/zen-engine`: a graph of decision tables with a switch behind the screening, so that a decline
 * costs it no score, as it costs none in DMN. The scorecard is written twice: as a table of 50 rows whose hits are summed, and
 * as one expression of ten conditional chains, which it runs faster.
 */
import type { Application } from './application.ts';
import { loadPeer } from './peers.ts';
import {
  columnsOf,
  NO_RULE,
  OUTCOME,
  type PolicyTable,
  rowsByField,
  SCORECARD,
  SCREENING,
  SEGMENT,
} from './tables.ts';

type Answer = { readonly result: { readonly outcome?: unknown } };
type Decision = { readonly evaluate: (context: object) => Promise<Answer> };
type Package = {
  readonly ZenEngine: new () => { readonly createDecision: (content: object) => Decision };
  readonly ZenDecisionContent: new (graph: object) => object;
};
type Node = { readonly id: string; readonly name: string; readonly type: string; readonly content?: object };
type Scorecard = 'table' | 'expression';

/** Opens the policy, compiled once; null without the package. */
export function openZen(scorecard: Scorecard): ((application: Application) => Promise<unknown>) | null {
  const zen = loadPeer('@gorules/zen-engine') as Package | null;
  if (zen === null) return null;
  const decision = new zen.ZenEngine().createDecision(new zen.ZenDecisionContent(graphOf(scorecard)));
  return async (application) => (await decision.evaluate(application)).result.outcome;
}

function graphOf(scorecard: Scorecard): {
  readonly nodes: readonly Node[];
  readonly edges: readonly object[];
} {
  const screening = tableNode(SCREENING, { fallback: NO_RULE });
  const declined = expressionNode('declined', { outcome: '"decline"' }, { passThrough: false });
  const score =
    scorecard === 'table'
      ? [
          tableNode(SCORECARD, { hitPolicy: 'collect' }),
          expressionNode('sum', { score: 'sum(map(hits, #.score))' }),
        ]
      : [expressionNode('score', { score: scoreExpression() })];
  const rest = [
    tableNode(SEGMENT),
    ...score,
    tableNode(OUTCOME, { passThrough: false }),
    plainNode('output'),
  ];
  const edges = [
    edge('input', screening.id),
    edge(screening.id, 'switch'),
    edge('switch', declined.id, 'isDeclined'),
    edge(declined.id, 'output'),
    edge('switch', 'segment', 'otherwise'),
    ...rest.slice(1).map(({ id }, index) => edge(rest[index]?.id ?? '', id)),
  ];
  return { nodes: [plainNode('input'), screening, switchNode(), declined, ...rest], edges };
}

function edge(sourceId: string, targetId: string, sourceHandle?: string): object {
  return { id: `${sourceId}-${targetId}`, type: 'edge', sourceId, targetId, sourceHandle };
}

function plainNode(kind: 'input' | 'output'): Node {
  return { id: kind, name: kind, type: `${kind}Node` };
}

function switchNode(): Node {
  const statements = [
    { id: 'isDeclined', condition: 'screening == "decline"', isDefault: false },
    { id: 'otherwise', condition: '', isDefault: true },
  ];
  return { id: 'switch', name: 'switch', type: 'switchNode', content: { hitPolicy: 'first', statements } };
}

function expressionNode(
  id: string,
  values: { readonly [key: string]: string },
  { passThrough = true }: { readonly passThrough?: boolean } = {},
): Node {
  const expressions = Object.entries(values).map(([key, value]) => ({ id: key, key, value }));
  return { id, name: id, type: 'expressionNode', content: { expressions, passThrough } };
}

type TableOptions = {
  readonly hitPolicy?: 'first' | 'collect';
  readonly fallback?: string;
  readonly passThrough?: boolean;
};

function tableNode(table: PolicyTable, options: TableOptions = {}): Node {
  const { hitPolicy = 'first', fallback, passThrough = true } = options;
  const columns = columnsOf(table);
  const rows = fallback === undefined ? table.rows : [...table.rows, { when: {}, then: fallback }];
  const rules = rows.map(({ when, then }, index) => ({
    _id: `${table.name}-${index + 1}`,
    ...Object.fromEntries(columns.map((column) => [`in-${column}`, when[column] ?? ''])),
    out: table.outputType === 'string' ? `"${then}"` : then,
  }));
  const content = {
    hitPolicy,
    inputs: columns.map((column) => ({ id: `in-${column}`, name: column, field: column })),
    outputs: [{ id: 'out', name: table.name, field: table.name }],
    rules,
    passThrough,
    inputField: null,
    outputPath: hitPolicy === 'collect' ? 'hits' : null,
    executionMode: 'single',
  };
  return { id: table.name, name: table.name, type: 'decisionTableNode', content };
}

function scoreExpression(): string {
  const chains = rowsByField(SCORECARD).map(([field, rows]) => {
    const branches = rows.map(({ test, then }) => `${condition(field, test)} ? ${then} : `);
    return `(${branches.join('')}null)`;
  });
  return chains.join(' + ');
}

function condition(field: string, test: string): string {
  if (/^[<>]/.test(test)) return `${field} ${test}`;
  return test.startsWith('[') ? `${field} in ${test}` : `${field} == ${test}`;
}
