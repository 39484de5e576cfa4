import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConsoleFiles } from '../../electron/bridge/console-files.ts';
import { assetHeaders } from '../../electron/bridge/window-policy.ts';
import { fc } from '../support/seeded-cases.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A built console with one file of each kind, beside files that are none of its business. */
function builtConsole(): ConsoleFiles {
  const folder = tempFolder();
  const renderer = join(folder, 'renderer');
  mkdirSync(join(renderer, 'assets', 'folder.js'), { recursive: true });
  writeFileSync(join(renderer, 'index.html'), '<html nonce="__CSP_NONCE__"></html>');
  for (const name of [
    'a.js',
    'a.css',
    'a.svg',
    'a.png',
    'a.woff2',
    'a b.js',
    'a.map',
    'a.html',
    'a.json',
    'a',
    '.js',
  ]) {
    writeFileSync(join(renderer, 'assets', name), name);
  }
  writeFileSync(join(renderer, 'b.svg'), 'b.svg');
  writeFileSync(join(folder, 'secret.js'), 'SECRET');
  writeFileSync(join(folder, 'config.json'), 'SECRET');
  for (const [link, target] of [
    ['out.js', join(folder, 'secret.js')],
    ['beside.js', '../../secret.js'],
    ['round.js', 'round.js'],
    ['folder', folder],
  ] as const)
    symlinkSync(target, join(renderer, 'assets', link));
  return new ConsoleFiles(renderer);
}

describe('the files of the console', () => {
  it.each([
    ['/assets/a.js', 'text/javascript; charset=utf-8'],
    ['/assets/a.css', 'text/css; charset=utf-8'],
    ['/assets/a.svg', 'image/svg+xml'],
    ['/assets/a.png', 'image/png'],
    ['/assets/a.woff2', 'font/woff2'],
    ['/assets/a%20b.js', 'text/javascript; charset=utf-8'],
  ])('%s is delivered as %s', async (path, type) => {
    const file = await builtConsole().file(path);
    expect(String(file?.body)).toBe(decodeURIComponent(path.slice('/assets/'.length)));
    expect(file?.headers).toMatchObject({ ...assetHeaders, 'content-type': type });
  });

  it('what has a digest of its contents in its name may be kept by the browser, anything else is asked for each time', async () => {
    const kept = 'public, max-age=31536000, immutable';
    const files = builtConsole();
    for (const [path, expected] of [
      ['/assets/a.js', kept],
      ['/b.svg', 'no-store'],
      ['/assets/../b.svg', 'no-store'],
      ['/', 'no-store'],
    ] as const)
      expect((await files.file(path))?.headers['cache-control'], path).toBe(expected);
  });

  it.each(['/', '/index.html'])('%s is the page, under its policy', async (path) => {
    const page = await builtConsole().file(path);
    const nonce = /nonce="([^"]+)"/.exec(String(page?.body))?.[1];
    expect(nonce).not.toBe('__CSP_NONCE__');
    expect(page?.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
  });

  it.each([
    '',
    '/assets',
    '/assets/',
    '/assets/missing.js',
    '/assets/folder.js',
    '/assets/a.js/b.js',
    '/assets/a.map',
    '/assets/a.html',
    '/assets/a.json',
    '/assets/a',
    '/assets/.js',
    '/assets/a.JS',
    '/assets/a.js%00',
    '/assets/%00.js',
    '/assets/%ff.js',
    '/assets/%.js',
    '/index.html/',
    '//index.html',
    '/toString',
    '/a.constructor',
  ])('%s is nothing', async (path) => {
    expect(await builtConsole().file(path)).toBeUndefined();
  });

  it('a name that is too long for the file system is nothing', async () => {
    for (const path of [`/${'x'.repeat(300)}.js`, `/${'x/'.repeat(5000)}x.js`]) {
      expect(await builtConsole().file(path)).toBeUndefined();
    }
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/..%2f..%2f..%2fsecret.js',
    '/%2e%2e%2fconfig.json',
    '/..%5csecret.js',
    '..%2fsecret.js',
    '../secret.js',
    'assets/../../secret.js',
    '/%252e%252e/secret.js',
    '/.//..//secret.js',
    '/assets/out.js',
    '/assets/beside.js',
    '/assets/round.js',
    '/assets/folder/secret.js',
  ])('%s leads nowhere', async (path) => {
    expect(await builtConsole().file(path)).toBeUndefined();
  });

  it('no path leads out of the folder, nor to an error', async () => {
    const piece = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2e',
      '%2f',
      '%5c',
      '\\',
      '%00',
      'secret.js',
      'assets',
      'a.js',
      '%',
      'config.json',
      '~',
      ':',
    );
    const files = builtConsole();
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        expect(String((await files.file(pieces.join('')))?.body)).not.toContain('SECRET');
      }),
      { numRuns: 500 },
    );
  });
});
