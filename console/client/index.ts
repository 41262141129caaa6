export { call, CallFault, freshForEver, refresh, useAct, useCall } from './call.ts';
export type { CallOptions } from './call.ts';
export { createQueries } from './queries.ts';
export { useReasonWords } from './reasons.ts';
export type { ReasonWords } from './reasons.ts';
export { SessionContext, useMay, useSession } from './session.ts';
export { upload } from './upload.ts';
export type { SentPart } from './upload.ts';
