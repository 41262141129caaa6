/** Builds the console as people get it: under the mode of a test, parts of it draw one id into a page twice. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export async function buildConsole(): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ root: fileURLToPath(new URL('..', import.meta.url)), logLevel: 'error' });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
