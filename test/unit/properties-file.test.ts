import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PropertiesFile } from '../../electron/service/properties-file.ts';
import { defaultProperties, type Properties, shippedPropertiesFile } from '../../shared/properties.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { refusalOf } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const second = 1000;
const shippedWith = (value: string) => shippedPropertiesFile.replace('connectionInfo.period=60', value);

/** The file in a folder of its own, looked at by a clock that goes when it is told to. */
function propertiesIn(text?: string | Uint8Array) {
  const path = join(tempFolder(), 'nbwss.properties');
  if (text !== undefined) writeFileSync(path, text);
  const clock = new ManualClock();
  const logged: string[] = [];
  const changes: { from: Properties; to: Properties }[] = [];
  const log = (event: string) => void logged.push(event);
  const file = new PropertiesFile({
    file: path,
    clock,
    log: { debug: log, info: log, warn: log, error: log, close: () => Promise.resolve() },
    changed: (former) => changes.push({ from: former, to: file.properties }),
  });
  onTestFinished(() => file.stop());
  const start = () => {
    file.start();
    return test;
  };
  const test = {
    path,
    clock,
    file,
    logged,
    changes,
    start,
    period: () => file.properties['connectionInfo.period'],
    periods: () => changes.map(({ to }) => to['connectionInfo.period']),
    text: () => readFileSync(path, 'utf8'),
    look: () => clock.advance(second),
  };
  return test;
}

describe('R-3, decision 45 at the start', () => {
  it('R-3 a missing file is written as it is shipped, for its owner only', () => {
    const { file, path, text } = propertiesIn().start();
    expect(text()).toBe(shippedPropertiesFile);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect([file.properties, file.warnings]).toEqual([defaultProperties, []]);
  });

  it('R-3 where it cannot be written the defaults are used, and a warning says why', () => {
    const { file, path } = propertiesIn();
    rmdirSync(join(path, '..'));
    writeFileSync(join(path, '..'), ''); // where the folder was
    onTestFinished(() => rmSync(join(path, '..')));
    file.start();
    expect(file.properties).toEqual(defaultProperties);
    expect(file.warnings).toEqual([
      expect.stringMatching(/^nbwss\.properties cannot be read \(ENOTDIR\); the defaults/),
    ]);
  });

  it('R-5 a value that an administrator edited is used, and the file stays as it is', () => {
    const edited = `# ours\r\n${shippedWith('connectionInfo.period=5').replaceAll('\n', '\r\n')}my.key=1\r\n`;
    const { file, text } = propertiesIn(edited).start();
    expect(file.properties).toEqual({ ...defaultProperties, 'connectionInfo.period': 5 });
    expect(file.warnings).toEqual([]);
    expect(text()).toBe(edited);
  });

  it('decision 45 an empty file is not overwritten: every key is missed', () => {
    const { file, text } = propertiesIn('').start();
    expect(file.properties).toEqual(defaultProperties);
    expect(file.warnings).toHaveLength(7);
    expect(text()).toBe('');
  });

  it.each([
    ['a byte order mark', `\ufeff${shippedWith('connectionInfo.period=5')}`, 5, 0],
    ['binary garbage', Uint8Array.from({ length: 4096 }, (_, index) => (index * 167) % 256), 60, 8],
    ['1 MiB', `${shippedWith('connectionInfo.period=5')}#${'x'.repeat(2 ** 20 - 512)}`, 5, 0],
  ])('decision 45 %s', (_name, text, period, warnings) => {
    const { file } = propertiesIn(text).start();
    expect(file.properties).toEqual({ ...defaultProperties, 'connectionInfo.period': period });
    expect(file.warnings).toHaveLength(warnings);
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path), 'EISDIR'],
    ['a file of 10 MiB', (path: string) => writeFileSync(path, 'a=1\n'.repeat(2_621_440)), 'it is larger than 1 MiB'],
    ['a file that leads to no file', (path: string) => symlinkSync('/dev/null', path), 'it is no file'],
  ])('decision 45 %s in its place gives the defaults, and a warning says so', (_name, make, reason) => {
    const { file, path } = propertiesIn();
    make(path);
    file.start();
    expect(file.properties).toEqual(defaultProperties);
    expect(file.warnings).toEqual([`nbwss.properties cannot be read (${reason}); the defaults are used`]);
    expect(refusalOf(() => file.set({ 'connectionInfo.period': '5' }))).toMatchObject({
      code: 'propertiesNotWritten',
      causes: [`nbwss.properties cannot be read (${reason})`],
    });
    expect(file.properties).toEqual(defaultProperties);
  });

  it('R-5 an edit right after it was read is seen', async () => {
    const { path, look, period } = propertiesIn(shippedPropertiesFile).start();
    writeFileSync(path, shippedWith('connectionInfo.period=5'));
    await look();
    expect(period()).toBe(5);
  });

  it('R-5 an edit is also seen where time stamps are too coarse to show it', async () => {
    const { path, look, period } = propertiesIn(shippedPropertiesFile).start();
    const { atime, mtime } = statSync(path);
    writeFileSync(path, shippedWith('connectionInfo.period=61')); // as long as before
    utimesSync(path, atime, mtime);
    await look();
    expect(period()).toBe(61);
  });
});

describe('R-5, decision 45 edits by hand while the service runs', () => {
  it('R-5 an editor that writes into the file', async () => {
    const { path, look, file, changes } = propertiesIn(shippedPropertiesFile).start();
    await look();
    expect(changes).toEqual([]);
    writeFileSync(path, shippedWith('connectionInfo.period=5'));
    await look();
    expect(changes).toEqual([{ from: defaultProperties, to: { ...defaultProperties, 'connectionInfo.period': 5 } }]);
    expect(file.warnings).toEqual([]);
  });

  it('R-5 an editor that saves by a rename, and one that deletes and writes anew', async () => {
    const { path, look, file, periods } = propertiesIn(shippedPropertiesFile).start();
    writeFileSync(`${path}~`, shippedWith('connectionInfo.period=5'));
    renameSync(`${path}~`, path);
    await look();
    rmSync(path);
    writeFileSync(path, shippedWith('connectionInfo.period=6'));
    await look();
    expect(periods()).toEqual([5, 6]);
    expect(file.warnings).toEqual([]);
  });

  it('R-5 of several quick saves the last counts, and each is seen at most once', async () => {
    const { path, look, periods } = propertiesIn(shippedPropertiesFile).start();
    for (const value of [10, 11, 12]) writeFileSync(path, shippedWith(`connectionInfo.period=${value}`));
    await look();
    writeFileSync(path, shippedWith('connectionInfo.period=13'));
    await look();
    for (let i = 0; i < 10; i++) await look();
    expect(periods()).toEqual([12, 13]);
  });

  it('R-5 a save without a change tells nothing', async () => {
    const { path, look, changes, text } = propertiesIn(shippedPropertiesFile).start();
    writeFileSync(path, text());
    await look();
    expect(changes).toEqual([]);
  });

  it('decision 45 a file that vanishes leaves the values in force, warns, is not written by itself, and counts again when it is back', async () => {
    const { path, look, file, period, changes } = propertiesIn(shippedWith('connectionInfo.period=5')).start();
    rmSync(path);
    await look();
    expect(period()).toBe(5);
    expect(file.warnings).toEqual([
      'nbwss.properties is missing; the values in force stay, and the next start writes the shipped file',
    ]);
    expect(file.report.entries.map(({ inFile }) => inFile)).toEqual(file.report.entries.map(() => null));
    expect(() => statSync(path)).toThrow('ENOENT');
    expect(changes).toHaveLength(1); // the console is told of the warning
    writeFileSync(path, shippedWith('connectionInfo.period=7'));
    await look();
    expect([period(), file.warnings]).toEqual([7, []]);
  });

  it('R-3 a file that vanished is there again after the next start', async () => {
    const { path, look, start, period, text } = propertiesIn(shippedWith('connectionInfo.period=5')).start();
    rmSync(path);
    await look();
    start();
    expect([text(), period()]).toEqual([shippedPropertiesFile, 60]);
  });

  it.each([
    ['a folder', (path: string) => mkdirSync(path), 'EISDIR'],
    ['10 MiB', (path: string) => writeFileSync(path, 'a=1\n'.repeat(2_621_440)), 'it is larger than 1 MiB'],
    ['a link to itself', (path: string) => symlinkSync(path, path), 'ELOOP'],
  ])('decision 45 %s in its place leaves the values in force, and warns', async (_name, make, reason) => {
    const { path, look, file, period } = propertiesIn(shippedWith('connectionInfo.period=5')).start();
    rmSync(path);
    make(path);
    await look();
    expect(period()).toBe(5);
    expect(file.warnings).toEqual([`nbwss.properties cannot be read (${reason}); the values in force stay`]);
    rmSync(path, { recursive: true });
    writeFileSync(path, shippedWith('connectionInfo.period=7'));
    await look();
    expect([period(), file.warnings]).toEqual([7, []]);
  });

  it('decision 45 a bad value gives its default, and what stands in the file is told', async () => {
    const { path, look, file } = propertiesIn(shippedWith('connectionInfo.period=5')).start();
    writeFileSync(path, shippedWith('connectionInfo.period=soon'));
    await look();
    expect(file.report.entries.find(({ key }) => key === 'connectionInfo.period')).toEqual({
      key: 'connectionInfo.period',
      inForce: '60',
      inFile: 'soon',
      problem: 'is not a whole number',
      default: '60',
      changed: false,
    });
  });

  it('after the stop it is not looked at any more', async () => {
    const { path, look, file, clock, changes } = propertiesIn(shippedPropertiesFile).start();
    file.stop();
    writeFileSync(path, '');
    await look();
    expect([changes, clock.waiting]).toEqual([[], 0]);
  });
});

describe('R-5, decision 45 edits by the console', () => {
  it('R-5 the value is in the file, for its owner only, everything else of it is as it was, and it is in force', () => {
    const before = `\ufeff# für uns\r\n${shippedPropertiesFile.replaceAll('\n', '\r\n')}my.key = 1`;
    const { file, path, text, changes } = propertiesIn(before).start();
    file.set({ 'connectionInfo.period': ' 007 ', 'exception.ignoreDecoder': 'TRUE' });
    expect(text()).toBe(before.replace('period=60', 'period=7').replace('Decoder=false', 'Decoder=true'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const to = { ...defaultProperties, 'connectionInfo.period': 7, 'exception.ignoreDecoder': true };
    expect(changes).toEqual([{ from: defaultProperties, to }]);
    expect(file.properties).toEqual(to);
  });

  it('R-5 bytes that are no UTF-8 stay as they are', () => {
    const comment = Buffer.from([0x23, 0xe4, 0xff, 0x00, 0x0a]);
    const { file, path } = propertiesIn(Buffer.concat([comment, Buffer.from(shippedPropertiesFile)])).start();
    file.set({ 'connectionInfo.period': '7' });
    expect(readFileSync(path)).toEqual(Buffer.concat([comment, Buffer.from(shippedWith('connectionInfo.period=7'))]));
  });

  it('R-5 it is applied once: the watch does not take it for an edit by hand', async () => {
    const { file, look, changes } = propertiesIn(shippedPropertiesFile).start();
    file.set({ 'connectionInfo.period': '7' });
    for (let i = 0; i < 10; i++) await look();
    expect(changes).toHaveLength(1);
  });

  it('R-5 an edit by hand that was not seen yet is kept', () => {
    const { file, path, text, period } = propertiesIn(shippedPropertiesFile).start();
    writeFileSync(path, shippedPropertiesFile.replace('sendTimeout=2000', 'sendTimeout=1'));
    file.set({ 'connectionInfo.period': '7' });
    expect(text()).toBe(shippedWith('connectionInfo.period=7').replace('sendTimeout=2000', 'sendTimeout=1'));
    expect([period(), file.properties['notification.sendTimeout']]).toEqual([7, 1]);
  });

  it('decision 45 a value that stood wrong in the file is mended, and its warning goes', () => {
    const { file } = propertiesIn(shippedWith('connectionInfo.period=soon')).start();
    expect(file.warnings).toHaveLength(1);
    file.set({ 'connectionInfo.period': '60' });
    expect(file.warnings).toEqual([]);
  });

  it('decision 45 a file that vanished is made anew with the values in force', async () => {
    const { file, path, look, text } = propertiesIn(`${shippedPropertiesFile}connectionInfo.earlyRun=false\n`).start();
    rmSync(path);
    await look();
    file.set({ 'keepAlive.scheduledRate': '3' });
    expect(text()).toBe(
      shippedPropertiesFile
        .replace('Rate=30', 'Rate=3')
        .replace('connectionInfo.period=60\n', 'connectionInfo.period=60\nconnectionInfo.earlyRun=false\n'),
    );
    expect(file.warnings).toEqual([]);
  });

  it('decision 45 a link to the file stays a link', () => {
    const { file, path } = propertiesIn();
    const kept = join(tempFolder(), 'kept.properties');
    writeFileSync(kept, shippedPropertiesFile);
    symlinkSync(kept, path);
    file.start();
    file.set({ 'connectionInfo.period': '7' });
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(kept, 'utf8')).toBe(shippedWith('connectionInfo.period=7'));
  });

  it('decision 45 values that cannot be are refused, each with its reason, and nothing is changed', () => {
    const { file, text, changes } = propertiesIn(shippedPropertiesFile).start();
    const refusal = refusalOf(() =>
      file.set({
        'connectionInfo.period': '0',
        'keepAlive.scheduledRate': '1.5',
        'exception.ignoreDecoder': 'maybe',
        'notification.sendTimeout': '5',
        'hibernate.show_sql': 'true',
        __proto__: '1',
        'scheduledExecutor.threadPoolSize': '2\nhibernate.show_sql=true',
      }),
    );
    expect(refusal).toMatchObject({
      code: 'propertiesNotValid',
      lines: ['The properties are not valid'],
      fields: {
        'connectionInfo.period': 'is not between 1 and 86400',
        'keepAlive.scheduledRate': 'is not a whole number',
        'exception.ignoreDecoder': 'is neither true nor false',
        'hibernate.show_sql': 'is no property of NBWSS',
        'scheduledExecutor.threadPoolSize': 'is not a whole number',
      },
    });
    expect([text(), changes, file.properties]).toEqual([shippedPropertiesFile, [], defaultProperties]);
  });

  it('decision 45 a file that cannot be written: the error says so, and nothing is changed', () => {
    const { file, path, text, changes } = propertiesIn(shippedPropertiesFile).start();
    mkdirSync(join(path, '..', `.${process.pid}.new`)); // where it is written before it replaces the old one
    expect(refusalOf(() => file.set({ 'connectionInfo.period': '7' }))).toMatchObject({
      code: 'propertiesNotWritten',
      lines: ['The properties could not be saved'],
      causes: [expect.stringMatching(/^nbwss\.properties cannot be written \(.*EISDIR\)$/)],
    });
    expect([text(), changes, file.properties]).toEqual([shippedPropertiesFile, [], defaultProperties]);
  });
});
