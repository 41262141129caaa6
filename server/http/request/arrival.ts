/**
 * How long the body of a request may take to arrive. Most are small and have one limit. A file may come over a slow line: it
 * may take longer, as long as enough bytes arrive in each span of the limit, and up to a longest time.
 */
import type { IncomingMessage } from 'node:http';

export type ArrivalLimits = {
  /** A body that is no file arrives within this; a file brings `fileBytesPerSpan` in each such span. */
  readonly spanMs: number;
  readonly fileBytesPerSpan: number;
  /** No file takes longer than this many spans. */
  readonly fileSpans: number;
};

const SPAN_MS = 30_000;
/** 512 MB in an hour are 146 KB in a second; a line that brings less than 8 KB in a second is taken for dead. */
export const ARRIVAL_LIMITS: ArrivalLimits = {
  spanMs: SPAN_MS,
  fileBytesPerSpan: 8 * 1024 * (SPAN_MS / 1000),
  fileSpans: (60 * 60_000) / SPAN_MS,
};

/** Watches a request until its body is whole or its line is gone; calls `onLate` once when it takes too long. */
export function watchArrival(
  request: IncomingMessage,
  { isPatient, limits }: { readonly isPatient: () => boolean; readonly limits: ArrivalLimits },
  onLate: () => void,
): void {
  const { headers, socket } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  let spans = 0;
  let arrived = socket.bytesRead;
  const timer = setInterval(() => {
    if (request.complete || socket.destroyed) {
      clearInterval(timer);
      return;
    }
    spans += 1;
    const isMoving = socket.bytesRead - arrived >= limits.fileBytesPerSpan;
    arrived = socket.bytesRead;
    if (isPatient() && isMoving && spans < limits.fileSpans) return;
    clearInterval(timer);
    onLate();
  }, limits.spanMs);
  timer.unref();
  request.once('close', () => clearInterval(timer));
}
