import { describe, expect, it } from 'vitest';
import type { CommandResponsePayload } from '../../shared/messages.ts';
import { guideMessage } from '../support/guide-messages.ts';
import { callsTo, jsonType, payloadOf, useRelay, vmServers } from '../support/relay-bench.ts';

describe('the guide’s examples', () => {
  const { practice, logIn } = useRelay();
  it('X-1, X-2, X-5, X-6, X-9: login by COMMAND, then POST vmservers and GET vmservers/{name} with its token', async () => {
    const relay = await practice();
    const { netBackup, connection } = relay;
    const Authorization = await logIn(relay);
    const post = payloadOf('COMMAND REQUEST, POST');
    const posted = await connection.command({ ...post, headers: { ...jsonType, Authorization } });
    expect(posted.responseCode).toBe(201);
    expect(callsTo(netBackup).at(-1)).toMatchObject({
      method: 'POST',
      target: post['uri'],
      body: post['parameters'],
      headers: { 'content-type': 'application/json', authorization: Authorization },
    });
    const fetched = await connection.command({
      uri: `${vmServers}/vcenterServer1`,
      method: 'GET',
      headers: { ...jsonType, Authorization },
    });
    expect(fetched.responseCode).toBe(200);
    const { password, ...shown } = JSON.parse(String(post['parameters'])) as Record<string, unknown>;
    expect(password).toBe('password@123');
    expect(JSON.parse(fetched.body)).toEqual({
      vmServer: { ...shown, password: '' },
      links: [{ rel: 'self', href: `${netBackup.origin}${vmServers}/vcenterServer1` }],
    });
  });

  it('X-3, X-7, X-8, X-9: GET vmservers/vCenter2.domain.com has the 200 answer that the guide prints', async () => {
    const relay = await practice();
    const { bench, connection, answers } = relay;
    const Authorization = await logIn(relay);
    const { id } = guideMessage('COMMAND REQUEST, GET');
    const payload = payloadOf('COMMAND REQUEST, GET');
    await connection.command({ ...payload, headers: { ...jsonType, Authorization } }, id);
    const printed = guideMessage('COMMAND RESPONSE');
    const [response = printed] = answers().filter((answer) => answer.id === id);
    expect(response).toEqual({
      ...printed,
      id,
      timeStamp: Math.floor(bench.clock.now() / 1000),
      payload: { headers: expect.any(Object), responseCode: 200, body: expect.any(String) },
    });
    const { headers, body } = response.payload as CommandResponsePayload;
    expect(Object.keys(headers)).toEqual(Object.keys(headers).map((name) => name.toLowerCase()));
    expect(headers).toMatchObject({ 'content-type': 'application/json', date: expect.any(String) });
    const example = JSON.parse((printed.payload as CommandResponsePayload).body) as { vmServer: object };
    expect(JSON.parse(body)).toMatchObject({
      vmServer: example.vmServer,
      links: [{ rel: 'self', href: expect.stringMatching(/\/config\/servers\/vmservers\/vCenter2\.domain\.com$/) }],
    });
  });

  it('X-9, K-24: the example without Authorization reaches NetBackup as it is, and NetBackup’s 401 comes back', async () => {
    const { netBackup, connection } = await practice();
    const payload = payloadOf('COMMAND REQUEST, GET without Authorization');
    expect(await connection.command(payload)).toMatchObject({ responseCode: 401 });
    expect(callsTo(netBackup).map(({ target }) => target)).toEqual([`${vmServers}/vCenter1.domain.com`]);
  });

  it('X-5: when NetBackup forgets the token, its 401 comes back, and a new login helps', async () => {
    const relay = await practice();
    const jobs = (Authorization: string) =>
      relay.connection.command({ uri: '/netbackup/admin/jobs', method: 'GET', headers: { Authorization } });
    const first = await logIn(relay);
    expect((await jobs(first)).responseCode).toBe(200);
    relay.netBackup.sessions.expireTokens();
    expect((await jobs(first)).responseCode).toBe(401);
    expect((await jobs(await logIn(relay))).responseCode).toBe(200);
  });
});
