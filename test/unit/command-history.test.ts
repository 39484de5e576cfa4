import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandHistory } from '../../electron/service/history/command-history.ts';
import { type CommandRecord, type HistoryQuery, type HistoryRow, presetKeeping } from '../../shared/command-history.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { command as recordedCommand } from '../support/seed-history.ts';
import { tempFolder } from '../support/temp-folder.ts';

const day = 86_400_000;

const token = 'q"u/o te-8f2c';

interface Disk {
  /** No new database can be begun. */
  isFull?: boolean;
  /** Why nothing may be written in the data folder. */
  problem?: string | undefined;
}

function historyBench(folder = tempFolder(), keeping = presetKeeping, disk: Disk = {}) {
  const clock = new ManualClock();
  const file = join(folder, 'history.sqlite');
  const databases: DatabaseSync[] = [];
  const errors: string[] = [];
  let changes = 0;
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (event: string, fields: { detail?: string } = {}) => void errors.push(`${event} ${fields.detail ?? ''}`),
    close: () => Promise.resolve(),
  };
  const history = new CommandHistory(
    {
      file,
      clock,
      log,
      token: () => token,
      changed: () => changes++,
      folderProblem: () => disk.problem,
      openDatabase(path) {
        const database = new DatabaseSync(path);
        databases.push(database);
        const exec = database.exec.bind(database);
        database.exec = (sql) => {
          if (disk.isFull && sql.includes('journal_mode')) throw new Error('database or disk is full');
          exec(sql);
        };
        return database;
      },
    },
    keeping,
  );
  onTestFinished(() => history.close());
  const command = (given: Partial<CommandRecord> = {}) => recordedCommand({ time: clock.now(), ...given });
  const find = async (query: HistoryQuery = {}) => (await history.search(query)).rows;
  const database = () => {
    const last = databases.at(-1);
    if (!last) throw new Error('no database was opened');
    return last;
  };
  return { folder, file, clock, history, command, find, database, errors, changes: () => changes };
}

const paths = (rows: readonly HistoryRow[]) => rows.map((row) => (row.kind === 'gap' ? `gap ${row.count}` : row.path));

/** As an administrator does who puts a backup in the place of the file. */
function replaceFile(file: string): void {
  const other = new DatabaseSync(`${file}.new`);
  other.exec("CREATE TABLE other (text); INSERT INTO other VALUES ('not ours')");
  other.close();
  renameSync(`${file}.new`, file);
}

function countTransactions(database: DatabaseSync): () => number {
  let transactions = 0;
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    if (sql === 'COMMIT') transactions++;
    exec(sql);
  };
  return () => transactions;
}

describe('decision 19: the history of commands', () => {
  it('what was recorded is in the file when record() resolves, also after the process is killed', async () => {
    const { history, command, folder, file } = historyBench();
    const recorded = command({ path: '/netbackup/storage', status: 201, method: 'POST', verdict: 'repeated' });
    await history.record(recorded);
    // Another connection sees what is committed, and nothing else.
    const other = new DatabaseSync(file, { readOnly: true });
    onTestFinished(() => other.close());
    expect(other.prepare('SELECT path, verdict FROM lines').all()).toEqual([
      { path: '/netbackup/storage', verdict: 'repeated' },
    ]);
    expect((await history.search({})).rows).toEqual([{ kind: 'command', key: 1, ...recorded }]);
    if (process.platform !== 'win32')
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  it('all commands of one turn of the event loop are one transaction', async () => {
    const { history, command, database } = historyBench();
    const transactions = countTransactions(database());
    await Promise.all(Array.from({ length: 500 }, (_, index) => history.record(command({ id: String(index) }))));
    expect(transactions()).toBe(1);
    expect(history.summary().count).toBe(500);
  });

  it('while many others are under way, a commit waits a few turns for them', async () => {
    const { history, command, database } = historyBench();
    const transactions = countTransactions(database());
    const first = history.record(command(), 64);
    await nextTurn();
    const second = history.record(command(), 64);
    await Promise.all([first, second]);
    expect(transactions()).toBe(1);
  });

  it('it waits no longer when few are left, nor for more than 16', async () => {
    const { history, command, database } = historyBench();
    const transactions = countTransactions(database());
    const turnsUntil = async (recorded: Promise<void>) => {
      let turns = 0;
      let isOver = false;
      void recorded.then(() => {
        isOver = true;
      });
      for (; !isOver; turns++) await nextTurn();
      return turns;
    };
    const many = await turnsUntil(history.record(command(), 64));
    expect(await turnsUntil(history.record(command(), 8))).toBeLessThan(many);
    const sixteen = Array.from({ length: 16 }, () => history.record(command(), 64));
    expect(await turnsUntil(Promise.all(sixteen).then(() => undefined))).toBeLessThan(many);
    expect(transactions()).toBe(3);
  });

  it('what was recorded is there after a restart', async () => {
    const first = historyBench();
    await first.history.record(first.command());
    await first.history.close();
    const second = historyBench(first.folder);
    expect(await second.find()).toHaveLength(1);
    expect(second.history.warnings).toEqual([]);
  });

  it('a command that is handed in just before the end is recorded', async () => {
    const first = historyBench();
    const recorded = first.history.record(first.command());
    await first.history.close();
    await recorded;
    expect(await historyBench(first.folder).find()).toHaveLength(1);
  });

  it('decision 43: no secret of path, id or method reaches the file', async () => {
    const { history, command, folder, find } = historyBench();
    const secret = 'S3ntinelOf7Secrets';
    await history.record(
      command({ path: `/netbackup/x?a=b&api_key=${secret}`, id: `token=${secret}`, method: `Bearer ${secret}` }),
    );
    await history.record(command({ path: `/netbackup/${'x'.repeat(3_000_000)}` }));
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'latin1')).not.toContain(secret);
    const rows = await find();
    expect(paths(rows)[1]).toBe('/netbackup/x?a=b&api_key=[redacted]');
    expect(paths(rows)[0]).toHaveLength(2048);
  });

  it('decision 43: the token of the endpoint reaches the file neither by id nor by path, however it is written', async () => {
    const { history, command, find } = historyBench();
    const forms = [token, JSON.stringify(token).slice(1, -1), encodeURIComponent(token)];
    for (const form of forms) await history.record(command({ id: `i ${form}`, path: `/netbackup/${form}/x` }));
    for (const row of await find()) expect(row).toMatchObject({ id: 'i [redacted]', path: '/netbackup/[redacted]/x' });
    await history.record(command({ path: `/netbackup/${'x'.repeat(2020)}/${token}` }));
    expect(JSON.stringify(await find())).not.toContain(token.slice(0, 3).replace('"', '\\"'));
  });

  it('finds by time, endpoint, method, verdict, status and text, newest first', async () => {
    const { history, command, clock, find } = historyBench();
    const start = clock.now();
    const commands: Partial<CommandRecord>[] = [
      { path: '/netbackup/a' },
      { path: '/netbackup/B', method: 'POST', status: 201 },
      { path: '/netbackup/c', endpoint: 'Other.example.com', status: 502, verdict: 'failed' },
      { path: '/netbackup/d?x=%', status: 403, verdict: 'refused by policy' },
    ];
    for (const given of commands) {
      await history.record(command(given));
      await clock.advance(1000);
    }
    expect(paths(await find())).toEqual(['/netbackup/d?x=%', '/netbackup/c', '/netbackup/B', '/netbackup/a']);
    expect(paths(await find({ from: start + 1000, to: start + 2000 }))).toEqual(['/netbackup/c', '/netbackup/B']);
    expect(paths(await find({ endpoint: 'OTHER' }))).toEqual(['/netbackup/c']);
    expect(paths(await find({ method: 'POST' }))).toEqual(['/netbackup/B']);
    expect(paths(await find({ verdict: 'refused by policy' }))).toEqual(['/netbackup/d?x=%']);
    expect(paths(await find({ status: '2xx' }))).toEqual(['/netbackup/B', '/netbackup/a']);
    expect(paths(await find({ text: 'kup/b' }))).toEqual(['/netbackup/B']);
    expect(paths(await find({ text: '%' }))).toEqual(['/netbackup/d?x=%']); // no pattern
    expect(paths(await find({ method: 'GET', status: '2xx', text: 'nothing' }))).toEqual([]);
  });

  it('page by page every line comes once, also lines of the same moment, and those in between that are new do not disturb', async () => {
    const { history, command, clock } = historyBench();
    const commands = Array.from({ length: 450 }, (_, index) =>
      command({ id: String(index), time: clock.now() + Math.floor(index / 100) }),
    );
    await Promise.all(commands.map((given) => history.record(given)));
    const ids: string[] = [];
    let page = await history.search({});
    for (;;) {
      ids.push(...page.rows.map((row) => (row.kind === 'command' ? row.id : '')));
      await history.record(command({ id: 'new', time: clock.now() + 1000 }));
      if (!page.next) break;
      page = await history.search({}, page.next);
    }
    expect(ids).toEqual(commands.map(({ id }) => id).reverse());
  });

  it('a search through many lines lets other work go on in between, and can be given up', async () => {
    const { history, command } = historyBench();
    await Promise.all(
      Array.from({ length: 30_000 }, (_, index) => history.record(command({ path: index === 7 ? '/rare' : '/often' }))),
    );
    let turns = 0;
    let isSearching = true;
    const count = async () => {
      for (; isSearching; turns++) await nextTurn();
    };
    const counted = count();
    expect(paths((await history.search({ text: 'rare' })).rows)).toEqual(['/rare']);
    isSearching = false;
    await counted;
    expect(turns).toBeGreaterThan(4);
    const abort = new AbortController();
    const given = history.search({ text: 'rare' }, undefined, abort.signal);
    abort.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
  });

  it('lines that are too old are removed in the background', async () => {
    const { history, command, clock, find } = historyBench(undefined, { days: 2, megabytes: 256 });
    await history.record(command({ path: '/old' }));
    await clock.advance(1.5 * day);
    await history.record(command({ path: '/young' }));
    await clock.advance(1 * day);
    expect(paths(await find())).toEqual(['/young']);
    history.keep({ days: 1, megabytes: 256 });
    await clock.advance(1000);
    expect(history.summary()).toMatchObject({ count: 0, keeping: { days: 1 } });
  });

  it('a clock that is wrong now and then removes nothing', async () => {
    const { history, command, clock, find } = historyBench(undefined, { days: 1, megabytes: 256 });
    const right = () => Date.UTC(2026, 0, 15, 12) + clock.monotonic();
    const hour = 3_600_000;
    const wrongFor = async (milliseconds: number) => {
      clock.setWallClock(right() + 365 * day);
      await clock.advance(milliseconds);
      // Old lines are looked for each hour and after so many new ones.
      await Promise.all(Array.from({ length: 500 }, () => history.record(command({ path: '/many' }))));
      await clock.advance(1000);
      clock.setWallClock(right());
    };
    await history.record(command({ path: '/kept' }));
    await wrongFor(10_000); // at the first look
    await clock.advance(hour - 30_000);
    await wrongFor(60_000); // and at the next one
    await clock.advance(2 * hour);
    await wrongFor(10 * 60_000);
    await clock.advance(3 * hour);
    expect(paths(await find({ text: '/kept' }))).toEqual(['/kept']);
    await clock.advance(1 * day);
    expect(paths(await find({ text: '/kept' }))).toEqual([]);
  });

  it('over its size the oldest lines are removed, in steps with pauses, and the file becomes smaller', async () => {
    const { history, command, clock, file, find } = historyBench();
    const path = `/netbackup/${'x'.repeat(900)}`;
    for (let round = 0; round < 6; round++)
      await Promise.all(
        Array.from({ length: 1000 }, (_, index) => history.record(command({ path, id: `${round * 1000 + index}` }))),
      );
    const before = history.summary();
    expect(before.bytes).toBeGreaterThan(5 * 1024 * 1024);
    history.keep({ days: 90, megabytes: 1 });
    await clock.advance(20);
    expect(history.summary().count).toBe(5500); // one step
    await clock.advance(10_000);
    const { count } = history.summary();
    expect(count).toBeGreaterThanOrEqual(500);
    expect(count).toBeLessThan(1500);
    const [newest] = await find();
    expect(newest?.kind === 'command' && newest.id).toBe('5999');
    await history.close();
    expect(statSync(file).size).toBeLessThanOrEqual(1024 * 1024);
  });
});

describe('decision 19: what happens to the file of the history', () => {
  it('on a full disk commands go on; it is told, and what was not recorded is recorded as a gap later', async () => {
    const { history, command, clock, database, find, changes, errors } = historyBench();
    await history.record(command({ path: '/before' }));
    database().exec('PRAGMA max_page_count = 1'); // which SQLite takes as "not more than now"
    const path = `/netbackup/${'x'.repeat(1000)}`;
    const first = clock.now();
    for (let count = 0; count < 30; count++) {
      await history.record(command({ path }));
      await clock.advance(1000);
    }
    expect(history.warnings).toEqual([expect.stringMatching(/Commands are relayed, but .*full.* not recorded\.$/)]);
    expect(errors).toHaveLength(1); // not one for each command
    expect(changes()).toBeGreaterThan(0);
    const kept = (await find()).length;
    database().exec('PRAGMA max_page_count = 1000000');
    await clock.advance(30_000);
    expect(history.warnings).toEqual([]);
    const rows = await find();
    const gap = rows.find((row) => row.kind === 'gap');
    expect(gap).toMatchObject({ kind: 'gap', count: 31 - kept });
    expect(gap?.kind === 'gap' && gap.from).toBeGreaterThanOrEqual(first);
    expect(await find({ endpoint: 'nobody' })).toEqual([gap]); // whose commands are missing is not known
  });

  it.each([
    ['is not a database', Buffer.from('this is not a database, but a text of some length'.repeat(50))],
    ['is cut', undefined],
    ['is of a later version', 'later'],
  ])('a file that %s is kept under another name, which is told, and a new one begun', async (_name, damage) => {
    const first = historyBench();
    await first.history.record(first.command());
    await first.history.close();
    if (damage === 'later') {
      const database = new DatabaseSync(first.file);
      database.exec('PRAGMA user_version = 1000');
      database.close();
    } else writeFileSync(first.file, damage ?? readFileSync(first.file).subarray(0, 5000));
    const damaged = readFileSync(first.file);
    const second = historyBench(first.folder);
    const [name = ''] = readdirSync(first.folder).filter((file) => file.startsWith('history.damaged-'));
    expect(readFileSync(join(first.folder, name))).toEqual(damaged);
    expect(second.history.warnings).toEqual([expect.stringContaining(name)]);
    await second.history.record(second.command({ path: '/new' }));
    expect(paths(await second.find())).toEqual(['/new']);
  });

  it('a file that turns out to be damaged while in use is set aside, and the commands go into a new one', async () => {
    const { history, command, find, file, folder, clock } = historyBench();
    const path = `/netbackup/${'x'.repeat(1000)}`;
    await Promise.all(Array.from({ length: 3000 }, () => history.record(command({ path }))));
    const other = new DatabaseSync(file);
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    other.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x55, 4096));
    await expect(find({ text: 'nothing' })).rejects.toBeInstanceOf(NbwssError);
    expect(readdirSync(folder).filter((name) => name.startsWith('history.damaged-')).length).toBeGreaterThan(0);
    expect(history.warnings[0]).toMatch(/was damaged .* kept as history\.damaged-/);
    await history.record(command({ path: '/after' }));
    await clock.advance(30_000);
    expect(paths(await find())).toEqual(['/after']);
  });

  it.each([
    ['there is no file yet', undefined],
    ['a damaged file was just set aside', 'this is not a database'.repeat(50)],
  ])('on a disk that is full when %s, nothing is set aside at each command or try', async (_when, damaged) => {
    const folder = tempFolder();
    if (damaged !== undefined) writeFileSync(join(folder, 'history.sqlite'), damaged);
    const disk = { isFull: true };
    const { history, command, clock, find, errors } = historyBench(folder, presetKeeping, disk);
    const there = readdirSync(folder);
    expect(there).toHaveLength(damaged === undefined ? 0 : 1);
    for (let count = 0; count < 50; count++) await history.record(command());
    await clock.advance(300_000);
    expect(readdirSync(folder)).toEqual(there);
    expect(history.warnings.join()).toContain('disk is full');
    if (damaged !== undefined) expect(errors).toEqual([expect.stringContaining(`kept as ${there[0]}`)]);
    disk.isFull = false;
    await clock.advance(30_000);
    expect(history.warnings).toEqual([]);
    expect(paths(await find())).toEqual(['gap 50']);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining([...there, 'history.sqlite']));
  });

  const removedFile =
    'history.sqlite was removed or replaced while the service ran. It was written anew; nothing is lost.';
  const removeAll = (file: string) => {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`);
  };

  it.each<[string, (file: string) => void, RegExp]>([
    ['alone is removed', (file) => rmSync(file), /lost\.$/],
    ['is removed with its journals', removeAll, /lost\.$/],
    ['is moved away', (file) => renameSync(file, `${file}.moved`), /lost\.$/],
    ['is replaced', replaceFile, /lost\. What stood in its place was kept as history\.damaged-\S+\.sqlite\.$/],
  ])('a file that %s while the service runs is written anew, whole, and that is told', async (_how, remove, told) => {
    const first = historyBench();
    const { history, command, file, folder, clock, changes } = first;
    await history.record(command({ path: '/before' }));
    remove(file);
    await history.record(command({ path: '/between' }));
    const before = changes();
    await clock.advance(10_000);
    expect(changes()).toBeGreaterThan(before);
    expect(history.warnings).toEqual([expect.stringContaining(removedFile)]);
    expect(history.warnings[0]).toMatch(told);
    expect([history.isUsable, statSync(file).mode & 0o777]).toEqual([
      true,
      process.platform === 'win32' ? 0o666 : 0o600,
    ]);
    await history.record(command({ path: '/after' }));
    await history.close();
    expect(paths(await historyBench(folder).find())).toEqual(['/after', '/between', '/before']);
    for (const kept of readdirSync(folder).filter((name) => /damaged-.*\.sqlite$/.test(name))) {
      const other = new DatabaseSync(join(folder, kept));
      expect(other.prepare('SELECT * FROM other').all()).toEqual([{ text: 'not ours' }]);
      other.close();
    }
  });

  it('a file that is removed just before the end is written anew, too', async () => {
    const { history, command, file, folder } = historyBench();
    await history.record(command({ path: '/before' }));
    rmSync(file);
    await history.close();
    expect(paths(await historyBench(folder).find())).toEqual(['/before']);
  });

  it('a file that cannot be written anew is told and tried again; commands go on', async () => {
    const outer = tempFolder();
    const folder = join(outer, 'outer', 'data');
    mkdirSync(folder, { recursive: true });
    const { history, command, clock, find, errors } = historyBench(folder);
    await history.record(command({ path: '/before' }));
    rmSync(join(outer, 'outer'), { recursive: true });
    await clock.advance(60_000);
    await history.record(command({ path: '/between' }));
    expect(history.warnings).toEqual([
      expect.stringMatching(/removed or replaced, and cannot be written anew \(ENOENT/),
    ]);
    expect([history.isUsable, errors.length]).toEqual([false, 1]);
    mkdirSync(folder, { recursive: true });
    await clock.advance(300_000);
    expect(history.warnings).toEqual([removedFile]);
    expect(history.isUsable).toBe(true);
    expect(paths(await find())).toEqual(['/between', '/before']);
  });

  it('while the data folder itself is gone nothing is written in its place, and all is well when it is back', async () => {
    const outer = tempFolder();
    const folder = join(outer, 'data');
    mkdirSync(folder);
    const disk: Disk = {};
    const { history, command, clock, find } = historyBench(folder, presetKeeping, disk);
    renameSync(folder, join(outer, 'away'));
    disk.problem = 'The data folder was removed.';
    await history.record(command({ path: '/between' }));
    await clock.advance(60_000);
    expect(readdirSync(outer)).toEqual(['away']);
    // A folder that cannot be looked into is no sign of anything.
    if (process.platform !== 'win32') symlinkSync(folder, folder);
    disk.problem = undefined;
    await clock.advance(60_000);
    rmSync(folder, { force: true });
    renameSync(join(outer, 'away'), folder);
    await clock.advance(10_000);
    expect(history.warnings).toEqual([]);
    expect(paths(await find())).toEqual(['/between']);
  });

  it('a file that cannot be opened stays as it is; commands go on, and it is tried again', async () => {
    const folder = tempFolder();
    const { history, command, clock, find } = historyBench(join(folder, 'missing'));
    await history.record(command());
    expect(history.warnings).toEqual([expect.stringContaining('1 command was not recorded')]);
    await expect(find()).rejects.toMatchObject({ report: { code: 'notPossible' } });
    mkdirSync(join(folder, 'missing'));
    await clock.advance(30_000);
    expect(history.warnings).toEqual([]);
    expect(paths(await find())).toEqual(['gap 1']);
  });
});

describe('decision 19: the export of the history', () => {
  const exported = async (
    { history }: ReturnType<typeof historyBench>,
    format: 'csv' | 'json',
    query: HistoryQuery = {},
  ) => {
    let piece = await history.export(query, format);
    let text = piece.text;
    for (; piece.next; text += piece.text) piece = await history.export(query, format, piece.next);
    return text;
  };

  it('CSV as RFC 4180 has it, and no field that a spreadsheet would run', async () => {
    const bench = historyBench();
    const { history, command } = bench;
    await history.record(command({ path: '/netbackup/a,"b"\r\nc' }));
    await history.record(
      command({ path: '=HYPERLINK("http://x")', id: '+1', method: '@x', group: '-1', endpoint: ' =1' }),
    );
    expect((await exported(bench, 'csv')).split(/\r\n(?=2|time|$)/)).toEqual([
      'time,endpoint,group,id,method,path,status,duration_ms,request_bytes,response_bytes,verdict',
      `2026-01-15T12:00:00.000Z,' =1,'-1,'+1,'@x,"'=HYPERLINK(""http://x"")",200,12.5,0,345,relayed`,
      '2026-01-15T12:00:00.000Z,cloud1.nebula.com,sg1,A1,GET,"/netbackup/a,""b""\r\nc",200,12.5,0,345,relayed',
      '',
    ]);
  });

  it('CSV: nor does a spreadsheet that separates at semicolons or tabs find a formula within a text', async () => {
    const bench = historyBench();
    await bench.history.record(
      bench.command({ path: '/x;=1+1', id: 'a,@b', method: 'c\t+d', group: 'e; -f', verdict: 'refused' }),
    );
    expect((await exported(bench, 'csv')).split('\r\n')[1]).toBe(
      `2026-01-15T12:00:00.000Z,cloud1.nebula.com,e; '-f,"a,'@b",c\t'+d,/x;'=1+1,200,12.5,0,345,refused`,
    );
  });

  it('JSON, piece by piece, is one list of all that matches', async () => {
    const bench = historyBench();
    await Promise.all(
      Array.from({ length: 2500 }, (_, index) =>
        bench.history.record(bench.command({ id: String(index), status: index % 2 ? 200 : 404 })),
      ),
    );
    const list = JSON.parse(await exported(bench, 'json')) as Record<string, unknown>[];
    expect(list.map(({ id }) => id)).toEqual(Array.from({ length: 2500 }, (_, index) => String(2499 - index)));
    expect(list[0]).toMatchObject({ kind: 'command', time: '2026-01-15T12:00:00.000Z', path: '/netbackup/admin/jobs' });
    expect(JSON.parse(await exported(bench, 'json', { status: '4xx' }))).toHaveLength(1250);
    expect(JSON.parse(await exported(bench, 'json', { text: 'nothing' }))).toEqual([]);
  });
});
