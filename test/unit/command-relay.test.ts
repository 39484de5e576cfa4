import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CommandRelay } from '../../electron/service/command/command-relay.ts';
import type { CommandRecord } from '../../shared/command-history.ts';
import type { CommandPolicy } from '../../shared/command-policy.ts';
import type { CommandResponsePayload, Envelope, Message } from '../../shared/messages.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { silentLog } from '../support/silent-log.ts';

const mebibyte = 1024 * 1024;

/** A relay whose NetBackup answers when it is told to. */
function relayTo() {
  const waiting: ((answer: CommandResponsePayload) => void)[] = [];
  const answers: { id: string; responseCode: number }[] = [];
  const relay = new CommandRelay({
    clock: new ManualClock(),
    log: silentLog,
    netBackup: () => ({ call: () => new Promise((resolve) => waiting.push(resolve)), forget: () => undefined }),
    endpoint: () => ({ groupId: 'sg1', commandPolicy: { kind: 'allow all' } }),
    record: () => Promise.resolve(),
    outcome: () => undefined,
  });
  /** Answers that were handed over to a peer that does not read, and have not left for the network. */
  const unsent: (() => void)[] = [];
  const peer = { reads: true };
  /** A connection: one function for all that is sent on it. */
  const connect = () => (message: Message, written: () => void) => {
    answers.push({ id: message.id, responseCode: (message.payload as CommandResponsePayload).responseCode });
    if (peer.reads) written();
    else unsent.push(written);
    return true;
  };
  const connections: Record<string, ReturnType<typeof connect>> = { a: connect(), b: connect() };
  const command = (hostName: string, id: string, payload: object) => {
    const request: Envelope = { version: '1.0', id, type: 'COMMAND', subType: 'REQUEST', payload };
    return relay.answer(hostName, request, connections[hostName] ?? connect());
  };
  return {
    command,
    send: (hostName: string, id: string, characters: number) =>
      command(hostName, id, { uri: '/netbackup/admin/jobs', method: 'POST', parameters: 'x'.repeat(characters) }),
    /** The endpoint has lost its connection, and has another one. */
    reconnect: (hostName: string) => {
      connections[hostName] = connect();
    },
    ...{ peer, answers, unsent },
    answerNext: () => waiting.shift()?.({ headers: {}, responseCode: 204, body: '' }),
  };
}

describe('X-8, decision 17: what may be in flight', () => {
  it('X-8: bodies that are too large together are refused with 429, and there is room again when one is answered', async () => {
    const { send, answers, answerNext } = relayTo();
    const sent = ['1', '2', '3', '4'].map((id) => send('a', id, 15 * mebibyte));
    await send('a', '5', 15 * mebibyte);
    expect(answers).toEqual([{ id: '5', responseCode: 429 }]);
    answerNext();
    await sent[0];
    const again = send('a', '6', 15 * mebibyte);
    for (let count = 0; count < 4; count++) answerNext();
    await Promise.all([...sent, again]);
    expect(answers.slice(1).map(({ id, responseCode }) => `${id} ${responseCode}`)).toEqual([
      '1 204',
      '2 204',
      '3 204',
      '4 204',
      '6 204',
    ]);
  });

  it.each<[string, (large: string) => [string, object]]>([
    ['headers', (large) => ['1', { uri: '/netbackup/x', method: 'GET', headers: { 'x-a': large } }]],
    ['header names', (large) => ['1', { uri: '/netbackup/x', method: 'GET', headers: { [large]: '' } }]],
    ['ids', (large) => [large, { uri: '/netbackup/x', method: 'GET' }]],
  ])('X-8: commands with %s that are too large together are refused with 429', async (_what, made) => {
    const { command, answers } = relayTo();
    for (let count = 0; count < 9; count++) void command('a', ...made('x'.repeat(8 * mebibyte)));
    await nextTurn();
    expect(answers.map(({ responseCode }) => responseCode)).toEqual([429, 429]);
  });

  it('X-8, decision 17: what a former connection has in flight takes no room from the new one, up to as much again', async () => {
    const { send, reconnect, answers, answerNext } = relayTo();
    const many = (from: number) => Array.from({ length: 256 }, (_, index) => send('a', String(from + index), 0));
    const sent = many(0);
    await send('a', 'over', 0);
    reconnect('a');
    sent.push(...many(256));
    await send('a', 'over', 0);
    expect(answers.map(({ responseCode }) => responseCode)).toEqual([429, 429]);
    reconnect('a');
    await send('a', 'over', 0);
    expect(answers).toHaveLength(3);
    answerNext();
    await sent[0];
    const next = send('a', 'next', 0);
    for (let count = 0; count < 512; count++) answerNext();
    await Promise.all([...sent, next]);
    expect(answers.at(-1)).toEqual({ id: 'next', responseCode: 204 });
  });

  it('X-8: what one endpoint has in flight takes no room from another', async () => {
    const { send, answers, answerNext } = relayTo();
    const sent = ['1', '2', '3', '4'].map((id) => send('a', id, 15 * mebibyte));
    const other = send('b', '1', 15 * mebibyte);
    for (let count = 0; count < 5; count++) answerNext();
    await Promise.all([...sent, other]);
    expect(answers.map(({ responseCode }) => responseCode)).toEqual([204, 204, 204, 204, 204]);
  });

  it('X-8: a single command is never too large for the room', async () => {
    const { send, answers, answerNext } = relayTo();
    const sent = send('a', '1', 65 * mebibyte);
    answerNext();
    await sent;
    expect(answers).toEqual([{ id: '1', responseCode: 204 }]);
  });

  it('X-8: a command is in flight until its answer has left, so that a peer that does not read cannot fill the memory', async () => {
    const { send, peer, answers, unsent, answerNext } = relayTo();
    peer.reads = false;
    const sent = ['1', '2', '3', '4'].map((id) => send('a', id, 15 * mebibyte));
    for (let count = 0; count < 4; count++) answerNext();
    await Promise.all(sent);
    await send('a', '5', 15 * mebibyte);
    expect(answers.at(-1)).toEqual({ id: '5', responseCode: 429 });
    unsent[0]?.();
    const next = send('a', '6', 15 * mebibyte);
    answerNext();
    await next;
    expect(answers.at(-1)).toEqual({ id: '6', responseCode: 204 });
  });
});

describe('decision 19: a header that changes the method', () => {
  /** Sends a GET with a header under a policy; what came of it. */
  async function get(commandPolicy: CommandPolicy, header: string) {
    const called: string[] = [];
    const codes: number[] = [];
    const verdicts: CommandRecord['verdict'][] = [];
    const relay = new CommandRelay({
      clock: new ManualClock(),
      log: silentLog,
      netBackup: () => ({
        call: ({ method }) => {
          called.push(method);
          return Promise.resolve({ headers: {}, responseCode: 200, body: '' });
        },
        forget: () => undefined,
      }),
      endpoint: () => ({ groupId: 'sg1', commandPolicy }),
      record: ({ verdict }) => Promise.resolve(void verdicts.push(verdict)),
      outcome: () => undefined,
    });
    const payload = { uri: '/netbackup/admin/jobs/1', method: 'GET', headers: { [header]: 'DELETE' } };
    await relay.answer('a', { version: '1.0', id: '1', type: 'COMMAND', subType: 'REQUEST', payload }, (message) => {
      codes.push((message.payload as CommandResponsePayload).responseCode);
      return false;
    });
    return { called, codes, verdicts };
  }
  const rules: CommandPolicy = { kind: 'rules', rules: [{ method: '*', pathPrefix: '/netbackup' }] };
  const names = ['X-HTTP-Method', 'x-http-method-override', 'X-METHOD-Override'];

  it.each(names)('decision 19: %s is refused with 403 unless the policy allows all', async (header) => {
    const refused = { called: [], codes: [403], verdicts: ['refused by policy'] };
    expect(await get({ kind: 'read-only' }, header)).toEqual(refused);
    expect(await get(rules, header)).toEqual(refused);
    expect(await get({ kind: 'allow all' }, header)).toMatchObject({ called: ['GET'], codes: [200] });
  });

  it('decision 19: other headers pass under any policy', async () => {
    expect(await get({ kind: 'read-only' }, 'X-Method')).toMatchObject({ called: ['GET'], codes: [200] });
  });
});
