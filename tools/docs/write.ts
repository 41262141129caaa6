/** `node tools/docs/write.ts`: writes the reference pages; with `--check` it only says which are out of date. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderPages } from './pages.ts';

const houseFolder = fileURLToPath(new URL('../../', import.meta.url));
const isCheck = process.argv.includes('--check');

for (const { path, text } of renderPages()) {
  const file = join(houseFolder, path);
  if (isCheck) {
    if (readFileSync(file, 'utf8') === text) continue;
    process.stdout.write(`${path} is out of date: run node tools/docs/write.ts\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
