/** What an operator's Prometheus reads: requests by route and status, decisions, the log, the event loop. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Log } from '@plimsoll/server/store';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const LAG_RESOLUTION_MS = 20;
const NS_PER_S = 1e9;

/** Read at each scrape: what lies in the log and waits before it. */
export type LogGauges = {
  readonly size: () => Promise<number> | number;
  readonly statistics: Log['statistics'];
};

export type Metrics = {
  readonly observeRequest: (route: string, status: number, ms: number) => void;
  readonly observeDecision: (outcome: string) => void;
  /** The text of a scrape, in the Prometheus exposition format. */
  readonly write: () => Promise<string>;
  readonly contentType: string;
  readonly close: () => void;
};

/** Makes the metrics of one server, in a registry of their own. */
export function createMetrics(log: LogGauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'plimsoll_http_request_duration_seconds',
    help: 'Requests by route and status, with how long they took',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const decisions = new Counter({
    name: 'plimsoll_decisions_total',
    help: 'Decisions by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  addGauges(registers, log, lag);
  // Children are kept by route and status, because a look-up by labels sorts and joins them each time.
  const children = new Map<string, Map<number, ReturnType<typeof requests.labels>>>();
  return {
    observeRequest: (route, status, ms) => {
      const byStatus = children.get(route) ?? new Map<number, ReturnType<typeof requests.labels>>();
      children.set(route, byStatus);
      const child = byStatus.get(status) ?? requests.labels(route, String(status));
      byStatus.set(status, child);
      child.observe(ms / 1000);
    },
    observeDecision: (outcome) => decisions.inc({ outcome }),
    write: async () => registry.metrics(),
    contentType: registry.contentType,
    close: () => {
      lag.disable();
      registry.clear();
    },
  };
}

function addGauges(
  registers: Registry[],
  log: LogGauges,
  lag: ReturnType<typeof monitorEventLoopDelay>,
): void {
  const gauge = (name: string, help: string, read: () => Promise<number> | number): void => {
    const added = new Gauge({
      name,
      help,
      registers,
      collect: async () => {
        added.set(await read());
      },
    });
  };
  gauge('plimsoll_log_events', 'Events in the log', log.size);
  gauge(
    'plimsoll_log_append_queue_requests',
    'Requests that wait for their commit',
    () => log.statistics().waiting,
  );
  // Requests over statements is the mean size of a batch.
  gauge('plimsoll_log_append_statements_total', 'Statements that append', () => log.statistics().statements);
  gauge('plimsoll_log_append_requests_total', 'Requests committed by them', () => log.statistics().committed);
  gauge(
    'plimsoll_event_loop_lag_p99_seconds',
    'How late the event loop ran since the last scrape, 99th percentile',
    () => {
      const seconds = lag.percentile(99) / NS_PER_S;
      lag.reset();
      return Number.isFinite(seconds) ? seconds : 0;
    },
  );
  gauge('plimsoll_resident_memory_bytes', 'Resident memory of the process', () => process.memoryUsage.rss());
  gauge('plimsoll_heap_used_bytes', 'Heap in use', () => process.memoryUsage().heapUsed);
  gauge('plimsoll_uptime_seconds', 'Seconds since the process began', () => process.uptime());
}
