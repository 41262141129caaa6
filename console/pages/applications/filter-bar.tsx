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

type SetFilter = <K extends keyof ApplicationFilter>(
  name: K,
  value: ApplicationFilter[K] | undefined,
) => void;

export function FilterBar({ filter, products, reasonWords, onFilter }: FilterBarProps) {
  const { code, words } = useLanguage();
  const set: SetFilter = (name, value) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value === undefined ? rest : { ...rest, [name]: value });
  };
  const { any, reason } = words.applications;
  return (
    <div className="filter-bar" role="group" aria-label={words.applications.filters}>
      <ChoiceField
        label={words.field.outcome}
        value={filter.outcome ?? ''}
        options={withAny(any, outcomes, words.outcome)}
        onValue={(value) => set('outcome', find(outcomes, value))}
      />
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
      <ChoiceField
        isWide
        label={reason}
        value={filter.reason ?? ''}
        options={reasonOptions(reasonWords, filter.reason, { any, code })}
        onValue={(value) => set('reason', value === '' ? undefined : value)}
      />
      <RangeFields filter={filter} set={set} digits={currencyDigits(products[0]?.currency ?? 'USD')} />
      <ChoiceField
        label={words.field.performance}
        value={filter.performance ?? ''}
        options={withAny(any, performances, words.performance)}
        onValue={(value) => set('performance', find(performances, value))}
      />
      <Conditions filter={filter} set={set} onClear={() => onFilter(keepSort(filter))} />
    </div>
  );
}

function find<T extends string>(values: readonly T[], value: string): T | undefined {
  return values.find((one) => one === value);
}

type RangeFieldsProps = {
  readonly filter: ApplicationFilter;
  readonly set: SetFilter;
  readonly digits: number;
};

function RangeFields({ filter, set, digits }: RangeFieldsProps) {
  const { words } = useLanguage();
  return (
    <>
      {(['scoreMin', 'scoreMax'] as const).map((name) => (
        <Field key={name} label={words.applications[name]}>
          {(id) => <NumberField id={id} value={filter[name]} onValue={(value) => set(name, value)} />}
        </Field>
      ))}
      {(['amountMinMinor', 'amountMaxMinor'] as const).map((name) => (
        <Field
          key={name}
          label={name === 'amountMinMinor' ? words.applications.amountMin : words.applications.amountMax}
        >
          {(id) => (
            <AmountField
              key={filter[name]}
              id={id}
              digits={digits}
              value={filter[name]}
              onValue={(value) => set(name, value)}
            />
          )}
        </Field>
      ))}
    </>
  );
}

type ConditionsProps = {
  readonly filter: ApplicationFilter;
  readonly set: SetFilter;
  readonly onClear: () => void;
};

/** Conditions that came by a link and have no field, and the way to clear them all. */
function Conditions({ filter, set, onClear }: ConditionsProps) {
  const { words } = useLanguage();
  const tags = [
    ['subject', words.applications.person],
    ['policyHash', words.applications.policy],
  ] as const;
  return (
    <div className="filter-tags">
      {tags.map(([name, label]) =>
        filter[name] === undefined ? null : (
          <Tag key={name} closable onClose={() => set(name, undefined)}>
            {label} <code>{filter[name].slice(0, shownCharacters)}…</code>
          </Tag>
        ),
      )}
      {countConditions(filter) === 0 ? null : (
        <Button size="small" type="link" onClick={onClear}>
          {words.applications.clear}
        </Button>
      )}
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

type ChoiceFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly options: { readonly value: string; readonly label: string }[];
  readonly isWide?: boolean;
  readonly onValue: (value: string) => void;
};

function ChoiceField({ label, value, options, isWide = false, onValue }: ChoiceFieldProps) {
  return (
    <Field label={label}>
      {(id) => (
        <Select
          id={id}
          className={isWide ? 'filter-select wide' : 'filter-select'}
          showSearch={isWide ? { optionFilterProp: 'label' } : false}
          popupMatchSelectWidth={false}
          value={value}
          options={options}
          onChange={onValue}
        />
      )}
    </Field>
  );
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
