/** A thread of its own for the checks of one policy file, which was read without a problem before. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkPolicy, readPolicy } from '@plimsoll/core/dmn';

const read = await readPolicy(String(workerData));
if (!read.ok) throw new Error(`the policy is refused: ${read.code}`);
parentPort?.postMessage(checkPolicy(read.value), []);
