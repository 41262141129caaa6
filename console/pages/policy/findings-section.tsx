/** What the checks of a version found: how grave, where, in words, with an example that was run. Asked for apart: it may take a second. */
import type { CheckedTable, Example, Finding } from '@plimsoll/core/dmn';
import { useCall } from '../../client/index.ts';
import { FaultNote, PlainTable, Placeholder, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const waitingHeight = 160;
const severityStyle: { readonly [severity in Finding['severity']]: string } = {
  error: 'outcome outcome-decline',
  warning: 'outcome outcome-refer',
  note: 'badge',
};

export function FindingsSection({ hash }: { readonly hash: string }) {
  const { words } = useLanguage();
  const checked = useCall('checkPolicy', { params: { hash } }, { freshMs: Number.POSITIVE_INFINITY });
  return (
    <Section id="checks" title={words.policies.checks.title} hint={words.policies.checks.hint}>
      {checked.error !== null ? (
        <FaultNote fault={checked.error} onRetry={() => void checked.refetch()} />
      ) : checked.data === undefined ? (
        <Placeholder height={waitingHeight} />
      ) : (
        <>
          <Findings findings={checked.data.findings} />
          <Methods tables={checked.data.tables} />
        </>
      )}
    </Section>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { code, words } = useLanguage();
  const { checks } = words.policies;
  if (findings.length === 0) return <p>{checks.none}</p>;
  return (
    <PlainTable<Finding>
      label={checks.title}
      rows={findings}
      rowKey={(finding) => JSON.stringify([finding.code, finding.place, finding.facts])}
      columns={[
        {
          key: 'severity',
          title: checks.severity,
          cell: ({ severity }) => (
            <span className={severityStyle[severity]}>{checks.severities[severity]}</span>
          ),
        },
        { key: 'place', title: checks.place, cell: (finding) => <Where finding={finding} /> },
        {
          key: 'text',
          title: checks.what,
          cell: ({ code: name, text, example }) => (
            <>
              {text[code]} <code className="faint">{name}</code>
              {example === null ? null : <Shown example={example} />}
            </>
          ),
        },
      ]}
    />
  );
}

function Where({ finding: { place } }: { readonly finding: Finding }) {
  const { words } = useLanguage();
  const { element, rule, column } = place;
  const parts = [rule === null ? null : words.policies.checks.row(rule), column];
  return (
    <>
      {element === null ? '–' : <a href={`#decision-${element}`}>{element}</a>}
      {parts.map((part) => (part === null ? null : <div key={part}>{part}</div>))}
    </>
  );
}

function Shown({ example }: { readonly example: Example }) {
  const { words } = useLanguage();
  const { checks } = words.policies;
  return (
    <details className="finding-example">
      <summary>{example.level === 'inputs' ? checks.example : checks.exampleColumns}</summary>
      <pre tabIndex={0}>{JSON.stringify(example.values, null, 2)}</pre>
      {example.gives === null ? null : (
        <p>
          {checks.gives} <code>{JSON.stringify(example.gives)}</code>
        </p>
      )}
    </details>
  );
}

function Methods({ tables }: { readonly tables: readonly CheckedTable[] }) {
  const { code, words } = useLanguage();
  const { checks } = words.policies;
  const sampled = tables.filter(({ method }) => method === 'sampled');
  return (
    <p className="hint">
      {checks.complete(tables.length - sampled.length, tables.length)}
      {sampled.map(({ element, why }, at) => (
        <span key={`${element} ${at}`}>
          {' '}
          {element}: {why?.[code]}.
        </span>
      ))}
    </p>
  );
}
