/** The beat that takes new events into the Merkle tree and signs the new root, about once a second and on demand. */
import { join } from 'node:path';
import { createSigner, formatVkey } from '@plimsoll/core/ledger';
import { createLeafSeal, integrate, type IntegratorParts } from '@plimsoll/server/ledger';
import type { Keys } from '@plimsoll/server/keys';
import type pg from 'pg';

export type Integrator = {
  /** Integrates all that is in the log by now. */
  readonly integrateNow: () => Promise<void>;
  /** Ends the beat after a last integration. */
  readonly stop: () => Promise<void>;
};

const BEAT_MS = 1000;
const NAME_DIGITS = 16;

/** What signs and seals the tree of one Plimsoll, all from its keys; `home` keeps the notes. */
export function createLedgerParts(
  keys: Keys,
  home: string,
): IntegratorParts & { readonly verifierKey: string } {
  // A log is known by its name: that of the key, so that no two logs share one.
  const name = `plimsoll/${Buffer.from(keys.publicKey).toString('hex').slice(0, NAME_DIGITS)}`;
  const signer = createSigner({ name, publicKey: keys.publicKey, sign: keys.sign });
  return {
    signer,
    seal: createLeafSeal(keys.blind('leaf-seal', '1')),
    notesFolder: join(home, 'checkpoints'),
    verifierKey: formatVkey(signer),
  };
}

/** Starts the beat. Faults go to `onFault` and the next beat tries again; those of `integrateNow` to its caller. */
export function startIntegrator(
  pool: pg.Pool,
  parts: IntegratorParts,
  onFault: (fault: unknown) => void,
): Integrator {
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  // One after the other: a run that began before an event was written doesn't cover it.
  const integrateNow = async (): Promise<void> => {
    const next = running.catch(() => undefined).then(async () => integrate(pool, parts));
    running = next;
    await next;
  };
  const beat = (): void => {
    integrateNow()
      .catch(onFault)
      .finally(() => {
        if (!isStopped) timer = setTimeout(beat, BEAT_MS);
      });
  };
  timer = setTimeout(beat, BEAT_MS);
  return {
    integrateNow,
    stop: async () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await integrateNow().catch(onFault);
    },
  };
}
