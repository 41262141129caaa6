/** The room of origination over HTTP. */
import type { Product } from '@plimsoll/loan/spine';
import { answer, refuseCall, type RoomHandlers } from '../call.ts';
import { listApplications } from './application-table.ts';
import { createHistory } from './history.ts';
import { createPersonal } from './personal.ts';
import type { OriginationPorts } from './ports.ts';
import { createObservePerformance, createSubmit } from './submit.ts';

/** The handlers of the room. */
export function createOriginationHandlers(ports: OriginationPorts): RoomHandlers<'origination'> {
  return {
    submitApplication: createSubmit(ports),
    observePerformance: createObservePerformance(ports),
    listApplications: async ({ query }) => {
      const page = await listApplications(ports.pool, query);
      return page === null ? refuseCall('invalid_cursor') : answer(page);
    },
    ...createHistory(ports),
    ...createPersonal(ports),
    listProducts: async () => answer({ rows: ports.shelf.products.map(presentProduct) }),
  };
}

function presentProduct({
  id,
  text,
  currency,
  amountMinMinor,
  amountMaxMinor,
  termsMonths,
  consents,
}: Product) {
  return {
    id,
    text: { ...text },
    currency,
    amountMinMinor,
    amountMaxMinor,
    termsMonths: [...termsMonths],
    consents: [...consents],
  };
}
