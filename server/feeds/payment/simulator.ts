/**
 * A provider that is made up, and as unreliable as real ones: from its seed it refuses, stays silent before doing what it
 * was told, or after. What it did is a line in a file, flushed before it answers, so that its books outlive whoever is
 * killed, and can be held against ours.
 */
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createRandom } from '@plimsoll/core/base';
import { type ProviderAnswer, signedAmount, type StatementLine } from '@plimsoll/loan/payment';
import type { PaymentOrder } from '@plimsoll/loan/spine';
import type { PaymentProvider } from './port.ts';

export type SimulatorHabits = {
  /** Parts of 1. Lost before anything was done; done and the answer lost; failed by the payer. */
  readonly lostBefore: number;
  readonly lostAfter: number;
  readonly failed: number;
};

/** As a bad day looks. */
export const badDay: SimulatorHabits = { lostBefore: 0.1, lostAfter: 0.15, failed: 0.15 };
/** Nothing goes wrong. */
export const goodDay: SimulatorHabits = { lostBefore: 0, lostAfter: 0, failed: 0 };

const FAILURES = ['insufficient_funds', 'account_closed', 'provider_unavailable'] as const;

type Done = { readonly key: string; readonly order: PaymentOrder; readonly answer: ProviderAnswer };

export type Simulator = PaymentProvider & {
  /** Everything it did, in order: one line for each time that money moved or was refused. */
  readonly books: () => Promise<readonly Done[]>;
};

/** Opens the simulator over its file of books. */
export async function openSimulator(options: {
  readonly file: string;
  readonly seed: string;
  readonly habits: SimulatorHabits;
}): Promise<Simulator> {
  const { file, seed, habits } = options;
  const done = new Map((await readBooks(file)).map((line) => [line.key, line]));
  const sendings = new Map<string, number>();
  let writing: Promise<unknown> = Promise.resolve();

  const instruct: PaymentProvider['instruct'] = async (key, order, today) => {
    const sending = (sendings.get(key) ?? 0) + 1;
    sendings.set(key, sending);
    // Whether an answer is lost hangs on the sending too: asked again, it comes some time.
    const luck = createRandom(`${seed}/${key}/${sending}`);
    if (luck.next() < habits.lostBefore) return { kind: 'unknown' };
    const known = done.get(key);
    if (known !== undefined) return known.answer;
    const answer = decideAnswer(`${seed}/${key}`, { habits, today, order });
    const line: Done = { key, order, answer };
    done.set(key, line);
    const write = writing.then(async () => appendLine(file, line));
    writing = write;
    await write;
    return luck.next() < habits.lostAfter ? { kind: 'unknown' } : answer;
  };
  return {
    name: 'simulator',
    instruct,
    query: async (key) => Promise.resolve(done.get(key)?.answer ?? null),
    statement: async (from, to) => Promise.resolve(statementOf([...done.values()], from, to)),
    books: async () => readBooks(file),
  };
}

function decideAnswer(
  seed: string,
  {
    habits,
    today,
    order,
  }: { readonly habits: SimulatorHabits; readonly today: string; readonly order: PaymentOrder },
): ProviderAnswer {
  const random = createRandom(seed);
  if (order.purpose === 'debit' && random.next() < habits.failed)
    return { kind: 'failed', failure: random.pick(FAILURES) };
  const reference = `SIM${String(random.integer(0, 999_999_999)).padStart(9, '0')}-${seed.slice(-8)}`;
  return { kind: 'settled', reference, settledDay: today };
}

function statementOf(done: readonly Done[], from: string, to: string): readonly StatementLine[] {
  return done.flatMap(({ order, answer }) =>
    answer.kind === 'settled' && answer.settledDay >= from && answer.settledDay <= to
      ? [
          {
            day: answer.settledDay,
            reference: answer.reference,
            amountMinor: signedAmount(order),
            currency: order.currency,
          },
        ]
      : [],
  );
}

async function appendLine(file: string, line: Done): Promise<void> {
  const handle = await open(file, 'a');
  try {
    await handle.appendFile(`${JSON.stringify(line)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A last line that was cut off by a kill was never answered: it was not done. */
async function readBooks(file: string): Promise<readonly Done[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Done);
}
