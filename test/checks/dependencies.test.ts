import { describe, expect, test } from 'vitest';
import { dependenciesOf, type Known, type Lock } from './dependencies.ts';
import { asText } from './finding.ts';

const manifest = { dependencies: { ws: '8.0.0' }, optionalDependencies: {}, devDependencies: { knip: '6.0.0' } };
const locked = { license: 'MIT', integrity: 'sha512-x' };
const lock: Lock = {
  packages: {
    '': {},
    'node_modules/ws': { ...locked, version: '8.0.0' },
    'node_modules/knip': { ...locked, version: '6.0.0' },
    'node_modules/knip/node_modules/@a/b': { ...locked, version: '1.0.0', license: '(GPL-3.0 OR ISC)' },
  },
};
const npmrc = 'save-exact=true\nignore-scripts=true\n';
const known: Known = {
  reasons: { ws: 'WebSocket', knip: 'Unused code' },
  installScripts: {},
  licences: new Set(['MIT', 'ISC']),
};
const problems = (
  change: { manifest?: object; packages?: Lock['packages']; npmrc?: string; known?: Partial<Known> } = {},
) =>
  dependenciesOf(
    { ...manifest, ...change.manifest },
    { packages: { ...lock.packages, ...change.packages } },
    change.npmrc ?? npmrc,
    { ...known, ...change.known },
  ).findings.map(asText);

describe('dependencies', () => {
  test('a tree in which all is known has no finding, and a row for each direct dependency', () => {
    expect(problems()).toEqual([]);
    const { markdown } = dependenciesOf(manifest, lock, npmrc, known);
    expect(markdown).toContain('| ws | 8.0.0 | MIT | WebSocket |');
    expect(markdown).toContain('holds 3 packages');
  });

  test.each([
    ['no reason', { known: { reasons: { ws: 'WebSocket' } } }, 'gives no reason for knip'],
    ['a reason for nothing', { known: { reasons: { ...known.reasons, left: 'Pad' } } }, 'gives a reason for left'],
    ['a range', { manifest: { dependencies: { ws: '^8.0.0' } } }, 'ws has no exact version'],
    ['another version in the lock file', { manifest: { dependencies: { ws: '8.0.1' } } }, 'holds ws 8.0.0, not 8.0.1'],
    ['no integrity', { packages: { 'node_modules/x': { license: 'MIT' } } }, 'has no SHA-512 of node_modules/x'],
    ['SHA-1', { packages: { 'node_modules/x': { ...locked, integrity: 'sha1-x' } } }, 'has no SHA-512'],
    [
      'another source',
      { packages: { 'node_modules/x': { ...locked, resolved: 'git+ssh://host/x' } } },
      'takes node_modules/x from git+ssh://host/x',
    ],
    ['a licence', { packages: { 'node_modules/x': { ...locked, license: 'MIT AND GPL-3.0' } } }, 'under MIT AND GPL'],
    ['none at all', { packages: { 'node_modules/x': { integrity: 'sha512-x' } } }, 'under undefined'],
    ['a script', { packages: { 'node_modules/x': { ...locked, hasInstallScript: true } } }, 'nobody has looked at'],
    ['a script that is gone', { known: { installScripts: { y: 'why' } } }, 'knows an install script of y'],
    ['scripts that run', { npmrc: 'ignore-scripts=false\n' }, '.npmrc:1 lets install scripts run'],
  ] as const)('%s is a finding', (_what, change, problem) => {
    expect(problems(change)).toEqual([expect.stringContaining(problem)]);
  });
});
