/** What the steps of an import share: the policy it goes into, the sheet's layout, remarks so far. */
import type { Policy } from '../policy.ts';
import type { SourceDecision, SourceTable } from '../source.ts';
import { canonicalFeel } from '../squeeze.ts';
import type { Layout } from './layout.ts';
import type { RangeEnds } from './reading.ts';
import type { SheetRemark } from './remark.ts';

export type ImportOptions = {
  readonly decision: string;
  /** As a person writes it; null: as the sheet or the table that is there says. */
  readonly hitPolicy: string | null;
  readonly rangeEnds: RangeEnds;
  /** Column headers that are outputs, where the sheet doesn't mark them. */
  readonly outputs: readonly string[];
  /** Whether inputs that the policy lacks may be made. */
  readonly mayAddInputs: boolean;
};

export type ImportedInput = { readonly name: string; readonly type: string };

export type Target = {
  readonly policy: Policy | null;
  readonly decision: SourceDecision | null;
  readonly table: SourceTable | null;
};

export type Work = {
  readonly layout: Layout;
  readonly target: Target;
  readonly options: ImportOptions;
  readonly notes: SheetRemark[];
  readonly problems: SheetRemark[];
  readonly newInputs: ImportedInput[];
};

export function targetOf(policy: Policy | null, name: string): Target {
  const decision = policy?.source.decisions.find((each) => each.name === name) ?? null;
  return { policy, decision, table: decision?.logic.kind === 'table' ? decision.logic : null };
}

export type OldInput = SourceTable['inputs'][number];
export type OldOutput = SourceTable['outputs'][number];

export function findInput(header: string, { table }: Target): OldInput | null {
  const inputs = table?.inputs ?? [];
  return (
    inputs.find(({ text }) => canonicalFeel(text) === canonicalFeel(header)) ??
    inputs.find(({ label }) => label.trim() === header) ??
    null
  );
}

export function findOutput(header: string, { table }: Target): OldOutput | null {
  const outputs = table?.outputs ?? [];
  return (
    outputs.find(({ name }) => name === header) ??
    outputs.find(({ label }) => label.trim() === header && header !== '') ??
    null
  );
}

/** The expression that a header stands for: of a column that is there, an input by name or label, or a decision. */
export function findExpression(header: string, target: Target): string | null {
  const old = findInput(header, target);
  if (old !== null) return old.text;
  const { policy } = target;
  if (policy === null) return null;
  const input =
    policy.inputs.find(({ name }) => name === header) ??
    policy.inputs.find(({ label }) => label.zh === header || label.en === header);
  return input?.name ?? policy.decisions.find(({ name }) => name === header)?.name ?? null;
}
