import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** A folder of its own for the running test; gone when the test is over. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder for all tests of a file or of a `describe`; gone when they are over. */
export function permanentFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
