import { describe, expect, test } from 'vitest';
import { BoundedLog } from '../../electron/practice/bounded-log.ts';
import { Exchanges, isLogin, redact, tokenOf } from '../../electron/practice/cloud/exchanges.ts';
import { NotificationInbox } from '../../electron/practice/cloud/notification-inbox.ts';
import { makeMessage } from '../../shared/messages.ts';

const answer = (body: string, responseCode = 201) => ({ headers: {}, responseCode, body });
const exchange = (id: string, body = '') => ({
  id,
  time: 0,
  method: 'GET',
  uri: '/netbackup/ping',
  response: answer(body, 200),
  problem: null,
});

describe('the last exchanges', () => {
  test('newest first, at most 20, bodies cut to 4 KiB', () => {
    const exchanges = new Exchanges();
    for (let n = 1; n <= 30; n += 1) exchanges.record(exchange(String(n), 'x'.repeat(10_000)));
    expect(exchanges.list.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, n) => String(30 - n)));
    expect(exchanges.list[0]?.response?.body).toHaveLength(4097);
  });

  test('an answer takes the place of the waiting entry', () => {
    const exchanges = new Exchanges();
    exchanges.record({ ...exchange('1'), response: null });
    exchanges.record(exchange('2'));
    exchanges.record(exchange('1', 'late'));
    expect(exchanges.list.map(({ id, response }) => [id, response?.body])).toEqual([
      ['2', ''],
      ['1', 'late'],
    ]);
  });
});

describe('decision 43 secrets are not shown', () => {
  test('the token of a login', () => {
    const shown = redact(answer('{"token":"eyJ0","tokenType":"BEARER","validity":86400}'), 'login', []);
    expect(JSON.parse(shown.body)).toEqual({ token: '[redacted]', tokenType: 'BEARER', validity: 86_400 });
  });
  test('a login’s answer that is not understood', () => {
    expect(redact(answer('token=eyJ0'), 'login', []).body).toBe('[redacted]');
  });
  test('why a login was refused stays readable', () => {
    expect(redact(answer('{"errorCode":401}', 401), 'login', []).body).toBe('{"errorCode":401}');
  });
  test('a token that NetBackup repeats elsewhere', () => {
    expect(redact(answer('a eyJ0 b eyJ0'), 'other', ['eyJ0', '']).body).toBe('a [redacted] b [redacted]');
  });
  test.each([
    ['POST', '/netbackup/login', true],
    ['post', '/netbackup/login/?x=1', true],
    ['GET', '/netbackup/login', false],
    ['POST', '/netbackup/logins', false],
  ])('%s %s is a login: %s', (method, uri, expected) => {
    expect(isLogin(method, uri)).toBe(expected);
  });
  test('only 201 with a text gives a token', () => {
    expect(tokenOf(answer('{"token":"t"}'))).toBe('t');
    expect(tokenOf(answer('{"token":"t"}', 401))).toBeUndefined();
    expect(tokenOf(answer('{"token":1}'))).toBeUndefined();
  });
});

describe('the inbox', () => {
  test('N-5, N-9 counts every entry of a batch, and a resent message (N-12) once', () => {
    const inbox = new NotificationInbox();
    const payload = [
      { notificationType: 'INFO', object: 'JOB', data: [{ jobId: 146 }] },
      { notificationType: 'INFO', object: 'IMAGE', data: [{ backupId: 'a_1' }, { backupId: 'a_2' }] },
    ];
    inbox.add(makeMessage('NOTIFICATION', 'REQUEST', 'ABC', 1, payload), 1000);
    inbox.add(makeMessage('NOTIFICATION', 'REQUEST', 'abc', 2, payload), 2000);
    expect(inbox.total).toBe(3);
    expect(inbox.messages).toBe(2);
    expect(inbox.entries.map(({ object }) => object)).toEqual(['JOB', 'IMAGE', 'IMAGE']);
  });
  test('an odd payload is no reason to fall over', () => {
    const inbox = new NotificationInbox();
    for (const payload of [{}, [null], [{ data: 1 }], [{ data: [1] }]]) {
      inbox.add(makeMessage('NOTIFICATION', 'REQUEST', JSON.stringify(payload), 1, payload), 1000);
    }
    expect(inbox.total).toBe(1);
    expect(inbox.latest.map(({ count, first }) => [count, first])).toEqual([
      [1, { object: 'undefined', name: '', state: '' }],
      [0, null],
      [0, null],
      [0, null],
    ]);
  });
  test('decision 47 the last 20 messages can be looked at, newest first, a resent one once, a long one cut', () => {
    const inbox = new NotificationInbox();
    const job = (jobId: number) => [{ notificationType: 'INFO', object: 'JOB', data: [{ jobId, state: 'DONE' }] }];
    for (let n = 1; n <= 21; n += 1) inbox.add(makeMessage('NOTIFICATION', 'REQUEST', `M${n}`, n, job(n)), n * 1000);
    const resent = makeMessage('NOTIFICATION', 'REQUEST', 'm21', 22, job(21));
    inbox.add(resent, 22_000);
    expect(inbox.latest.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => `M${21 - index}`));
    expect(inbox.latest[0]).toEqual({
      id: 'M21',
      time: 21_000,
      count: 1,
      first: { object: 'JOB', name: '21', state: 'DONE' },
      json: JSON.stringify(makeMessage('NOTIFICATION', 'REQUEST', 'M21', 21, job(21)), undefined, 2),
    });
    const data = Array.from({ length: 200 }, () => ({ backupId: 'x'.repeat(300), operationId: 'CREATE' }));
    inbox.add(makeMessage('NOTIFICATION', 'REQUEST', 'LONG', 23, [{ object: 'IMAGE', data }]), 23_000);
    expect(inbox.latest[0]).toMatchObject({
      count: 200,
      first: { object: 'IMAGE', name: 'x'.repeat(200), state: 'CREATE' },
    });
    expect(inbox.latest[0]?.json).toHaveLength(4097);
    expect(inbox.latest).toHaveLength(20);
  });
});

test('a bounded log keeps what weighs no more than its limit, and the latest in any case', () => {
  const log = new BoundedLog<number>(10, (entry) => entry);
  for (const entry of [4, 4, 4]) log.add(entry);
  expect(log.entries).toEqual([4, 4]);
  log.add(50);
  expect(log.entries).toEqual([50]);
  for (let n = 0; n < 5000; n += 1) log.add(1);
  expect(log.entries).toHaveLength(10);
  expect(log.total).toBe(5004);
});
