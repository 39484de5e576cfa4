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

/** How often it is the turn of each project whose files take long. */
const rounds = 3;

/**
 * Files of one project one after the other, since a process goes on with the next file only where that is of the same project: to start
 * one and to load everything anew takes a second. First those that have a process to themselves in any case, then the many short ones,
 * then the others by turns: browsers and desktop apps keep all processors busy, and most tests of the service wait.
 * @param files of each project in the order in which they are to begin, but for {@link longest}
 */
export function inTurns<T>(files: readonly T[], asFile: (file: T) => TestFile): T[] {
  const projects = [...Map.groupBy(files, (file) => asFile(file).project)].map(([project, ofProject]) => ({
    place: project === 'alone' ? 0 : project === 'unit' ? 1 : 2,
    files: ofProject
      .map((file, index) => ({ file, rank: rankOf(asFile(file).path), index }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .map(({ file }) => file),
  }));
  projects.sort((a, b) => a.place - b.place);
  return Array.from({ length: rounds }, (_, round) =>
    projects.flatMap(({ place, files: all }) => {
      const size = Math.ceil(all.length / (place < 2 ? 1 : rounds));
      return all.slice(round * size, (round + 1) * size);
    }),
  ).flat();
}

function rankOf(path: string): number {
  const rank = longest.findIndex((name) => path.endsWith(name));
  return rank < 0 ? longest.length : rank;
}

/** Vitest's own order, by duration where that is known and else by size, {@link inTurns}. */
export class TurnSequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return inTurns(await super.sort(files), ({ project, moduleId }) => ({ project: project.name, path: moduleId }));
  }
}
