import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConsoleHost } from '../../electron/console-host.ts';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import type { DataFolder } from '../../electron/service/data-folder.ts';
import { asNbwssError } from '../../shared/error-catalogue.ts';
import type { ProxyInput } from '../../shared/proxy.ts';
import { openConf } from '../support/config-store.ts';
import { answerStatus, ConnectProxy } from '../support/connect-proxy.ts';
import { closedPort } from '../support/odd-servers.ts';
import { useServers } from '../support/open-servers.ts';
import { refusalOf } from '../support/refusal.ts';
import { filesIn } from '../support/saved-files.ts';
import { savedSecretsIn } from '../support/saved-secrets.ts';
import { ScriptedNetBackup } from '../support/scripted-netbackup.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A host name that only the proxy can resolve. */
const insideName = 'cloud.inside.example';

describe('decision 14: outbound connections through an HTTP proxy', () => {
  const { bench, cloud, closeLater } = useServers();
  const proxyServer = async () => closeLater(await ConnectProxy.start());
  const by = (proxy: ConnectProxy, change: Partial<ProxyInput> = {}): ProxyInput => ({
    mode: 'manual',
    url: proxy.url,
    user: '',
    bypass: '',
    ...change,
  });

  it('Validate, Add Host and the connection go through it, with the name for the proxy to resolve; it sees nothing of what is inside TLS, the token least of all', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud({ hostName: insideName, token: 'SENTINEL-token' });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    await console.add(ep1);
    await console.connected(insideName);
    const target = `${insideName}:${ep1.listener.port}`;
    expect(proxy.targets).toEqual([target, target, target]);
    expect(proxy.connections[0]?.head).toBe(
      `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\nConnection: keep-alive\r\n`,
    );
    expect(ep1.received.filter(({ kind }) => kind === 'message')).toHaveLength(1); // CONNECT with the token
    expect(proxy.passed.length).toBeGreaterThan(1000);
    expect(proxy.passed.includes('SENTINEL')).toBe(false);
    expect(proxy.passed.includes('upgrade: websocket')).toBe(false);
    expect(console.service.frame().proxy.inForce).toBe(
      `Connections go through the proxy ${proxy.url} (environment variable HTTPS_PROXY).`,
    );
  });

  it('the certificate is judged as without a proxy: nothing is sent to a server with another one', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud({ hostName: insideName });
    const console = bench({ environment: { https_proxy: proxy.url } });
    await console.add(ep1);
    await console.connected(insideName);
    console.service.endpoints.deactivate([insideName]);
    await ep1.listener.replaceCertificate(await makeCertificate({ commonName: insideName }));
    await expect(console.service.endpoints.activate([insideName])).rejects.toThrow('Unable to establish connection');
    expect(console.row(insideName).detail).toMatchObject({ kind: 'failed', cause: 'certificate-changed' });
    await ep1.changes.until('closed', () => ep1.listener.connections.every(({ closed }) => closed));
    expect(ep1.listener.connections.at(-1)?.bytesReceived).toBe(0);
  });

  it('NO_PROXY: a host that it names is reached directly, others are not', async () => {
    const proxy = await proxyServer();
    const near = await cloud({ hostName: 'localhost' });
    const far = await cloud({ hostName: insideName, groupId: 'far' });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost,127.0.0.0/8' } });
    await console.add(near);
    await console.add(far);
    await Promise.all([console.connected('localhost'), console.connected(insideName)]);
    expect(new Set(proxy.targets)).toEqual(new Set([`${insideName}:${far.listener.port}`]));
  });

  it('a loopback host goes through the proxy too when nothing exempts it', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud();
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    await console.add(ep1);
    await console.connected('localhost');
    expect(proxy.targets[0]).toBe(`localhost:${ep1.listener.port}`);
  });

  it('decision 33: the details download goes through it, and so does the certificate of the details server', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud({ token: 'SENTINEL-token' });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    const first = await console.service.details.validateUrl(ep1.detailsUrl, undefined);
    if (first.kind !== 'details-server') throw new Error('the details server was trusted');
    const second = await console.service.details.validateUrl(ep1.detailsUrl, first.certificate.pem);
    expect(second).toMatchObject({ kind: 'validated', validation: { details: ep1.details } });
    expect(proxy.connections).toHaveLength(ep1.listener.connections.length);
    expect(proxy.passed.includes('SENTINEL')).toBe(false);
  });

  it('decision 35: so does the fetch for Accept new certificate', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud({ hostName: insideName });
    const console = bench({ environment: { HTTPS_PROXY: proxy.url } });
    await console.add(ep1);
    await console.connected(insideName);
    const { presented } = await console.service.endpoints.presentedCertificate(insideName);
    await console.service.endpoints.acceptCertificate(insideName, presented.pem, 'certificate');
    await console.connected(insideName);
    expect(proxy.connections).toHaveLength(ep1.listener.connections.length);
  });

  it("NetBackup's REST API is reached without it: that is the inner network", async () => {
    const netBackup = closeLater(await ScriptedNetBackup.start((_request, response) => void response.end('{}')));
    const proxy = await proxyServer();
    const console = bench({ environment: { HTTPS_PROXY: proxy.url }, netBackup: netBackup.settings });
    await console.until('NetBackup was reached', () => console.service.frame().netBackup.state === 'ok');
    expect(proxy.connections).toEqual([]);
  });

  it('user information of HTTPS_PROXY becomes Basic credentials, and is never shown', async () => {
    const proxy = await proxyServer();
    const ep1 = await cloud({ hostName: insideName });
    const HTTPS_PROXY = `http://ursula:SENTINEL%40word@127.0.0.1:${proxy.port}`;
    const console = bench({ environment: { HTTPS_PROXY } });
    await console.add(ep1);
    await console.connected(insideName);
    expect(proxy.connections.map(({ credentials }) => credentials)).toEqual(Array(3).fill('ursula:SENTINEL@word'));
    console.service.endpoints.deactivate([insideName]);
    proxy.behaviour = answerStatus(407, 'Proxy-Authenticate: Basic realm="x"\r\n');
    const error = asNbwssError(
      await console.service.endpoints.activate([insideName]).catch((thrown: unknown) => thrown),
    );
    expect(error.report.causes.join()).toContain('did not accept the user name and password');
    const { service, logged } = console;
    const shown = JSON.stringify([service.frame(), service.rows(), logged, error.report, error.stack]);
    expect(shown).not.toMatch(/SENTINEL|ursula/);
    expect(JSON.stringify(filesIn(console.dataFolder))).not.toContain(Buffer.from('SENTINEL').toString('hex'));
  });

  describe('settings of the console', () => {
    it('user name and password: sealed, kept over a restart, kept or removed when it is set again, never shown', async () => {
      const proxy = await proxyServer();
      const ep1 = await cloud({ hostName: insideName });
      const dataFolder = tempFolder();
      const first = new ServiceBench({ dataFolder });
      first.service.configureProxy(by(proxy, { user: 'ursula', password: 'SENTINEL ü', bypass: ' a.example ' }));
      const shown = { ...by(proxy, { user: 'ursula', bypass: 'a.example' }), hasPassword: true };
      expect(first.service.frame().proxy).toMatchObject(shown);
      await first.add(ep1);
      await first.connected(insideName);
      await first.close();
      expect(savedSecretsIn(dataFolder)['password of the proxy']).toMatch(/^key-file-v2:/);

      const later = bench({ dataFolder, environment: { HTTPS_PROXY: 'http://other.example' } });
      expect(later.service.frame().proxy).toMatchObject(shown);
      await later.connected(insideName);
      expect(proxy.connections.map(({ credentials }) => credentials)).toEqual(Array(4).fill('ursula:SENTINEL ü'));
      later.service.configureProxy(by(proxy, { user: 'ursula' }));
      expect(later.service.frame().proxy.hasPassword).toBe(true);
      later.service.configureProxy(by(proxy, { user: 'ursula', password: '' }));
      expect(later.service.frame().proxy.hasPassword).toBe(false);
      await expectNextCredentials(later, proxy, 'ursula:');
      for (const { service, logged, dataFolder: folder } of [first, later]) {
        expect(JSON.stringify([service.frame(), service.rows(), logged])).not.toContain('SENTINEL');
        expect(JSON.stringify(filesIn(folder))).not.toContain(Buffer.from('SENTINEL').toString('hex'));
      }
    });

    it('decision 14: a saved password is kept only for the same URL and user, and never sent to another proxy', async () => {
      const [former, next] = [await proxyServer(), await proxyServer()];
      const ep1 = await cloud({ hostName: insideName });
      const console = bench();
      console.service.configureProxy(by(former, { user: 'alice', password: 'SENTINEL' }));
      await console.add(ep1);
      await console.connected(insideName);
      const before = [readFileSync(join(console.dataFolder, 'config.json'), 'utf8'), console.service.frame()];
      const others = [by(next, { user: 'mallory' }), by(next, { user: 'alice' }), by(former, { user: 'mallory' })];
      for (const other of others) {
        const { code, fields } = refusalOf(() => console.service.configureProxy(other));
        const why = 'must be given again: the saved one is kept only for the same URL and user';
        expect([code, fields]).toEqual(['proxyNotValid', { password: why }]);
      }
      expect([readFileSync(join(console.dataFolder, 'config.json'), 'utf8'), console.service.frame()]).toEqual(before);
      console.service.configureProxy(by(former, { user: 'alice', bypass: 'a.example' }));
      await expectNextCredentials(console, former, 'alice:SENTINEL');

      // Settings that use no password drop it: it does not come back with another user later.
      console.service.configureProxy(by(next));
      expect(console.service.frame().proxy.hasPassword).toBe(false);
      console.service.configureProxy(by(next, { user: 'mallory' }));
      await expectNextCredentials(console, next, 'mallory:');
      expect(next.passed.includes('SENTINEL')).toBe(false);
    });

    it('a changed proxy holds for the next connection; what is established stays', async () => {
      const [former, next] = [await proxyServer(), await proxyServer()];
      const ep1 = await cloud({ hostName: insideName });
      const console = bench({ environment: { HTTPS_PROXY: former.url } });
      await console.add(ep1);
      await console.connected(insideName);
      console.service.configureProxy(by(next));
      expect(console.row(insideName)).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
      expect(next.connections).toEqual([]);
      const before = former.connections.length;
      console.service.endpoints.reconnect([insideName]);
      await next.asked();
      await console.connected(insideName);
      expect(former.connections).toHaveLength(before);
    });

    it('what cannot be used is refused by field, and everything stays as it was', async () => {
      const proxy = await proxyServer();
      const console = bench();
      console.service.configureProxy(by(proxy, { user: 'ursula', password: 'word' }));
      const before = [filesIn(console.dataFolder), console.service.frame()];
      const bad = {
        url: 'http://a:SENTINEL@proxy.example',
        user: 'a\r\nX-Evil: 1',
        bypass: '/',
        password: 'a\nSENTINEL',
      };
      const { code, fields } = refusalOf(() => console.service.configureProxy(by(proxy, bad)));
      expect(code).toBe('proxyNotValid');
      expect(Object.keys(fields).sort()).toEqual(['bypass', 'password', 'url', 'user']);
      expect(JSON.stringify([fields, console.logged])).not.toContain('SENTINEL');
      expect([filesIn(console.dataFolder), console.service.frame()]).toEqual(before);
    });

    it('mode none: the environment counts no more', async () => {
      const ep1 = await cloud();
      const console = bench({ environment: { HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` } });
      console.service.configureProxy({ mode: 'none', url: '', user: '', bypass: '' });
      await console.add(ep1);
      await console.connected('localhost');
    });

    it('a password whose key is lost is a failure of the proxy: nothing goes out without it', async () => {
      const proxy = await proxyServer();
      const dataFolder = tempFolder();
      const first = new ServiceBench({ dataFolder });
      first.service.configureProxy(by(proxy, { user: 'ursula', password: 'word' }));
      await first.close();
      rmSync(join(dataFolder, 'vault.key'));
      const later = bench({ dataFolder });
      const ep1 = await cloud();
      const error = asNbwssError(
        await later.service.details.validateFile(ep1.details).catch((thrown: unknown) => thrown),
      );
      expect(error.report.causes.join()).toBe('The saved password of the proxy cannot be read');
      expect(later.service.frame().warnings).toEqual([
        expect.stringMatching(/^1 saved secret cannot be read\. The key file that it was sealed with /),
        'The saved password of the proxy cannot be read.',
      ]);
      expect([proxy.connections, ep1.listener.connections]).toEqual([[], []]);
    });
  });

  it('practice mode: no proxy, whatever is set, and none can be set', async () => {
    const ep1 = await cloud();
    const console = bench({ environment: 'no proxy' });
    await console.add(ep1);
    await console.connected('localhost');
    expect(console.service.frame().proxy).toMatchObject({ mode: 'none', hasPassword: false });
    const settings: ProxyInput = { mode: 'environment', url: '', user: '', bypass: '' };
    expect(refusalOf(() => console.service.configureProxy(settings)).code).toBe('notPossible');
  });

  it('practice mode of a host: its service never sees the environment; the real service does', async () => {
    const report = (line: string) => {
      throw new Error(line);
    };
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` };
    const sealers = (folder: DataFolder) => [new KeyFileSealer(folder.vaultKey)] as const;
    const dataFolder = join(tempFolder(), 'data');
    const host = new ConsoleHost({
      version: '1',
      logLevel: undefined,
      dataFolder,
      openConfigStore: openConf,
      sealers,
      environment,
      report,
    });
    closeLater({ close: () => host.stop() });
    await host.start(true); // adds an endpoint, which fails when the dead proxy is asked
    expect(host.service.frame().proxy.inForce).toBe('Practice mode stays on this computer: it uses no proxy.');
    await host.leavePractice();
    expect(host.service.frame().proxy.inForce).toContain(environment.HTTPS_PROXY);
  });

  /** The next connection shows these credentials to the proxy. */
  async function expectNextCredentials(console: ServiceBench, proxy: ConnectProxy, credentials: string) {
    const before = proxy.connections.length;
    console.service.endpoints.reconnect([insideName]);
    expect((await proxy.asked(before)).credentials).toBe(credentials);
    await console.connected(insideName);
  }
});
