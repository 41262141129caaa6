import { defineConfig } from 'vitest/config';

/**
 * Three kinds of test: `unit` needs nothing, `engine` runs a real PostgreSQL, `browser` a real Chromium as well.
 * They run in this order, so that the slow ones have the machine to themselves.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // A busy machine takes several times as long; a test that hangs is still found.
          testTimeout: 30_000,
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.engine.test.ts', '**/*.browser.test.ts'],
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'engine',
          sequence: { groupOrder: 1 },
          globalSetup: './server/store/testing-setup.ts',
          include: ['**/*.engine.test.ts'],
          exclude: ['**/node_modules/**'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          sequence: { groupOrder: 2 },
          include: ['**/*.browser.test.ts'],
          exclude: ['**/node_modules/**'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
