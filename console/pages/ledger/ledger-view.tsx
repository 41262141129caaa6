/** The checkpoint, whether it grew out of the last one seen, and how to check everything without this server. */
import { Button } from 'antd';
import { CodeText, CopyButton, Moment, Pairs, Said, Section } from '../../parts/index.ts';
import type {
  checkCheckpoint,
  CheckpointAnswer,
  Growth,
  KeyTrust,
  SeenCheckpoint,
} from '../../proof/index.ts';
import { useLanguage } from '../../words/index.ts';
import './ledger.css';

export type LedgerViewProps = {
  readonly now: CheckpointAnswer;
  readonly signature: ReturnType<typeof checkCheckpoint>;
  readonly trust: KeyTrust;
  readonly last: SeenCheckpoint | null;
  /** null while the proof is on its way. */
  readonly growth: Growth | null;
  readonly proofLength: number | null;
  readonly onCheckAgain: () => void;
  readonly onAcceptKey: () => void;
  readonly onForget: () => void;
};

export function LedgerView(props: LedgerViewProps) {
  return (
    <div className="stack">
      <div className="two">
        <CheckpointSection {...props} />
        <ConsistencySection {...props} />
      </div>
      <OfflineSection />
    </div>
  );
}

function CheckpointSection({ now, signature, trust, onAcceptKey }: LedgerViewProps) {
  const { words, formats } = useLanguage();
  const trustWords = {
    first: words.ledger.keyFirst,
    same: words.ledger.keySame,
    changed: words.ledger.keyChanged,
  };
  const trustVerdicts = { first: 'open', same: 'good', changed: 'bad' } as const;
  return (
    <Section title={words.ledger.checkpoint}>
      <Pairs
        pairs={[
          {
            key: 'size',
            name: words.ledger.size,
            value: <strong className="ledger-size">{formats.count(now.size)}</strong>,
          },
          {
            key: 'root',
            name: words.ledger.root,
            value: <CodeText text={now.root} whole label={words.ledger.root} />,
          },
          {
            key: 'key',
            name: words.ledger.key,
            value: <CodeText text={now.verifierKey} whole label={words.ledger.key} />,
          },
        ]}
      />
      <Said verdict={signature.signed ? 'good' : 'bad'}>
        {signature.signed ? words.ledger.signatureGood : words.ledger.signatureBad}
      </Said>
      <Said verdict={trustVerdicts[trust]}>{trustWords[trust]}</Said>
      {trust === 'changed' ? (
        <Button size="small" danger onClick={onAcceptKey}>
          {words.ledger.keyAccept}
        </Button>
      ) : null}
      <details className="raw">
        <summary>{words.ledger.note}</summary>
        <pre>{now.note}</pre>
        <CopyButton text={now.note} label={`${words.state.copy} ${words.ledger.note}`} />
      </details>
    </Section>
  );
}

function ConsistencySection(props: LedgerViewProps) {
  const { now, last, growth, proofLength, onCheckAgain, onForget } = props;
  const { words, formats } = useLanguage();
  return (
    <Section
      title={words.ledger.consistency}
      hint={words.ledger.consistencyHint}
      actions={
        <Button size="small" onClick={onCheckAgain}>
          {words.ledger.checkAgain}
        </Button>
      }
    >
      <GrowthSaid {...props} />
      {last === null ? null : (
        <Pairs
          pairs={[
            {
              key: 'last',
              name: words.ledger.last,
              value: (
                <>
                  {formats.count(last.size)} · <CodeText text={last.root} label={words.ledger.root} />
                </>
              ),
            },
            { key: 'at', name: words.ledger.seenAt, value: <Moment at={last.at} /> },
            {
              key: 'now',
              name: words.ledger.now,
              value: (
                <>
                  {formats.count(now.size)} · <CodeText text={now.root} label={words.ledger.root} />
                </>
              ),
            },
            ...(growth === 'grew' && proofLength !== null
              ? [{ key: 'proof', name: words.application.proof, value: words.ledger.proofNodes(proofLength) }]
              : []),
          ]}
        />
      )}
      <Button size="small" type="link" className="forget" onClick={onForget}>
        {words.ledger.consistencyForget}
      </Button>
    </Section>
  );
}

function GrowthSaid({ now, last, growth }: LedgerViewProps) {
  const { words, formats } = useLanguage();
  switch (growth) {
    case null:
      return <Said verdict="open">{words.ledger.checking}</Said>;
    case 'first':
      return <Said verdict="open">{words.ledger.consistencyFirst}</Said>;
    case 'same':
      return <Said verdict="good">{words.ledger.consistencySame(formats.count(now.size))}</Said>;
    case 'grew':
      return (
        <Said verdict="good">
          {words.ledger.consistencyGood(formats.count(last?.size ?? 0), formats.count(now.size))}
        </Said>
      );
    case 'rewritten':
      return <Said verdict="bad">{words.ledger.consistencyBad}</Said>;
    default:
      return growth satisfies never;
  }
}

const verifyCommand = './plimsoll verify';

function OfflineSection() {
  const { words } = useLanguage();
  return (
    <Section title={words.ledger.offline}>
      <p>{words.ledger.offlineHow}</p>
      <Command text={verifyCommand} />
      <p className="offline-words">{words.ledger.offlineReceipt}</p>
    </Section>
  );
}

function Command({ text }: { readonly text: string }) {
  const { words } = useLanguage();
  return (
    <div className="command">
      <pre>{text}</pre>
      <CopyButton text={text} label={words.state.copy} />
    </div>
  );
}
