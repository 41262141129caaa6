/** The room of operations over HTTP: whether the server can take work. */
import { answer, type RoomHandlers } from './call.ts';

export type OperationsPorts = { readonly version: string; readonly isReady: () => Promise<boolean> };

/** The handlers of the room. */
export function createOperationsHandlers({ version, isReady }: OperationsPorts): RoomHandlers<'operations'> {
  return {
    readHealth: async () =>
      (await isReady()) ? answer({ status: 'ok', version }) : { ok: false, code: 'overloaded' },
  };
}
