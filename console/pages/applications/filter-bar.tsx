/** The filters of the list. Each is in the address, so a view can be sent to somebody. */
import type { Product } from '@plimsoll/api/origination';
import type { Static } from 'typebox';
import { Button, Input, InputNumber, Select, Tag } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { type ApplicationFilter, countConditions, outcomes, performances } from '../../address/index.ts';
import type { ReasonWords } from '../../client/index.ts';
import {
  currencyDigits,
  decimalToMinor,
  type LanguageCode,
  minorToDecimal,
  useLanguage,
} from '../../words/index.ts';

export type FilterBarProps = {
  readonly filter: ApplicationFilter;
  readonly products: readonly Static<typeof Product>[];
  readonly reasonWords: ReasonWords;
  readonly onFilter: (filter: ApplicationFilter) => void;
};

const shownCharacters = 10;

export function FilterBar({ filter, products, reasonWords, onFilter }: FilterBarProps) {
  const { code, words } = useLanguage();
  const digits = currencyDigits(products[0]?.currency ?? 'USD');
  const set = <K extends keyof ApplicationFilter>(name: K, value: ApplicationFilter[K] | undefined) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value === undefined ? rest : { ...rest, [name]: value });
  };
  return (
    <div className="filter-bar" role="group" aria-label={words.applications.filters}>
      <Field label={words.field.outcome}>
        {(id) => (
          <Select
            id={id}
            className="filter-select"
            value={filter.outcome ?? ''}
            options={withAny(words.applications.any, outcomes, words.outcome)}
            onChange={(value) =>
              set(
                'outcome',
                outcomes.find((one) => one === value),
              )
            }
          />
        )}
      </Field>
      <Field label={words.field.grade}>
        {(id) => (
          <TextField
            key={filter.grade}
            id={id}
            value={filter.grade}
            maxLength={8}
            onValue={(text) => set('grade', text)}
          />
        )}
      </Field>
      <Field label={words.applications.reason}>
        {(id) => (
          <Select
            id={id}
            className="filter-select wide"
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            value={filter.reason ?? ''}
            options={reasonOptions(reasonWords, filter.reason, { any: words.applications.any, code })}
            onChange={(value) => set('reason', value === '' ? undefined : value)}
          />
        )}
      </Field>
      <Field label={words.applications.scoreMin}>
        {(id) => <NumberField id={id} value={filter.scoreMin} onValue={(value) => set('scoreMin', value)} />}
      </Field>
      <Field label={words.applications.scoreMax}>
        {(id) => <NumberField id={id} value={filter.scoreMax} onValue={(value) => set('scoreMax', value)} />}
      </Field>
      <Field label={words.applications.amountMin}>
        {(id) => (
          <AmountField
            key={filter.amountMinMinor}
            id={id}
            digits={digits}
            value={filter.amountMinMinor}
            onValue={(value) => set('amountMinMinor', value)}
          />
        )}
      </Field>
      <Field label={words.applications.amountMax}>
        {(id) => (
          <AmountField
            key={filter.amountMaxMinor}
            id={id}
            digits={digits}
            value={filter.amountMaxMinor}
            onValue={(value) => set('amountMaxMinor', value)}
          />
        )}
      </Field>
      <Field label={words.field.performance}>
        {(id) => (
          <Select
            id={id}
            className="filter-select"
            value={filter.performance ?? ''}
            options={withAny(words.applications.any, performances, words.performance)}
            onChange={(value) =>
              set(
                'performance',
                performances.find((one) => one === value),
              )
            }
          />
        )}
      </Field>
      <div className="filter-tags">
        {filter.subject === undefined ? null : (
          <Tag closable onClose={() => set('subject', undefined)}>
            {words.applications.person} <code>{filter.subject.slice(0, shownCharacters)}…</code>
          </Tag>
        )}
        {filter.policyHash === undefined ? null : (
          <Tag closable onClose={() => set('policyHash', undefined)}>
            {words.applications.policy} <code>{filter.policyHash.slice(0, shownCharacters)}…</code>
          </Tag>
        )}
        {countConditions(filter) === 0 ? null : (
          <Button size="small" type="link" onClick={() => onFilter(keepSort(filter))}>
            {words.applications.clear}
          </Button>
        )}
      </div>
    </div>
  );
}

function keepSort({ sort, order }: ApplicationFilter): ApplicationFilter {
  return { ...(sort === undefined ? {} : { sort }), ...(order === undefined ? {} : { order }) };
}

/** The reasons of the range; one that is asked for stays even where none has it. */
function reasonOptions(
  reasonWords: ReasonWords,
  chosen: string | undefined,
  { any, code }: { readonly any: string; readonly code: LanguageCode },
) {
  const known = [...reasonWords].map(([value, text]) => ({ value, label: text[code] }));
  const isKnown = chosen === undefined || reasonWords.has(chosen);
  return [{ value: '', label: any }, ...known, ...(isKnown ? [] : [{ value: chosen, label: chosen }])];
}

function withAny<T extends string>(any: string, values: readonly T[], names: Readonly<Record<T, string>>) {
  return [
    { value: '', label: any },
    ...values.map((value) => ({ value: value as string, label: names[value] })),
  ];
}

type FieldProps = { readonly label: string; readonly children: (id: string) => ReactNode };

function Field({ label, children }: FieldProps) {
  const id = useId();
  return (
    <div className="filter-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

type TextFieldProps = {
  readonly id: string;
  readonly value: string | undefined;
  readonly maxLength: number;
  readonly onValue: (value: string | undefined) => void;
};

/** Takes effect on Enter or when left, so that a half-typed word asks nothing of the server. */
function TextField({ id, value, maxLength, onValue }: TextFieldProps) {
  const [typed, setTyped] = useState(value ?? '');
  const take = () => {
    const text = typed.trim();
    if (text !== (value ?? '')) onValue(text === '' ? undefined : text);
  };
  return (
    <Input
      id={id}
      className="filter-text"
      value={typed}
      maxLength={maxLength}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={take}
      onBlur={take}
    />
  );
}

type NumberFieldProps = {
  readonly id: string;
  readonly value: number | undefined;
  readonly onValue: (value: number | undefined) => void;
};

function NumberField({ id, value, onValue }: NumberFieldProps) {
  return (
    <InputNumber
      id={id}
      className="filter-number"
      value={value ?? null}
      changeOnBlur
      controls={false}
      onChange={(next) => onValue(typeof next === 'number' ? next : undefined)}
    />
  );
}

/** Whole units for the eye, minor units in the address. */
function AmountField({ id, value, digits, onValue }: NumberFieldProps & { readonly digits: number }) {
  const shown = value === undefined ? '' : minorToDecimal(value, digits).replace(/\.0+$/, '');
  const [typed, setTyped] = useState(shown);
  const amountMinor = typed.trim() === '' ? undefined : decimalToMinor(typed, digits);
  const take = () => {
    if (amountMinor !== null && amountMinor !== value) onValue(amountMinor);
  };
  return (
    <Input
      id={id}
      className="filter-number"
      inputMode="decimal"
      value={typed}
      status={amountMinor === null ? 'error' : ''}
      aria-invalid={amountMinor === null}
      onChange={(event) => setTyped(event.target.value)}
      onPressEnter={take}
      onBlur={take}
    />
  );
}
