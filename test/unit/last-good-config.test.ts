import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Config, ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { openConf } from '../support/config-store.ts';
import { refusalOf } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const kept = 'config.damaged-2026-01-15T12-00-00.json';
const open = (folder: string) => new ConfigFile(openConf, folder, { now: () => now });
const fileIn = (folder: string) => join(folder, 'config.json');
const copyIn = (folder: string) => join(folder, 'config.json.last-good');
const withSecrets = (config: Config, ...names: string[]): Config => ({
  ...config,
  vault: Object.fromEntries(names.map((name) => [name, `sealed ${name}`])),
});

/** A folder in which two secrets are saved. */
function savedFolder(): string {
  const folder = tempFolder();
  const file = open(folder);
  file.save(withSecrets(file.config, 'one', 'two'));
  return folder;
}

/** Keeps new files from being made in the folder: ours has this name before it is renamed. */
const block = (folder: string) => mkdirSync(join(folder, `.${process.pid}.new`));
const unblock = (folder: string) => rmSync(join(folder, `.${process.pid}.new`), { recursive: true });

describe('decision 44 the last good copy of config.json', () => {
  it('decision 44 is the same, byte for byte, and for its owner only: from the start on and after each save', () => {
    const folder = tempFolder();
    const file = open(folder);
    for (const names of [[], ['one', 'two'], ['two']]) {
      if (names.length > 0) file.save(withSecrets(file.config, ...names));
      expect(readFileSync(copyIn(folder))).toEqual(readFileSync(fileIn(folder)));
      expect(statSync(copyIn(folder)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(copyIn(folder), 'utf8')).not.toContain('one'); // Z-2
  });

  it('decision 44 a file that was replaced while nothing ran counts, and the copy follows it', () => {
    const folder = savedFolder();
    const saved: Config = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    writeFileSync(fileIn(folder), JSON.stringify(withSecrets(saved, 'two')));
    expect(Object.keys(open(folder).config.vault)).toEqual(['two']);
    writeFileSync(fileIn(folder), '');
    expect(Object.keys(open(folder).config.vault)).toEqual(['two']);
    expect(readFileSync(join(folder, kept), 'utf8')).toBe('');
  });

  it('decision 44 where it cannot be written the former one is removed: it would bring back what was deleted', () => {
    const folder = savedFolder();
    const file = open(folder);
    rmSync(copyIn(folder));
    mkdirSync(copyIn(folder));
    file.save(withSecrets(file.config, 'two'));
    expect(file.warnings).toEqual([expect.stringMatching(/config\.json\.last-good, cannot be written .*: remove it,/)]);
    rmSync(copyIn(folder), { recursive: true });
    file.save(withSecrets(file.config, 'two', 'three'));
    expect(file.warnings).toEqual([]);
    expect(readFileSync(copyIn(folder))).toEqual(readFileSync(fileIn(folder)));
  });

  it('decision 44 when it cannot be put in the place of a damaged file, that one stays where it was', () => {
    const folder = savedFolder();
    writeFileSync(fileIn(folder), 'damaged');
    const copy = readFileSync(copyIn(folder));
    block(folder);
    expect(refusalOf(() => open(folder)).code).toBe('storeNotOpened');
    expect(readFileSync(fileIn(folder), 'utf8')).toBe('damaged');
    expect(readFileSync(copyIn(folder))).toEqual(copy);
    unblock(folder);
    expect(Object.keys(open(folder).config.vault)).toEqual(['one', 'two']);
  });

  it('T-10 a save that fails leaves file and copy as they were', () => {
    const folder = savedFolder();
    const file = open(folder);
    const before = [readFileSync(fileIn(folder)), readFileSync(copyIn(folder))];
    block(folder);
    expect(refusalOf(() => file.save(withSecrets(file.config, 'two'))).code).toBe('storeNotWritten');
    expect([readFileSync(fileIn(folder)), readFileSync(copyIn(folder))]).toEqual(before);
    unblock(folder);
  });

  it('decision 44 of a file that others have replaced nothing is lost when the save fails, either', () => {
    const folder = savedFolder();
    const file = open(folder);
    writeFileSync(fileIn(folder), 'of somebody else');
    block(folder);
    expect(refusalOf(() => file.save(withSecrets(file.config, 'two'))).code).toBe('storeNotWritten');
    expect(readFileSync(fileIn(folder), 'utf8')).toBe('of somebody else');
    unblock(folder);
    file.save(withSecrets(file.config, 'two'));
    expect(readFileSync(join(folder, kept), 'utf8')).toBe('of somebody else');
  });

  it('decision 44 a file that was only touched is not taken for one of others', () => {
    const folder = savedFolder();
    const file = open(folder);
    writeFileSync(fileIn(folder), readFileSync(fileIn(folder)));
    file.save(withSecrets(file.config, 'two'));
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'config.json.last-good']);
  });

  it('decision 44 whenever the process is killed, each change that was answered is in file and copy', async () => {
    const script = fileURLToPath(new URL('../support/save-config-endlessly.ts', import.meta.url));
    for (const saves of [1, 7, 20]) {
      const folder = tempFolder();
      const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'close');
      let answered = 0;
      for await (const line of createInterface(child.stdout)) {
        answered = Number(line);
        if (answered >= saves) child.kill('SIGKILL');
      }
      await ended;
      for (const path of [fileIn(folder), copyIn(folder)]) {
        const { vault }: Config = JSON.parse(readFileSync(path, 'utf8'));
        expect(Object.keys(vault).length).toBeGreaterThanOrEqual(answered);
      }
    }
  });
});
