/** vitest's global set-up of the engine project: one PostgreSQL for all test files of the run. */
import { startEngineForTests } from './testing.ts';

/** Starts the engine before the first test file; vitest calls what it returns after the last one. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env['PLIMSOLL_TEST_POSTGRES_URL']) return async () => undefined;
  const engine = await startEngineForTests();
  process.env['PLIMSOLL_TEST_POSTGRES_URL'] = engine.url;
  return async () => {
    delete process.env['PLIMSOLL_TEST_POSTGRES_URL'];
    await engine.stop();
  };
}
