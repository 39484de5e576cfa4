import { describe, expect, it } from 'vitest';
import { firstLookSteps, subjectText } from '../../renderer/practice/first-look-steps.ts';
import type { PracticeApplication, PracticeExchange, PracticeStatus } from '../../shared/practice.ts';

const application = (id: string, of: Partial<PracticeApplication> = {}): PracticeApplication => ({
  id,
  name: id,
  hostName: id,
  groupId: 'practice-group',
  priority: 1,
  endpointUrl: '',
  detailsFile: '',
  detailsUrl: '',
  sha256Fingerprint: '',
  online: true,
  connected: false,
  exchanges: [],
  notifications: 0,
  notificationMessages: [],
  scenarios: [],
  ...of,
});
const status = (...applications: PracticeApplication[]): PracticeStatus => ({
  netBackup: { origin: '', caFile: '', userName: '', password: '', apiKey: '', online: true, jobs: 0, images: 0 },
  applications,
});
const exchange = (time: number, uri: string, code: number | null, problem: string | null = null): PracticeExchange => ({
  id: uri,
  time,
  method: 'GET',
  uri,
  response: code === null ? null : { responseCode: code, headers: {}, body: '' },
  problem,
});
const message = (time: number) => ({
  id: String(time),
  time,
  count: 3,
  first: { object: 'JOB', name: '144', state: 'DONE' },
  json: '{}',
});

describe('decision 47: the steps of "First look"', () => {
  it('nothing is ticked at the start', () => {
    expect(firstLookSteps(status(application('a'), application('b')))).toEqual({
      connected: undefined,
      answered: false,
      exchange: undefined,
      notification: undefined,
    });
  });

  it('either application counts, and the latest of both is shown: the group may have gone over', () => {
    const a = application('a', { exchanges: [exchange(1, '/x', 200)], notificationMessages: [message(1)] });
    const b = application('b', {
      connected: true,
      exchanges: [exchange(2, '/y', 404)],
      notificationMessages: [message(3), message(2)],
    });
    for (const applications of [
      [a, b],
      [b, a],
    ]) {
      const steps = firstLookSteps(status(...applications));
      expect(steps.connected).toBe(b);
      expect(steps.answered).toBe(true);
      expect(steps.exchange?.uri).toBe('/y');
      expect(steps.notification?.time).toBe(3);
    }
  });

  it('a login is no command of its own; what was refused, failed or is under way ticks nothing', () => {
    const login = exchange(9, '/netbackup/login', 201);
    const steps = (...exchanges: PracticeExchange[]) => firstLookSteps(status(application('a', { exchanges })));
    expect(steps(login)).toMatchObject({ answered: false, exchange: undefined });
    for (const open of [exchange(1, '/x', null), exchange(1, '/x', 502), exchange(1, '/x', null, 'not connected')]) {
      expect(steps(login, open)).toMatchObject({ answered: false, exchange: open });
    }
    expect(steps(login, exchange(1, '/x', 399)).answered).toBe(true);
  });

  it('a message is told by its first notification and how many more there are', () => {
    expect(subjectText(message(1))).toBe('JOB 144 DONE and 2 more');
    expect(subjectText({ ...message(1), count: 1 })).toBe('JOB 144 DONE');
    expect(subjectText({ ...message(1), count: 0, first: null })).toBe('No notification in it');
  });
});
