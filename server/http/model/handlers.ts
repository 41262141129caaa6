/** The room of models over HTTP. Nothing long runs on the server's own thread. */
import type { RoomHandlers } from '../call.ts';
import type { ModelPorts } from './ports.ts';
import { createSampleHandlers } from './samples.ts';
import { createVersionHandlers } from './versions.ts';

/** The handlers of the room. */
export function createModelHandlers(ports: ModelPorts): RoomHandlers<'model'> {
  return { ...createSampleHandlers(ports), ...createVersionHandlers(ports) };
}
