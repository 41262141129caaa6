export { eventKinds } from './event.ts';
export type { DomainEvent, EventKind } from './event.ts';
