/** One policy version: its graph, its inputs, and each decision as it is written. Read only. */
import { Button } from 'antd';
import { Link } from 'react-router';
import type { PolicyDetail } from '@plimsoll/api/policy';
import type { Model, ModelDecision } from '@plimsoll/core/dmn';
import { useLinks } from '../../address/index.ts';
import { GraphView, LogicView } from '../../decision/index.ts';
import { CodeText, Icon, Moment, PlainTable, saveFile, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { FindingsSection } from './findings-section.tsx';
import './policy.css';

const shownHash = 12;

function anchorOf(name: string): string {
  return `decision-${name}`;
}

export function PolicyView({ policy }: { readonly policy: PolicyDetail }) {
  const { words } = useLanguage();
  const { model } = policy;
  return (
    <div className="stack">
      <PolicyHead policy={policy} />
      <Section title={words.policies.graph} hint={words.policies.graphHint}>
        <GraphView model={model} anchorOf={anchorOf} />
      </Section>
      <FindingsSection hash={policy.hash} />
      <InputsSection policy={policy} />
      {[...model.knowledge, ...model.decisions].map((decision) => (
        <DecisionSection key={decision.name} decision={decision} model={model} />
      ))}
    </div>
  );
}

function PolicyHead({ policy }: { readonly policy: PolicyDetail }) {
  const { words } = useLanguage();
  const links = useLinks();
  const { name, hash, publishedAt, actor, active, xml } = policy;
  return (
    <header className="page-head policy-head">
      <div>
        <Link className="back" to={links.policies()}>
          <Icon name="back" size={12} /> {words.policies.back}
        </Link>
        <div className="policy-title">
          <h1>{name}</h1>
          {active ? (
            <span className="outcome outcome-approve">
              <Icon name="check" size={12} />
              {words.policies.active}
            </span>
          ) : (
            <span className="badge">{words.policies.inactive}</span>
          )}
        </div>
        <p className="policy-line">
          <CodeText text={hash} whole label={words.policies.hash} /> · <Moment at={publishedAt} /> · {actor}
        </p>
        <p className="hint">{words.policies.readOnly}</p>
      </div>
      <div className="page-tools">
        <Link to={links.applications({ policyHash: hash })}>
          <Button tabIndex={-1} icon={<Icon name="applications" />}>
            {words.policies.applicationsUnder}
          </Button>
        </Link>
        <Button
          icon={<Icon name="download" />}
          onClick={() => saveFile(`policy-${hash.slice(0, shownHash)}.dmn`, 'application/xml', xml)}
        >
          {words.policies.download}
        </Button>
      </div>
    </header>
  );
}

function InputsSection({ policy }: { readonly policy: PolicyDetail }) {
  const { code, words } = useLanguage();
  type Row = PolicyDetail['inputs'][number];
  return (
    <Section title={words.policies.inputs}>
      <PlainTable<Row>
        label={words.policies.inputs}
        rows={policy.inputs}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'name',
            title: words.policies.input,
            cell: ({ name, label }) => (
              <span id={anchorOf(name)}>
                {label[code]} <code className="faint">{name}</code>
              </span>
            ),
          },
          { key: 'type', title: words.policies.type, cell: ({ type }) => <code>{type}</code> },
          {
            key: 'unit',
            title: words.policies.unit,
            cell: ({ unit }) => (unit === null ? '–' : (words.units[unit] ?? unit)),
          },
          {
            key: 'missing',
            title: words.policies.whenMissing,
            cell: ({ whenMissing }) => words.policies.whenMissings[whenMissing],
          },
          {
            key: 'allowed',
            title: words.policies.allowed,
            cell: ({ allowedValues }) =>
              allowedValues === null ? (
                <span className="faint">{words.policies.anyValue}</span>
              ) : (
                <code>{allowedValues.join(', ')}</code>
              ),
          },
        ]}
      />
    </Section>
  );
}

function DecisionSection({ decision, model }: { readonly decision: ModelDecision; readonly model: Model }) {
  const { code, words } = useLanguage();
  const { name, label, requires, logic } = decision;
  const title = label[code] === '' ? name : label[code];
  const users = model.decisions.filter((other) => other.requires.includes(name));
  const nameOf = (one: string) =>
    [...model.inputs, ...model.decisions, ...model.knowledge].find((other) => other.name === one)?.label[
      code
    ] || one;
  return (
    <Section
      id={anchorOf(name)}
      title={
        <>
          {title} <code className="faint">{name}</code>
        </>
      }
      hint={
        <>
          <Names label={words.policies.needs} names={requires} nameOf={nameOf} />
          <Names label={words.policies.neededBy} names={users.map((user) => user.name)} nameOf={nameOf} />
        </>
      }
    >
      <LogicView label={title} logic={logic} inputs={model.inputs} />
    </Section>
  );
}

type NamesProps = {
  readonly label: string;
  readonly names: readonly string[];
  readonly nameOf: (name: string) => string;
};

function Names({ label, names, nameOf }: NamesProps) {
  if (names.length === 0) return null;
  return (
    <span className="names">
      {label}{' '}
      {names.map((name, at) => (
        <span key={name}>
          {at === 0 ? '' : ' · '}
          <a href={`#${anchorOf(name)}`}>{nameOf(name)}</a>
        </span>
      ))}
    </span>
  );
}
