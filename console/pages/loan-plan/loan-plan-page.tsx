/** A product tried on: amount, instalments and rate in the address; plan, all-in cost, caps and statement follow at once. */
import { Input, InputNumber, Select } from 'antd';
import { type ReactNode, useDeferredValue } from 'react';
import type { LoanPlan, LoanProduct } from '@plimsoll/api/loan';
import { useAddressPart } from '../../address/index.ts';
import { useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Figure, Placeholder } from '../../parts/index.ts';
import { decimalToMinor, minorToDecimal, useLanguage } from '../../words/index.ts';
import { CostSections } from './cost-sections.tsx';
import { PlanSection } from './plan-section.tsx';

const percent = 100;

export function LoanPlanPage() {
  const { words } = useLanguage();
  const products = useCall('listLoanProducts', {});
  const { plan: said } = words.loans;
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{said.title}</h1>
          <p className="hint">{said.what}</p>
        </div>
      </header>
      {products.error === null ? null : (
        <FaultNote fault={products.error} onRetry={() => void products.refetch()} />
      )}
      {products.data === undefined && products.error === null ? <Placeholder lines={6} /> : null}
      {products.data?.rows.length === 0 ? <EmptyNote title={said.empty} how={said.emptyHow} /> : null}
      {products.data === undefined || products.data.rows.length === 0 ? null : (
        <Trial products={products.data.rows} />
      )}
    </>
  );
}

function Trial({ products }: { readonly products: readonly LoanProduct[] }) {
  const { search, setPart } = useAddressPart();
  const product = products.find(({ id }) => id === search.get('product')) ?? products[0];
  if (product === undefined) return null;
  const { minorDigits } = product.terms;
  const amountText = search.get('amount') ?? minorToDecimal(product.amountMinMinor, minorDigits);
  const instalments = Number(search.get('instalments') ?? product.terms.instalments);
  const rate = Number(search.get('rate') ?? product.terms.rateAnnual);
  const form = { amountText, instalments, rate };
  return (
    <div className="stack">
      <TrialForm products={products} product={product} form={form} setPart={setPart} />
      <Outcome product={product} form={form} />
    </div>
  );
}

type Form = { readonly amountText: string; readonly instalments: number; readonly rate: number };
type FormProps = {
  readonly products: readonly LoanProduct[];
  readonly product: LoanProduct;
  readonly form: Form;
  readonly setPart: (part: Readonly<Record<string, string | null>>) => void;
};

function TrialForm({ products, product, form, setPart }: FormProps) {
  const { code, words, formats } = useLanguage();
  const { plan: said } = words.loans;
  const { currency } = product.terms;
  return (
    <div className="section">
      <div className="fields">
        <Field label={said.product}>
          <Select<string>
            value={product.id}
            options={products.map(({ id, text }) => ({ value: id, label: text[code] }))}
            onChange={(id) => setPart({ product: id, amount: null, instalments: null, rate: null })}
          />
        </Field>
        <Field label={said.amount(currency)}>
          <Input
            inputMode="decimal"
            value={form.amountText}
            onChange={({ target }) => setPart({ amount: target.value })}
          />
        </Field>
        <Field label={said.instalments}>
          <Select<number>
            value={form.instalments}
            options={product.instalments.map((count) => ({ value: count, label: formats.count(count) }))}
            onChange={(count) => setPart({ instalments: String(count) })}
          />
        </Field>
        <Field label={said.rate}>
          <InputNumber<number>
            min={0}
            max={percent}
            step={0.1}
            value={Number((form.rate * percent).toFixed(6))}
            onChange={(value) => setPart({ rate: value === null ? null : String(value / percent) })}
          />
        </Field>
      </div>
      <p className="hint">
        {said.bounds(
          formats.money(product.amountMinMinor, currency),
          formats.money(product.amountMaxMinor, currency),
          `${formats.percent(product.rateMinAnnual, 2)} – ${formats.percent(product.rateMaxAnnual, 2)}`,
        )}
      </p>
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

function Outcome({ product, form }: { readonly product: LoanProduct; readonly form: Form }) {
  const { words } = useLanguage();
  const { amountText, instalments, rate } = useDeferredValue(form);
  const { currency, minorDigits } = product.terms;
  const amountMinor = decimalToMinor(amountText, minorDigits);
  const body = {
    product: product.id,
    amountMinor: amountMinor ?? 0,
    currency,
    instalments,
    rateAnnual: rate,
  };
  const isAmount = amountMinor !== null && amountMinor > 0;
  const plan = useCall('planLoan', { body }, { enabled: isAmount, keepLast: true });
  if (!isAmount) return <p className="hint field-error">{words.loans.plan.amountWrong}</p>;
  if (plan.error !== null) return <FaultNote fault={plan.error} />;
  return plan.data === undefined ? <Placeholder lines={8} /> : <PlanView plan={plan.data} />;
}

function PlanView({ plan }: { readonly plan: LoanPlan }) {
  const { words, formats } = useLanguage();
  const { plan: said } = words.loans;
  const { cost, terms } = plan;
  const money = (amount: number) => formats.money(amount, terms.currency);
  return (
    <div className="stack">
      <div className="figures">
        <Figure label={said.received} value={money(cost.receivedMinor)} />
        <Figure label={said.cost} value={money(cost.costMinor)} />
        <Figure label={said.irr12} value={formats.percent(cost.irr12, 2)} />
        <Figure label={said.effective} value={formats.percent(cost.effective, 2)} />
        <Figure label={said.aprUs} value={formats.percent(cost.aprUs, 2)} />
      </div>
      <CostSections plan={plan} />
      <PlanSection plan={plan} />
    </div>
  );
}
