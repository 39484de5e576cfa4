import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filesAmong, GivenFiles } from '../../electron/desktop/given-files.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What becomes of files that are given. */
function taken(...paths: string[]) {
  const given = new GivenFiles();
  given.add(paths);
  return given.take();
}

describe('endpoint files among the arguments of the desktop app', () => {
  it.each([
    ['a path', '/home/me/ep.nbwss.json', ['/home/me/ep.nbwss.json']],
    ['a path from where the app was started', 'ep.nbwss.json', ['/home/admin/ep.nbwss.json']],
    ['a path with blanks, in capitals', 'My Endpoint.NBWSS.JSON', ['/home/admin/My Endpoint.NBWSS.JSON']],
    ['a file: URL, as desktops give it', 'file:///home/me/ep.nbwss.json', ['file:///home/me/ep.nbwss.json']],
    ['another file', '/home/me/other.json', []],
    ['the project folder', '.', []],
    ['an option', '--data=/x.nbwss.json', []],
    ['a file whose name looks like an option', '-x.nbwss.json', []],
    ['a path with NUL', '/x\0.nbwss.json', []],
  ])('%s', (_what, arg, found) => {
    expect(filesAmong([arg], '/home/admin')).toEqual(found);
  });
});

describe('endpoint files that the system opened', () => {
  it('are read when the window takes them, each once', () => {
    const file = join(tempFolder(), 'ep.nbwss.json');
    writeFileSync(file, 'first');
    const given = new GivenFiles();
    given.add([file, file, pathToFileURL(file).href]);
    expect(given.count).toBe(3);
    writeFileSync(file, 'later');
    const contents = Buffer.from('later').toString('base64');
    const { files, refused } = given.take();
    expect(files[0]).toEqual({ name: 'ep.nbwss.json', contents });
    expect(refused).toEqual([]);
    expect(given.count).toBe(0);
    expect(given.take()).toEqual({ files: [], refused: [] });
  });

  it('a link to a file is followed', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'real'), 'text');
    symlinkSync(join(folder, 'real'), join(folder, 'ep.nbwss.json'));
    expect(taken(join(folder, 'ep.nbwss.json')).files).toHaveLength(1);
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path), 'ep.nbwss.json: it is not a file.'],
    [
      'a pipe, which is not waited for',
      (path: string) => execFileSync('mkfifo', [path]),
      'ep.nbwss.json: it is not a file.',
    ],
    ['a device that never ends', (path: string) => symlinkSync('/dev/zero', path), 'ep.nbwss.json: it is not a file.'],
    [
      'a huge file, which is not read whole',
      (path: string) => {
        writeFileSync(path, '');
        truncateSync(path, 8 * 1024 ** 3);
      },
      'ep.nbwss.json: it is larger than 1 MiB.',
    ],
    ['nothing at all', () => undefined, 'ep.nbwss.json: it cannot be read (ENOENT).'],
    ['a link to itself', (path: string) => symlinkSync(path, path), 'ep.nbwss.json: it cannot be read (ELOOP).'],
  ])('%s is refused in words', (_what, make, reason) => {
    const path = join(tempFolder(), 'ep.nbwss.json');
    make(path);
    expect(taken(path)).toEqual({ files: [], refused: [reason] });
  });

  it.each([
    'https://evil.example.com/ep.nbwss.json',
    'file://server/share/ep.nbwss.json',
    'file:///a%2fb/ep.nbwss.json',
  ])('%s is no file of this computer, and nothing is fetched', (url) => {
    expect(taken(url)).toEqual({ files: [], refused: ['ep.nbwss.json: it is not a file of this computer.'] });
  });

  it('at most 100 at once', () => {
    const paths = Array.from({ length: 101 }, (_, index) => `/nowhere/${index}.nbwss.json`);
    expect(taken(...paths)).toEqual({
      files: [],
      refused: ['101 files were opened at once. At most 100 are imported.'],
    });
  });
});
