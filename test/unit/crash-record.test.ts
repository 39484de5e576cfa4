import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CrashRecord } from '../../electron/desktop/crash-record.ts';
import { tempFolder } from '../support/temp-folder.ts';

const scene = () => {
  const file = join(tempFolder(), 'logs', 'crashes.jsonl');
  return { file, record: new CrashRecord(file, () => Date.parse('2026-01-15T12:00:00Z')) };
};

describe('the record of crashes', () => {
  it('is there as soon as it was written, for its owner only, and is taken over once', () => {
    const { file, record } = scene();
    const error = new TypeError('something is not there');
    expect(record.write('the app ended by a fault', error)).toBeUndefined();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(record.take()).toEqual([
      { time: '2026-01-15T12:00:00.000Z', event: 'the app ended by a fault', detail: error.stack },
    ]);
    expect(record.take()).toEqual([]);
  });

  it('decision 43: holds no secret that looks like one', () => {
    const { file, record } = scene();
    record.write(
      'fault',
      new Error('fetch failed: {"Authorization":"Bearer planted-secret-1","token":"planted-secret-2"}'),
    );
    record.write('fault', 'password=planted-secret-3');
    expect(readFileSync(file, 'utf8')).not.toContain('planted-secret');
  });

  it('a torn line and foreign ones are left out', () => {
    const { file, record } = scene();
    record.write('first', 'a');
    appendFileSync(file, 'nonsense\n{"time":1}\n{"time":"2026-01-15T12:00:00.000Z","event":"to');
    expect(record.take().map(({ event }) => event)).toEqual(['first']);
  });

  it('what cannot be read keeps nobody from starting: that is told instead', () => {
    const { file, record } = scene();
    mkdirSync(file, { recursive: true });
    expect(record.take()).toEqual([
      {
        time: '2026-01-15T12:00:00.000Z',
        event: 'faults of earlier runs not read',
        detail: 'it is a directory, not a file',
      },
    ]);
  });

  it('does not grow without end', () => {
    const { file, record } = scene();
    for (let count = 0; count < 200; count++) record.write('fault', 'x'.repeat(10_000));
    expect(statSync(file).size).toBeLessThan(300 * 1024);
    expect(record.take().length).toBeGreaterThan(0);
  });

  it('says why it could not be written, and does not fail itself', () => {
    const { file, record } = scene();
    mkdirSync(file, { recursive: true });
    expect(record.write('fault', 'a')).toBe('The fault could not be recorded (EISDIR).');
    const inTheWay = join(tempFolder(), 'file');
    writeFileSync(inTheWay, '');
    expect(new CrashRecord(join(inTheWay, 'crashes.jsonl'), Date.now).write('fault', 'a')).toMatch(/EEXIST|ENOTDIR/);
  });
});
