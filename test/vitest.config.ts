import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { TallyReporter } from './support/tally-reporter.ts';

/**
 * A real browser or desktop app. What is polled has as long as what a page is asked for: the service itself looks at
 * nbwss.properties once a second only.
 */
const withWindow = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
};

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    reporters: ['default', new TallyReporter()],
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}', 'test/checks/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxConcurrency: 10, // of tests within a file that say so: they wait for limits to pass
        },
      },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...withWindow, maxWorkers: 2 } },
      // One desktop app at a time: two would share the display, and with it the focus.
      {
        extends: true,
        test: {
          name: 'electron',
          include: ['test/electron/**/*.test.ts'],
          ...withWindow,
          fileParallelism: false,
        },
      },
    ],
  },
});
