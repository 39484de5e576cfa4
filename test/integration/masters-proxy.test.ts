import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ConsoleHost } from '../../electron/console-host.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import type { DataFolder } from '../../electron/service/data-folder.ts';
import { chooseProxy, type Environment } from '../../electron/service/tls/proxy.ts';
import type { GivenMaster, MasterTestStep } from '../../shared/masters.ts';
import { defaultProxySettings } from '../../shared/proxy.ts';
import { openConf } from '../support/config-store.ts';
import { answerStatus, ConnectProxy } from '../support/connect-proxy.ts';
import { MasterBench } from '../support/master-bench.ts';
import { answers, givenNetBackup, settingsOf } from '../support/master-servers.ts';
import { closedPort } from '../support/odd-servers.ts';
import { useServers } from '../support/open-servers.ts';
import { ScriptedNetBackup } from '../support/scripted-netbackup.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('decision 14: master servers elsewhere through an HTTP proxy', () => {
  const { closeLater } = useServers();
  let bench: MasterBench | undefined;
  afterEach(async () => {
    await bench?.close();
    bench = undefined;
  });

  const servers = async () => ({
    proxy: closeLater(await ConnectProxy.start()),
    netBackup: closeLater(await PracticeNetBackup.start()),
  });
  const openBench = (environment: Environment) => {
    const { route } = chooseProxy(defaultProxySettings, () => '', environment);
    bench = new MasterBench(route);
    return bench;
  };
  const givenBy = (netBackup: PracticeNetBackup): GivenMaster =>
    givenNetBackup('site', settingsOf(netBackup), {
      credentials: { kind: 'api-key', apiKey: netBackup.account.apiKey },
    });
  const stepsOf = async (opened: MasterBench, given: GivenMaster): Promise<MasterTestStep[]> => {
    const steps: MasterTestStep[] = [];
    for await (const step of opened.masters.test(undefined, given)) steps.push(step);
    return steps;
  };

  it('the certificate, the test and each question go through it; it sees nothing of what is inside TLS, the API key least of all', async () => {
    const { proxy, netBackup } = await servers();
    const opened = openBench({ HTTPS_PROXY: proxy.url });
    const { host } = new URL(netBackup.origin);
    const presented = await opened.masters.fetchCertificate('NetBackup', netBackup.origin);
    expect(presented.ca?.problem).toBeNull();
    const fetched = proxy.targets.length;
    const steps = await stepsOf(opened, givenBy(netBackup));
    expect(steps.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    expect(steps.map(({ step }) => step).slice(0, 4)).toEqual(['name-resolution', 'tcp', 'proxy', 'tls']);
    const tested = proxy.targets.length;
    const channel = opened.channel(opened.add(givenBy(netBackup)));
    await channel.until('its list', ({ frame }) => frame.service.state === 'ready');
    expect([fetched, tested - fetched, proxy.targets.length - tested].every((count) => count > 0)).toBe(true);
    // The step "TCP" asks the proxy for nothing.
    expect(new Set(proxy.targets.filter((target) => target !== ''))).toEqual(new Set([host]));
    // Whatever reached NetBackup came through the proxy.
    expect(netBackup.listener.connections.length).toBeLessThanOrEqual(proxy.connections.length);
    expect(proxy.passed.length).toBeGreaterThan(1000);
    expect(proxy.passed.includes(netBackup.account.apiKey)).toBe(false);
  });

  it('NO_PROXY names those that are reached directly, and then there is no step of a proxy', async () => {
    const { proxy, netBackup } = await servers();
    const opened = openBench({ HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost' });
    const steps = await stepsOf(opened, givenBy(netBackup));
    expect(steps.map(({ step }) => step)).not.toContain('proxy');
    const channel = opened.channel(opened.add(givenBy(netBackup)));
    await channel.until('its list', ({ frame }) => frame.service.state === 'ready');
    expect(proxy.connections).toEqual([]);
  });

  it('one that refuses is named, with what to do; nothing goes round it', async () => {
    const { proxy, netBackup } = await servers();
    proxy.behaviour = answerStatus(403);
    const opened = openBench({ HTTPS_PROXY: proxy.url });
    const steps = await stepsOf(opened, givenBy(netBackup));
    const failed = steps.find(({ verdict }) => verdict === 'failed');
    expect(failed).toMatchObject({ step: 'proxy', advice: [expect.stringContaining('hosts without proxy')] });
    const id = opened.add(givenBy(netBackup));
    await opened.until('it fails', () => opened.hasStates({ [id]: 'failing' }));
    expect(opened.status(id).problem?.code).toBe('masterNotReached');
    expect(opened.status(id).problem?.causes.join()).toContain('proxy');
    await expect(opened.masters.fetchCertificate('NetBackup', netBackup.origin)).rejects.toMatchObject({
      code: 'masterNotReached',
    });
    expect(netBackup.received).toEqual([]);
  });

  it('plain HTTP, which is for a tunnel on this computer, goes directly', async () => {
    const proxy = closeLater(await ConnectProxy.start());
    const opened = openBench({ HTTPS_PROXY: proxy.url });
    const dead = `http://127.0.0.1:${await closedPort()}`;
    const credentials = { kind: 'token' as const, token: 'a-token-that-nobody-has' };
    const { trust: _none, ...rest } = givenNetBackup('tunnel', { baseUrl: dead, caCertificate: '' });
    const given: GivenMaster = { ...rest, kind: 'headless host', credentials };
    const failed = (await stepsOf(opened, given)).find(({ verdict }) => verdict === 'failed');
    expect(failed?.step).toBe('tcp');
    // Nothing of NetBackup is on the way to a headless host.
    expect(failed?.advice.join(' ')).toContain('tunnel');
    expect(failed?.advice.join(' ')).not.toMatch(/NetBackup|1556|nbwmc/);
    expect(proxy.connections).toEqual([]);
  });

  it('the console takes the proxy that is set on this computer', async () => {
    const proxy = closeLater(await ConnectProxy.start());
    const netBackup = closeLater(await ScriptedNetBackup.start(answers(200, [])));
    const host = new ConsoleHost({
      version: '1',
      logLevel: undefined,
      dataFolder: join(tempFolder(), 'data'),
      openConfigStore: openConf,
      sealers: (folder: DataFolder) => [new KeyFileSealer(folder.vaultKey)] as const,
      environment: { HTTPS_PROXY: proxy.url },
      report: () => undefined,
    });
    closeLater({ close: () => host.stop() });
    await host.start(false);
    const { baseUrl } = netBackup.settings;
    await host.masters.fetchCertificate('headless host', baseUrl);
    expect(proxy.targets).toEqual([new URL(baseUrl).host]);
    host.ownService.configureProxy({ mode: 'none', url: '', user: '', bypass: '' });
    await host.masters.fetchCertificate('headless host', baseUrl);
    expect(proxy.targets).toHaveLength(1);
  });
});
