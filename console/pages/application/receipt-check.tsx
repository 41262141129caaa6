/** Fetches the receipt of an event and checks it here, step by step, each with its outcome in words. */
import { Button } from 'antd';
import { useMemo } from 'react';
import type { JsonValue } from '@plimsoll/core/base';
import { type ReceiptStep, type ReceiptVerdict, verifyReceipt } from '@plimsoll/core/ledger';
import { freshForEver, useCall } from '../../client/index.ts';
import {
  CopyButton,
  FaultNote,
  Icon,
  type IconName,
  Placeholder,
  Said,
  saveFile,
} from '../../parts/index.ts';
import { compareKey, readSeen } from '../../proof/index.ts';
import { useLanguage } from '../../words/index.ts';

const signs: Readonly<Record<ReceiptStep['status'], IconName>> = {
  held: 'check',
  failed: 'cross',
  not_reached: 'minus',
  not_offered: 'minus',
};

export function ReceiptCheck({ eventId }: { readonly eventId: string }) {
  const receipt = useCall('readReceipt', { params: { id: eventId }, query: {} }, { freshMs: freshForEver });
  if (receipt.error !== null)
    return <FaultNote fault={receipt.error} onRetry={() => void receipt.refetch()} />;
  if (receipt.data === undefined) return <Placeholder lines={6} />;
  return (
    <CheckedReceipt receipt={receipt.data.receipt} verifierKey={receipt.data.verifierKey} eventId={eventId} />
  );
}

type CheckedReceiptProps = {
  readonly receipt: unknown;
  readonly verifierKey: string;
  readonly eventId: string;
};

function CheckedReceipt({ receipt, verifierKey, eventId }: CheckedReceiptProps) {
  const { code, words } = useLanguage();
  // The browser's own key, once it has one: a receipt under another key must not pass because the server says so.
  const seen = readSeen();
  const key = seen?.verifierKey ?? verifierKey;
  const trust = compareKey(seen, verifierKey);
  const verdict: ReceiptVerdict = useMemo(() => verifyReceipt(receipt as JsonValue, key), [receipt, key]);
  const text = JSON.stringify(receipt, null, 2);
  const trustWords = {
    first: words.ledger.keyFirst,
    same: words.ledger.keySame,
    changed: words.ledger.keyChanged,
  };
  return (
    <div className="receipt" role="status" data-verdict={verdict.ok ? 'verified' : 'failed'}>
      <Said verdict={verdict.ok ? 'good' : 'bad'}>
        {verdict.ok ? words.application.verified : words.application.verifyFailed}
      </Said>
      <ol className="receipt-steps">
        {verdict.steps.map(({ code: step, status, title, detail, facts }) => (
          <li key={step} className={`receipt-step receipt-${status}`} data-step={step} data-status={status}>
            <Icon name={signs[status]} size={14} />
            <div>
              <div>{title[code]}</div>
              <div className="hint">{detail[code]}</div>
              {Object.keys(facts).length === 0 ? null : (
                <dl className="receipt-facts">
                  {Object.entries(facts).map(([name, value]) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd>
                        <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </div>
          </li>
        ))}
      </ol>
      <p className="hint">{trustWords[trust]}</p>
      <details className="raw">
        <summary>{words.application.receipt}</summary>
        <pre>{text}</pre>
      </details>
      <div className="section-actions">
        <CopyButton text={text} label={`${words.state.copy} ${words.application.receipt}`} />
        <Button size="small" onClick={() => saveFile(`receipt-${eventId}.json`, 'application/json', text)}>
          {words.state.download}
        </Button>
      </div>
    </div>
  );
}
