/** Two ways to drive a server: as fast as it answers (closed loop), and at a fixed rate (open loop). */
import { type LoadReply, openSocket, type SocketClient } from './socket-client.ts';

export type LoadOptions = {
  readonly port: number;
  readonly clients: number;
  /** The bytes of the n-th request. */
  readonly request: (index: number) => Buffer;
  readonly expectStatus: number;
};

export type DriveResult = {
  readonly count: number;
  readonly elapsedMs: number;
  readonly latenciesMs: Float64Array;
  readonly failures: readonly string[];
};

const FAILURES_KEPT = 5;

/** Closed loop for a time: each client sends its next request when it has its answer. */
export async function driveClosed(
  options: LoadOptions & { readonly durationMs: number },
): Promise<DriveResult> {
  const end = performance.now() + options.durationMs;
  return drive(options, () => performance.now() < end);
}

/** Closed loop for so many requests. */
export async function driveCount(options: LoadOptions & { readonly count: number }): Promise<DriveResult> {
  return drive(options, (sentCount) => sentCount < options.count);
}

/** Latency is what a client sees. */
async function drive(options: LoadOptions, goesOn: (sentCount: number) => boolean): Promise<DriveResult> {
  const sockets = await openAll(options);
  const latenciesMs: number[] = [];
  const failures: string[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      while (goesOn(next)) {
        const request = options.request(next++);
        const sentAt = performance.now();
        const reply = await socket.send(request);
        latenciesMs.push(performance.now() - sentAt);
        noteFailure(failures, reply, options.expectStatus);
      }
    }),
  );
  const elapsedMs = performance.now() - start;
  for (const socket of sockets) socket.close();
  return { count: latenciesMs.length, elapsedMs, latenciesMs: Float64Array.from(latenciesMs), failures };
}

/**
 * Open loop: requests arrive at a fixed rate whatever the server does, so that a stall is felt by every
 * request that should have been sent meanwhile (no coordinated omission). Latency counts from the due time.
 */
export async function driveOpen(
  options: LoadOptions & { readonly durationMs: number; readonly ratePerS: number },
): Promise<DriveResult> {
  const sockets = await openAll(options);
  const idle = [...sockets];
  const due: number[] = [];
  const latenciesMs: number[] = [];
  const failures: string[] = [];
  const total = Math.floor((options.ratePerS * options.durationMs) / 1000);
  const start = performance.now();
  let scheduled = 0;
  let sent = 0;
  await new Promise<void>((resolve, reject) => {
    const pump = (): void => {
      while (due.length > 0 && idle.length > 0) {
        const dueAt = due.shift() ?? 0;
        const socket = idle.pop();
        if (socket === undefined) return;
        socket.send(options.request(sent++)).then((reply) => {
          latenciesMs.push(performance.now() - dueAt);
          noteFailure(failures, reply, options.expectStatus);
          idle.push(socket);
          if (latenciesMs.length === total) resolve();
          else pump();
        }, reject);
      }
    };
    const tick = (): void => {
      const now = performance.now();
      for (; scheduled < total; scheduled += 1) {
        const dueAt = start + (scheduled * 1000) / options.ratePerS;
        if (dueAt > now) break;
        due.push(dueAt);
      }
      pump();
      if (scheduled < total) setTimeout(tick, 1);
    };
    tick();
  });
  const elapsedMs = performance.now() - start;
  for (const socket of sockets) socket.close();
  return { count: latenciesMs.length, elapsedMs, latenciesMs: Float64Array.from(latenciesMs), failures };
}

/** The q-quantile (0 … 1) of a sample, by nearest rank. NaN for none. */
export function quantile(values: Float64Array, q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** The middle value of a few runs. */
export function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values), 0.5);
}

function openAll(options: LoadOptions): Promise<readonly SocketClient[]> {
  return Promise.all(Array.from({ length: options.clients }, () => openSocket(options.port)));
}

function noteFailure(failures: string[], reply: LoadReply, expectStatus: number): void {
  if (reply.status !== expectStatus && failures.length < FAILURES_KEPT)
    failures.push(`${reply.status} ${reply.body.slice(0, 300)}`);
}
