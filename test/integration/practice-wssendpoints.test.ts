import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { useServers } from '../support/open-servers.ts';

const base = '/netbackup/config/servers/wssendpoints';

describe('issue 10: the practice NetBackup server has wssendpoints by the vendor’s shapes', () => {
  const { closeLater, cloud } = useServers();

  const open = async (apiVersion: number) => {
    const netBackup = closeLater(await PracticeNetBackup.start({ apiVersion }));
    const dispatcher = new Agent({ connect: { ca: netBackup.caCertificate } });
    closeLater({ close: () => dispatcher.close() });
    const type = `application/vnd.netbackup+json;version=${apiVersion}.0`;
    const ask = async (method: 'GET' | 'POST' | 'DELETE', rest: string, body?: object, headers: object = {}) => {
      const answer = await request(`${netBackup.origin}${base}${rest}`, {
        method,
        dispatcher,
        headers: { authorization: netBackup.account.apiKey, accept: type, 'content-type': type, ...headers },
        body: body ? JSON.stringify(body) : null,
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: text === '' ? undefined : JSON.parse(text) };
    };
    return { netBackup, ask };
  };

  it.each([
    [11, {}, {}],
    [12, {}, { closeStatus: null }],
    [
      14,
      { subject: 'CN=localhost', sha1Fingerprints: expect.any(String), sha256Fingerprint: expect.any(String) },
      { closeStatus: null },
    ],
  ])('version %d.0: what validate and list answer', async (apiVersion, fingerprints, closeStatus) => {
    const { ask } = await open(apiVersion);
    const { details, listener } = await cloud();
    const unsaved = { state: null, connectionState: null, endpointType: null, ...closeStatus };
    const { certificate } = listener.identity;
    const validated = await ask('POST', '/validatehost', details);
    expect(validated).toEqual({ status: 200, body: { ...details, certificate, ...unsaved, ...fingerprints } });
    expect((await ask('POST', '/save', validated.body)).status).toBe(201);
    const { token: _token, ...open_ } = details;
    expect(await ask('GET', '')).toEqual({
      status: 200,
      body: [
        {
          ...open_,
          ...{ certificate, token: null, state: 'ACTIVATED', endpointType: 'OTHERS', ...closeStatus },
          connectionState: expect.stringMatching(/^(DIS)?CONNECTED$/),
        },
      ],
    });
  });

  it('the strings and statuses of its refusals', async () => {
    const { ask } = await open(12);
    const { details, listener } = await cloud();
    const { certificate } = listener.identity;
    const other = (await cloud({ hostName: '127.0.0.1' })).listener.identity.certificate;
    const refusal = (status: number, errorMessage: string) => ({
      status,
      body: { errorCode: status, errorMessage, attributeErrors: expect.any(Object), errorDetails: expect.any(Array) },
    });
    expect(await ask('POST', '/validatehost', { ...details, token: '' })).toEqual(
      refusal(400, 'JSON contents not valid'),
    );
    expect(await ask('POST', '/validateurl', { url: '' })).toEqual(refusal(400, 'Invalid command parameter'));
    expect(await ask('POST', '/validateurl', { url: '::' })).toEqual(refusal(400, 'Malformed URL: ::'));
    expect(await ask('POST', '/save', { ...details, certificate: other })).toEqual(
      refusal(500, 'The certificate did not match with the one accepted by the user, please verify the certificate'),
    );
    expect((await ask('POST', '/save', { ...details, certificate })).status).toBe(201);
    expect(await ask('POST', '/save', { ...details, certificate })).toEqual(refusal(400, 'the entity already exists'));
    expect(await ask('POST', '/update', { hostName: 'nobody', state: 'ACTIVATED' })).toEqual(
      refusal(404, 'no entity was found'),
    );
    expect((await ask('POST', '/update', { hostName: details.hostName, state: 'OFF' })).status).toBe(400);
    expect(await ask('DELETE', '/nobody')).toEqual(refusal(404, 'no entity was found'));
    expect((await ask('DELETE', `/${details.hostName}`)).status).toBe(200);
    expect((await ask('GET', '', undefined, { authorization: 'x' })).status).toBe(401);
    expect((await ask('GET', '', undefined, { accept: 'application/vnd.netbackup+json;version=13.0' })).status).toBe(
      406,
    );
  });

  it('C-3, C-5: one connection for each group, lowest priority number first, and no fail-back', async () => {
    const { ask, netBackup } = await open(12);
    const one = await cloud({ hostName: 'localhost', priority: 1 });
    const two = await cloud({ hostName: '127.0.0.1', priority: 2 });
    for (const { details, listener } of [one, two])
      await ask('POST', '/save', { ...details, certificate: listener.identity.certificate });
    await netBackup.changes.until('the first serves', () => one.connected && !two.connected);
    await one.setOnline(false);
    await two.changes.until('the second has taken over', () => two.connected);
    await one.setOnline(true);
    await ask('POST', '/update', { hostName: one.hostName, state: 'ACTIVATED' });
    expect([one.connected, two.connected]).toEqual([false, true]);
    const { body } = await ask('GET', '');
    expect(body).toMatchObject([{ closeStatus: 'GOING_AWAY' }, { connectionState: 'CONNECTED' }]);
  });
});
