/**
 * A sheet to a decision table: columns are matched with the policy, cells become FEEL. Every doubt is a remark at its
 * cell; with any problem there is no table.
 */
import type { Policy } from '../policy.ts';
import type { Aggregation, HitPolicy, SourceTable } from '../source.ts';
import { plainSigns } from './amount.ts';
import { readCondition } from './condition.ts';
import { addressOf, type SheetGrid } from './grid.ts';
import { planColumn, type Plan } from './import-column.ts';
import {
  findExpression,
  findOutput,
  type ImportedInput,
  type ImportOptions,
  type Target,
  targetOf,
  type Work,
} from './import-work.ts';
import { type LayoutRule, readHitPolicy, readLayout } from './layout.ts';
import { readOutcome } from './outcome.ts';
import type { CellRead } from './reading.ts';
import { remark, type SheetRemark } from './remark.ts';

export type ImportedTable = {
  readonly decision: string;
  readonly table: SourceTable;
  /** Inputs to make. */
  readonly newInputs: readonly ImportedInput[];
  /** The row of the sheet, from 0, of each rule. */
  readonly rows: readonly number[];
  /** The column of the sheet, from 0, of each input, output and annotation, in this order. */
  readonly columns: readonly number[];
};
export type ImportReport = {
  readonly notes: readonly SheetRemark[];
  readonly problems: readonly SheetRemark[];
};
export type ImportAnswer =
  | ({ readonly ok: true; readonly imported: ImportedTable } & ImportReport)
  | ({ readonly ok: false } & ImportReport);

/** Reads a sheet for a decision of a policy; null for a policy that is yet to be made. */
export function importTable(grid: SheetGrid, policy: Policy | null, options: ImportOptions): ImportAnswer {
  const target = targetOf(policy, options.decision);
  if (target.decision !== null && target.table === null)
    return { ok: false, notes: [], problems: [noTable(options)] };
  // Whoever says which columns are outputs has said that the others are inputs.
  const otherwise = options.outputs.length > 0 ? 'input' : null;
  const layout = readLayout(grid, (header) => knownRole(header, target, options), otherwise);
  const work: Work = {
    layout,
    target,
    options,
    notes: [...layout.notes],
    problems: [...layout.problems],
    newInputs: [],
  };
  const hit = hitPolicyOf(work);
  if (work.problems.length > 0 || hit === null)
    return { ok: false, notes: work.notes, problems: work.problems };
  const columns = layout.columns.flatMap((column, at) =>
    column.role === 'id' ? [] : [planColumn(column, at, work)],
  );
  const table = buildTable(columns, hit, work);
  if (work.problems.length > 0) return { ok: false, notes: work.notes, problems: work.problems };
  const ofRole = (role: string): readonly number[] =>
    columns.filter(({ layout: { role: own } }) => own === role).map(({ layout: { index } }) => index);
  return {
    ok: true,
    notes: work.notes,
    problems: [],
    imported: {
      decision: options.decision,
      table,
      newInputs: work.newInputs,
      rows: layout.rules.map(({ row }) => row),
      columns: [...ofRole('input'), ...ofRole('output'), ...ofRole('annotation')],
    },
  };
}

function noTable({ decision }: ImportOptions): SheetRemark {
  return remark('', decision, {
    zh: `决策“${decision}”不是决策表`,
    en: `the decision ${decision} is no decision table`,
    remedy: { zh: '换一个决策名', en: 'name another decision' },
  });
}

function knownRole(
  header: string,
  target: Target,
  { outputs }: ImportOptions,
): 'input' | 'output' | 'annotation' | null {
  if (outputs.includes(header) || findOutput(header, target) !== null) return 'output';
  if (findExpression(header, target) !== null) return 'input';
  return target.table?.annotations.includes(header) === true ? 'annotation' : null;
}

type Hit = { readonly hitPolicy: HitPolicy; readonly aggregation: Aggregation | null };

function hitPolicyOf({ layout, target, options, problems }: Work): Hit | null {
  const said = options.hitPolicy ?? layout.hitPolicy;
  const name = said === null ? null : readHitPolicy(said);
  if (said === null && target.table !== null) {
    const { hitPolicy, aggregation } = target.table;
    return { hitPolicy, aggregation };
  }
  if (name !== null) {
    const aggregation = /^COLLECT (SUM|MIN|MAX|COUNT)$/.exec(name)?.[1] ?? null;
    return {
      hitPolicy: (aggregation === null ? name : 'COLLECT') as HitPolicy,
      aggregation: aggregation as Aggregation | null,
    };
  }
  problems.push(
    remark('', said ?? '', {
      zh: said === null ? '没有命中策略' : `未知的命中策略：${said}`,
      en: said === null ? 'no hit policy is given' : `an unknown hit policy: ${said}`,
      remedy: {
        zh: '用 --hit-policy 给出 F（首条命中）、U（唯一）、C+（求和）等',
        en: 'give one by --hit-policy: F (first), U (unique), C+ (sum) and so on',
      },
    }),
  );
  return null;
}

function buildTable(columns: readonly Plan[], hit: Hit, work: Work): SourceTable {
  const inputs = columns.filter(({ input }) => input !== null);
  const outputs = columns.filter(({ output }) => output !== null);
  const annotations = columns.filter(({ layout }) => layout.role === 'annotation');
  const ids = new Map<string, number>();
  const rules = work.layout.rules.map((rule) => {
    const read = (plan: Plan): string => readCell(plan, rule, work);
    return {
      id: idOf(rule, ids, work),
      inputs: inputs.map(read),
      outputs: outputs.map(read),
      annotations: annotations.map(({ at }) => rule.cells[at]?.text ?? ''),
    };
  });
  for (const plan of inputs) checkDashes(plan, work);
  for (const plan of [...inputs, ...outputs]) checkShares(plan, work);
  return {
    kind: 'table',
    typeRef: work.target.table?.typeRef ?? null,
    ...hit,
    inputs: inputs.flatMap(({ input }) => (input === null ? [] : [input])),
    outputs: outputs.flatMap(({ output }) => (output === null ? [] : [output])),
    annotations: annotations.map(({ layout }) => layout.name),
    rules,
  };
}

/** Ids that XML allows are kept; numbers and the like are for people. */
function idOf({ id, row }: LayoutRule, seen: Map<string, number>, work: Work): string {
  if (!/^[A-Za-z_][\w.-]*$/.test(id)) return '';
  const column = work.layout.columns.find(({ role }) => role === 'id')?.index ?? 0;
  const before = seen.get(id);
  if (before !== undefined)
    work.problems.push(
      remark(addressOf(row, column), id, {
        zh: `编号重复，第 ${before + 1} 行已有`,
        en: `the id is in row ${before + 1}, too`,
        remedy: { zh: '改成不同的编号，或留空', en: 'write another id, or none' },
      }),
    );
  seen.set(id, row);
  return id;
}

function readOf({ layout, at, cell }: Plan, rule: LayoutRule): CellRead | null {
  if (cell === null) return null;
  const given = rule.cells[at] ?? null;
  return layout.role === 'input' ? readCondition(given, cell) : readOutcome(given, cell);
}

function readCell(plan: Plan, rule: LayoutRule, work: Work): string {
  const read = readOf(plan, rule);
  const address = addressOf(rule.row, plan.layout.index);
  const text = rule.cells[plan.at]?.text ?? '';
  if (read === null) return text;
  if (!read.ok) {
    work.problems.push({ address, text, problem: read.problem, remedy: read.remedy });
    return '-';
  }
  if (read.note !== null) work.notes.push({ address, text, problem: read.note, remedy: null });
  return read.feel;
}

/** Two ranges with a dash that meet: who writes 18-25 and 25-35 has not said where 25 belongs. */
function checkDashes(plan: Plan, work: Work): void {
  if (work.options.rangeEnds !== 'unsaid') return;
  const dashes = work.layout.rules.flatMap((rule) => {
    const read = readOf(plan, rule);
    return read?.ok === true ? read.dashes.map((dash) => ({ ...dash, row: rule.row })) : [];
  });
  const byLow = new Map(dashes.map((dash) => [dash.low, dash]));
  const told = new Set<string>();
  for (const { low, high, row } of dashes) {
    const next = byLow.get(high);
    if (next === undefined || next.high === low || low === high || told.has(`${row}`)) continue;
    told.add(`${row}`);
    const other = addressOf(next.row, plan.layout.index);
    work.problems.push(
      remark(addressOf(row, plan.layout.index), `${low}-${high}`, {
        zh: `${high} 同时在 ${low}-${high} 和 ${next.low}-${next.high}（${other}）中`,
        en: `${high} is in ${low}-${high} and in ${next.low}-${next.high} (${other})`,
        remedy: {
          zh: `写成 [${low}..${high})，或用 --range-ends low（含小不含大）、high（含大不含小）、both 说明`,
          en: `write [${low}..${high}), or say by --range-ends which ends belong: low, high or both`,
        },
      }),
    );
  }
}

/** A column in which some cells are shares: a plain 80 may be 80 or 80%, a hundredfold apart. */
function checkShares({ layout, at, cell }: Plan, work: Work): void {
  if (cell?.kind !== 'number' || cell.share !== 'fraction') return;
  const texts = work.layout.rules.map(({ cells, row }) => ({ text: plainSigns(cells[at]?.text ?? ''), row }));
  const share = texts.find(({ text }) => text.includes('%'));
  if (share === undefined) return;
  const place = addressOf(share.row, layout.index);
  for (const { text, row } of texts) {
    const isShare = text.includes('%') || /^feel\s*:/i.test(text);
    const isLarge = (text.match(/\d+(?:\.\d+)?/g) ?? []).some((number) => Number(number) > 1);
    if (isShare || !isLarge) continue;
    work.problems.push(
      remark(addressOf(row, layout.index), text, {
        zh: `同列的 ${place} 是百分数 ${share.text}，“${text}”是否也是？`,
        en: `${place} of this column is a share, ${share.text}: is ${text} one, too?`,
        remedy: {
          zh: '同一列统一写成百分数（80%）或小数（0.8）',
          en: 'write the whole column as shares (80%) or as fractions (0.8)',
        },
      }),
    );
  }
}
