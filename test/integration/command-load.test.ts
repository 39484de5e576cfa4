import { describe, expect, it } from 'vitest';
import { type CommandResponsePayload, makeMessage } from '../../shared/messages.ts';
import { usedMemory } from '../support/heap.ts';
import { callsTo, refusalIn, useRelay } from '../support/relay-bench.ts';

const mebibyte = 1024 * 1024;
const second = 1000;

describe('decision 18: commands of several cloud applications at once', () => {
  const { startScripted, practice, connected, another } = useRelay();
  const groups = ['sg2', 'sg3', 'sg4'];

  it('X-8, decision 18: 1,000 commands on 4 connections: each answered once, with its id, and the memory stays bounded', async () => {
    const { netBackup, bench, connection } = await practice();
    netBackup.intercept = ({ target, body }) =>
      target === '/netbackup/ping' ? undefined : { status: 200, body: `${target} ${body}` };
    // Each name means this computer: 127.0.0.0/8 is the loopback network.
    const others = [];
    for (const [index, groupId] of groups.entries())
      others.push(await another(bench, { hostName: `127.0.0.${index + 2}`, groupId }));
    const connections = [connection, ...others.map((application) => application.connection)];
    const before = usedMemory();
    const parameters = 'x'.repeat(1024);
    const answers = connections.flatMap((one, number) =>
      Array.from({ length: 250 }, async (_, index) => {
        const id = `${number}-${index}`;
        const answer = await one.command({ uri: `/netbackup/${id}`, method: 'POST', parameters }, id);
        return answer.responseCode === 200 && answer.body === `/netbackup/${id} ${parameters}`;
      }),
    );
    expect((await Promise.all(answers)).filter(Boolean)).toHaveLength(1000);
    expect(callsTo(netBackup)).toHaveLength(1000);
    expect(bench.logged.filter(({ event }) => event === 'command answered')).toHaveLength(1000);
    // The practice servers keep what they received: 1,000 calls and answers of 1 KiB each, on both ends.
    expect(usedMemory() - before).toBeLessThan(64 * mebibyte);
  });

  it('decision 17: answers near 16 MiB that come at once are read one after the other; a connection is not lost for them', async () => {
    const body = 'a'.repeat(15 * mebibyte);
    let open = 0;
    let most = 0;
    const server = await startScripted((_request, response) => {
      open++;
      most = Math.max(most, open);
      response.on('close', () => open--);
      response.end(body);
    });
    const { bench, connection } = await connected(server.settings);
    const lengths = Array.from({ length: 12 }, async (_, index) => {
      const answer = await connection.command({ uri: `/netbackup/${index}`, method: 'GET' });
      return answer.body.length;
    });
    expect(await Promise.all(lengths)).toEqual(lengths.map(() => body.length));
    expect(most).toBeGreaterThan(2); // NetBackup was asked by all, and waited
    expect(bench.row('localhost')).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
  });

  it('decision 17: a NetBackup that does not answer delays no ping and no other endpoint', async () => {
    const { netBackup, bench, application, connection } = await practice();
    const other = await another(bench, { hostName: '127.0.0.1', groupId: 'sg2' });
    netBackup.intercept = ({ target }) => (target.startsWith('/netbackup/slow') ? 'never' : undefined);
    const slow = Array.from({ length: 256 }, (_, index) =>
      connection.command({ uri: `/netbackup/slow/${index}`, method: 'POST' }),
    );
    await netBackup.changes.until('calls', () => callsTo(netBackup).length >= 64);
    const pings = () => application.received.filter(({ kind }) => kind === 'ping').length;
    await bench.clock.advance(30 * second);
    await application.changes.until('a ping', () => pings() === 1);
    expect(await other.connection.command({ uri: '/netbackup/ping', method: 'GET' })).toMatchObject({
      responseCode: 200,
    });
    await bench.clock.advance(30 * second);
    for (const answer of await Promise.all(slow)) expect(refusalIn(answer)).toMatchObject({ code: 504 });
    expect(bench.row('localhost').connectionState).toBe('CONNECTED');
  });

  it('decision 18: a POST whose id comes again is carried out once, also over a new connection', async () => {
    const { netBackup, bench, application, answers } = await practice();
    netBackup.intercept = ({ target, body }) =>
      target === '/netbackup/ping' ? undefined : { status: 201, body: `made ${body}` };
    const send = (id: string, parameters: string) => {
      const payload = { uri: '/netbackup/config/servers/vmservers', method: 'POST', parameters };
      application.connection.send(makeMessage('COMMAND', 'REQUEST', id, 1, payload));
    };
    send('Same', '1');
    send('sAME', '2');
    await application.changes.until('both are answered', () => answers().length === 2);
    await bench.clock.advance(30 * second);
    application.connection.close(1001, 'restart');
    await bench.until('lost', () => bench.row('localhost').closeStatus === 'GOING_AWAY');
    await bench.clock.advance(1500);
    await bench.connected('localhost');
    send('SAME', '3');
    send('another', '4');
    await application.changes.until('all are answered', () => answers().length === 4);
    const bodies = ['Same', 'sAME', 'SAME', 'another'].map((id) => {
      const [answer] = answers().filter((one) => one.id === id);
      return answer && (answer.payload as CommandResponsePayload).body;
    });
    expect(bodies).toEqual(['made 1', 'made 1', 'made 1', 'made 4']);
    expect(callsTo(netBackup).map(({ body }) => body)).toEqual(['1', '4']);
  });

  it('decision 18: a GET is asked anew each time', async () => {
    const { netBackup, connection } = await practice();
    const ask = () => connection.command({ uri: '/netbackup/admin/jobs', method: 'GET' }, 'SAME-GET');
    await ask();
    await ask();
    expect(callsTo(netBackup)).toHaveLength(2);
  });

  it('decision 19: the command policy is in force from the next command on, and nothing that it refuses reaches NetBackup', async () => {
    const { netBackup, bench, connection } = await practice();
    netBackup.intercept = ({ target }) => (target === '/netbackup/ping' ? undefined : { status: 200, body: '' });
    const ask = async (method: string, uri: string) => (await connection.command({ uri, method })).responseCode;
    expect(await ask('POST', '/netbackup/admin/jobs')).toBe(200);
    bench.service.endpoints.setCommandPolicy(['localhost'], { kind: 'read-only' });
    expect(await ask('POST', '/netbackup/admin/jobs')).toBe(403);
    expect(await ask('GET', '/netbackup/admin/jobs')).toBe(200);
    expect(await ask('POST', '/netbackup/login')).toBe(200);
    const rules = [{ method: 'DELETE' as const, pathPrefix: '/netbackup/admin' }];
    bench.service.endpoints.setCommandPolicy(['localhost'], { kind: 'rules', rules });
    expect(await ask('GET', '/netbackup/admin/jobs')).toBe(403);
    expect(await ask('DELETE', '/netbackup/admin/jobs/7')).toBe(200);
    expect(callsTo(netBackup).map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'DELETE']);
    expect(bench.row('localhost').commandPolicy).toEqual({ kind: 'rules', rules });
    expect(bench.row('localhost')).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
    const refused = await connection.command({ uri: '/netbackup/ping', method: 'GET' });
    expect(refusalIn(refused)).toMatchObject({ code: 403, message: expect.stringContaining('policy') });
  });
});

describe('decision 17: what NetBackup answers is not always HTTP', () => {
  const { startScripted, connected } = useRelay();

  it.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n', /not HTTP/],
    ['an answer without a status', 'HTTP/1.1 abc\r\n\r\n', /not HTTP/],
    ['status 000', 'HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n', /\S/],
    [
      'a body shorter than its length',
      'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc',
      /closed the connection|Content-Length/,
    ],
    ['a body that is no chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n', /not HTTP/],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /not HTTP|Content-Length/],
    ['endless headers', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(200_000)}\r\n\r\n`, /headers|not HTTP/],
    ['nothing', '', /closed the connection/],
  ])('decision 17: %s: 502 that says so, and the next call works', async (_name, raw, message) => {
    const server = await startScripted(({ target }, response) => {
      if (target === '/netbackup/good') return void response.end('good');
      response.socket?.end(raw);
    });
    const { connection } = await connected(server.settings);
    const answer = await connection.command({ uri: '/netbackup/odd', method: 'GET' });
    expect(refusalIn(answer)).toMatchObject({ code: 502, message: expect.stringMatching(message) });
    expect(await connection.command({ uri: '/netbackup/good', method: 'GET' })).toMatchObject({ body: 'good' });
  });
});
