import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogBench } from '../support/log-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const noon = new Date('2026-01-15T12:00:00.000Z');
const today = '485-nbwss-2026-01-15.log';
const line = (event: string, more: object = {}) =>
  JSON.stringify({ level: 'info', time: noon.toISOString(), oid: 485, event, ...more });
const parsed = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one) as { event: string; detail?: string; time?: string });
const events = (text: string) => parsed(text).map(({ event }) => event);

beforeEach(() => {
  vi.useFakeTimers({ now: noon, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('L-1 the export of the log', () => {
  it('L-1, L-3 all kept files in their order, a JSON object a line; the first says what it is of', async () => {
    const folder = tempFolder();
    for (const [name, event] of [
      ['485-nbwss-2026-01-13.log', 'a'],
      ['485-nbwss-2026-01-13.2.log', 'b'],
      ['485-nbwss-2026-01-13.10.log', 'c'],
      ['note.txt', 'not of the log'],
    ])
      writeFileSync(join(folder, String(name)), `${line(String(event))}\n`);
    const bench = new LogBench(folder);
    bench.log.info('d');
    const { text } = await bench.export();
    expect(events(text)).toEqual(['log exported', 'a', 'b', 'c', 'd']);
    expect(parsed(text)[0]).toEqual({
      ...{ level: 'info', time: noon.toISOString(), oid: 485, event: 'log exported' },
      detail: expect.stringMatching(
        /^NBWSS Console 1\.2\.3, \w+ \w+, Node \d+\.\S+, log level info; 4 files, \d+ bytes; secrets are masked$/,
      ),
    });
  });

  it('L-1 a log of any size goes through in pieces, and ends where it ended when the export began', async () => {
    const folder = tempFolder();
    const many = Array.from({ length: 12_000 }, (_, n) => `${line(String(n), { detail: 'é'.repeat(100) })}\n`);
    writeFileSync(join(folder, '485-nbwss-2026-01-14.log'), many.slice(0, 7000).join(''));
    writeFileSync(join(folder, today), many.slice(7000).join(''));
    const bench = new LogBench(folder);
    const head = await bench.logs.export(undefined, undefined);
    bench.log.info('too late');
    let text = head.text;
    let longest = 0;
    let pieces = 1;
    for (let after = head.next; after; pieces++) {
      const piece = await bench.logs.export(after, undefined);
      longest = Math.max(longest, piece.text.length);
      text += piece.text;
      after = piece.next;
      if (after) expect(after.done).toBeLessThanOrEqual(after.total);
    }
    expect(events(text)).toEqual(['log exported', ...Array.from({ length: 12_000 }, (_, n) => String(n))]);
    expect(pieces).toBeGreaterThan(6);
    expect(longest).toBeLessThanOrEqual(512 * 1024);
  });

  it('L-1 torn and foreign lines are JSON there, too; a line that is too long is left out and named', async () => {
    const folder = tempFolder();
    writeFileSync(
      join(folder, today),
      [
        line('a'),
        `{"level":"info","ti${line('b')}`,
        'foreign',
        '',
        line('c', { detail: 'x'.repeat(2_000_000) }),
        line('d', { detail: 'y'.repeat(300_000) }),
        line('e'),
        'without an end',
      ].join('\n'),
    );
    const { text } = await new LogBench(folder).export();
    expect(parsed(text).map(({ event, detail }) => [event, (detail ?? '').slice(0, 60)])).toEqual([
      ['log exported', expect.any(String)],
      ['a', ''],
      ['line that is no JSON object', '{"level":"info","ti'],
      ['b', ''],
      ['line that is no JSON object', 'foreign'],
      ['not exported', expect.stringMatching(/^A line of more than 524288 bytes in 485-nbwss-2026-01-15/)],
      ['line that is no JSON object', expect.stringMatching(/^\[a line of 300\d\d\d characters\]/)],
      ['e', ''],
      ['line that is no JSON object', 'without an end'],
    ]);
  });

  it('L-1 files that are removed or cannot be read meanwhile are named, and the others go on', async () => {
    const folder = tempFolder();
    for (const day of ['11', '12', '13', '14'])
      writeFileSync(join(folder, `485-nbwss-2026-01-${day}.log`), `${line(day)}\n`);
    const bench = new LogBench(folder);
    const head = await bench.logs.export(undefined, undefined);
    rmSync(join(folder, '485-nbwss-2026-01-11.log'));
    rmSync(join(folder, '485-nbwss-2026-01-13.log'));
    mkdirSync(join(folder, '485-nbwss-2026-01-13.log'));
    let text = head.text;
    for (let after = head.next; after; ) {
      const piece = await bench.logs.export(after, undefined);
      text += piece.text;
      after = piece.next;
    }
    expect(events(text)).toEqual(['log exported', 'not exported', '12', '14']);
    expect(parsed(text)[1]?.detail).toBe('485-nbwss-2026-01-11.log was removed meanwhile.');
  });

  it('L-1 an empty log gives an export that says so; a folder that cannot be read is refused', async () => {
    const folder = join(tempFolder(), 'nbwebservice');
    const bench = new LogBench(folder);
    expect(events((await bench.export()).text)).toEqual(['log exported']);
    bench.log.info('a');
    await bench.log.files.between(() => rmSync(folder, { recursive: true }));
    await expect(bench.export()).rejects.toMatchObject({
      code: 'logNotRead',
      report: { causes: [`${folder} cannot be read (ENOENT).`] },
    });
  });

  it('L-1 no other file is given, whatever the window asks for', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'secret.txt'), 'not of the log');
    writeFileSync(join(folder, today), `${line('a')}\n`);
    const bench = new LogBench(folder);
    for (const file of ['../secret.txt', 'secret.txt', '/etc/hostname', '']) {
      const end = { file, size: 1000 };
      const { text } = await bench.logs.export(
        { file, offset: 0, isWithinLine: false, end, done: 0, total: 1 },
        undefined,
      );
      expect(text).not.toContain('not of the log');
      expect(events(text)).toEqual(['not exported']);
    }
  });

  it('decision 43, L-1 a planted token does not come through, in whichever spelling, nor what looks like a secret', async () => {
    const token = 's3ntinel/"Token of 7';
    const other = '9f8e7d6c5b4a-other';
    const escaped = JSON.stringify(token).slice(1, -1);
    const unicode = [...token].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
    const forms = [token, escaped, JSON.stringify(escaped).slice(1, -1), encodeURIComponent(token), unicode];
    const folder = tempFolder();
    writeFileSync(
      join(folder, today),
      [
        ...forms.map((form) => line('a', { detail: `x ${form} y`, [form]: [form] })),
        `{"event":"${unicode}"}`,
        ...forms.map((form) => `torn ${form}`),
        line('b', { 'X-Api_Key': other, detail: `password=${other}` }),
        line('c', { detail: `https://user:${other}@host/x` }),
        line('d', { detail: JSON.stringify({ body: JSON.stringify({ 'ACCESS-token': other }) }) }),
        '',
      ].join('\n'),
    );
    const { text } = await new LogBench(folder, { secrets: [token] }).export();
    expect(parsed(text)).toHaveLength(15);
    for (const form of [...forms, other, 's3ntinel', 'Token of 7']) expect(text).not.toContain(form);
    expect(parsed(text)[1]?.detail).toBe('x [redacted] y');
  });

  it('L-1 an export that is given up ends at once', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, today), `${line('a')}\n`.repeat(1000));
    const bench = new LogBench(folder);
    const head = await bench.logs.export(undefined, undefined);
    const abort = new AbortController();
    const piece = bench.logs.export(head.next ?? undefined, abort.signal);
    abort.abort();
    await expect(piece).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('L-1 lines that were just logged are in it', async () => {
    const bench = new LogBench(tempFolder());
    for (let n = 0; n < 1000; n++) bench.log.info(String(n));
    expect(events((await bench.export()).text)).toHaveLength(1001);
    appendFileSync(bench.log.files.file ?? '', 'torn');
    expect(events((await bench.export()).text).at(-1)).toBe('line that is no JSON object');
  });
});

describe('L-1 the folder of the log', () => {
  it('L-1 exactly this folder is opened', async () => {
    const opened: string[] = [];
    const folder = tempFolder();
    const openFolder = (path: string) => {
      opened.push(path);
      return Promise.resolve();
    };
    await new LogBench(folder, { openFolder }).logs.openFolder();
    expect(opened).toEqual([folder]);
  });

  it('L-1 what the system says against it is told, and a host that cannot says so', async () => {
    const folder = tempFolder();
    const openFolder = () => Promise.reject(new Error('no file manager'));
    await expect(new LogBench(folder, { openFolder }).logs.openFolder()).rejects.toMatchObject({
      code: 'logFolderNotOpened',
      report: { causes: [`${folder}: no file manager`] },
    });
    await expect(new LogBench(tempFolder()).logs.openFolder()).rejects.toMatchObject({ code: 'notPossible' });
  });
});
