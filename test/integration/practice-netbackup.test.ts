import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fetchFrom } from '../support/practice-tools.ts';

let clock: ManualClock;
let netBackup: PracticeNetBackup;

beforeEach(async () => {
  clock = new ManualClock();
  netBackup = await PracticeNetBackup.start({ clock });
});
afterEach(() => netBackup.close());

const jsonType = { 'content-type': 'application/json' };
const vendor = (version: number) => `application/vnd.netbackup+json;version=${version}.0`;
const call = (path: string, options: { method?: string; headers?: Record<string, string>; body?: unknown } = {}) => {
  const { body, ...rest } = options;
  const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  return fetchFrom(`${netBackup.origin}${path}`, netBackup.caCertificate, { ...rest, ...text });
};
const withKey = (headers: Record<string, string> = {}) => ({
  headers: { authorization: netBackup.account.apiKey, ...headers },
});
const login = (password = netBackup.account.password) =>
  call('/netbackup/login', {
    method: 'POST',
    headers: jsonType,
    body: { userName: netBackup.account.userName, password },
  });
const list = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await call(path, withKey(headers));
  const json = answer.json as {
    data: { id: string; attributes: Record<string, unknown> }[];
    meta: { pagination: Record<string, unknown> };
  };
  return {
    status: answer.status,
    ids: json.data?.map(({ id }) => id),
    first: json.data?.[0],
    pagination: json.meta?.pagination,
  };
};
const page = (entries: Record<string, string | number>) =>
  Object.entries(entries)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');

describe('base', () => {
  test('ping needs no authentication and names the API version', async () => {
    const answer = await call('/netbackup/ping');
    expect(answer).toMatchObject({ status: 200, text: String(clock.now()) });
    expect(answer.headers['x-netbackup-api-version']).toBe('12.0');
  });

  test('the CA can be fetched, and vouches for the server', async () => {
    expect((await call('/netbackup/security/cacert')).json).toEqual({
      webRootCert: netBackup.caCertificate,
      cacert: [netBackup.caCertificate],
    });
  });

  test('the server is localhost, 127.0.0.1 and ::1', async () => {
    const port = new URL(netBackup.origin).port;
    const answer = await fetchFrom(`https://127.0.0.1:${port}/netbackup/ping`, netBackup.caCertificate);
    expect(answer.status).toBe(200);
  });

  test('login gives a token for a day; it goes raw into Authorization', async () => {
    const answer = await login();
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual({ token: expect.any(String), tokenType: 'BEARER', validity: 86_400 });
    const { token } = answer.json as { token: string };
    const jobs = (authorization: string) => call('/netbackup/admin/jobs', { headers: { authorization } });
    expect((await jobs(token)).status).toBe(200);
    expect((await jobs(`Bearer ${token}`)).status).toBe(401);
    await clock.advance(86_400_000);
    expect((await jobs(token)).status).toBe(401);
  });

  test('logout ends a token', async () => {
    const { token } = (await login()).json as { token: string };
    const headers = { authorization: token };
    expect((await call('/netbackup/logout', { method: 'POST', headers })).status).toBe(200);
    expect((await call('/netbackup/admin/jobs', { headers })).status).toBe(401);
  });

  test('errors have the vendor’s shape', async () => {
    const shape = {
      errorCode: expect.any(Number),
      errorMessage: expect.any(String),
      attributeErrors: {},
      errorDetails: expect.any(Array),
    };
    const cases: [number, ReturnType<typeof call>][] = [
      [401, login('wrong')],
      [401, call('/netbackup/admin/jobs')],
      [404, call('/netbackup/nothing', withKey())],
      [405, call('/netbackup/admin/jobs', { method: 'DELETE', ...withKey() })],
      [406, call('/netbackup/admin/jobs', withKey({ accept: vendor(13) }))],
      [415, call('/netbackup/login', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })],
      [400, call('/netbackup/login', { method: 'POST', headers: jsonType, body: '{' })],
      [400, call('/netbackup/admin/jobs?page[limit]=5', withKey())],
      [413, call('/netbackup/login', { method: 'POST', headers: jsonType, body: 'x'.repeat(1024 * 1024 + 1) })],
    ];
    for (const [status, answer] of cases) {
      const { status: actual, json } = await answer;
      expect(actual).toBe(status);
      expect(json).toEqual({ ...shape, errorCode: status });
    }
    expect((await call('/netbackup/login', { method: 'POST', headers: jsonType, body: {} })).json).toMatchObject({
      attributeErrors: { userName: expect.any(String), password: expect.any(String) },
    });
  });

  test('the answer is in the version that was asked for', async () => {
    const answer = await call('/netbackup/admin/jobs', withKey({ accept: vendor(10) }));
    expect(answer.headers['content-type']).toBe(vendor(10));
  });
});

describe('X-9 VMware servers', () => {
  const path = '/netbackup/config/servers/vmservers';
  const server = {
    serverName: 'vcenterServer1',
    proxyServerName: '',
    vmType: 'VMWARE_VIRTUAL_CENTER_SERVER',
    userId: 'administrator',
    password: 'password@123',
    port: 0,
  };
  const add = (body: unknown) => call(path, { method: 'POST', headers: { ...withKey().headers, ...jsonType }, body });

  test('GET one that exists', async () => {
    const { status, json } = await call(`${path}/vCenter2.domain.com`, withKey(jsonType));
    expect(status).toBe(200);
    expect(json).toEqual({
      vmServer: {
        serverName: 'vCenter2.domain.com',
        vmType: 'VMWARE_VIRTUAL_CENTER_SERVER',
        userId: 'root',
        password: '',
        port: 0,
        proxyServerName: '',
      },
      links: [{ rel: 'self', href: `${netBackup.origin}${path}/vCenter2.domain.com` }],
    });
  });

  test('K-24 the first example has no Authorization: 401', async () => {
    expect((await call(`${path}/vCenter1.domain.com`, { headers: jsonType })).status).toBe(401);
  });

  test('POST, GET, list, DELETE; a second POST is a 400; the password never comes back', async () => {
    expect((await add(server)).status).toBe(201);
    const again = await add({ ...server, serverName: 'VCENTERSERVER1' });
    expect(again).toMatchObject({
      status: 400,
      json: { errorMessage: 'Failed to parse the JSON body, or the entity already exists' },
    });
    const one = await call(`${path}/vcenterServer1`, withKey());
    expect(one.json).toMatchObject({ vmServer: { ...server, password: '' } });
    expect((await call(path, withKey())).text).not.toContain('password@123');
    expect((await call(`${path}/vcenterServer1`, { method: 'DELETE', ...withKey() })).status).toBe(204);
    expect((await call(`${path}/vcenterServer1`, withKey())).status).toBe(404);
    expect((await call(`${path}/vcenterServer1`, { method: 'DELETE', ...withKey() })).status).toBe(404);
  });

  test.each([
    [[]],
    ['text'],
    [{}],
    [{ ...server, port: '0' }],
    [{ ...server, vmType: 'X' }],
    [{ ...server, serverName: '' }],
  ])('refuses %j with 400', async (body) => {
    expect((await add(body)).status).toBe(400);
  });
});

describe('jobs', () => {
  test('newest first, 10 by default, as JSON:API', async () => {
    const { ids, first } = await list('/netbackup/admin/jobs');
    expect(ids).toEqual(['143', '142', '141', '140', '139', '138', '137', '136', '135', '134']);
    expect(first?.attributes).toMatchObject({
      jobId: 143,
      parentJobId: 0,
      jobType: 'RESTORE',
      state: 'DONE',
      status: 0,
    });
    expect(first?.attributes['startTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('cursors since API 9.0, offsets before', async () => {
    const one = await list(`/netbackup/admin/jobs?${page({ 'page[limit]': 3 })}`);
    const two = await list(
      `/netbackup/admin/jobs?${page({ 'page[limit]': 3, 'page[after]': String(one.pagination['next']) })}`,
    );
    expect(two.ids).toEqual(['140', '139', '138']);
    const old = await list(`/netbackup/admin/jobs?${page({ 'page[limit]': 3, 'page[offset]': 3 })}`, {
      accept: vendor(8),
    });
    expect(old.ids).toEqual(['140', '139', '138']);
    expect((await list(`/netbackup/admin/jobs?${page({ 'page[offset]': 3 })}`)).status).toBe(400);
    expect((await list(`/netbackup/admin/jobs?${page({ 'page[after]': 'x' })}`, { accept: vendor(8) })).status).toBe(
      400,
    );
  });

  test('filter and sort', async () => {
    netBackup.scenarios.startBackup();
    const since = new Date(clock.now()).toISOString();
    const running = await list(
      `/netbackup/admin/jobs?${page({ filter: `jobId gt 143 and lastUpdateTime ge ${since}`, sort: 'jobId' })}`,
    );
    expect(running.ids).toEqual(['144']);
    const restores = await list(
      `/netbackup/admin/jobs?${page({ filter: "jobType eq 'RESTORE' and state eq 'DONE'" })}`,
    );
    expect(restores.ids).toEqual(['143']);
  });

  test('one job', async () => {
    expect((await call('/netbackup/admin/jobs/143', withKey())).json).toMatchObject({
      data: { type: 'job', id: '143' },
    });
    expect((await call('/netbackup/admin/jobs/999', withKey())).status).toBe(404);
  });
});

describe('images', () => {
  const day = 24 * 60 * 60 * 1000;

  test('only the last 24 hours without a filter by backup time', async () => {
    netBackup.scenarios.startBackup();
    await clock.advance(10_000);
    const recent = await list('/netbackup/catalog/images');
    const expected = netBackup.master.images.filter(({ backupTime }) => backupTime >= clock.now() - day);
    expect(recent.ids.toSorted()).toEqual(expected.map(({ backupId }) => backupId).sort());
    expect(expected.length).toBeLessThan(netBackup.master.counts.images);
  });

  test('the whole catalogue by backup time, page by page', async () => {
    const filter = `backupTime ge ${new Date(clock.now() - 30 * day).toISOString()}`;
    const all = await list(`/netbackup/catalog/images?${page({ filter, 'page[limit]': 100 })}`);
    expect(all.ids).toHaveLength(netBackup.master.counts.images);
    const collected: string[] = [];
    for (let offset = 0; ; ) {
      const { ids, pagination } = await list(
        `/netbackup/catalog/images?${page({ filter, 'page[limit]': 3, 'page[offset]': offset })}`,
      );
      collected.push(...ids);
      if (pagination['next'] === undefined) break;
      offset = Number(pagination['next']);
    }
    expect(collected).toEqual(all.ids);
  });

  test('one image; 404 when it is gone (N-19)', async () => {
    const image = netBackup.master.images.find(({ clientName }) => clientName === 'localhost');
    const path = `/netbackup/catalog/images/${image?.backupId}`;
    expect((await call(path, withKey())).json).toMatchObject({
      data: { id: image?.backupId, attributes: { policyType: 'VMware', numCopies: 1 } },
    });
    netBackup.scenarios.startExpiry();
    await clock.advance(2000);
    expect((await call(path, withKey())).status).toBe(404);
  });
});

describe('outages and odd answers', () => {
  test('nothing listens during an outage; afterwards the same port does', async () => {
    const { origin } = netBackup;
    await netBackup.setOnline(false);
    await expect(call('/netbackup/ping')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await netBackup.setOnline(true);
    expect(netBackup.origin).toBe(origin);
    expect((await call('/netbackup/ping')).status).toBe(200);
  });

  test('tests can put an answer of their own, or none', async () => {
    netBackup.intercept = ({ target }) =>
      target.endsWith('/ping') ? 'cut' : { status: 302, headers: { location: '/elsewhere' } };
    await expect(call('/netbackup/ping')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await call('/netbackup/admin/jobs')).headers.location).toBe('/elsewhere');
    expect(netBackup.received.map(({ target }) => target)).toEqual(['/netbackup/ping', '/netbackup/admin/jobs']);
  });

  test('an answer that never comes does not stop the server from closing', async () => {
    netBackup.intercept = () => 'never';
    const answer = expect(call('/netbackup/ping')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await netBackup.changes.until('the request has arrived', () => netBackup.received.length === 1);
    await netBackup.close();
    await answer;
  });
});
