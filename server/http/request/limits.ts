/**
 * How often a caller may ask: generously per key, and hard for those who show keys that are none. Counted in memory,
 * so each server counts its own; health is exempt.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export type RateLimits = {
  /** Requests of one key or person within a second. */
  readonly requestsPerS: number;
  /** Failed attempts of one address within a minute. */
  readonly failuresPerMinute: number;
};

export const RATE_LIMITS: RateLimits = { requestsPerS: 20_000, failuresPerMinute: 30 };

export type Limiter = {
  /** 0 when the caller may go on, else the seconds to wait. */
  readonly takeRequest: (keyId: string) => number;
  /** Counts a failed attempt; 0 or the seconds to wait. */
  readonly takeFailure: (address: string) => Promise<number>;
  /** The seconds to wait for an address that failed too often; 0 when it may try. */
  readonly waitAfterFailures: (address: string) => Promise<number>;
};

const WINDOW_MS = 1000;
const FAILURE_WINDOW_S = 60;
/** Keys counted at once; beyond, all counters start again. */
const COUNTED_LIMIT = 10_000;

/** Makes the counters of one server. `now`: milliseconds. */
export function createLimiter(limits: RateLimits, now: () => number = Date.now): Limiter {
  const failures = new RateLimiterMemory({ points: limits.failuresPerMinute, duration: FAILURE_WINDOW_S });
  const counters = new Map<string, { windowStartMs: number; count: number }>();
  // The library costs a promise and a timer a request; on the path of every request a fixed window of our own is enough.
  const takeRequest = (keyId: string): number => {
    const at = now();
    const counter = counters.get(keyId);
    if (counter === undefined || at - counter.windowStartMs >= WINDOW_MS) {
      if (counters.size >= COUNTED_LIMIT) counters.clear();
      counters.set(keyId, { windowStartMs: at, count: 1 });
      return 0;
    }
    counter.count++;
    if (counter.count <= limits.requestsPerS) return 0;
    return Math.ceil((WINDOW_MS - (at - counter.windowStartMs)) / 1000);
  };
  return {
    takeRequest,
    takeFailure: async (address) =>
      failures.consume(address).then(
        () => 0,
        (rejected: unknown) => waitSeconds(rejected),
      ),
    waitAfterFailures: async (address) => {
      const state = await failures.get(address);
      return state === null || state.consumedPoints <= limits.failuresPerMinute ? 0 : waitSeconds(state);
    },
  };
}

function waitSeconds(state: unknown): number {
  if (!(state instanceof RateLimiterRes)) throw state;
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
}
