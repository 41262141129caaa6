/** Limits over HTTP. */
import type { Limit } from '@plimsoll/api/loan';
import { exposureOf } from '@plimsoll/loan/spine';
import { readLimit, setLimit, type StoredLimit } from '@plimsoll/server/loan';
import { answer, type RoomHandlers, refuseCall } from '../call.ts';
import { decideAndAppend } from '../write.ts';
import { dayAt, type LoanPorts } from './ports.ts';

const GROUP = 'group:';

/** The handlers of limits. */
export function createLimits(ports: LoanPorts): Pick<RoomHandlers<'loan'>, 'readLimit' | 'setLimit'> {
  const { pool, log, clock, turns } = ports;
  return {
    readLimit: async ({ params: { owner } }) =>
      answer(presentLimit(owner, await readLimit(pool, owner), dayAt(clock()))),
    setLimit: async ({ params: { owner }, body, caller, idempotency }) => {
      const { state } = await readLimit(pool, owner);
      const groups = [...new Set([...state.groups, ...(body.groups ?? [])])].map((group) => GROUP + group);
      return turns([owner, ...groups], async () =>
        decideAndAppend<'setLimit'>({ log, actor: caller.actor, idempotency }, async () => {
          const nowMs = clock();
          const day = dayAt(nowMs);
          if (!(await isKnown(ports, owner))) return refuseCall('person_not_found');
          const decided = await setLimit(pool, { owner, day, ...body });
          if (!decided.ok) return decided;
          const { streams } = decided.value;
          const reply = { status: 200, body: presentLimit(owner, decided.value, day) };
          return { ok: true, value: { bookedAtMs: nowMs, streams, persons: [], reply } };
        }),
      );
    },
  };
}

async function isKnown({ log }: LoanPorts, owner: string): Promise<boolean> {
  return owner.startsWith(GROUP) || (await log.readPersonKeys([owner])).has(owner);
}

function presentLimit(owner: string, { state, version }: StoredLimit, day: string): Limit {
  const { limits, groups, holdings } = state;
  const currencies = [
    ...new Set([...Object.keys(limits), ...holdings.map(({ currency }) => currency)]),
  ].toSorted();
  return {
    owner,
    version,
    groups: [...groups],
    limits: currencies.map((currency) => {
      const limitMinor = limits[currency] ?? null;
      const { reservedMinor, usedMinor } = exposureOf(state, { currency, day });
      const freeMinor = limitMinor === null ? null : Math.max(0, limitMinor - reservedMinor - usedMinor);
      return { currency, limitMinor, reservedMinor, usedMinor, freeMinor };
    }),
    holdings: holdings.map((holding) => ({ ...holding })),
  };
}
