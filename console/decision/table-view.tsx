/**
 * A decision table as a table. With a trace it shows what happened: the values asked above the columns, the rows that
 * fired, and in each other row the cell at which it failed.
 */
import { Button } from 'antd';
import { useState } from 'react';
import type { ModelInput, ModelTable, TraceRule, TraceTable } from '@plimsoll/core/dmn';
import { Icon } from '../parts/index.ts';
import { type LanguageCode, useLanguage, type Words } from '../words/index.ts';
import { columnLabel, pickLabel, writeValue } from './label.ts';

export type TableViewProps = {
  readonly label: string;
  readonly table: ModelTable;
  readonly inputs: readonly ModelInput[];
  readonly trace?: TraceTable;
};

/** Longer tables show their beginning, or what fired, until asked for all. */
const shortRows = 12;

export function TableView({ label, table, inputs, trace }: TableViewProps) {
  const { words } = useLanguage();
  const [isWhole, setWhole] = useState(table.rules.length <= shortRows);
  const marks = new Map(trace?.rules.map((rule) => [rule.index, rule]));
  const short =
    trace === undefined
      ? table.rules.slice(0, shortRows)
      : table.rules.filter(({ index }) => marks.get(index)?.matched === true);
  const rules = isWhole ? table.rules : short;
  const more = table.rules.length > shortRows;
  return (
    <div className="decision-table-frame">
      <HitPolicy table={table} />
      <div className="decision-table-scroll" tabIndex={0} role="group" aria-label={label}>
        <table className="decision-table" aria-label={label}>
          <TableHead table={table} inputs={inputs} trace={trace} />
          <tbody>
            {rules.map((rule) => (
              <TableRow
                key={rule.id}
                rule={rule}
                mark={marks.get(rule.index)}
                isTraced={trace !== undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
      {more ? (
        <Button size="small" type="link" onClick={() => setWhole(!isWhole)}>
          {isWhole
            ? trace === undefined
              ? words.policies.showLess
              : words.application.showFired
            : words.policies.showAll(table.rules.length)}
        </Button>
      ) : null}
    </div>
  );
}

function HitPolicy({ table }: { readonly table: ModelTable }) {
  const { words } = useLanguage();
  const { hitPolicy, aggregation } = table;
  return (
    <p className="hint hit-policy">
      <code>
        {hitPolicy}
        {aggregation === null ? '' : ` ${aggregation}`}
      </code>{' '}
      {words.policies.hitPolicies[hitPolicy] ?? ''}
      {aggregation === null ? '' : ` · ${words.policies.aggregations[aggregation] ?? ''}`} ·{' '}
      {words.policies.rules(table.rules.length)}
    </p>
  );
}

type TableHeadProps = {
  readonly table: ModelTable;
  readonly inputs: readonly ModelInput[];
  readonly trace: TraceTable | undefined;
};

function TableHead({ table, inputs, trace }: TableHeadProps) {
  const { code, words, formats } = useLanguage();
  return (
    <thead>
      <tr>
        <th scope="col" className="row-number">
          {words.application.row}
        </th>
        {table.inputs.map((column, at) => {
          const asked = trace?.inputs[at];
          const name = columnLabel(column, inputs, code);
          return (
            <th key={`in ${column.expression} ${column.label}`} scope="col" className="input-column">
              <div title={column.expression}>{name}</div>
              {asked === undefined ? (
                name === column.expression ? null : (
                  <code className="faint">{column.expression}</code>
                )
              ) : (
                <code className="asked">
                  {asked.computed ? writeValue(asked.value, formats) : words.application.notReached}
                </code>
              )}
            </th>
          );
        })}
        {table.outputs.map((column, at) => (
          <th key={`out ${column.name ?? at}`} scope="col" className="output-column">
            {outputLabel(column, words.policies, code) ?? words.application.result}
          </th>
        ))}
        {table.annotations.map((name, at) => (
          <th key={`note ${name === '' ? at : name}`} scope="col" className="note-column">
            {name === ''
              ? words.policies.annotation
              : (words.policies.columns[name] ?? pickLabel(name, code))}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function outputLabel(
  { name, label }: ModelTable['outputs'][number],
  words: Words['policies'],
  code: LanguageCode,
): string | null {
  if (label !== '' && label !== name) return pickLabel(label, code);
  return name === null ? null : (words.columns[name] ?? name);
}

type TableRowProps = {
  readonly rule: ModelTable['rules'][number];
  readonly mark: TraceRule | undefined;
  readonly isTraced: boolean;
};

function TableRow({ rule, mark, isTraced }: TableRowProps) {
  const { code, words } = useLanguage();
  const state = stateOf(mark, isTraced);
  return (
    <tr className={`rule rule-${state}`} data-rule={rule.id} data-state={state}>
      <th scope="row" className="row-number">
        <RowSign state={state} /> {rule.index + 1}
      </th>
      {rule.inputs.map((entry, at) => {
        const isFailed = mark?.failedInput === at;
        return (
          // Entries have no names of their own; their place in the row is what they are.
          <td
            key={`in ${at}`}
            className={isFailed ? 'failed' : undefined}
            title={isFailed ? words.application.failedHere : undefined}
          >
            {entry.trim() === '-' ? <span className="faint">–</span> : <code>{entry}</code>}
            {isFailed ? <span className="failed-sign"> ✗</span> : null}
          </td>
        );
      })}
      {rule.outputs.map((entry, at) => (
        <td key={`out ${at}`} className="output">
          <code>{entry}</code>
        </td>
      ))}
      {rule.annotations.map((entry, at) => (
        <td key={`note ${at}`} className="note">
          {pickLabel(entry, code)}
        </td>
      ))}
    </tr>
  );
}

type RowState = 'plain' | 'matched' | 'failed' | 'not_reached';

function stateOf(mark: TraceRule | undefined, isTraced: boolean): RowState {
  if (!isTraced) return 'plain';
  if (mark === undefined) return 'not_reached';
  return mark.matched ? 'matched' : 'failed';
}

function RowSign({ state }: { readonly state: RowState }) {
  const { words } = useLanguage();
  switch (state) {
    case 'plain':
      return null;
    case 'matched':
      return (
        <span
          className="row-sign"
          title={words.application.matched}
          role="img"
          aria-label={words.application.matched}
        >
          <Icon name="check" size={12} />
        </span>
      );
    case 'failed':
      return (
        <span
          className="row-sign"
          title={words.application.failed}
          role="img"
          aria-label={words.application.failed}
        >
          <Icon name="cross" size={10} />
        </span>
      );
    case 'not_reached':
      return (
        <span
          className="row-sign"
          title={words.application.notReached}
          role="img"
          aria-label={words.application.notReached}
        >
          <Icon name="minus" size={10} />
        </span>
      );
    default:
      return state satisfies never;
  }
}
