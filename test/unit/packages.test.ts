import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectFolder } from '../../electron/launch/project.mjs';
import { icnsTypes } from '../support/icon-files.ts';

const read = (file: string) => readFileSync(join(projectFolder, file), 'utf8');
const icon = (file: string) => readFileSync(join(projectFolder, 'electron', 'icons', file));
/** The pixels of a PNG of a square picture. */
const pixelsOf = (png: Buffer) => {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(png.readUInt32BE(20)).toBe(png.readUInt32BE(16));
  return png.readUInt32BE(16);
};

interface BuilderConfig {
  linux: { target: string[]; fileAssociations: object };
  win: { icon: string; target: string[]; fileAssociations?: object };
  nsis: object;
  mac: { icon: string; target: { target: string; arch: string[] }[]; entitlements: string };
}

/** electron-builder's own reading of its configuration, which it does not export. */
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { getConfig, validateConfiguration } = builder('app-builder-lib/out/util/config/config.js') as {
  getConfig(folder: string, file: string | null, more: null): Promise<BuilderConfig>;
  validateConfiguration(config: object, log: { isEnabled: boolean }): Promise<void>;
};
const config = () => getConfig(projectFolder, null, null);

describe('electron-builder.yml', () => {
  it('is what electron-builder takes', async () => {
    await validateConfiguration(await config(), { isEnabled: false });
    const wrong = { ...(await config()), electronFuses: { runAsNod: false } };
    await expect(validateConfiguration(wrong, { isEnabled: false })).rejects.toThrow('configuration.electronFuses');
  });

  it('makes AppImage, deb and rpm, an installer for Windows, and a dmg for both processors', async () => {
    const { linux, win, nsis, mac } = await config();
    expect(linux.target).toEqual(['AppImage', 'deb', 'rpm']);
    expect(win.target).toEqual(['nsis']);
    expect(nsis).toMatchObject({ oneClick: false, perMachine: false, allowElevation: true });
    expect(mac.target).toEqual([{ target: 'dmg', arch: ['x64', 'arm64'] }]);
    expect(mac).toMatchObject({ hardenedRuntime: true, notarize: true });
  });

  it('files with endpoint details are opened with the app, where a system looks at the whole ending', async () => {
    const { linux, mac, win } = await config();
    const association = { ext: 'nbwss.json', mimeType: 'application/vnd.nbwss.endpoint+json' };
    expect(linux.fileAssociations).toMatchObject(association);
    expect(mac).toMatchObject({ fileAssociations: association });
    expect(win.fileAssociations).toBeUndefined();
  });

  it('the hardened runtime of macOS gives up one thing only', async () => {
    const { mac } = await config();
    const keys = [...read(mac.entitlements).matchAll(/<key>(.*)<\/key>/g)].map(([, key]) => key);
    expect(keys).toEqual(['com.apple.security.cs.allow-jit']);
  });

  it('has icons in every size', async () => {
    const { win, mac } = await config();
    expect([win.icon, mac.icon].map((file) => existsSync(join(projectFolder, file)))).toEqual([true, true]);
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
      expect(pixelsOf(icon(`${size}x${size}.png`))).toBe(size);
    const ico = icon('icon.ico');
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const entry = 6 + 16 * index;
      const start = ico.readUInt32LE(entry + 12);
      const size = pixelsOf(ico.subarray(start, start + ico.readUInt32LE(entry + 8)));
      expect(ico.readUInt8(entry)).toBe(size % 256);
      return size;
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
    const icns = icon('icon.icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const found: Record<string, number> = {};
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      found[icns.subarray(at, at + 4).toString('latin1')] = pixelsOf(icns.subarray(at + 8));
    expect(found).toEqual(icnsTypes);
  });
});

describe('.github/workflows/ci.yml', () => {
  interface Job {
    permissions?: object;
    steps: { uses?: string; run?: string; with?: Record<string, unknown> }[];
    strategy?: { matrix: { include: { os: string; flags: string }[] } };
  }
  const text = read('.github/workflows/ci.yml');
  const workflow = parse(text) as { on: object; permissions: object; jobs: Record<string, Job> };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it('may read the project and nothing else, and never runs with secrets what a stranger sent', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(Object.values(workflow.jobs).map(({ permissions }) => permissions)).not.toContainEqual(expect.anything());
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(steps.filter(({ run }) => run?.includes('github.event'))).toEqual([]);
    for (const line of text.split('\n').filter((each) => each.includes('secrets.')))
      expect(line).toContain("startsWith(github.ref, 'refs/tags/v')");
  });

  it('takes each action from one commit, with its version beside it', () => {
    const uses = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(5);
    for (const line of uses) expect(line).toMatch(/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const { uses: action, with: options } of steps)
      if (action?.startsWith('actions/checkout@')) expect(options).toMatchObject({ 'persist-credentials': false });
  });

  it('checks, tests, and makes the packages of all three systems', () => {
    expect(steps.map(({ run }) => run)).toContain('bash .ci/run');
    expect(steps.some(({ run }) => run?.startsWith('npm run dist -- '))).toBe(true);
    expect(workflow.jobs['package']?.strategy?.matrix.include.map(({ flags }) => flags)).toEqual([
      '--linux AppImage deb rpm',
      '--win nsis',
      '--mac dmg',
    ]);
  });
});
