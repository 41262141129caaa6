/** The logic of a decision as it is written: tables as tables, expressions as FEEL, the rest boxed as in DMN. */
import type { ReactNode } from 'react';
import type { ModelInput, ModelLogic } from '@plimsoll/core/dmn';
import { useLanguage } from '../words/index.ts';
import { TableView } from './table-view.tsx';

export type LogicViewProps = {
  readonly label: string;
  readonly logic: ModelLogic;
  readonly inputs: readonly ModelInput[];
};

export function LogicView({ label, logic, inputs }: LogicViewProps) {
  const { words } = useLanguage();
  const inner = (part: ModelLogic, name = label) => <LogicView label={name} logic={part} inputs={inputs} />;
  switch (logic.kind) {
    case 'literal':
      return <pre className="feel">{logic.text}</pre>;
    case 'table':
      return <TableView label={label} table={logic} inputs={inputs} />;
    case 'context':
      return (
        <Rows
          rows={logic.entries.map(({ name, logic: value }) => ({
            name: name ?? words.application.result,
            value: inner(value, name ?? label),
          }))}
        />
      );
    case 'relation':
      return <Relation label={label} relation={logic} />;
    case 'list':
      return <Rows rows={logic.items.map((item, at) => ({ name: String(at + 1), value: inner(item) }))} />;
    case 'invocation':
      return (
        <>
          {inner(logic.callee)}
          <Rows rows={logic.bindings.map(({ name, logic: value }) => ({ name, value: inner(value) }))} />
        </>
      );
    case 'function':
      return (
        <>
          <p className="hint">
            <code>({logic.parameters.map(({ name }) => name).join(', ')})</code>
          </p>
          {inner(logic.body)}
        </>
      );
    case 'conditional':
      return (
        <Rows
          rows={[
            { name: 'if', value: inner(logic.condition) },
            { name: 'then', value: inner(logic.then) },
            { name: 'else', value: inner(logic.otherwise) },
          ]}
        />
      );
    case 'filter':
      return (
        <Rows
          rows={[
            { name: 'in', value: inner(logic.source) },
            { name: 'match', value: inner(logic.match) },
          ]}
        />
      );
    case 'iteration':
      return (
        <Rows
          rows={[
            { name: `${logic.iteration} ${logic.variable} in`, value: inner(logic.source) },
            { name: logic.iteration === 'for' ? 'return' : 'satisfies', value: inner(logic.body) },
          ]}
        />
      );
    case 'missing':
      return <p className="hint">{words.state.none}</p>;
    default:
      return logic satisfies never;
  }
}

function Rows({ rows }: { readonly rows: readonly { readonly name: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="boxed">
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type RelationProps = {
  readonly label: string;
  readonly relation: Extract<ModelLogic, { readonly kind: 'relation' }>;
};

function Relation({ label, relation }: RelationProps) {
  return (
    <div className="decision-table-scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="decision-table" aria-label={label}>
        <thead>
          <tr>
            {relation.columns.map(({ name }) => (
              <th key={name} scope="col" className="output-column">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {relation.rows.map((row) => {
            const cells = row.map((cell) => (cell.kind === 'literal' ? unquote(cell.text) : cell.kind));
            return (
              <tr key={cells.join(' ')}>
                {relation.columns.map(({ name }, at) => (
                  <td key={name}>{cells[at]}</td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function unquote(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}
