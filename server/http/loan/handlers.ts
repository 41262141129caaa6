/** The room of loans over HTTP. */
import type { RoomHandlers } from '../call.ts';
import { createLimits } from './limit.ts';
import type { LoanPorts } from './ports.ts';
import { createLoanReading } from './read.ts';
import { createSecurity } from './security.ts';
import { createSigning } from './sign.ts';
import { createLoanWriting } from './write.ts';

/** The handlers of the room. */
export function createLoanHandlers(ports: LoanPorts): RoomHandlers<'loan'> {
  return {
    ...createLoanReading(ports),
    ...createLoanWriting(ports),
    ...createSigning(ports),
    ...createLimits(ports),
    ...createSecurity(ports),
  };
}
