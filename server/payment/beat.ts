/** The beat that works payments off, every few seconds, one run at a time. */
import { type DeskPorts, type DeskReport, workPayments } from './desk.ts';

export type PaymentBeat = {
  /** The provider's name; null: there is none, and what is ordered waits. */
  readonly provider: string | null;
  /** Works off what is due now. */
  readonly workNow: () => Promise<DeskReport>;
  readonly stop: () => Promise<void>;
};

const BEAT_MS = 2000;
const nothing: DeskReport = { sent: 0, settled: 0, failed: 0, unanswered: 0, stuck: [] };

/** Starts the beat; faults go to `onFault` and the next beat tries again. Without a provider nothing is ever sent. */
export function startPaymentBeat(ports: DeskPorts | null, onFault: (fault: unknown) => void): PaymentBeat {
  if (ports === null)
    return {
      provider: null,
      workNow: async () => Promise.resolve(nothing),
      stop: async () => Promise.resolve(),
    };
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const workNow = async (): Promise<DeskReport> => {
    const next = running.catch(() => undefined).then(async () => workPayments(ports));
    running = next;
    return next;
  };
  const beat = (): void => {
    workNow()
      .catch(onFault)
      .finally(() => {
        if (!isStopped) timer = setTimeout(beat, BEAT_MS);
      });
  };
  timer = setTimeout(beat, BEAT_MS);
  return {
    provider: ports.provider.name,
    workNow,
    stop: async () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await running.catch(onFault);
    },
  };
}
