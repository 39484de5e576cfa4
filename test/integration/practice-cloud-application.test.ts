import { rootCertificates } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { type CloudApplicationOptions, PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { makeMessage } from '../../shared/messages.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fetchFrom, NbwssPeer } from '../support/practice-tools.ts';

let clock: ManualClock;
let application: PracticeCloudApplication;
const peers: NbwssPeer[] = [];

beforeEach(async () => {
  await open();
});
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.socket.terminate();
  await application.close();
});

async function open(options: CloudApplicationOptions = {}): Promise<void> {
  await application?.close();
  clock = new ManualClock();
  application = await PracticeCloudApplication.start({ clock, ...options });
}
function dial(ca = application.listener.identity.certificate): NbwssPeer {
  const peer = new NbwssPeer(application.endpointUrl, { ca });
  peers.push(peer);
  return peer;
}
async function connected(): Promise<NbwssPeer> {
  const peer = dial();
  await peer.connect(application.token);
  return peer;
}
/** Answers the next COMMAND REQUEST. */
async function answerCommand(peer: NbwssPeer, index: number, responseCode: number, body: string) {
  const request = await peer.message(index);
  peer.send('COMMAND', 'RESPONSE', { headers: { 'content-type': 'application/json' }, responseCode, body }, request.id);
  return request;
}
const get = { method: 'GET', uri: '/netbackup/config/servers/vmservers/vCenter1.domain.com', body: '' };
const user = { userName: 'someone', password: 'pass-word' };

describe('CONNECT', () => {
  test('M-9 the right token: valid true, same id', async () => {
    const peer = dial();
    const response = await peer.connect(application.token);
    expect(response).toMatchObject({ version: '1.0', type: 'CONNECT', subType: 'RESPONSE', payload: { valid: true } });
    expect(application.connected).toBe(true);
  });

  test('M-9 another token: valid false; closing is left to NetBackup (C-11)', async () => {
    const peer = dial();
    expect(await peer.connect('another')).toMatchObject({ payload: { valid: false } });
    expect(application.connected).toBe(false);
    expect(peer.closed).toBeUndefined();
  });

  test('without a CONNECT REQUEST the connection is closed after 30 s', async () => {
    const peer = dial();
    await peer.opened();
    await clock.advance(30_000);
    expect((await peer.ended()).code).toBe(1008);
  });

  test('what is no message of NBWSS closes the connection', async () => {
    const peer = await connected();
    peer.socket.send('hello');
    expect((await peer.ended()).code).toBe(1007);
  });

  test('another path is not the endpoint', async () => {
    const peer = new NbwssPeer(`${new URL(application.endpointUrl).origin}/x`, {
      ca: application.listener.identity.certificate,
    });
    expect((await peer.wait(({ failure }) => failure)).message).toContain('404');
  });
});

describe('what tests can see and change', () => {
  test('a client that does not trust the certificate sends nothing', async () => {
    const peer = dial(rootCertificates[0]);
    await peer.wait(({ failure }) => failure);
    await application.changes.until(
      'the connection is closed',
      () => application.listener.connections[0]?.closed === true,
    );
    expect(application.listener.connections).toMatchObject([{ number: 1, bytesReceived: 0, closed: true }]);
    expect(application.received).toEqual([]);
  });

  test('every step is noted, with the number of its connection', async () => {
    const peer = await connected();
    peer.socket.close(1000, 'bye');
    await application.changes.until('the close is noted', () => application.received.at(-1)?.kind === 'closed');
    expect(application.received).toMatchObject([
      { kind: 'upgrade', connection: 1, target: '/netbackup/face1' },
      { kind: 'message', connection: 1, message: { type: 'CONNECT', payload: { token: application.token } } },
      { kind: 'closed', connection: 1, code: 1000, reason: 'bye' },
    ]);
    expect(application.listener.connections[0]?.bytesReceived).toBeGreaterThan(application.token.length);
  });

  test('an odd CONNECT RESPONSE', async () => {
    application.behaviour.onConnect = (request, connection) =>
      connection.send(
        JSON.stringify({ ...makeMessage('CONNECT', 'RESPONSE', request.id, 1, {}), payload: { valid: 'true' } }),
      );
    const peer = dial();
    expect(await peer.connect(application.token)).toMatchObject({ payload: { valid: 'true' } });
    expect(application.connected).toBe(false);
  });

  test('an upgrade that is refused, cut, or never answered', async () => {
    application.behaviour.onUpgrade = () => ({ status: 503 });
    expect((await dial().wait(({ failure }) => failure)).message).toContain('503');
    application.behaviour.onUpgrade = () => 'cut';
    expect((await dial().wait(({ failure }) => failure)).message).toMatch(/hang up|ECONNRESET/);
    application.behaviour.onUpgrade = () => 'never';
    const peer = dial();
    await application.changes.until('the upgrade has arrived', () => application.received.length === 3);
    expect(peer.socket.readyState).toBe(peer.socket.CONNECTING);
  });

  test('C-12 pings are answered, unless a test wants none', async () => {
    const peer = await connected();
    peer.socket.ping();
    await peer.wait(({ pongs }) => pongs === 1);
    application.behaviour.onPing = () => undefined;
    peer.socket.ping();
    await application.changes.until(
      'the ping has arrived',
      () => application.received.filter(({ kind }) => kind === 'ping').length === 2,
    );
    expect(peer.pongs).toBe(1);
  });

  test('a renewed certificate is what the next connection sees', async () => {
    const old = application.listener.identity.certificate;
    application.listener.replaceCertificate(await makeCertificate({ commonName: 'localhost' }));
    expect((await dial(old).wait(({ failure }) => failure)).message).toMatch(/self-signed/);
    const peer = dial();
    expect(await peer.connect(application.token)).toMatchObject({ payload: { valid: true } });
  });
});

describe('endpoint details', () => {
  test('E-14 the URL serves the five fields', async () => {
    const answer = await fetchFrom(application.detailsUrl, application.listener.identity.certificate);
    expect(answer).toMatchObject({ status: 200, json: application.details });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(application.details).toEqual({
      token: application.token,
      priority: 1,
      groupId: 'practice-group',
      hostName: 'localhost',
      url: application.endpointUrl,
    });
  });

  test('E-16 not under another name of this computer', async () => {
    const answer = await fetchFrom(application.detailsUrl, application.listener.identity.certificate, {
      headers: { host: 'rebound.example' },
    });
    expect(answer.status).toBe(421);
    expect(answer.text).not.toContain(application.token);
  });
});

describe('notifications', () => {
  const payload = [{ notificationType: 'INFO', object: 'JOB', data: [{ jobId: 144 }] }];

  test('N-10 the acknowledgement has the same id and an empty list', async () => {
    const peer = await connected();
    const id = peer.send('NOTIFICATION', 'REQUEST', payload);
    expect(await peer.message(1)).toMatchObject({ id, type: 'NOTIFICATION', subType: 'RESPONSE', payload: [] });
    expect(application.inbox.total).toBe(1);
  });

  test('N-12 a test can let one go unanswered', async () => {
    application.behaviour.onNotification = () => undefined;
    const peer = await connected();
    peer.send('NOTIFICATION', 'REQUEST', payload);
    await application.changes.until('it has arrived', () => application.inbox.messages === 1);
    expect(peer.messages).toHaveLength(1);
  });
});

describe('commands', () => {
  test('X-5 logs in by a COMMAND first, and keeps the token', async () => {
    await open({ netBackupUser: user });
    const peer = await connected();
    const first = application.sendCommand(get);
    const login = await answerCommand(peer, 1, 201, '{"token":"jwt-1","tokenType":"BEARER","validity":86400}');
    expect(login.payload).toEqual({
      uri: '/netbackup/login',
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      parameters: JSON.stringify(user),
    });
    const request = await answerCommand(peer, 2, 200, '{"seen":"jwt-1"}');
    expect(request).toMatchObject({
      type: 'COMMAND',
      subType: 'REQUEST',
      payload: { uri: get.uri, method: 'GET', headers: { 'Content-Type': 'application/json', Authorization: 'jwt-1' } },
    });
    expect(request.payload).not.toHaveProperty('parameters');
    expect(await first).toMatchObject({
      id: request.id,
      response: { responseCode: 200, body: '{"seen":"[redacted]"}' },
      problem: null,
    });
    const second = application.sendCommand({ ...get, method: 'POST', body: '{"a":1}' });
    expect((await answerCommand(peer, 3, 201, '')).payload).toMatchObject({
      parameters: '{"a":1}',
      headers: { Authorization: 'jwt-1' },
    });
    await second;
    const shown = JSON.stringify(application.exchanges);
    expect(application.exchanges.map(({ uri }) => uri)).toEqual([get.uri, '/netbackup/login', get.uri]);
    expect(shown).not.toContain('jwt-1');
    expect(shown).not.toContain(user.password);
  });

  test('commands that start together share one login', async () => {
    await open({ netBackupUser: user });
    const peer = await connected();
    const both = [application.sendCommand(get), application.sendCommand(get)];
    await answerCommand(peer, 1, 201, '{"token":"jwt-1"}');
    await answerCommand(peer, 2, 200, '');
    await answerCommand(peer, 3, 200, '');
    expect((await Promise.all(both)).map(({ response }) => response?.responseCode)).toEqual([200, 200]);
  });

  test('on 401 it logs in again, once, and sends the command under a new id', async () => {
    await open({ netBackupUser: user });
    const peer = await connected();
    const result = application.sendCommand(get);
    await answerCommand(peer, 1, 201, '{"token":"jwt-1"}');
    const first = await answerCommand(peer, 2, 401, '{}');
    await answerCommand(peer, 3, 201, '{"token":"jwt-2"}');
    const second = await answerCommand(peer, 4, 401, '{}');
    expect(second.payload).toMatchObject({ headers: { Authorization: 'jwt-2' } });
    expect(second.id).not.toBe(first.id);
    expect((await result).response?.responseCode).toBe(401);
    expect(peer.messages).toHaveLength(5);
  });

  test('a login that is refused is the command’s problem', async () => {
    await open({ netBackupUser: user });
    const peer = await connected();
    const result = application.sendCommand(get);
    await answerCommand(peer, 1, 401, '{"errorCode":401}');
    expect(await result).toMatchObject({ response: null, problem: 'The login to NetBackup was answered 401.' });
  });

  test('headers that are given stand over its own; with Authorization it does not log in', async () => {
    await open({ netBackupUser: user });
    const peer = await connected();
    const result = application.sendCommand({
      ...get,
      headers: { authorization: 'api-key', 'content-type': 'text/plain' },
    });
    const request = await answerCommand(peer, 1, 401, '');
    expect(request.payload).toEqual({
      uri: get.uri,
      method: 'GET',
      headers: { authorization: 'api-key', 'content-type': 'text/plain' },
    });
    expect((await result).response?.responseCode).toBe(401);
  });

  test('X-8 an answer with another id answers nothing; after 65 s there is a problem', async () => {
    const peer = await connected();
    const result = application.sendCommand(get);
    await peer.message(1);
    peer.send('COMMAND', 'RESPONSE', { headers: {}, responseCode: 200, body: '' }, 'ANOTHER');
    await application.changes.until('it has arrived', () => application.received.length === 3);
    await clock.advance(65_000);
    expect(await result).toMatchObject({ response: null, problem: 'No COMMAND RESPONSE came within 65 s.' });
  });

  test('X-7 an answer of another form is a problem', async () => {
    const peer = await connected();
    const result = application.sendCommand(get);
    peer.send('COMMAND', 'RESPONSE', { responseCode: '200' }, (await peer.message(1)).id);
    expect((await result).problem).toContain('X-7');
  });

  test('the connection closes before the answer comes, or is not there', async () => {
    const peer = await connected();
    const result = application.sendCommand(get);
    await peer.message(1);
    peer.socket.close(1000);
    expect((await result).problem).toBe('The connection was closed (1000) before the answer came.');
    expect((await application.sendCommand(get)).problem).toBe('NBWSS is not connected to this cloud application.');
  });

  test('a payload that is none of the guide’s can be sent too', async () => {
    const peer = await connected();
    const result = application.connection.command({ uri: 1 }, 'my-id');
    expect(await answerCommand(peer, 1, 400, '')).toMatchObject({ id: 'my-id', payload: { uri: 1 } });
    expect((await result).responseCode).toBe(400);
  });
});

describe('outage', () => {
  test('says 1001, refuses connections, and comes back on the same port', async () => {
    const peer = await connected();
    const { endpointUrl } = application;
    await application.setOnline(false);
    expect((await peer.ended()).code).toBe(1001);
    expect(application.connected).toBe(false);
    expect(await dial().wait(({ failure }) => failure)).toMatchObject({ code: 'ECONNREFUSED' });
    await application.setOnline(true);
    expect(application.endpointUrl).toBe(endpointUrl);
    await connected();
  });

  test('or cuts the connections without a word', async () => {
    const peer = await connected();
    await application.setOnline(false, 'abruptly');
    expect((await peer.ended()).code).toBe(1006);
  });

  test('switched off and on in one go it ends on line', async () => {
    await Promise.all([application.setOnline(false), application.setOnline(true)]);
    await connected();
  });

  test('closeConnections uses the code that it is given', async () => {
    const peer = await connected();
    application.closeConnections(1013, 'try again later');
    expect(await peer.ended()).toEqual({ code: 1013, reason: 'try again later' });
  });
});
