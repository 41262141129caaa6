/**
 * Reading proofs: from the stored tiles, one query each, for any size up to the newest checkpoint, past sizes included.
 */
import { ok, type Refusal, refuse, type Result, toHex } from '@plimsoll/core/base';
import {
  consistencyPlan,
  inclusionPlan,
  type ProofPlan,
  type Receipt,
  readPlan,
  rootPlan,
  tilesOf,
} from '@plimsoll/core/ledger';
import { leafOf, readEvent, StoreFault, type StoredEvent } from '@plimsoll/server/store';
import { readLatestCheckpoint, type StoredCheckpoint } from './checkpoint-table.ts';
import { type Queryable, readTiles } from './tile-table.ts';

/** Salts and bodies of an event, for those who may see them. */
export type ReceiptOpening = NonNullable<Receipt['opening']>;

export type LedgerReader = {
  /** The newest signed checkpoint; null before the first one. */
  readonly checkpoint: () => Promise<StoredCheckpoint | null>;
  /** The root at a size, hex. Refuses `tree_size_out_of_range`. */
  readonly rootAt: (size: number) => Promise<Result<string>>;
  /** Hashes from leaf `position` up to the root at `size`, hex. Refuses `tree_size_out_of_range`. */
  readonly inclusionProof: (position: number, size: number) => Promise<Result<readonly string[]>>;
  /** Hashes that show `from` to be the beginning of `to`, hex; 1 ≤ from ≤ to. Refuses `tree_size_out_of_range`. */
  readonly consistencyProof: (from: number, to: number) => Promise<Result<readonly string[]>>;
  /**
   * The receipt of an event under the newest checkpoint, with the opening when one is handed in.
   * Refuses `event_not_found`, and `receipt_not_ready` for an event that no checkpoint covers yet.
   */
  readonly receipt: (eventId: string, opening?: ReceiptOpening | null) => Promise<Result<Receipt>>;
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Proofs over a database. Faults: `log_unreadable` when a tile that must be there is missing. */
export function createLedgerReader(database: Queryable): LedgerReader {
  return {
    checkpoint: async () => readLatestCheckpoint(database),
    rootAt: async (size) => {
      const refusal = await refuseSize(database, size, 0);
      if (refusal !== null) return refusal;
      const [root] = await readHashes(database, rootPlan(size));
      return ok(root as string);
    },
    inclusionProof: async (position, size) => {
      const refusal = (await refuseSize(database, size, 1)) ?? refusePosition(position, size);
      return refusal ?? ok(await readHashes(database, inclusionPlan(position, size)));
    },
    consistencyProof: async (from, to) => {
      const refusal = (await refuseSize(database, to, 1)) ?? refusePosition(from - 1, to);
      return refusal ?? ok(await readHashes(database, consistencyPlan(from, to)));
    },
    receipt: async (eventId, opening = null) => {
      const event = UUID.test(eventId) ? await readEvent(database, eventId) : null;
      if (event === null) return refuse('event_not_found', 'PRF-6', { eventId });
      const latest = await readLatestCheckpoint(database);
      if (latest === null || event.position >= latest.size)
        return refuse('receipt_not_ready', 'PRF-6', { position: event.position, size: latest?.size ?? 0 });
      const inclusion = await readHashes(database, inclusionPlan(event.position, latest.size));
      return ok(receiptOf(event, { latest, inclusion, opening }));
    },
  };
}

function receiptOf(
  event: StoredEvent,
  proof: {
    readonly latest: StoredCheckpoint;
    readonly inclusion: readonly string[];
    readonly opening: ReceiptOpening | null;
  },
): Receipt {
  const { latest, inclusion, opening } = proof;
  const leaf = leafOf(event);
  const receipt = { leaf, index: event.position, treeSize: latest.size, inclusion, checkpoint: latest.note };
  return opening === null ? receipt : { ...receipt, opening };
}

async function readHashes(database: Queryable, plan: ProofPlan): Promise<readonly string[]> {
  const read = readPlan(plan, await readTiles(database, tilesOf(plan)));
  if (!read.ok) {
    const { level, index } = read.tile;
    throw new StoreFault('log_unreadable', `tile ${level}/${index} of the ledger is missing: run verify`);
  }
  return read.value.map(toHex);
}

async function refuseSize(database: Queryable, size: number, smallest: number): Promise<Refusal | null> {
  const latest = (await readLatestCheckpoint(database))?.size ?? 0;
  if (Number.isSafeInteger(size) && size >= smallest && size <= latest) return null;
  return refuse('tree_size_out_of_range', 'PRF-5', { size, smallest, latest });
}

function refusePosition(position: number, size: number): Refusal | null {
  if (Number.isSafeInteger(position) && position >= 0 && position < size) return null;
  return refuse('tree_size_out_of_range', 'PRF-5', { position, size });
}
