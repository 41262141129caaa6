/** One column of a sheet matched with the policy: its expression or name, its type, how its cells are read. */
import { ANY, createScope, parseExpression, parseTests, type Scope } from '@plimsoll/core/feel';
import { canonicalFeel } from '../squeeze.ts';
import { type Described, describeType, inferKind, textsOf } from './column-kind.ts';
import { addressOf } from './grid.ts';
import {
  findExpression,
  findInput,
  findOutput,
  type OldInput,
  type OldOutput,
  type Work,
} from './import-work.ts';
import type { LayoutColumn } from './layout.ts';
import type { CellColumn, ColumnKind } from './reading.ts';
import { remark } from './remark.ts';

export type Plan = {
  readonly layout: LayoutColumn;
  /** Its place among the cells of a rule. */
  readonly at: number;
  readonly input: OldInput | null;
  readonly output: OldOutput | null;
  readonly cell: CellColumn | null;
};

export function planColumn(layout: LayoutColumn, at: number, work: Work): Plan {
  if (layout.role === 'annotation') return { layout, at, input: null, output: null, cell: null };
  const plan = layout.role === 'input' ? planInput(layout, work) : planOutput(layout, work);
  const described = describe(plan, layout, { at, work });
  // A column whose kind is a problem is not read cell by cell.
  if (described === null) return { layout, at, ...plan, cell: null };
  const scope = scopeOf(work);
  const isFeel = (text: string): boolean =>
    (layout.role === 'input' ? parseTests(text, scope, ANY) : parseExpression(text, scope)).problems
      .length === 0;
  const unit = work.target.policy?.inputs.find(({ name }) => name === plan.input?.text)?.unit;
  const cell: CellColumn = {
    kind: described.kind,
    allowed: described.allowed,
    share: unit === 'percent' ? 'percent' : 'fraction',
    rangeEnds: work.options.rangeEnds,
    isFeel,
    names: namesOf(work),
  };
  return { layout, at, ...settleTypes(plan, layout, { kind: described.kind, work, at }), cell };
}

type Columns = Pick<Plan, 'input' | 'output'>;

function planInput(column: LayoutColumn, work: Work): Columns {
  const { name, meta, address } = column;
  const old = findInput(name, work.target);
  const text = meta.expression ?? old?.text ?? findExpression(name, work.target) ?? name;
  const isKnown = parseExpression(text, scopeOf(work)).problems.length === 0;
  if (!isKnown) addInput(text, column, work);
  if (!isKnown && text === '')
    work.problems.push(
      remark(address, '', {
        zh: '此列没有表达式',
        en: 'the column has no expression',
        remedy: { zh: '写出输入名', en: 'write the name of an input' },
      }),
    );
  const label = meta.label === null ? (old?.label ?? (text === name ? null : name)) : meta.label;
  const monotone = meta.monotone === null ? (old?.monotone ?? null) : orNull(meta.monotone);
  return {
    input: {
      ...(monotone === null ? {} : { monotone }),
      label: label === null || label === '' ? canonicalFeel(text) : label,
      text,
      typeRef: meta.type === null ? (old?.typeRef ?? null) : typeOf(meta.type),
      values: meta.values === null ? (old?.values ?? null) : orNull(meta.values),
    },
    output: null,
  };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/** `FEEL` in the row of types: no type is declared, and the cells are FEEL. */
function isFeelType(type: string | null): boolean {
  return type?.toLowerCase() === 'feel';
}

function typeOf(type: string): string | null {
  return isFeelType(type) ? null : orNull(type);
}

/** A name that the policy lacks is an input to make, when that was asked for. */
function addInput(name: string, { address }: LayoutColumn, work: Work): void {
  const { policy } = work.target;
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
    work.problems.push(
      remark(address, name, {
        zh: `“${name}”不是策略中的名称，也不能作为输入名`,
        en: `${name} is no name of the policy and can’t be the name of an input`,
        remedy: {
          zh: '在“表达式”行写出 FEEL 表达式，或改用字母、汉字、数字和下划线',
          en: 'write FEEL in a row called expression, or use letters, digits and underscores',
        },
      }),
    );
    return;
  }
  if (policy !== null && !work.options.mayAddInputs) {
    const names = policy.inputs
      .map((input) => input.name)
      .join(', ')
      .slice(0, 300);
    work.problems.push(
      remark(address, name, {
        zh: `策略中没有输入“${name}”`,
        en: `the policy has no input ${name}`,
        remedy: {
          zh: `改成已有的输入（${names}），或用 --add-inputs 新建`,
          en: `use one that is there (${names}), or make it by --add-inputs`,
        },
      }),
    );
    return;
  }
  work.newInputs.push({ name, type: '' });
  work.notes.push(
    remark(address, name, {
      zh: `新建输入“${name}”，缺失时转人工`,
      en: `the input ${name} is made; without it a case goes to a person`,
    }),
  );
}

function planOutput(column: LayoutColumn, { target }: Work): Columns {
  const { name, meta } = column;
  const outputs = target.table?.outputs ?? [];
  const isOnly = outputs.length === 1 && outputs[0]?.name === null;
  const old = findOutput(name, target) ?? (isOnly ? (outputs[0] ?? null) : null);
  const own = meta.expression === null ? (old === null ? orNull(name) : old.name) : orNull(meta.expression);
  const label = meta.label === null ? (old?.label ?? own ?? '') : meta.label;
  return {
    input: null,
    output: {
      name: own,
      label: label === '' ? (own ?? '') : label,
      typeRef: meta.type === null ? (old?.typeRef ?? null) : typeOf(meta.type),
      values: meta.values === null ? (old?.values ?? null) : orNull(meta.values),
      fallback: meta.default === null ? (old?.fallback ?? null) : orNull(meta.default),
    },
  };
}

/** What the column holds, null when that is a problem: by its own type, by what its expression is, by the decision's type, else by its cells. */
function describe(
  plan: Columns,
  { role, index, name, address, meta }: LayoutColumn,
  { at, work }: { readonly at: number; readonly work: Work },
): Described | null {
  const items = work.target.policy?.source.items ?? [];
  const column = plan.input ?? plan.output;
  const declared =
    describeType(column?.typeRef ?? null, items) ??
    (plan.input === null ? describeOutput(plan.output, work) : describeInput(plan.input, work));
  const allowed = textsOf(column?.values ?? null) ?? declared?.allowed ?? null;
  if (declared !== null) return { kind: declared.kind, allowed };
  if (isFeelType(meta.type)) return { kind: 'feel', allowed };
  const scope = scopeOf(work);
  const isFeel = (text: string): boolean => parseExpression(text, scope).problems.length === 0;
  const unknown = {
    allowed,
    share: 'fraction',
    rangeEnds: work.options.rangeEnds,
    isFeel,
    names: namesOf(work),
  } as const;
  const inferred = inferKind(
    work.layout.rules.map(({ cells }) => cells[at] ?? null),
    role === 'output' ? 'output' : 'input',
    unknown,
  );
  if (!inferred.ok) {
    const rule = work.layout.rules[inferred.at];
    work.problems.push({
      address: addressOf(rule?.row ?? 0, index),
      text: rule?.cells[at]?.text ?? name,
      problem: inferred.problem,
      remedy: {
        zh: '在表头下加一行“类型”（首列写“类型”，首行标注首列为“编号”），写 number 或 string',
        en: 'add a row called type below the header (in a first column marked id) that says number or string',
      },
    });
    return null;
  }
  work.notes.push(
    remark(address, name, {
      zh: `此列按内容理解为 ${inferred.kind}`,
      en: `taken as a column of ${inferred.kind}, by its cells`,
    }),
  );
  return { kind: inferred.kind, allowed };
}

function describeInput({ text }: OldInput, { target: { policy } }: Work): Described | null {
  const source = policy?.source;
  const element =
    source?.inputs.find(({ name }) => name === text) ?? source?.decisions.find(({ name }) => name === text);
  return element === undefined ? null : describeType(element.typeRef, source?.items ?? []);
}

function describeOutput(output: OldOutput | null, { target, options, layout }: Work): Described | null {
  const items = target.policy?.source.items ?? [];
  const typeRef = target.decision?.typeRef ?? null;
  const item = items.find(({ name }) => name === typeRef);
  const component = item?.components.find(({ name }) => name === output?.name);
  if (component !== undefined) return describeType(component.typeRef, items);
  const isOnly = layout.columns.filter(({ role }) => role === 'output').length === 1;
  return isOnly && options.decision !== '' ? describeType(typeRef, items) : null;
}

/** A column that was made from its cells gets the type of its cells. */
function settleTypes(
  plan: Columns,
  layout: LayoutColumn,
  { kind, work }: { readonly kind: ColumnKind; readonly work: Work; readonly at: number },
): Columns {
  const type = kind === 'feel' ? null : kind;
  const isMade = plan.input !== null && work.newInputs.some(({ name }) => name === plan.input?.text);
  if (isMade && plan.input !== null) {
    const at = work.newInputs.findIndex(({ name }) => name === plan.input?.text);
    work.newInputs[at] = { name: plan.input.text, type: plan.input.typeRef ?? type ?? 'Any' };
  }
  const isKept = layout.meta.type !== null || work.target.table !== null;
  if (isKept) return plan;
  if (plan.input !== null) return { ...plan, input: { ...plan.input, typeRef: plan.input.typeRef ?? type } };
  return plan.output === null
    ? plan
    : { ...plan, output: { ...plan.output, typeRef: plan.output.typeRef ?? type } };
}

function namesOf({ target: { policy } }: Work): ReadonlySet<string> {
  if (policy === null) return new Set();
  const { inputs, decisions, knowledge, imports } = policy.source;
  // What is imported is reached through the name of its import.
  return new Set(
    [...inputs, ...decisions, ...knowledge, ...imports].map(({ name }) => name).filter((name) => name !== ''),
  );
}

function scopeOf(work: Work): Scope {
  return createScope([...namesOf(work)].map((name, index) => ({ name, index, type: ANY })));
}
