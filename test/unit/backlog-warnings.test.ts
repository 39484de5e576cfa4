import { describe, expect, it } from 'vitest';
import { BacklogWarnings, diskStatus } from '../../electron/service/notification/backlog-warnings.ts';

const mebibyte = 1024 * 1024;
const group = (groupId: string, undelivered: number) => ({ groupId, delivered: 0, undelivered });
const roomy = diskStatus(1024 * mebibyte, []);
const nobody = () => false;
const everybody = () => true;

describe('decision 24: nothing is dropped silently', () => {
  it('a backlog over 100,000 is warned of, by the name of its group', () => {
    const warnings = new BacklogWarnings();
    const look = (...groups: ReturnType<typeof group>[]) => warnings.look(groups, nobody, roomy, 0);
    expect(look(group('a', 100_000))).toEqual([]);
    expect(look(group('a', 100_001), group('b', 250_000), group('c', 5))).toEqual([
      'Over 100,000 notifications wait: b (250,000 notifications), a (100,001 notifications).',
    ]);
    const many = Array.from({ length: 8 }, (_, index) => group(`g${index}`, 200_000 - index));
    expect(look(...many)[0]).toMatch(/: g0 \(200,000 notifications\), .*, g4 \(199,996 notifications\) and 3 more\.$/);
  });

  it('with under 256 MiB free the group that holds the space is named', () => {
    const groups = [group('a', 3), group('b', 9)];
    expect(diskStatus(256 * mebibyte, groups)).toEqual({ freeBytes: 256 * mebibyte, isShort: false, holder: null });
    const short = diskStatus(256 * mebibyte - 1, groups);
    expect(short).toMatchObject({ isShort: true, holder: { groupId: 'b', undelivered: 9 } });
    expect(new BacklogWarnings().look(groups, nobody, short, 0)).toEqual([
      'Only 255 MiB are free on the disk of the data folder, so NetBackup is not polled until there is room. Most of it holds b (9 notifications).',
    ]);
    expect(diskStatus(0, [group('a', 0)])).toMatchObject({ isShort: true, holder: null });
    expect(diskStatus(undefined, groups)).toEqual({ freeBytes: null, isShort: false, holder: null });
  });

  it('a group without connection whose backlog grows is warned of after a minute, until it is served', () => {
    const warnings = new BacklogWarnings();
    const look = (seconds: number, undelivered: number, awaited = everybody) =>
      warnings.look([group('a', undelivered)], awaited, roomy, seconds * 1000);
    expect(look(0, 1)).toEqual([]);
    expect(look(59, 9)).toEqual([]);
    expect(look(60, 9)).toEqual(['Without connection, and more and more notifications wait: a (9 notifications).']);
    expect(look(70, 9, nobody)).toEqual([]);
    expect(look(80, 10)).toEqual([]); // it counts anew
    expect(look(200, 10)).toEqual([]); // nothing has come
    expect(look(210, 2)).toEqual([]); // some was given up
    expect(look(220, 3)).toHaveLength(1);
  });
});
