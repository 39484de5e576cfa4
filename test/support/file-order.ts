import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, though as a file it is short: it begins first, so that at the end no worker is alone with it. */
export const longest = [
  'test/e2e/every-view.test.ts',
  'test/e2e/masters.test.ts',
  'test/e2e/causes.test.ts',
  'test/e2e/first-run.test.ts',
  'test/electron/background.test.ts',
  'test/electron/packaged-app.test.ts',
  'test/electron/key-store.test.ts',
  'test/electron/main-job.test.ts',
  'test/e2e/main-job.test.ts',
  'test/integration/faults.test.ts',
  'test/integration/scale.test.ts',
  'test/integration/vault.test.ts',
  'test/integration/endurance.test.ts',
  'test/integration/conformance.test.ts',
  'test/integration/sample-endpoints.test.ts',
  'test/integration/fuzz.test.ts',
];

/** A file of tests, as far as its place in the order depends on it. */
interface TestFile {
  readonly project: string;
  /** With `/` between its folders. */
  readonly path: string;
}

/**
 * Spreads the files of each kind evenly: a browser or a desktop app keeps all processors busy, and a test of the service mostly waits, so
 * one of each goes together better than two of a kind.
 * @param files of each kind in the order in which they are to begin, but for {@link longest}
 */
export function mixed<T>(files: readonly T[], asFile: (file: T) => TestFile): T[] {
  const kinds = Map.groupBy(files, (file) => kindOf(asFile(file).project));
  const placed = [...kinds.values()].flatMap((ofKind) =>
    ofKind
      .map((file, index) => ({ file, rank: rankOf(asFile(file).path), index }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .map(({ file }, index) => ({ file, place: (index + 0.5) / ofKind.length })),
  );
  return placed.sort((a, b) => a.place - b.place).map(({ file }) => file);
}

function kindOf(project: string): string {
  return project === 'e2e' || project === 'electron' ? 'window' : project;
}

function rankOf(path: string): number {
  const rank = longest.findIndex((name) => path.endsWith(name));
  return rank < 0 ? longest.length : rank;
}

/** Vitest's own order, by duration where that is known and else by size, {@link mixed}. */
export class MixedSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return mixed(await super.sort(files), ({ project, moduleId }) => ({ project: project.name, path: moduleId }));
  }
}
