/** Loads the latest checkpoint and, when this browser has seen an earlier one, the proof between the two. */
import { useEffect, useMemo, useState } from 'react';
import { useCall } from '../../client/index.ts';
import { FaultNote, Placeholder } from '../../parts/index.ts';
import {
  checkCheckpoint,
  checkGrowth,
  compareKey,
  compareSizes,
  forgetSeen,
  keepSeen,
  readSeen,
} from '../../proof/index.ts';
import { useLanguage } from '../../words/index.ts';
import { LedgerView } from './ledger-view.tsx';

export function LedgerPage() {
  const { words } = useLanguage();
  // What was remembered when the page opened: the comparison is with that, while the new checkpoint is remembered.
  const [seen, setSeen] = useState(readSeen);
  const answer = useCall('readCheckpoint', {}, { freshMs: 0 });
  const now = answer.data ?? null;
  const trust = now === null ? null : compareKey(seen, now.verifierKey);
  const last = trust === 'same' ? (seen?.checkpoint ?? null) : null;
  const simple = now === null ? null : compareSizes(last, now);
  const needsProof = now !== null && last !== null && simple === null;
  const proof = useCall(
    'proveConsistency',
    { query: { from: last?.size ?? 0, to: now?.size ?? 0 } },
    { enabled: needsProof },
  );
  const signature = useMemo(() => (now === null ? null : checkCheckpoint(now)), [now]);
  const growth =
    simple ??
    (now !== null && last !== null && proof.data !== undefined
      ? checkGrowth(last, now, proof.data.proof)
      : null);

  useEffect(() => {
    const isSound = signature?.signed === true && growth !== null && growth !== 'rewritten';
    if (now === null || !isSound || trust === 'changed') return;
    keepSeen({
      verifierKey: now.verifierKey,
      checkpoint: { size: now.size, root: now.root, at: new Date().toISOString() },
    });
  }, [now, signature, growth, trust]);

  const fault = answer.error ?? proof.error;
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{words.ledger.title}</h1>
          <p className="hint">{words.ledger.what}</p>
        </div>
      </header>
      {fault === null ? null : (
        <FaultNote fault={fault} onRetry={() => void (answer.error === null ? proof : answer).refetch()} />
      )}
      {now === null && fault === null ? <Placeholder lines={8} /> : null}
      {now === null || signature === null || trust === null ? null : (
        <LedgerView
          now={now}
          signature={signature}
          trust={trust}
          last={last}
          growth={growth}
          proofLength={proof.data?.proof.length ?? null}
          onCheckAgain={() => {
            setSeen(readSeen());
            void answer.refetch();
          }}
          onAcceptKey={() => {
            keepSeen({ verifierKey: now.verifierKey, checkpoint: null });
            setSeen(readSeen());
          }}
          onForget={() => {
            forgetSeen();
            setSeen(null);
          }}
        />
      )}
    </>
  );
}
