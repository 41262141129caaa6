/** What may be done with a loan. Each act is tried on first, says what it does, and asks once. */
import { Button, Input, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { LoanDetail, LoanState, RecordFact } from '@plimsoll/api/loan';
import { useAct } from '../../client/index.ts';
import { FaultNote, PlainTable, Section } from '../../parts/index.ts';
import { decimalToMinor, useLanguage } from '../../words/index.ts';

const acts = ['repay', 'reverse', 'writeOff'] as const;
type Act = (typeof acts)[number];
const refreshed = ['readLoan', 'listLoans', 'listFunders'] as const;
const reversible = new Set([
  'repaid',
  'refunded',
  'charged',
  'waived',
  'rescheduled',
  'rate_changed',
  'paused',
  'restructured',
  'written_off',
]);

export function ActSection({ loan }: { readonly loan: LoanDetail }) {
  const { words } = useLanguage();
  const [open, setOpen] = useState<Act | null>(null);
  const { status } = loan.state;
  const canReverse = reversibleFacts(loan).length > 0;
  const allowed: { readonly [act in Act]: boolean } = {
    repay: status === 'active' || status === 'written_off',
    reverse: canReverse,
    writeOff: status === 'active',
  };
  const shown = acts.filter((act) => allowed[act]);
  if (shown.length === 0) return null;
  return (
    <Section title={words.loans.act.title} hint={words.loans.act.hint}>
      <div className="acts">
        {shown.map((act, at) => (
          <Button
            key={act}
            type={at === 0 ? 'primary' : 'default'}
            danger={act === 'writeOff'}
            onClick={() => setOpen(act)}
          >
            {words.loans.act[act]}
          </Button>
        ))}
      </div>
      {open === null ? null : <ActDialog loan={loan} act={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}

type DialogProps = { readonly loan: LoanDetail; readonly act: Act; readonly onClose: () => void };

function ActDialog({ loan, act, onClose }: DialogProps) {
  const { words } = useLanguage();
  const preview = useAct('previewLoanFact');
  const record = useAct('recordLoanFact', refreshed);
  const [form, setForm] = useState<Form>(() => firstForm(loan));
  const fact = factOf(loan, act, form);
  const set = (change: Partial<Form>) => {
    preview.reset();
    record.reset();
    setForm((last) => ({ ...last, ...change }));
  };
  const what = {
    repay: words.loans.act.repayWhat,
    reverse: words.loans.act.reverseWhat,
    writeOff: words.loans.act.writeOffWhat,
  }[act];
  const isTried = preview.data !== undefined;
  const params = { id: loan.id };
  const doIt = () => {
    if (fact === null) return;
    if (isTried) record.mutate({ params, body: fact, idempotencyKey: form.key }, { onSuccess: onClose });
    else preview.mutate({ params, body: fact });
  };
  return (
    <Modal
      open
      title={words.loans.act[act]}
      okText={isTried ? words.loans.act.do : words.loans.act.try}
      cancelText={words.loans.act.cancel}
      okButtonProps={{
        disabled: fact === null,
        danger: isTried && act === 'writeOff',
        loading: record.isPending || preview.isPending,
      }}
      onOk={doIt}
      onCancel={onClose}
    >
      <p>{what(loan.id.slice(-12))}</p>
      <ActForm loan={loan} act={act} form={form} set={set} />
      {preview.error === null ? null : <FaultNote fault={preview.error} />}
      {record.error === null ? null : <FaultNote fault={record.error} />}
      {preview.data === undefined ? null : (
        <Effect before={preview.data.before} after={preview.data.after} currency={loan.currency} />
      )}
    </Modal>
  );
}

type Form = {
  readonly amount: string;
  readonly day: string;
  readonly variant: string;
  readonly factId: string;
  readonly reason: string;
  /** One for all tries of one act, so that a second click books nothing more. */
  readonly key: string;
};

function firstForm(loan: LoanDetail): Form {
  return {
    amount: '',
    day: loan.state.asOf,
    variant: 'usual',
    factId: reversibleFacts(loan).at(-1)?.id ?? '',
    reason: '',
    key: crypto.randomUUID(),
  };
}

function factOf(loan: LoanDetail, act: Act, form: Form): RecordFact | null {
  const { currency } = loan;
  switch (act) {
    case 'repay': {
      const amountMinor = decimalToMinor(form.amount, loan.state.terms.minorDigits ?? 2);
      if (amountMinor === null || amountMinor <= 0) return null;
      const variant =
        form.variant === 'usual' ? {} : { variant: form.variant as NonNullable<RecordFact['variant']> };
      return { kind: 'repaid', effectiveDay: form.day, currency, amountMinor, ...variant };
    }
    case 'reverse':
      if (form.factId === '' || form.reason.trim() === '') return null;
      return {
        kind: 'reversed',
        effectiveDay: loan.state.asOf,
        factId: form.factId,
        reason: form.reason.trim(),
      };
    case 'writeOff':
      if (form.reason.trim() === '') return null;
      return { kind: 'written_off', effectiveDay: loan.state.asOf, reason: form.reason.trim() };
    default:
      return act satisfies never;
  }
}

function reversibleFacts(loan: LoanDetail) {
  const undone = new Set(loan.facts.map((fact) => ('factId' in fact ? fact['factId'] : null)));
  return loan.facts.filter(({ kind, id }) => reversible.has(kind) && !undone.has(id));
}

type FormProps = {
  readonly loan: LoanDetail;
  readonly act: Act;
  readonly form: Form;
  readonly set: (change: Partial<Form>) => void;
};

function ActForm({ loan, act, form, set }: FormProps) {
  const { words, formats } = useLanguage();
  const { act: said, kinds } = words.loans;
  if (act === 'repay') {
    const { variants } = loan.state.terms.prepayment ?? { variants: [] };
    const names = ['usual', ...(variants ?? [])];
    return (
      <div className="fields">
        <Field label={said.amount(loan.currency)}>
          <Input
            autoFocus
            inputMode="decimal"
            value={form.amount}
            onChange={({ target }) => set({ amount: target.value })}
          />
        </Field>
        <Field label={said.day}>
          <input
            className="day-field"
            type="date"
            value={form.day}
            max={loan.state.asOf}
            onChange={({ target }) => set({ day: target.value })}
          />
        </Field>
        <Field label={said.variant}>
          <Select<string>
            value={form.variant}
            options={names.map((name) => ({
              value: name,
              label: said.variants[name as keyof typeof said.variants] ?? name,
            }))}
            onChange={(variant) => set({ variant })}
          />
        </Field>
      </div>
    );
  }
  return (
    <div className="fields">
      {act === 'reverse' ? (
        <Field label={said.fact}>
          <Select<string>
            value={form.factId}
            options={reversibleFacts(loan).map(({ id, kind, effectiveDay }) => ({
              value: id,
              label: `${kinds[kind as keyof typeof kinds] ?? kind} · ${formats.day(effectiveDay)} · ${id.slice(-6)}`,
            }))}
            onChange={(factId) => set({ factId })}
          />
        </Field>
      ) : null}
      <Field label={said.reason}>
        <Input maxLength={500} value={form.reason} onChange={({ target }) => set({ reason: target.value })} />
      </Field>
    </div>
  );
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

type EffectProps = {
  readonly before: LoanState | null;
  readonly after: LoanState;
  readonly currency: string;
};

function Effect({ before, after, currency }: EffectProps) {
  const { words, formats } = useLanguage();
  const { figures, act } = words.loans;
  const rows = [
    { name: figures.principal, of: ({ principalMinor }: LoanState) => principalMinor },
    { name: figures.due, of: ({ dueMinor }: LoanState) => dueMinor },
    { name: figures.overdue, of: ({ overdueMinor }: LoanState) => overdueMinor },
    { name: figures.payoff, of: ({ payoffMinor }: LoanState) => payoffMinor },
    { name: figures.next, of: ({ nextDueMinor }: LoanState) => nextDueMinor },
  ];
  return (
    <PlainTable
      label={act.previewTitle}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { key: 'name', title: act.previewTitle, cell: ({ name }) => name },
        {
          key: 'before',
          title: act.before,
          numeric: true,
          cell: ({ of }) => (before === null ? '–' : formats.money(of(before), currency)),
        },
        {
          key: 'after',
          title: act.after,
          numeric: true,
          cell: ({ of }) => formats.money(of(after), currency),
        },
      ]}
    />
  );
}
