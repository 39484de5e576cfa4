import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Config, ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { openConf } from '../support/config-store.ts';
import { savedEndpoint as endpoint } from '../support/endpoint-samples.ts';
import { refusalOf } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const now = Date.parse('2026-01-15T12:00:00Z');
const kept = 'config.damaged-2026-01-15T12-00-00.json';
const open = (folder: string) => new ConfigFile(openConf, folder, { now: () => now });
const fileIn = (folder: string) => join(folder, 'config.json');
const copyIn = (folder: string) => join(folder, 'config.json.last-good');
const withHosts = (config: Config, ...hostNames: string[]): Config => ({
  ...config,
  endpoints: hostNames.map((hostName) => ({ ...endpoint, hostName })),
});
const hostsOf = ({ endpoints }: Pick<Config, 'endpoints'>) => endpoints.map(({ hostName }) => hostName);

/** A folder in which two endpoints are saved. */
function savedFolder(): string {
  const folder = tempFolder();
  const file = open(folder);
  file.save(withHosts(file.config, 'one', 'two'));
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
      if (names.length > 0) file.save(withHosts(file.config, ...names));
      expect(readFileSync(copyIn(folder))).toEqual(readFileSync(fileIn(folder)));
      expect(statSync(copyIn(folder)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(copyIn(folder), 'utf8')).not.toContain('one'); // Z-2
  });

  it('decision 44 a file that was replaced while nothing ran counts, and the copy follows it', () => {
    const folder = savedFolder();
    const saved: Config = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    writeFileSync(fileIn(folder), JSON.stringify(withHosts(saved, 'two')));
    expect(hostsOf(open(folder).config)).toEqual(['two']);
    writeFileSync(fileIn(folder), '');
    expect(hostsOf(open(folder).config)).toEqual(['two']);
    expect(readFileSync(join(folder, kept), 'utf8')).toBe('');
  });

  it('decision 44 where it cannot be written the former one is removed: it would bring back what was deleted', () => {
    const folder = savedFolder();
    const file = open(folder);
    rmSync(copyIn(folder));
    mkdirSync(copyIn(folder));
    file.save(withHosts(file.config, 'two'));
    expect(file.warnings).toEqual([expect.stringMatching(/config\.json\.last-good, cannot be written .*: remove it,/)]);
    rmSync(copyIn(folder), { recursive: true });
    file.save(withHosts(file.config, 'two', 'three'));
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
    expect(hostsOf(open(folder).config)).toEqual(['one', 'two']);
  });

  it('T-10 a save that fails leaves file and copy as they were', () => {
    const folder = savedFolder();
    const file = open(folder);
    const before = [readFileSync(fileIn(folder)), readFileSync(copyIn(folder))];
    block(folder);
    expect(refusalOf(() => file.save(withHosts(file.config, 'two'))).code).toBe('storeNotWritten');
    expect([readFileSync(fileIn(folder)), readFileSync(copyIn(folder))]).toEqual(before);
    unblock(folder);
  });

  it('decision 44 of a file that others have replaced nothing is lost when the save fails, either', () => {
    const folder = savedFolder();
    const file = open(folder);
    writeFileSync(fileIn(folder), 'of somebody else');
    block(folder);
    expect(refusalOf(() => file.save(withHosts(file.config, 'two'))).code).toBe('storeNotWritten');
    expect(readFileSync(fileIn(folder), 'utf8')).toBe('of somebody else');
    unblock(folder);
    file.save(withHosts(file.config, 'two'));
    expect(readFileSync(join(folder, kept), 'utf8')).toBe('of somebody else');
  });

  it('decision 44 a file that was only touched is not taken for one of others', () => {
    const folder = savedFolder();
    const file = open(folder);
    writeFileSync(fileIn(folder), readFileSync(fileIn(folder)));
    file.save(withHosts(file.config, 'two'));
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'config.json.last-good']);
  });
});
