/** `./plimsoll check structure`: prints every import that breaks a rule; exit code 1 when there is one. */
import { cruiseHouse, houseFolder } from './cruise.ts';

const { violations, modules, files } = cruiseHouse(houseFolder);
const unread = files.filter((file) => !modules.includes(file));
for (const { rule, from, to } of violations) process.stdout.write(`${rule}: ${from} → ${to}\n`);
for (const file of unread) process.stdout.write(`not read: ${file}\n`);
process.stdout.write(`${modules.length} of ${files.length} files read, ${violations.length} violations\n`);
process.exitCode = violations.length + unread.length === 0 && modules.length > 0 ? 0 : 1;
