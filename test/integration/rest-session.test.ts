import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { type CurlAnswer, curl } from '../support/curl.ts';
import { type OwnProcess, type Ready, startHeadless } from '../support/headless-process.ts';
import { closedPort, plainServer } from '../support/odd-servers.ts';
import { savedFilesIn } from '../support/saved-files.ts';

/** The answer of an error, as docs/automation.md has it. */
const error = (status: number, errorMessage: string, more: object = {}) => ({
  status,
  body: {
    errorCode: status,
    errorMessage,
    attributeErrors: {},
    errorDetails: expect.arrayContaining([expect.any(String)]),
    ...more,
  },
});

const fingerprint = (bytes: number) => expect.stringMatching(new RegExp(`^([0-9A-F]{2}:){${bytes - 1}}[0-9A-F]{2}$`));

describe('a session with curl alone', () => {
  let temporary: string;
  let host: OwnProcess;
  let ready: Ready;
  let first: PracticeCloudApplication;
  let second: PracticeCloudApplication;

  beforeAll(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    host = startHeadless(['--data', join(temporary, 'data')]);
    ready = await host.ready();
    first = await PracticeCloudApplication.start({ hostName: 'localhost', groupId: 'sg1', priority: 1 });
    second = await PracticeCloudApplication.start({ hostName: '127.0.0.1', groupId: 'sg1', priority: 2 });
  });
  afterAll(async () => {
    await host?.end();
    await first?.close();
    await second?.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  const ask = async (method: string, path: string, body?: object | string, ...args: string[]) => {
    const file = join(temporary, 'body.json');
    if (body !== undefined) writeFileSync(file, typeof body === 'string' ? body : JSON.stringify(body));
    const sent = body === undefined ? [] : ['--header', 'Content-Type: application/json', '--data-binary', `@${file}`];
    const url = path.startsWith('/nbwss')
      ? new URL(path, ready.api).href
      : `${ready.api}/config/servers/wssendpoints${path}`;
    const answer = await curl('--request', method, '--header', `Authorization: ${ready.token}`, ...sent, ...args, url);
    return { status: answer.status, mediaType: answer.mediaType, body: bodyOf(answer) };
  };
  const bodyOf = ({ text }: CurlAnswer) => JSON.parse(text);
  const post = (path: string, body?: object | string) => ask('POST', path, body);
  const list = async () =>
    (await ask('GET', '')).body as { hostName: string; state: string; connectionState: string }[];
  /** Sent again until it is so: what connects or closes does so by itself. */
  const becomes = (hostName: string, what: object) =>
    expect.poll(list, { timeout: 10_000 }).toContainEqual(expect.objectContaining({ hostName, ...what }));
  /** Refused, and nothing that is saved has changed. */
  const refused = async (method: string, path: string, body: object | string | undefined, expected: object) => {
    const before = savedFilesIn(ready.data);
    expect(await ask(method, path, body)).toMatchObject(expected);
    expect(savedFilesIn(ready.data)).toEqual(before);
  };
  /** Of a file of the data folder, but for the number of its change: what was taken back has one of its own. */
  const savedIn = (file: string) => {
    const {
      revision: _own,
      vaultRevision: _shared,
      ...rest
    } = JSON.parse(readFileSync(join(ready.data, file), 'utf8'));
    return rest;
  };
  const validated = async (application: PracticeCloudApplication) => {
    const { status, body } = await post('/validatehost', application.details);
    expect(status).toBe(200);
    return body as Record<string, unknown>;
  };

  it('begins with an empty list', async () => {
    expect(await ask('GET', '')).toEqual({ status: 200, mediaType: 'application/json', body: [] });
  });

  it('E-1, D-9: validatehost answers the host object with what its server presents, and saves nothing', async () => {
    expect(await post('/validatehost', first.details)).toEqual({
      status: 200,
      mediaType: 'application/json',
      body: {
        ...first.details,
        certificate: first.listener.identity.certificate,
        subject: 'CN=localhost',
        sha1Fingerprints: fingerprint(20),
        sha256Fingerprint: first.listener.identity.sha256Fingerprint,
        warnings: [expect.stringContaining('self-signed'), expect.stringContaining('does not trust')],
        state: null,
        connectionState: null,
        endpointType: null,
        closeStatus: null,
      },
    });
    expect(await list()).toEqual([]);
  });

  it('T-1, T-2, T-3: what is wrong with the details of a file', async () => {
    const { details } = first;
    const notValid = (fields: object) => error(400, 'JSON contents not valid', { attributeErrors: fields });
    await refused('POST', '/validatehost', 'no JSON', notValid({}));
    await refused('POST', '/validatehost', [details], notValid({}));
    await refused('POST', '/validatehost', '', notValid({}));
    await refused('POST', '/validatehost', { ...details, groupId: '' }, notValid({ groupId: 'must not be empty' }));
    await refused('POST', '/validatehost', { ...details, note: "it's" }, notValid({}));
    await refused(
      'POST',
      '/validatehost',
      { ...details, url: 'ws://localhost/x' },
      error(400, 'Invalid websocket protocol. Only wss protocol supported'),
    );
    await refused(
      'POST',
      '/validatehost',
      { ...details, url: 'wss://localhost:port/x' },
      error(400, 'Malformed URL: wss://localhost:port/x'),
    );
    const url = `wss://127.0.0.1:${await closedPort()}/x`;
    await refused(
      'POST',
      '/validatehost',
      { ...details, url },
      error(502, 'Unable to establish connection with host: localhost'),
    );
  });

  it('decision 33: validateurl asks for the details server first, then answers as validatehost', async () => {
    const { status, body } = await post('/validateurl', { url: first.detailsUrl });
    expect(status).toBe(200);
    expect(body).toEqual({
      detailsServer: {
        url: first.detailsUrl,
        certificate: first.listener.identity.certificate,
        subject: 'CN=localhost',
        sha1Fingerprints: fingerprint(20),
        sha256Fingerprint: first.listener.identity.sha256Fingerprint,
        warnings: expect.any(Array),
      },
    });
    const { url, certificate } = body.detailsServer;
    const accepted = await post('/validateurl', { url, certificate });
    expect(accepted).toMatchObject({ status: 200, body: { ...first.details, certificate, state: null } });
    expect(await list()).toEqual([]);
  });

  it('T-4 to T-7: what is wrong with a URL', async () => {
    const notValid = (fields: object = {}) => error(400, 'Invalid command parameter', { attributeErrors: fields });
    await refused('POST', '/validateurl', 'no JSON', notValid());
    await refused('POST', '/validateurl', {}, notValid({ url: 'must be a string' }));
    await refused('POST', '/validateurl', { url: '' }, notValid());
    await refused('POST', '/validateurl', { url: 'http://localhost/x' }, notValid());
    await refused(
      'POST',
      '/validateurl',
      { url: 'https://localhost:port/x' },
      error(400, 'Malformed URL: https://localhost:port/x'),
    );
    const closed = await closedPort();
    await refused(
      'POST',
      '/validateurl',
      { url: `https://127.0.0.1:${closed}/x` },
      error(502, 'Unable to establish connection with host: 127.0.0.1'),
    );
    const plain = await plainServer();
    await refused(
      'POST',
      '/validateurl',
      { url: `https://127.0.0.1:${plain.port}/x` },
      error(502, 'Failed to open connection to the remote object referred to by the URL'),
    );
    await plain.close();
    const { certificate } = first.listener.identity;
    await refused(
      'POST',
      '/validateurl',
      { url: `${first.detailsUrl}/none`, certificate },
      error(502, 'Failed to open connection to the remote object referred to by the URL'),
    );
    const other = (await makeCertificate({ commonName: 'localhost' })).certificate;
    await refused(
      'POST',
      '/validateurl',
      { url: first.detailsUrl, certificate: other },
      error(500, 'The certificate did not match with the one accepted by the user, please verify the certificate'),
    );
    first.behaviour.onDetailsRequest = (_request, response) => void response.end('{"token":"T"}');
    await refused(
      'POST',
      '/validateurl',
      { url: first.detailsUrl, certificate },
      error(400, 'InvalidPacketException: Unable to parse JSON contents', {
        attributeErrors: expect.objectContaining({ hostName: 'is missing' }),
      }),
    );
  });

  it('D-15, D-17: save takes what validatehost answered, and answers without the token; the list neither', async () => {
    const host = await validated(first);
    const saved = {
      certificate: first.listener.identity.certificate,
      hostName: 'localhost',
      groupId: 'sg1',
      url: first.endpointUrl,
      priority: 1,
      state: 'ACTIVATED',
      connectionState: expect.stringMatching(/CONNECTED$/),
      endpointType: null,
      closeStatus: null,
    };
    expect(await post('/save', host)).toEqual({ status: 201, mediaType: 'application/json', body: saved });
    await becomes('localhost', { connectionState: 'CONNECTED' });
    expect(await list()).toEqual([{ ...saved, connectionState: 'CONNECTED' }]);
    expect(JSON.stringify(await list())).not.toContain(first.token);
    await post('/save', await validated(second));
    expect((await list()).map(({ hostName }) => hostName)).toEqual(['localhost', '127.0.0.1']);
  });

  it('T-8, T-9, T-11, T-13, T-15, T-16: what is wrong when saving', async () => {
    const third = await PracticeCloudApplication.start({ hostName: 'third.localhost' });
    const host: Record<string, unknown> = {
      ...third.details,
      hostName: 'third',
      url: third.endpointUrl.replace('third.localhost', '127.0.0.1'),
      certificate: third.listener.identity.certificate,
    };
    const notValid = (fields: object) => error(400, 'JSON contents not valid', { attributeErrors: fields });
    await refused('POST', '/save', { ...host, certificate: undefined }, notValid({ certificate: 'is missing' }));
    await refused(
      'POST',
      '/save',
      { ...host, certificate: null, priority: '1' },
      notValid({ certificate: 'must be a string', priority: 'must be a number without quotes' }),
    );
    await refused(
      'POST',
      '/save',
      { ...host, url: 'https://127.0.0.1/x' },
      error(400, 'Invalid websocket protocol. Only wss protocol supported'),
    );
    await refused('POST', '/save', { ...host, hostName: 'LOCALHOST.' }, error(409, 'the entity already exists'));
    await refused('POST', '/save', { ...host, url: first.endpointUrl }, error(409, 'the entity already exists'));
    await refused(
      'POST',
      '/save',
      { ...host, certificate: first.listener.identity.certificate },
      error(500, 'The certificate did not match with the one accepted by the user, please verify the certificate'),
    );
    const plain = await plainServer();
    await refused(
      'POST',
      '/save',
      { ...host, url: `wss://127.0.0.1:${plain.port}/x` },
      error(502, 'Failed to open connection to the remote object referred to by the URL'),
    );
    await plain.close();
    await refused(
      'POST',
      '/save',
      { ...host, url: `wss://127.0.0.1:${await closedPort()}/x` },
      error(502, 'Unable to establish connection with host: third'),
    );
    const inTheWay = join(ready.data, 'truststore', 'third.pem');
    mkdirSync(join(inTheWay, 'folder'), { recursive: true });
    await refused(
      'POST',
      '/save',
      host,
      error(500, 'Problem occurred while storing the SSL certificate in the truststore'),
    ); // T-17
    rmSync(inTheWay, { recursive: true });
    await third.close();
  });

  it('P-4: update deactivates and activates; another state or host is refused', async () => {
    expect(await post('/update', { hostName: 'localhost', state: 'DEACTIVATED' })).toMatchObject({
      status: 200,
      body: { hostName: 'localhost', state: 'DEACTIVATED' },
    });
    await becomes('localhost', {
      state: 'DEACTIVATED',
      connectionState: 'DISCONNECTED',
      closeStatus: 'NORMAL_CLOSURE',
    });
    const state = { state: 'must be ACTIVATED or DEACTIVATED' };
    const notValid = error(400, 'JSON contents not valid', { attributeErrors: state });
    for (const other of ['STOPPED', 'activated', null, undefined])
      await refused('POST', '/update', { hostName: 'localhost', state: other }, notValid);
    await refused('POST', '/update', { hostName: 'nobody', state: 'ACTIVATED' }, error(404, 'no entity was found'));
    expect((await post('/update', { hostName: 'localhost', state: 'ACTIVATED' })).status).toBe(200);
  });

  it('T-23: an activation whose attempt fails is saved all the same', async () => {
    for (const hostName of ['localhost', '127.0.0.1']) await post('/update', { hostName, state: 'DEACTIVATED' });
    await second.setOnline(false);
    const answer = await post('/update', { hostName: '127.0.0.1', state: 'ACTIVATED' });
    expect(answer).toMatchObject(error(502, 'Unable to establish connection with host: 127.0.0.1'));
    await becomes('127.0.0.1', { state: 'ACTIVATED', connectionState: 'DISCONNECTED' });
    await second.setOnline(true);
    expect((await post('/update', { hostName: 'localhost', state: 'ACTIVATED' })).status).toBe(200);
  });

  it('the status names groups, endpoints and NetBackup; run starts the connection process', async () => {
    await post('/update', { hostName: 'localhost', state: 'DEACTIVATED' });
    expect(await ask('POST', '/nbwss/run')).toEqual({ status: 200, mediaType: 'application/json', body: {} });
    await becomes('127.0.0.1', { connectionState: 'CONNECTED' });
    await post('/update', { hostName: 'localhost', state: 'ACTIVATED' });
    const { body } = await ask('GET', '/nbwss/status');
    expect(body).toEqual({
      groups: [
        {
          groupId: 'sg1',
          connectedHost: '127.0.0.1',
          undelivered: 0,
          inFlight: 0,
          delivered: 0,
          oldestUndelivered: null,
        },
      ],
      endpoints: [
        { hostName: 'localhost', detail: 'Standby: sg1 is served by 127.0.0.1', lastError: null, nextAttempt: null },
        { hostName: '127.0.0.1', detail: '', lastError: null, nextAttempt: null },
      ],
      netbackup: { state: 'not configured', detail: '' },
      warnings: [],
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
  });

  it('decision 38: renew replaces token, priority and group of a saved host', async () => {
    const host = await validated(second);
    const renewed = await post('/renew', { ...host, priority: 5, groupId: 'sg2' });
    expect(renewed).toMatchObject({ status: 200, body: { hostName: '127.0.0.1', priority: 5, groupId: 'sg2' } });
    expect(renewed.body).not.toHaveProperty('token');
    await becomes('127.0.0.1', { connectionState: 'CONNECTED', groupId: 'sg2' });
    await refused('POST', '/renew', { ...host, hostName: 'nobody' }, error(404, 'no entity was found'));
    await refused('POST', '/renew', { ...host, url: first.endpointUrl }, error(409, 'the entity already exists'));
    await refused(
      'POST',
      '/renew',
      second.details,
      error(400, 'JSON contents not valid', { attributeErrors: { certificate: 'is missing' } }),
    );
    await refused(
      'POST',
      '/renew',
      { ...host, certificate: first.listener.identity.certificate },
      error(500, 'The certificate did not match with the one accepted by the user, please verify the certificate'),
    );
  });

  it('Z-1, T-19: delete takes the endpoint away, or leaves it when its certificate cannot be removed', async () => {
    const certificate = join(ready.data, 'truststore', 'localhost.pem');
    const pem = readFileSync(certificate);
    rmSync(certificate);
    mkdirSync(certificate);
    const before = [savedIn('config.json'), savedIn('vault.json')];
    expect(await ask('DELETE', '/localhost')).toMatchObject(
      error(500, 'Failed to remove certificate for host: localhost'),
    );
    expect([savedIn('config.json'), savedIn('vault.json')]).toEqual(before);
    expect((await list())[0]).toMatchObject({ hostName: 'localhost', certificate: null });
    rmSync(certificate, { recursive: true });
    writeFileSync(certificate, pem);
    expect(await ask('DELETE', '/localhost')).toEqual({ status: 200, mediaType: 'application/json', body: {} });
    await refused('DELETE', '/localhost', undefined, error(404, 'no entity was found'));
    expect((await list()).map(({ hostName }) => hostName)).toEqual(['127.0.0.1']);
  });

  it('T-10: a store that cannot be written', async () => {
    const config = join(ready.data, 'config.json');
    const contents = readFileSync(config);
    rmSync(config);
    mkdirSync(join(config, 'folder'), { recursive: true });
    const answer = await post('/update', { hostName: '127.0.0.1', state: 'DEACTIVATED' });
    expect(answer).toMatchObject(error(500, 'Communication with EMM failed'));
    rmSync(config, { recursive: true });
    writeFileSync(config, contents);
    expect(await list()).toMatchObject([{ hostName: '127.0.0.1', state: 'ACTIVATED' }]);
  });

  it('T-12, T-22: a store that cannot be opened is not an empty one', async () => {
    await host.end();
    writeFileSync(join(ready.data, 'config.json'), 'damaged');
    rmSync(join(ready.data, 'config.json.last-good'));
    host = startHeadless(['--data', ready.data]);
    ready = await host.ready();
    const notOpened = error(
      500,
      'Webservices unable to connect to EMM. Hint: check your security settings; Config WebServices are not compatible with NBAC',
    );
    expect(await ask('GET', '')).toMatchObject(notOpened);
    expect(await ask('GET', '/nbwss/status')).toMatchObject(notOpened);
    expect(await ask('POST', '/nbwss/run')).toMatchObject(notOpened);
    await refused('POST', '/validatehost', second.details, notOpened);
    await refused('POST', '/save', { ...second.details, certificate: second.listener.identity.certificate }, notOpened);
    await refused('POST', '/update', { hostName: '127.0.0.1', state: 'ACTIVATED' }, notOpened);
    await refused('DELETE', '/127.0.0.1', undefined, notOpened);
  });
});
