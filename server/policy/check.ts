/** The checks before a policy version is published, and their findings for who asks later. A version never changes, so neither do its findings. */
import { Worker } from 'node:worker_threads';
import { checkPolicy, formatPlace, type Policy, type PolicyCheck } from '@plimsoll/core/dmn';
import { PolicyShelfFault } from './fault.ts';

/** Findings that a refusal names; `plimsoll policy check` lists all. */
const NAMED = 3;
/** Checks are given up after this time: a version whose findings can't be told in it is told as such. */
const CHECK_TIMEOUT_MS = 120_000;

/** Faults with `policy_has_errors` when a policy has findings that keep it from being published. */
export function refuseErrors(policy: Policy): void {
  const { findings } = checkPolicy(policy);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const named = errors
    .slice(0, NAMED)
    .map(({ code, place, text }) => `${code} ${formatPlace(place)}: ${text.en}`);
  const rest = errors.length > NAMED ? `; and ${errors.length - NAMED} more` : '';
  throw new PolicyShelfFault('policy_has_errors', `the policy is not published: ${named.join('; ')}${rest}`);
}

/** Checks a policy file beside the server's own thread: the search for examples would hold up decisions. */
export async function checkBeside(xml: string): Promise<PolicyCheck> {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { workerData: xml });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<PolicyCheck>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the checks took too long')), CHECK_TIMEOUT_MS);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the checks ended without an answer')));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
