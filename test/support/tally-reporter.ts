import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Counts for the last line of `npm test`, into the file that NBWSS_TEST_TALLY names. A file that could not be loaded, a
 * hook that failed and an error outside every test are failures too, which a count of tests alone would miss.
 */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const file = process.env['NBWSS_TEST_TALLY'];
    if (file === undefined) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]).map((test) => test.result().state);
    const brokenSuites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const failures = brokenSuites.filter((suite) => suite.errors().length > 0).length + unhandledErrors.length;
    const tally: Tally = {
      passed: tests.filter((state) => state === 'passed').length,
      failed: tests.filter((state) => state === 'failed').length + failures,
      skipped: tests.filter((state) => state === 'skipped' || state === 'pending').length,
    };
    writeFileSync(file, JSON.stringify(tally));
  }
}
