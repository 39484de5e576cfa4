import { afterEach, describe, expect, it } from 'vitest';
import type { NetBackupOptions } from '../../electron/practice/netbackup-server.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { reportOf } from '../../renderer/client/problem.ts';
import { type ErrorReport, errorCatalogue } from '../../shared/error-catalogue.ts';
import type { GivenMaster } from '../../shared/masters.ts';
import { MasterBench } from '../support/master-bench.ts';
import { givenNetBackup, settingsOf } from '../support/master-servers.ts';
import { useServers } from '../support/open-servers.ts';

const base = '/netbackup/config/servers/wssendpoints';
const trust = 'certificate' as const;

/** The report of a call that has to be refused. */
async function refused(call: Promise<unknown>): Promise<ErrorReport> {
  const report = await call.then(() => undefined, reportOf);
  if (!report) throw new Error('it was not refused');
  return report;
}

describe('issue 10: a NetBackup master server by wssendpoints', () => {
  const { closeLater, cloud } = useServers();
  let bench: MasterBench;
  afterEach(() => bench.close());

  const open = async (options: NetBackupOptions = {}, change: Partial<GivenMaster> = {}) => {
    bench = new MasterBench();
    const netBackup = closeLater(await PracticeNetBackup.start(options));
    const credentials = { kind: 'api-key' as const, apiKey: netBackup.account.apiKey };
    const id = bench.add(givenNetBackup('site', settingsOf(netBackup), { credentials, ...change }));
    const channel = bench.channel(id);
    const lists = () => netBackup.received.filter(({ method, target }) => method === 'GET' && target === base);
    const calls = () =>
      netBackup.received
        .filter(({ target }) => target.startsWith(base))
        .map(({ method, target }) => `${method} ${target.slice(base.length)}`);
    await channel.until('an empty list', ({ frame }) => frame.service.state !== 'starting');
    return { netBackup, channel, client: channel.client, lists, calls };
  };
  type Opened = Awaited<ReturnType<typeof open>>;

  const addTo = async ({ client, channel }: Opened, options: { hostName?: string; priority?: number } = {}) => {
    const application = await cloud({ hostName: 'localhost', ...options });
    const { details } = application;
    const { certificate } = await client.details.validateFile({ details });
    await client.endpoints.add({ details, certificate: certificate.pem, trust });
    await channel.rowIs(details.hostName, { state: 'ACTIVATED' });
    return application;
  };

  it.each([3, 9, 10, 12, 13, 14])('speaks version %d.0 where that is its newest', async (apiVersion) => {
    const opened = await open({ apiVersion });
    const application = await addTo(opened);
    const { channel, client, netBackup, lists } = opened;
    expect(channel.frame).toMatchObject({
      version: `API ${apiVersion}.0`,
      netBackup: { state: 'ok', apiVersion: `${apiVersion}.0` },
    });
    expect(lists().at(-1)?.headers['accept']).toBe(`application/vnd.netbackup+json;version=${apiVersion}.0`);
    await netBackup.changes.until('it is connected', () => application.connected);
    await application.setOnline(false);
    await netBackup.changes.until('it is disconnected', () => !application.connected);
    await client.state.retry();
    await channel.rowIs('localhost', {
      connectionState: 'DISCONNECTED',
      closeStatus: apiVersion < 12 ? null : 'GOING_AWAY', // since 10.5
    });
  });

  it('speaks 14.0, the newest that is known here, with a newer one, and an older one where that is refused', async () => {
    const { channel, netBackup, client } = await open({ apiVersion: 16 });
    expect(channel.frame.version).toBe('API 14.0');
    netBackup.intercept = ({ headers, target }) =>
      target === base && !headers['accept']?.includes('version=11.0') ? { status: 406, body: {} } : undefined;
    await client.state.retry();
    await channel.until('the version', ({ frame }) => frame.version === 'API 11.0');
  });

  it('asks each 10 seconds unless it is set otherwise, and right after each action', async () => {
    const opened = await open({}, { pollSeconds: 60 });
    const { lists, channel, client } = opened;
    const asked = lists().length;
    await addTo(opened);
    expect(lists().length).toBe(asked + 1);
    await client.endpoints.deactivate({ hostNames: ['localhost'] });
    expect(lists().length).toBe(asked + 2);
    expect(channel.frame.master.pollSeconds).toBe(60);
    const before = lists().length;
    await bench.clock.advance(59_000);
    expect(lists().length).toBe(before);
    await bench.clock.advance(2_000);
    await channel.until('asked again', () => lists().length === before + 1);
  });

  it('a login: one token for all, renewed before its end, and once more after a 401', async () => {
    bench = new MasterBench();
    const netBackup = closeLater(await PracticeNetBackup.start({ clock: bench.clock, tokenValidity: 3600 }));
    const { userName, password } = netBackup.account;
    const credentials = {
      kind: 'password' as const,
      userName,
      password,
      domainName: '',
      domainType: 'unixpwd' as const,
    };
    const id = bench.add(givenNetBackup('site', settingsOf(netBackup), { credentials }));
    const channel = bench.channel(id);
    const { client } = channel;
    const logins = () => netBackup.received.filter(({ target }) => target === '/netbackup/login').length;
    await channel.until('its list', ({ frame }) => frame.service.state === 'ready');
    await client.state.retry();
    expect(logins()).toBe(1);
    await channel.close();
    await bench.clock.advance(3_300_000); // a tenth of its validity before the end
    const later = bench.channel(id);
    await later.until('asked with a renewed token', () => logins() === 2);
    netBackup.sessions.expireTokens();
    await client.state.retry();
    expect(logins()).toBe(3);
    const open = netBackup.sessions.open;
    await bench.masters.stop();
    expect(netBackup.sessions.open).toBe(open - 1); // logged out
  });

  it.each(
    (
      [
        'noConnection',
        'alreadyExists',
        'notFound',
        'storeNotWritten',
        'certificateDiffers',
        'certificateNotRemoved',
      ] as const
    ).map((code) => [code, errorCatalogue[code].lines[0].replace('<host>', 'cloud.example')] as const),
  )('its errorMessage is found in the catalogue: %s', async (code, message) => {
    const { netBackup, client } = await open();
    netBackup.intercept = ({ target }) =>
      target === `${base}/update`
        ? { status: 500, body: { errorCode: 5, errorMessage: `${message}.`, errorDetails: ['more of it'] } }
        : undefined;
    const report = await refused(client.endpoints.activate({ hostNames: ['x'] }));
    expect(report).toMatchObject({ code, lines: [message], causes: ['more of it'] });
    expect(report.actions.join(' ')).not.toContain('config.json'); // that is not here
    expect(report.actions).not.toEqual([]);
  });

  it('an errorMessage that nobody knows is shown as it is: on one line, cut, and without secrets', async () => {
    const { netBackup, client } = await open();
    const key = netBackup.account.apiKey;
    netBackup.intercept = ({ target }) =>
      target === `${base}/update`
        ? { status: 400, body: { errorMessage: `<b>Quota</b>\r\n\u0007 of ${key} is used up. ${'x'.repeat(5000)}` } }
        : undefined;
    const report = await refused(client.endpoints.activate({ hostNames: ['x'] }));
    expect(report).toMatchObject({ code: 'masterRefused', causes: ['Status 400.'] });
    expect(report.lines[0]).toMatch(/^<b>Quota<\/b> of \*\*\* is used up\. x+$/);
    expect(report.lines[0]?.length).toBeLessThanOrEqual(500);
  });

  it('of several endpoints each that failed is named, and the others are done', async () => {
    const opened = await open();
    await addTo(opened);
    const { client, channel } = opened;
    const hostNames = ['nowhere.example', 'localhost', 'neither.example'];
    const report = await refused(client.endpoints.deactivate({ hostNames }));
    expect(report.code).toBe('notFound');
    expect(report.causes).toEqual([
      expect.stringMatching(/^nowhere\.example: no entity/),
      expect.stringMatching(/^neither\.example: no entity/),
    ]);
    await channel.rowIs('localhost', { state: 'DEACTIVATED' });
  });

  it('what it does not offer is refused, and the capabilities say so', async () => {
    const { client, channel } = await open();
    const { capabilities } = channel.frame;
    const { run, diagnose, commandPolicy, masters, renew, notifications } = capabilities;
    expect({ run, diagnose, commandPolicy, masters, renew, notifications }).toEqual({
      run: false,
      diagnose: false,
      commandPolicy: false,
      masters: false,
      renew: 'delete and add',
      notifications: 'none',
    });
    const refusals = [
      client.connectionProcess.run(),
      client.endpoints.reconnect({ hostNames: ['x'] }),
      client.endpoints.setCommandPolicy({ hostNames: ['x'], policy: { kind: 'read-only' } }),
      client.masters.remove({ ids: ['x'] }),
      client.practice.start(),
      client.properties.set({ changes: {} }),
      client.desktop.quit(),
    ];
    for (const refusal of refusals) expect(await refusal.catch(reportOf)).toMatchObject({ code: 'notPossible' });
  });

  describe('decision 38: renew is delete and add', () => {
    const renewed = async ({ client }: Opened, { details }: Awaited<ReturnType<typeof addTo>>, priority = 9) => {
      const changed = { ...details, priority };
      const { certificate } = await client.details.validateFile({ details: changed, renews: details.hostName });
      return { hostName: details.hostName, details: changed, certificate: certificate.pem, trust };
    };

    it('validates first, then deletes, then adds; what was deactivated is so again', async () => {
      const opened = await open();
      const application = await addTo(opened);
      const { client, channel, calls } = opened;
      await client.endpoints.deactivate({ hostNames: ['localhost'] });
      const given = await renewed(opened, application);
      const before = calls().length;
      await client.endpoints.renew(given);
      expect(calls().slice(before)).toEqual([
        'POST /validatehost',
        'DELETE /localhost',
        'POST /save',
        'POST /update',
        'GET ',
      ]);
      await channel.rowIs('localhost', { priority: 9, state: 'DEACTIVATED' });
    });

    it('deletes nothing when the validation fails, or shows another certificate', async () => {
      const opened = await open();
      const application = await addTo(opened);
      const { client, channel, calls } = opened;
      const given = await renewed(opened, application);
      const other = await cloud({ hostName: '127.0.0.1' });
      const wrong = { ...given, certificate: other.listener.identity.certificate };
      expect(await client.endpoints.renew(wrong).catch(reportOf)).toMatchObject({ code: 'certificateDiffers' });
      await application.setOnline(false);
      expect(await client.endpoints.renew(given).catch(reportOf)).toMatchObject({ code: 'noConnection' });
      expect(calls().filter((call) => call.startsWith('DELETE'))).toEqual([]);
      await channel.rowIs('localhost', { priority: 1 });
    });

    it('says what stands when adding fails, and goes on with it when it is tried again', async () => {
      const opened = await open();
      const application = await addTo(opened);
      const { client, channel, netBackup } = opened;
      const given = await renewed(opened, application);
      netBackup.intercept = ({ target }) =>
        target === `${base}/save`
          ? { status: 500, body: { errorMessage: 'Communication with EMM failed' } }
          : undefined;
      const report = await refused(client.endpoints.renew(given));
      expect(report).toMatchObject({
        code: 'renewNotFinished',
        lines: ['The endpoint was deleted, but not added again'],
      });
      expect(report.causes).toEqual([
        'Communication with EMM failed',
        `Deleted: localhost, group sg1, priority 1, ${application.details.url}, ACTIVATED.`,
      ]);
      expect(JSON.stringify(report)).not.toContain(application.details.token);
      await channel.until('the row is gone', ({ endpoints }) => endpoints.length === 0);
      netBackup.intercept = () => undefined;
      await client.endpoints.renew(given);
      await channel.rowIs('localhost', { priority: 9, state: 'ACTIVATED' });
    });

    it('an answer that is lost says nothing: the list tells what was done', async () => {
      const opened = await open();
      const application = await addTo(opened);
      const { client, channel, netBackup } = opened;
      const given = await renewed(opened, application);
      netBackup.intercept = ({ method }) => (method === 'DELETE' ? 'cut' : undefined);
      expect(await client.endpoints.renew(given).catch(reportOf)).toMatchObject({ code: 'masterNotReached' });
      await channel.rowIs('localhost', { priority: 1 });
    });
  });
});
