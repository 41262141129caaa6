/** Every table that was asked, with what fired; and, by name, what was never asked for. */
import type { PolicyDetail } from '@plimsoll/api/policy';
import type { Model, Trace, TraceDecision } from '@plimsoll/core/dmn';
import { pickLabel, TableView, writeValue } from '../../decision/index.ts';
import { Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

/** Longer results are cut here and whole in their title; the rows below say the same. */
const longestResult = 90;

export type TraceSectionProps = { readonly trace: Trace; readonly policy: PolicyDetail | null };

export function TraceSection({ trace, policy }: TraceSectionProps) {
  const { code, words } = useLanguage();
  const tables = trace.decisions.filter(({ status, table }) => status === 'computed' && table !== undefined);
  const skipped = trace.decisions.filter(({ status }) => status === 'not_computed');
  return (
    <Section title={words.application.tables} hint={words.application.tablesHint}>
      <div className="stack">
        {policy === null
          ? null
          : tables.map((decision) => (
              <TracedTable key={decision.name} decision={decision} model={policy.model} />
            ))}
        {skipped.length === 0 ? null : (
          <div className="not-computed">
            <h3>{words.application.notComputed}</h3>
            <p className="hint">{words.application.notComputedWhy}</p>
            <ul>
              {skipped.map(({ name, label }) => (
                <li key={name}>
                  {label[code] === '' ? name : label[code]} <code className="faint">{name}</code>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Section>
  );
}

function TracedTable({ decision, model }: { readonly decision: TraceDecision; readonly model: Model }) {
  const { code, words, formats } = useLanguage();
  const found = model.decisions.find(({ name }) => name === decision.name);
  if (found?.logic.kind !== 'table' || decision.table === undefined) return null;
  const result = writeValue(decision.value, formats);
  const label = decision.label[code] === '' ? decision.name : pickLabel(decision.label[code], code);
  return (
    <article className="traced" data-decision={decision.name}>
      <header className="traced-head">
        <h3>{label}</h3>
        <span>
          {words.application.result}:{' '}
          <strong title={result}>
            {result.length > longestResult ? `${result.slice(0, longestResult)}…` : result}
          </strong>
        </span>
      </header>
      <TableView label={label} table={found.logic} inputs={model.inputs} trace={decision.table} />
      {decision.errors.map((error) => (
        <p key={JSON.stringify(error)} className="field-error">
          {error.text[code]}
        </p>
      ))}
    </article>
  );
}
