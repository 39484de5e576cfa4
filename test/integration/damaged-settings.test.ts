import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWindowState } from '../../electron/desktop/window-state.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { DamageScene, hosts, isRoot, makePipe, refusalText, useDataFolder } from '../support/damage/damage-scene.ts';
import { type DamageId, damage, named, said } from '../support/damage/damaged-files.ts';
import { refusalOf } from '../support/refusal.ts';
import { sampleCertificate } from '../support/sample-certificate.ts';
import { permanentFolder } from '../support/temp-folder.ts';

/** Properties, certificates and the window's state, damaged; each row of docs/damaged-files.md is a test of that name. */

const used = permanentFolder();
let foreign: string;
beforeAll(async () => {
  await useDataFolder(join(used, 'data'));
  foreign = await sampleCertificate('foreign.example');
});
const scene = (as?: 'nobody') => new DamageScene(join(used, 'data'), as);
const replaceBy = (make: (path: string) => void) => (made: DamageScene, file: string) => {
  rmSync(made.file(file));
  make(made.file(file));
};

describe('R-1, R-3, decision 45 nbwss.properties', () => {
  const file = 'nbwss.properties';
  const change = { 'keepAlive.scheduledRate': '45' };

  it(damage('properties-missing'), async () => {
    const made = scene();
    rmSync(made.file(file));
    const { shown } = await made.openedHere();
    expect(shown().frame.warnings).toEqual([]);
    expect(made.text(file)).toBe(shippedPropertiesFile);
  });

  const readable: [DamageId, (text: string) => string | Buffer][] = [
    ['properties-empty', () => ''],
    [
      'properties-truncated',
      (text) => text.slice(0, text.indexOf('connectionInfo.period') + 'connectionInfo.per'.length),
    ],
    ['properties-zeroed', (text) => Buffer.alloc(text.length)],
    ['properties-not-utf8', (text) => Buffer.from(`# gr\u00fc\u00dfe\n${text}`, 'latin1')],
    ['properties-prototype', (text) => `${text}__proto__=1\nconstructor.prototype=2\ntoString=3\n`],
  ];
  it.each(named(readable))('%s', async (_name, id, damaged) => {
    const made = scene();
    const contents = Buffer.from(damaged(made.text(file)));
    writeFileSync(made.file(file), contents);
    const { host, shown } = await made.openedHere();
    if (said(id).source === '(?:)') expect(shown().frame.warnings).toEqual([]);
    expect(shown().text).toMatch(said(id));
    expect(made.bytes(file)).toEqual(contents);
    host.service.setProperties(change);
    expect(made.text(file)).toContain('keepAlive.scheduledRate=45');
    // What was there before stays, but for the line of the key.
    if (id === 'properties-not-utf8') expect(made.bytes(file).subarray(0, 8)).toEqual(contents.subarray(0, 8));
    if (id === 'properties-prototype')
      expect(made.text(file)).toMatch(/__proto__=1\nconstructor\.prototype=2\ntoString=3\n$/);
  });

  const unreadable: [DamageId, (made: DamageScene, file: string) => void][] = [
    ['properties-directory', replaceBy((path) => mkdirSync(path))],
    ['properties-pipe', replaceBy(makePipe)],
    ['properties-huge', (made) => truncateSync(made.file(file), 2_000_000)],
    ['properties-link-nowhere', replaceBy((path) => symlinkSync(join(path, '..', 'not-mounted', file), path))],
  ];
  it.each(named(unreadable))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    makeDamage(made, file);
    const before = made.stateOf(file);
    const { host, shown } = await made.openedHere();
    expect(shown().text).toMatch(said(id));
    expect(refusalOf(() => host.service.setProperties(change)).code).toBe('propertiesNotWritten');
    expect(made.stateOf(file)).toEqual(before);
    expect(shown().endpoints).toHaveLength(2);
  });

  it.skipIf(!isRoot)(damage('properties-no-permission'), async () => {
    const made = scene('nobody');
    rmSync(made.file(file));
    writeFileSync(made.file(file), 'connectionInfo.period=77\n', { mode: 0o600 }); // root's
    const { ready, shown } = await made.opened();
    expect(shown.text).toMatch(said('properties-no-permission'));
    expect(await refusalText(ready, ({ properties }) => properties.set({ changes: change }))).toContain('EACCES');
    expect(made.text(file)).toBe('connectionInfo.period=77\n');
  });
});

describe('T-18 certificates of the trust store', () => {
  const file = join('truststore', `${hosts.first}.pem`);
  const damages: [DamageId, (made: DamageScene, file: string) => void][] = [
    ['pem-truncated', (made) => truncateSync(made.file(file), made.bytes(file).length >> 1)],
    ['pem-empty', (made) => truncateSync(made.file(file))],
    ['pem-missing', (made) => rmSync(made.file(file))],
    ['pem-foreign', (made) => writeFileSync(made.file(file), foreign)],
    ['pem-directory', replaceBy((path) => mkdirSync(path))],
    ['pem-pipe', replaceBy(makePipe)],
    ['pem-huge', (made) => truncateSync(made.file(file), 1_000_000)],
  ];
  it.each(named(damages))('%s', async (_name, id, makeDamage) => {
    const made = scene();
    makeDamage(made, file);
    const before = made.stateOf(file);
    const { host, shown } = await made.openedHere();
    const { lines, causes } = refusalOf(() => host.service.endpoints.acceptedCertificate(hosts.first));
    expect([...lines, ...causes].join('\n')).toMatch(said(id));
    expect(made.stateOf(file)).toEqual(before);
    expect(shown().endpoints).toMatchObject([{ hostName: hosts.first }, { hostName: hosts.second }]);
    // Other rows go on: their certificate is read, and only then the server is missed.
    expect(host.service.endpoints.acceptedCertificate(hosts.second).certificate.subject).toContain('one.example');
    expect(() => host.service.endpoints.delete([hosts.second])).not.toThrow(NbwssError);
  });
});

describe('window-state.json', () => {
  const file = 'window-state.json';
  const damages: [DamageId, (made: DamageScene) => void][] = [
    ['window-state-truncated', (made) => writeFileSync(made.file(file), '{"bounds":{"x":1')],
    ['window-state-pipe', (made) => makePipe(made.file(file))],
    ['window-state-huge', (made) => writeFileSync(made.file(file), ' '.repeat(1_000_000))],
  ];
  it.each(named(damages))('%s', (_name, id, makeDamage) => {
    const made = scene();
    makeDamage(made);
    const reported: string[] = [];
    expect(readWindowState(made.file(file), (line) => reported.push(line))).toBeUndefined();
    expect(reported).toEqual([expect.stringMatching(said(id))]);
  });
});
