/**
 * A desk at work that a test kills. Arguments: database address, folder of the keys, file of the simulator. Prints a line
 * for each payment, so that the test knows when it is in the middle.
 */
import { writeSync } from 'node:fs';
import { badDay } from '@plimsoll/server/feeds';
import { workPayments } from './desk.ts';
import { openDesk } from './testing-desk.ts';

const [databaseUrl = '', secrets = '', file = ''] = process.argv.slice(2);
const desk = await openDesk({ databaseUrl, secrets, file, habits: badDay });
await workPayments(desk, () => writeSync(1, 'payment\n'));
await desk.close();
