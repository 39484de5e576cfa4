import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KnownSecrets } from '../../electron/service/known-secret.ts';
import { redactDetail } from '../../electron/service/log/log-detail.ts';
import { readLine } from '../../electron/service/log/log-line.ts';
import { lineOf } from '../../electron/service/log/log-tail.ts';
import type { LogUpdate } from '../../shared/log.ts';
import { eventsOf, LogBench, linesOf } from '../support/log-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const noon = new Date('2026-01-15T12:00:00.000Z');
const today = '485-nbwss-2026-01-15.log';
const yesterday = '485-nbwss-2026-01-14.log';
const line = (event: string, more: object = {}) =>
  JSON.stringify({ level: 'info', time: noon.toISOString(), oid: 485, event, ...more });

beforeEach(() => {
  vi.useFakeTimers({ now: noon, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a console is told first of a folder with these files; texts stand in them as they are. */
async function tailOf(files: Record<string, string | Buffer>): Promise<Extract<LogUpdate, { kind: 'start' }>> {
  const folder = tempFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const start = await new LogBench(folder).watch().next();
  if (start.kind !== 'start') throw new Error(`first came ${start.kind}`);
  return start;
}

describe('L-1, L-3 the newest lines of the log', () => {
  it('L-1 of all kept files in their order, with what each line says', async () => {
    const start = await tailOf({
      '485-nbwss-2026-01-14.10.log': `${line('3')}\n`,
      '485-nbwss-2026-01-14.2.log': `${line('2')}\n`,
      [yesterday]: `${line('1')}\n`,
      [today]: `${line('4', { level: 'warn', endpoint: 'ep1', group: 'sg1', detail: 'why' })}\n`,
      '486-nbwss-2026-01-15.log': `${line('foreign')}\n`,
    });
    expect(eventsOf(start)).toEqual(['1', '2', '3', '4']);
    expect(start.lines[3]).toEqual({
      ...{ time: noon.getTime(), level: 'warn', event: '4', endpoint: 'ep1', group: 'sg1', detail: 'why' },
      text: line('4', { level: 'warn', endpoint: 'ep1', group: 'sg1', detail: 'why' }),
      ...{ isCut: false, isJson: true },
    });
    expect(start.status).toMatchObject({ level: 'info', canOpenFolder: false, problem: null, notWritten: null });
  });

  it('L-1 says which level is in force and which file is written to', async () => {
    const folder = tempFolder();
    const bench = new LogBench(folder, { level: 'debug', openFolder: () => Promise.resolve() });
    bench.log.debug('a');
    const start = await bench.watch().next();
    expect(start).toMatchObject({
      kind: 'start',
      status: { folder, file: join(folder, today), level: 'debug', canOpenFolder: true },
    });
  });

  it('L-1 a line that was torn is told apart from the one that follows it in the same line of the file', async () => {
    const start = await tailOf({ [today]: `${line('whole')}\n{"level":"info","ti${line('after a kill')}\n` });
    expect(start.lines).toMatchObject([
      { event: 'whole', isJson: true },
      { event: '{"level":"info","ti', level: null, time: null, isJson: false },
      { event: 'after a kill', isJson: true },
    ]);
  });

  it('L-1 foreign lines are shown as they are, blank ones are not, and bytes that are no text do no harm', async () => {
    const odd = ['', 'not JSON', '   ', '42', '[1]', 'null', '{"a":1}', '{"time":7,"level":"loud","event":["x"]}'];
    const start = await tailOf({
      [today]: Buffer.concat([Buffer.from(`${odd.join('\n')}\n`), Buffer.from([0, 0, 0xff, 0x0a]), Buffer.from('end')]),
    });
    expect(start.lines.map(({ event, isJson }) => [event, isJson])).toEqual([
      ['not JSON', false],
      ['42', false],
      ['[1]', false],
      ['null', false],
      ['', true],
      ['["x"]', true],
      ['\ufffd\ufffd\ufffd', false],
      ['end', false],
    ]);
    expect(start.lines[5]).toMatchObject({ level: null, time: null });
  });

  it('L-1 a huge line is cut and says how long it is; the lines around it are there', async () => {
    const huge = line('huge', { detail: 'x'.repeat(400_000) });
    const long = line('long', { detail: 'y'.repeat(100_000) });
    const start = await tailOf({ [today]: `${line('before')}\n${huge}\n${long}\n${line('after')}\n` });
    expect(start.lines).toHaveLength(4);
    expect(start.lines[1]?.event).toContain(`[a line of ${huge.length} characters] {"level":"info"`);
    expect(start.lines[2]).toMatchObject({ event: 'long', isCut: true, isJson: true });
    expect(JSON.stringify(start).length).toBeLessThan(50_000);
  });

  it('L-1 a single line that is longer than all that is read is told, and nothing else', async () => {
    const start = await tailOf({ [today]: `${line('huge', { detail: 'x'.repeat(3 * 1024 * 1024) })}\n` });
    expect(eventsOf(start)).toEqual([expect.stringMatching(/^\[a line of \d+ characters\]/)]);
  });

  it('L-1 no more than the newest 2 MiB, from a whole line on', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => line(String(n), { detail: 'x'.repeat(1000) }));
    const folder = tempFolder();
    writeFileSync(join(folder, yesterday), `${line('older')}\n`);
    writeFileSync(join(folder, today), `${many.join('\n')}\n`);
    const watch = new LogBench(folder).watch();
    for (let part = 0; part < 8; part++) await watch.next();
    const told = watch.updates.flatMap(linesOf);
    expect(told.every(({ isJson }) => isJson)).toBe(true);
    expect(told.at(-1)?.event).toBe('2999');
    const characters = told.reduce((sum, { text }) => sum + text.length + 1, 0);
    expect(characters).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(characters).toBeGreaterThan(2 * 1024 * 1024 - 2000);
  });

  it('L-1 no more than the newest 5,000 lines, 250 at a time', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, today), Array.from({ length: 6000 }, (_, n) => `${line(String(n))}\n`).join(''));
    const watch = new LogBench(folder).watch();
    const updates: LogUpdate[] = [];
    for (let part = 0; part < 20; part++) updates.push(await watch.next());
    expect(updates.map(({ kind }) => kind)).toEqual(['start', ...Array.from({ length: 19 }, () => 'lines')]);
    expect(updates.flatMap(eventsOf)).toEqual(Array.from({ length: 5000 }, (_, n) => String(n + 1000)));
  });

  it('L-1 a folder that is missing, or cannot be read, is told with what to do, and what is logged is shown', async () => {
    const remove = (folder: string) => rmSync(folder, { recursive: true });
    const replace = (folder: string) => {
      remove(folder);
      writeFileSync(folder, '');
    };
    for (const spoil of [remove, replace]) {
      const folder = join(tempFolder(), 'nbwebservice');
      const bench = new LogBench(folder);
      bench.log.info('a');
      await bench.log.files.between(() => spoil(folder));
      const watch = bench.watch();
      expect(await watch.next()).toMatchObject({
        kind: 'start',
        lines: [],
        status: {
          problem: {
            code: 'logNotRead',
            lines: ['The log could not be read'],
            causes: [expect.stringMatching(/cannot be read \(EN/)],
          },
        },
      });
      bench.log.info('b');
      expect(eventsOf(await watch.laterLines())).toEqual(['b']);
    }
  });

  it('L-1 a file that cannot be read is named, and the others are shown', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, yesterday));
    const link = '485-nbwss-2026-01-14.2.log';
    writeFileSync(join(folder, 'vault.key'), 'a file with a secret');
    symlinkSync('vault.key', join(folder, link));
    writeFileSync(join(folder, '485-nbwss-2026-01-13.log'), `${line('older')}\n`);
    writeFileSync(join(folder, today), `${line('a')}\n`);
    const start = await new LogBench(folder).watch().next();
    expect(eventsOf(start)).toEqual(['older', 'a']);
    const causes = [`${yesterday} is not a file.`, `${link} is not a file.`];
    expect(start).toMatchObject({ status: { problem: { causes } } });
  });

  it('decision 43 of a long line with wide characters no piece of a secret is left where it was cut', () => {
    const secret = 'Zq7vK2mP9xR4tW8yB3nL6dF1gH5jS0aC';
    const before = 'é'.repeat(100) + ' word'.repeat(354);
    for (let shift = 0; shift < 30; shift++) {
      const bytes = Buffer.from(`${before.slice(shift)} ${secret} ${'z'.repeat(300_000)}`);
      const [found] = readLine(lineOf(bytes), new KnownSecrets([secret]));
      expect(JSON.stringify(found)).not.toContain(secret.slice(0, 8));
    }
  });

  it.each<[string, (file: string) => void, string[]]>([
    ['removed', (file) => rmSync(file), ['b']],
    ['made shorter', (file) => truncateSync(file, line('a1').length + 1), ['a1', 'b']],
  ])('L-1 a file that is %s between the look and the reading does no harm', async (_what, change, left) => {
    const folder = tempFolder();
    writeFileSync(join(folder, yesterday), `${line('a1')}\n${line('a2')}\n`);
    writeFileSync(join(folder, today), `${line('b')}\n`);
    const bench = new LogBench(folder);
    const start = bench.watch().next();
    // The watcher looks first, then this, and then the files are read.
    await bench.log.files.between(() => change(join(folder, yesterday)));
    expect(eventsOf(await start)).toEqual(left);
    expect(await start).toMatchObject({ status: { problem: null } });
  });
});

describe('L-2 the log as it is written', () => {
  it('L-2 new lines come at most each 100 ms, and between tail and new lines none is missing or told twice', async () => {
    const folder = tempFolder();
    const bench = new LogBench(folder);
    for (let n = 0; n < 50; n++) bench.log.info(`before ${n}`);
    const watch = bench.watch();
    const first = watch.next();
    for (let n = 0; n < 50; n++) bench.log.info(`meanwhile ${n}`);
    const told = eventsOf(await first);
    expect(told).toEqual(Array.from({ length: 50 }, (_, n) => `before ${n}`));
    let isTold = false;
    const second = watch.next().then((update) => {
      isTold = true;
      return update;
    });
    await bench.clock.advance(99);
    expect(isTold).toBe(false);
    await bench.clock.advance(1);
    expect(eventsOf(await second)).toEqual(Array.from({ length: 50 }, (_, n) => `meanwhile ${n}`));
    const onDisk = await bench.log.files.between(() => readFileSync(join(folder, today), 'utf8'));
    expect(onDisk.trimEnd().split('\n')).toHaveLength(100);
  });

  it('L-2 of a storm the newest 250 lines are told, and how many were left out; all of them are in the file', async () => {
    const folder = tempFolder();
    const bench = new LogBench(folder);
    const [watch, another] = [bench.watch(), bench.watch()];
    await watch.next();
    await another.next();
    for (let n = 0; n < 5000; n++) bench.log.info(String(n));
    expect(await watch.laterLines()).toMatchObject({ kind: 'lines', leftOut: 4750 });
    expect(eventsOf(watch.updates.at(-1) as LogUpdate)).toEqual(
      Array.from({ length: 250 }, (_, n) => String(4750 + n)),
    );
    bench.log.info('after');
    expect(await watch.laterLines()).toMatchObject({ lines: [{ event: 'after' }], leftOut: 0 });
    // Another one that did not read meanwhile.
    expect(await another.laterLines()).toMatchObject({ leftOut: 4751 });
    const onDisk = await bench.log.files.between(() => readFileSync(join(folder, today), 'utf8'));
    expect(onDisk.trimEnd().split('\n')).toHaveLength(5001);
  });

  it('L-2 huge lines leave room for fewer', async () => {
    const bench = new LogBench(tempFolder());
    const watch = bench.watch();
    await watch.next();
    for (let n = 0; n < 30; n++) bench.log.info(String(n), { detail: 'x'.repeat(100_000) });
    const update = await watch.laterLines();
    expect(update).toMatchObject({ leftOut: 20 });
    expect(eventsOf(update).at(-1)).toBe('29');
  });

  it('L-2 while nobody watches nothing is followed, also after somebody has', async () => {
    const bench = new LogBench(tempFolder());
    const follow = vi.spyOn(bench.log.files, 'follow');
    const watch = bench.watch();
    bench.log.info('a');
    expect(follow).not.toHaveBeenCalled();
    await watch.next();
    expect(follow).toHaveBeenCalledTimes(1);
    const over = watch.pending();
    watch.end();
    expect(await over).toBeUndefined();
    bench.log.info('b');
    expect(bench.clock.waiting).toBe(0); // it would be followed by an update
    const again = bench.watch();
    expect(eventsOf(await again.next())).toEqual(['a', 'b']);
  });

  it('L-1 another file, and a log that cannot be written, are told; the lines are shown all the same', async () => {
    const folder = tempFolder();
    const bench = new LogBench(folder);
    const watch = bench.watch();
    await watch.next();
    for (let n = 0; n < 21; n++) bench.log.info(String(n), { detail: 'x'.repeat(1024 * 1024) });
    await bench.log.files.between(() => undefined);
    const status = await watch.later();
    expect(status).toMatchObject({ kind: 'status', status: { file: join(folder, '485-nbwss-2026-01-15.2.log') } });
    await watch.next();

    const spoilt = tempFolder();
    mkdirSync(join(spoilt, today));
    const broken = new LogBench(spoilt);
    const witness = broken.watch();
    broken.log.info('lost');
    await witness.next();
    broken.log.info('shown');
    await broken.log.files.between(() => undefined);
    expect(await witness.later()).toMatchObject({ status: { notWritten: expect.stringMatching(/not a file/) } });
    expect(eventsOf(await witness.next())).toEqual(['shown']);
    rmSync(join(spoilt, today), { recursive: true });
    broken.log.info('written');
    await broken.log.files.between(() => undefined);
    expect(await witness.later()).toMatchObject({ status: { notWritten: null, file: join(spoilt, today) } });
  });

  it('L-2 when the log is closed, the stream ends', async () => {
    const bench = new LogBench(tempFolder());
    const watch = bench.watch();
    await watch.next();
    const over = watch.pending();
    bench.logs.close();
    expect(await over).toBeUndefined();
  });
});

describe('decision 43: what is shown of the log', () => {
  it.each(['S3ntinel/"Of7 Secrets', 'pl41n-token-value'])(
    'decision 43, L-1 a saved secret and what looks like one are masked, in the tail and in new lines: %s',
    async (secret) => {
      const escaped = JSON.stringify(secret).slice(1, -1);
      const unicode = [...secret].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
      const folder = tempFolder();
      writeFileSync(
        join(folder, today),
        [
          line('a', { detail: `it was ${secret} there`, [secret]: [{ deep: secret }] }),
          line('b', { detail: `/x?y=${encodeURIComponent(secret)}` }),
          `{"level":"info","event":"${unicode}"}`,
          line('c', { detail: JSON.stringify({ parameters: JSON.stringify({ note: secret }) }) }),
          `torn ${secret} and ${escaped}`,
          line('d', { detail: 'Authorization: Bearer 9f8e7d6c5b4a', headers: { 'X-Api_Key': '9f8e7d6c5b4a' } }),
          '',
        ].join('\n'),
      );
      const bench = new LogBench(folder, { secrets: [secret] });
      const watch = bench.watch();
      await watch.next();
      bench.log.warn(`new ${secret}`, { endpoint: secret, detail: `x${secret}x` });
      await watch.laterLines();
      const told = JSON.stringify(watch.updates);
      expect(watch.updates.flatMap(linesOf)).toHaveLength(7);
      for (const form of [secret, escaped, JSON.stringify(escaped).slice(1, -1), encodeURIComponent(secret)])
        expect(told).not.toContain(form);
      expect(told).not.toContain('9f8e7d6c5b4a');
      expect(told).toContain('it was [redacted] there');
      expect(told).toContain('x[redacted]x');
    },
  );
});

describe('L-2 what this service itself writes into a detail', () => {
  it.each([
    'TOKEN_REJECTED: Token rejected by the cloud application',
    new Error('a message', { cause: 1 }).stack ?? '',
    'NbwssError: no\n    at TokenVault.open (file:///app/electron/service/credentials/token-vault.ts:54:13)',
    'x\n    at async Secrets.of (C:\\Program Files\\a\\password.js:1:2)\n    at Array.map (<anonymous>)',
    'x\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ])('decision 43, L-2 is shown as it is: %j', (detail) => {
    expect(redactDetail(detail)).toBe(detail);
  });

  it.each([
    'TOKEN_REJECTED: password=9f8e7d6c5b4a',
    'AUTHENTICATION: 9f8e7d6c5b4a',
    'x\n    at y (file:///a/b.ts:1:2)\npassword=9f8e7d6c5b4a\n    at z (file:///a/b.ts:1:2)',
    'x\n    at y (file:///a/b.ts?token=9f8e7d6c5b4a:1:2)',
    'password=9f8e7d6c5b4a\n    at y (file:///a/b.ts:1:2)',
  ])('decision 43, L-2 and a secret beside it is masked: %j', (detail) => {
    expect(redactDetail(detail)).not.toContain('9f8e7d6c5b4a');
  });
});
