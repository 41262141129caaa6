/**
 * All checks of one policy before it may be published. Tables over ranges and enumerations are checked by exact geometry;
 * what depends on more is proved by what values are possible, shown by a run, or said to be sampled. Bounded by counts:
 * the same policy gives the same findings on every machine.
 */
import type { JsonObject } from '@plimsoll/core/base';
import { createFrame, createRun, type FeelValue, run, runTest } from '@plimsoll/core/feel';
import { isCallFault } from '@plimsoll/core/feel';
import type { TableNode } from '../boxed.ts';
import { fit } from '../item.ts';
import type { Policy } from '../policy.ts';
import type { HitPolicy, LocalText } from '../source.ts';
import { showValues } from './attempt.ts';
import { checkGaps } from './check-gap.ts';
import { checkMonotone } from './check-monotone.ts';
import { checkDeclared, checkMissing, checkOutcomes, searchOutcomes, type Setting } from './check-outcome.ts';
import { checkHidden, checkNever, checkOutputs, checkOverlaps, pairRows } from './check-rows.ts';
import type { Finding, Severity } from './finding.ts';
import { checkKinds } from './kinds.ts';
import { MAX_TABLE_STEPS } from './limits.ts';
import { createReach, type Reach } from './reach.ts';
import { type Corpus, searchPolicy } from './search.ts';
import { buildSpace } from './space.ts';
import { inputsOf, type TableSubject } from './subject.ts';
import { checkUsage } from './usage.ts';
import { bareFrame, tablesIn } from './walk.ts';

export type CheckOptions = {
  /** The decision that is the policy's answer; `decision` when there is one, else the only one that nothing requires. */
  readonly decision?: string;
  /** Inputs by name of known cases: the search for examples starts from them. */
  readonly cases?: readonly JsonObject[];
  readonly limits?: {
    /** Evaluations of the whole policy in the search for examples. */
    readonly samples?: number;
    /** Steps of the geometry of one table. */
    readonly tableSteps?: number;
  };
};

/** How a table was checked. `complete`: what isn't found about its rows is proved not to be. */
export type CheckedTable = {
  readonly element: string;
  readonly method: 'complete' | 'sampled';
  /** Why it is only sampled; null when it is complete. */
  readonly why: LocalText | null;
  readonly hitPolicy: HitPolicy;
  readonly rows: number;
  readonly columns: number;
};

export type PolicyCheck = {
  /** Errors first, then warnings, then notes; in each the order of the policy. */
  readonly findings: readonly Finding[];
  readonly tables: readonly CheckedTable[];
};

export function checkPolicy(policy: Policy, options: CheckOptions = {}): PolicyCheck {
  const decision = options.decision ?? findDecision(policy);
  const reach = createReach(policy.program);
  const corpus = searchPolicy(policy, {
    decision: decision ?? '',
    cases: options.cases ?? [],
    ...(options.limits?.samples === undefined ? {} : { samples: options.limits.samples }),
  });
  const tables = checkTables(policy, { reach, corpus, steps: options.limits?.tableSteps ?? MAX_TABLE_STEPS });
  const findings = [
    ...checkUsage(policy, decision),
    ...checkKinds(policy.program).map((finding) => withExample(finding, corpus, policy)),
    ...tables.flatMap((table) => table.findings),
    ...checkDeclared({ policy, reach }),
    ...(decision === null ? [] : checkAnswer({ policy, decision, corpus, reach })),
  ];
  return { findings: unique(findings).toSorted(bySeverity), tables: tables.map(({ checked }) => checked) };
}

function checkAnswer(setting: Setting): readonly Finding[] {
  const corpus = searchOutcomes(setting);
  return [...checkOutcomes({ ...setting, corpus }), ...checkMissing({ ...setting, corpus })];
}

const RANK: { readonly [severity in Severity]: number } = { error: 0, warning: 1, note: 2 };

function bySeverity(left: Finding, right: Finding): number {
  return RANK[left.severity] - RANK[right.severity];
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, place, facts }) => {
    const key = JSON.stringify([code, place, facts]);
    return !seen.has(key) && seen.add(key);
  });
}

/** The usual name, or the one decision that nothing else requires; null when that leaves several. */
function findDecision({ decisions }: Policy): string | null {
  if (decisions.some(({ name }) => name === 'decision')) return 'decision';
  const required = new Set(decisions.flatMap(({ requires }) => requires));
  const [only, ...others] = decisions.filter(({ name }) => !required.has(name));
  return only !== undefined && others.length === 0 ? only.name : null;
}

/** A run in which the same place went wrong. */
function withExample(finding: Finding, { attempts }: Corpus, policy: Policy): Finding {
  const { element, rule, column } = finding.place;
  const shown = attempts.find(({ errors }) =>
    errors.some(
      ({ code, place }) =>
        (code === 'FEEL_TYPE' || code === 'DMN_VALUE_TYPE') &&
        place.element === element &&
        (rule === null || place.rule === rule) &&
        (column === null || place.column === column),
    ),
  );
  if (shown === undefined || element === null) return finding;
  const names = inputsOf(policy.program, policy.program.indexOf.get(element) ?? -1);
  return { ...finding, example: { level: 'inputs', values: showValues(shown.values, names), gives: null } };
}

type TableResult = { readonly checked: CheckedTable; readonly findings: readonly Finding[] };
type TableSetting = { readonly reach: Reach; readonly corpus: Corpus; readonly steps: number };

function checkTables(policy: Policy, setting: TableSetting): readonly TableResult[] {
  const { program } = policy;
  return program.globals.flatMap((global, index) => {
    if (global.kind !== 'decision' && global.kind !== 'knowledge') return [];
    const inputs = inputsOf(program, index);
    return tablesIn(global.logic).map((table) => {
      const isDecision = global.kind === 'decision' && table === global.logic;
      const where = { program, element: global.name, decision: isDecision ? index : null, inputs, table };
      return checkTable(where, setting);
    });
  });
}

const TOO_MANY: LocalText = {
  zh: '有太多单元格要看其他数据',
  en: 'too many cells look at other values than their column',
};
const TOO_LARGE: LocalText = { zh: '超过计算量上限', en: 'the limit of work was reached' };

function checkTable(
  where: Omit<TableSubject, 'space' | 'budget' | 'corpus'>,
  { reach, corpus, steps }: TableSetting,
): TableResult {
  const { table, program, element, decision } = where;
  const shape = {
    element,
    hitPolicy: table.hitPolicy,
    rows: table.rules.length,
    columns: table.inputs.length,
  };
  const space = buildSpace(table, program, decision === null ? () => null : reach);
  if (space === null) return { checked: { ...shape, method: 'sampled', why: TOO_MANY }, findings: [] };
  const subject: TableSubject = { ...where, space, budget: { left: steps }, corpus };
  const pairs = pairRows(subject);
  const parts = [
    checkHidden(subject, pairs),
    checkOverlaps(subject, pairs),
    checkGaps(subject),
    checkMonotone(subject),
  ];
  const isProved = parts.every((part) => part.isProved) && pairs.isWhole;
  const names = space.inexact.join(', ');
  const computed: LocalText = {
    zh: `有的列或单元格由其他数据算出：${names}`,
    en: `computed from other values: ${names}`,
  };
  const why = isProved ? null : subject.budget.left < 0 || names === '' ? TOO_LARGE : computed;
  return {
    checked: { ...shape, method: isProved ? 'complete' : 'sampled', why },
    findings: [
      ...checkNever(subject),
      ...parts.flatMap(({ findings }) => findings),
      ...checkOutputs(subject, (value, column) => isLetThrough(table, value, column)),
    ],
  };
}

/** Whether an output column lets a constant through. */
function isLetThrough(table: TableNode, value: FeelValue, column: number): boolean {
  const output = table.outputs[column];
  if (output === undefined) return true;
  if (output.fit !== null && isCallFault(fit(value, output.fit, bareFrame()))) return false;
  const frame = createFrame(createRun({ global: () => null, fault: () => undefined }));
  return (
    output.allowed === null ||
    runTest(output.allowed, value, { frame, slot: table.slot, at: { from: 0, to: 0 }, run }) === true
  );
}
