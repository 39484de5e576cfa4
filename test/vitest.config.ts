import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { TurnSequencer } from './support/file-order.ts';
import { TallyReporter } from './support/tally-reporter.ts';
import { workers } from './support/workers.mjs';

/**
 * A real browser or desktop app. What is polled has as long as what a page is asked for: the service itself looks at
 * nbwss.properties once a second only.
 */
const withWindow = {
  isolate: false, // what is tested runs in processes of its own
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
};

/** Of the service. Most share their processes: nothing of ours keeps a state of the process. */
const ofTheService = {
  testTimeout: 30_000,
  hookTimeout: 30_000,
  maxConcurrency: 10, // of tests within a file that say so: they wait for limits to pass
};

/** What is measured there, the heap above all, must be its own. */
const alone = ['scale', 'fuzz', 'command-load', 'notification-backlog', 'hostile-floods'].map(
  (name) => `test/integration/${name}.test.ts`,
);

/** Where desktop apps share a display, and with it the focus, there is one at a time, when all others are done. */
const onOneDisplay = { fileParallelism: false, sequence: { groupOrder: 1 } };

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    sequence: { sequencer: TurnSequencer },
    reporters: ['default', new TallyReporter()],
    // Vitest's own limit is one second, which a process that starts or ends can need on a busy computer.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: workers, // of all projects together: while a browser or a desktop app waits, other tests go on
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}', 'test/checks/**/*.test.ts'],
          isolate: false, // as those of the service: to load everything anew for each file takes half of their time
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.{ts,tsx}'],
          exclude: alone,
          isolate: false,
          ...ofTheService,
        },
      },
      { extends: true, test: { name: 'alone', include: alone, ...ofTheService } },
      { extends: true, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...withWindow } },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ['test/electron/**/*.test.ts'],
          setupFiles: ['test/support/own-display.ts'],
          ...withWindow,
          ...(process.env['NBWSS_TEST_DISPLAYS'] === undefined ? onOneDisplay : {}),
        },
      },
    ],
  },
});
