import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { longest, mixed } from '../support/file-order.ts';

const order = (...files: string[]) =>
  mixed(files, (file) => ({ project: file.split('/')[1] ?? '', path: `/anywhere/${file}` }));

describe('the order of the files of tests', () => {
  it('spreads browsers and desktop apps among the tests of the service, and keeps the order of each kind', () => {
    const windows = ['test/e2e/a.test.ts', 'test/electron/b.test.ts'];
    const services = ['c', 'd', 'e', 'f'].map((name) => `test/integration/${name}.test.ts`);
    expect(order(...windows, ...services).map((file) => file.at(-9))).toEqual(['c', 'a', 'd', 'e', 'b', 'f']);
  });

  it('begins with what takes longest', () => {
    const files = ['test/e2e/a.test.ts', 'test/e2e/masters.test.ts', 'test/e2e/every-view.test.ts'];
    expect(order(...files)).toEqual([...files].reverse());
  });

  it('names only files that there are', () => {
    expect(longest.filter((file) => !existsSync(join(projectFolder, file)))).toEqual([]);
  });
});
