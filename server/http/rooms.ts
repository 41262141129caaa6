/** All rooms together: one handler for each route of the table; the compiler finds the one that is missing. */
import type { Handlers } from './call.ts';
import { createIdentityHandlers, type IdentityPorts } from './identity.ts';
import { createLedgerHandlers, type LedgerPorts } from './ledger.ts';
import { createLoanHandlers } from './loan/handlers.ts';
import type { LoanPorts } from './loan/ports.ts';
import { createModelHandlers } from './model/handlers.ts';
import type { ModelPorts } from './model/ports.ts';
import { createOperationsHandlers, type OperationsPorts } from './operations.ts';
import { createOriginationHandlers } from './origination/handlers.ts';
import type { OriginationPorts } from './origination/ports.ts';
import { createOverviewHandlers, type OverviewPorts } from './overview.ts';
import { createPaymentHandlers, type PaymentPorts } from './payment.ts';
import { createPolicyHandlers, type PolicyPorts } from './policy.ts';

export type RoomPorts = OriginationPorts &
  PolicyPorts &
  ModelPorts &
  LoanPorts &
  PaymentPorts &
  LedgerPorts &
  OverviewPorts &
  IdentityPorts &
  OperationsPorts;

/** The handlers of every route. */
export function createHandlers(ports: RoomPorts): Handlers {
  return {
    ...createOriginationHandlers(ports),
    ...createPolicyHandlers(ports),
    ...createModelHandlers(ports),
    ...createLoanHandlers(ports),
    ...createPaymentHandlers(ports),
    ...createLedgerHandlers(ports),
    ...createOverviewHandlers(ports),
    ...createIdentityHandlers(ports),
    ...createOperationsHandlers(ports),
  };
}
