import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../electron/service/clock.ts';
import { type Log, openLog } from '../../electron/service/log.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';

const noon = new Date('2026-01-15T12:00:00.000Z');
const fileOfTheDay = '485-nbwss-2026-01-15.log';
const noFailure = (error: Error): void => {
  throw error;
};

beforeEach(() => {
  vi.useFakeTimers({ now: noon, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** The lines that `write` writes to a new log, parsed. */
async function linesOf(
  write: (log: Log) => void,
  folder = join(tempFolder(), 'logs', 'nbwebservice'),
  level?: string,
): Promise<unknown[]> {
  const log = openLog(folder, systemClock, noFailure, level);
  write(log);
  await log.close();
  const text = readFileSync(join(folder, fileOfTheDay), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

describe('L-1, L-2, L-3 the log', () => {
  it('L-2, L-3 one JSON object a line: time, level, originator 485, event and what is known', async () => {
    const lines = await linesOf((log) => {
      log.info('endpoint added', { endpoint: 'ep1', group: 'sg1' });
      log.warn('COMMAND dropped', { endpoint: 'ep1', detail: 'before\nCONNECT' });
      log.error('endpoint store not written', { detail: 'ENOSPC' });
      log.info('started');
    });
    const common = { time: noon.toISOString(), oid: 485 };
    expect(lines).toEqual([
      { ...common, level: 'info', event: 'endpoint added', endpoint: 'ep1', group: 'sg1' },
      { ...common, level: 'warn', event: 'COMMAND dropped', endpoint: 'ep1', detail: 'before\nCONNECT' },
      { ...common, level: 'error', event: 'endpoint store not written', detail: 'ENOSPC' },
      { ...common, level: 'info', event: 'started' },
    ]);
  });

  it('L-2 an error is told with its stack, after the detail', async () => {
    const error = new TypeError('broken');
    const lines = await linesOf((log) => {
      log.error('a', {}, error);
      log.error('b', { detail: 'while adding' }, error);
      log.error('c', {}, 'a text');
      log.error('d');
    });
    expect(lines).toMatchObject([
      { event: 'a', detail: error.stack },
      { event: 'b', detail: `while adding: ${error.stack}` },
      { event: 'c', detail: 'a text' },
      { event: 'd' },
    ]);
    expect(lines[3]).not.toHaveProperty('detail');
  });

  it.each([
    ['error', ['error']],
    ['warn', ['warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    [undefined, ['info', 'warn', 'error']],
    [' DEBUG ', ['debug', 'info', 'warn', 'error']],
  ])('L-2 NBWSS_LOG_LEVEL=%s: the lines of this level and of the graver ones', async (level, written) => {
    const lines = await linesOf(
      (log) => {
        log.debug('a', { endpoint: 'ep1' });
        log.info('a');
        log.warn('a');
        log.error('a');
      },
      undefined,
      level,
    );
    expect(lines).toEqual(written.map((name) => expect.objectContaining({ level: name, event: 'a', oid: 485 })));
  });

  it.each(['verbose', '7', '{}'])(
    'L-2 NBWSS_LOG_LEVEL=%s is no level: one line warns of it, and info is used',
    async (level) => {
      const lines = await linesOf(
        (log) => {
          log.debug('a');
          log.info('b');
        },
        undefined,
        level,
      );
      expect(lines).toMatchObject([
        {
          level: 'warn',
          event: 'log level not valid',
          detail: 'NBWSS_LOG_LEVEL is none of error, warn, info, debug: info is used',
        },
        { level: 'info', event: 'b' },
      ]);
    },
  );

  it('L-1 the folder is made, and the file is named after the originator and the day, for its owner only', async () => {
    const folder = join(tempFolder(), 'logs', 'nbwebservice');
    await linesOf((log) => log.info('a'), folder);
    expect(readdirSync(folder)).toEqual([fileOfTheDay]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, fileOfTheDay)).mode & 0o777).toBe(0o600);
  });

  it('L-1 a log that is opened again is continued', async () => {
    const folder = tempFolder();
    await linesOf((log) => log.info('first'), folder);
    expect(await linesOf((log) => log.info('second'), folder)).toMatchObject([{ event: 'first' }, { event: 'second' }]);
  });

  it('L-1 from 20 MiB on a second file of the day is written, and no line is lost or torn', async () => {
    const folder = tempFolder();
    const log = openLog(folder, systemClock, noFailure);
    const detail = 'x'.repeat(1024 * 1024);
    for (let line = 1; line <= 22; line++) log.info(String(line), { detail });
    await log.close();
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort();
    expect(names).toEqual(['485-nbwss-2026-01-15.2.log', fileOfTheDay]);
    const events = [fileOfTheDay, '485-nbwss-2026-01-15.2.log'].flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { event: string }).event),
    );
    expect(events).toEqual(Array.from({ length: 22 }, (_, n) => String(n + 1)));
  });

  it('L-1 the first line after a while is written at once, those that follow closely together after a pause', async () => {
    const folder = tempFolder();
    const clock = new ManualClock();
    const log = openLog(folder, clock, noFailure);
    const lines = () => readFileSync(join(folder, fileOfTheDay), 'utf8').split('\n').length - 1;
    const isThere = () => existsSync(join(folder, fileOfTheDay));
    log.info('first');
    await vi.waitUntil(() => isThere() && lines() === 1);
    await vi.waitUntil(() => clock.waiting === 1);
    for (const event of ['second', 'third']) log.info(event);
    await clock.advance(19);
    expect([lines(), clock.waiting]).toEqual([1, 1]);
    await clock.advance(1);
    await vi.waitUntil(() => lines() === 3);
    log.info('last');
    await log.close(); // does not wait for the pause
    expect([lines(), clock.waiting]).toEqual([4, 0]);
  });

  it('L-1, decision 28 the day is that of UTC, also where the clocks show another', async () => {
    vi.stubEnv('TZ', 'Asia/Kolkata');
    vi.setSystemTime('2026-01-15T23:30:00.000Z');
    expect(new Date().getDate()).toBe(16);
    expect(await linesOf((log) => log.info('late'))).toMatchObject([
      { event: 'late', time: '2026-01-15T23:30:00.000Z' },
    ]);
  });

  it('L-1 of the files of all processes the youngest 14 are kept, and other files are left alone', async () => {
    const folder = tempFolder();
    const days = Array.from({ length: 20 }, (_, day) => `485-nbwss-2025-12-${String(day + 1).padStart(2, '0')}`);
    const others = ['485-nbwss-2020-01-01.log.gz', 'note.txt', '486-nbwss-2020-01-01.log'];
    const written = [...days.map((day) => `${day}.log`), `${days[19]}.2.log`, `${days[19]}.10.log`];
    for (const name of [...written, ...others]) writeFileSync(join(folder, name), 'x');
    await linesOf((log) => log.info('a'), folder);
    expect(readdirSync(folder).sort()).toEqual([...written.slice(-13), fileOfTheDay, ...others].sort());
  });

  it('L-1 a file that is full makes the oldest go too', async () => {
    const folder = tempFolder();
    for (let day = 1; day <= 14; day++)
      writeFileSync(join(folder, `485-nbwss-2026-01-${String(day).padStart(2, '0')}.log`), 'x');
    const log = openLog(folder, systemClock, noFailure);
    for (let line = 1; line <= 22; line++) log.info(String(line), { detail: 'x'.repeat(1024 * 1024) });
    await log.close();
    const names = readdirSync(folder).sort();
    expect(names).toHaveLength(14);
    expect([names[0], names.at(-1)]).toEqual(['485-nbwss-2026-01-03.log', fileOfTheDay]);
  });

  it.each<[string, (file: string) => void]>([
    ['removed', (file) => rmSync(file)],
    ['moved away', (file) => renameSync(file, `${file}.1`)],
    [
      'replaced',
      (file) => {
        rmSync(file);
        writeFileSync(file, '{"event":"of another"}\n');
      },
    ],
  ])(
    'L-1 a file that is %s while it is written is begun anew, which is told, and no later line is lost',
    async (_how, remove) => {
      const folder = tempFolder();
      const clock = new ManualClock();
      const log = openLog(folder, clock, noFailure);
      const file = join(folder, fileOfTheDay);
      const events = () =>
        readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as { event: string }).event);
      log.info('before');
      await log.files.between(() => expect(events()).toEqual(['before']));
      remove(file);
      const kept = existsSync(file) ? events() : [];
      await clock.advance(1000);
      log.info('after');
      await log.files.between(() => undefined);
      log.info('later');
      await log.close();
      expect(events()).toEqual([...kept, 'after', 'log file begun anew', 'later']);
      expect(log.files.problem).toBeUndefined();
    },
  );

  it('L-1 a folder that is removed is not made again: it may lie on a disk that comes back, with the file', async () => {
    const outer = tempFolder();
    const folder = join(outer, 'logs');
    const clock = new ManualClock();
    const log = openLog(folder, clock, noFailure);
    const write = async (event: string) => {
      await clock.advance(1000);
      log.info(event);
      await log.files.between(() => undefined);
    };
    await write('before');
    renameSync(folder, join(outer, 'away'));
    await write('meanwhile');
    expect([log.files.problem, readdirSync(outer)]).toEqual([`the folder ${folder} was removed`, ['away']]);
    renameSync(join(outer, 'away'), folder);
    await write('after');
    expect(log.files.problem).toBeUndefined();
    await log.close();
    expect(readFileSync(join(folder, fileOfTheDay), 'utf8').match(/before|meanwhile|after/g)).toHaveLength(3);
  });

  it('L-1 a log that cannot be written says so, and stops nothing: neither what goes on nor the end', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, fileOfTheDay));
    const { promise, resolve } = Promise.withResolvers<Error>();
    const log = openLog(folder, systemClock, resolve);
    log.info('a');
    expect((await promise).message).toMatch(/not a file/);
    log.info('b');
    await log.close();
    expect(readdirSync(folder)).toEqual([fileOfTheDay]);
  });
});
