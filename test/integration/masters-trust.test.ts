import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { reportOf } from '../../renderer/client/problem.ts';
import { errorCatalogue } from '../../shared/error-catalogue.ts';
import type { GivenMaster, MasterTestStep } from '../../shared/masters.ts';
import { MasterBench } from '../support/master-bench.ts';
import { answers, apiKey, givenNetBackup, hostObject, settingsOf } from '../support/master-servers.ts';
import { useServers } from '../support/open-servers.ts';
import { refusalOf } from '../support/refusal.ts';
import { ScriptedNetBackup } from '../support/scripted-netbackup.ts';

const secret = 'sentinel-secret-51c0ffee-of-a-master-server';
const credentials: Record<string, Pick<GivenMaster, 'kind' | 'credentials'>> = {
  'API key': { kind: 'NetBackup', credentials: { kind: 'api-key', apiKey: secret } },
  login: {
    kind: 'NetBackup',
    credentials: { kind: 'password', userName: 'admin', domainName: '', domainType: 'unixpwd', password: secret },
  },
  'token of a headless host': { kind: 'headless host', credentials: { kind: 'token', token: secret } },
};

describe('decision 35: nothing is sent to a master server with another certificate than the accepted one', () => {
  const { closeLater, cloud } = useServers();
  let bench: MasterBench;
  afterEach(() => bench.close());
  const start = async () => closeLater(await PracticeNetBackup.start());

  it.each(
    Object.keys(credentials).flatMap((account) => [
      [account, 'issuer'],
      [account, 'certificate'],
    ]),
  )('%s, trust %s: the impostor hears nothing, whatever is asked', async (account, trust) => {
    bench = new MasterBench();
    const real = await start();
    const impostor = await start();
    const application = await cloud();
    const presented = await bench.masters.fetchCertificate('NetBackup', real.origin);
    const certificate = trust === 'issuer' ? presented.ca?.certificate.pem : presented.server?.pem;
    const given = givenNetBackup('site', settingsOf(impostor), {
      ...credentials[account ?? ''],
      trust: { trust: trust === 'issuer' ? 'issuer' : 'certificate', certificate: certificate ?? '' },
    });
    const id = bench.add(given);
    const channel = bench.channel(id);
    const { client } = channel;
    const refused = { code: 'masterNotTrusted' };
    expect(await client.state.retry().catch(reportOf)).toMatchObject(refused);
    const { details } = application;
    const pem = application.listener.identity.certificate;
    expect(await client.details.validateFile({ details }).catch(reportOf)).toMatchObject(refused);
    expect(
      await client.endpoints.add({ details, certificate: pem, trust: 'certificate' }).catch(reportOf),
    ).toMatchObject(refused);
    expect(await client.endpoints.activate({ hostNames: ['a', 'b'] }).catch(reportOf)).toMatchObject(refused);
    const steps: MasterTestStep[] = [];
    for await (const step of bench.masters.test(id, given)) steps.push(step);
    expect(steps.map(({ step, verdict }) => `${step} ${verdict}`)).toEqual([
      'name-resolution passed',
      'tcp passed',
      'tls passed',
      'certificate failed',
      'ping not tried',
      'api-version not tried',
      'credentials not tried',
      'list not tried',
    ]);
    expect(impostor.received).toEqual([]);
    await channel.until('the problem is told', ({ frame }) => frame.master.problem?.code === 'masterNotTrusted');
    expect(JSON.stringify([bench.logged, channel.state, steps])).not.toContain(secret);
  });

  it('the new certificate is accepted by the administrator, and then it is asked', async () => {
    bench = new MasterBench();
    const former = await start();
    const renewed = await start();
    const id = bench.add(
      givenNetBackup(
        'site',
        { baseUrl: renewed.origin, caCertificate: former.caCertificate },
        {
          credentials: { kind: 'api-key', apiKey: renewed.account.apiKey },
        },
      ),
    );
    await bench.until('it is refused', () => bench.hasStates({ [id]: 'failing' }));
    const { ca } = await bench.masters.fetchCertificate('NetBackup', renewed.origin);
    bench.masters.acceptCertificate(id, { trust: 'issuer', certificate: ca?.certificate.pem ?? '' });
    await bench.until('it answers', () => bench.hasStates({ [id]: 'ok' }));
  });
});

describe('decision 42: secrets of master servers', () => {
  const { closeLater } = useServers();
  let bench: MasterBench;
  afterEach(() => bench.close());
  const scripted = async () => closeLater(await ScriptedNetBackup.start(answers(200, [hostObject()])));

  it('are sealed on the disk, and neither in the overview, a frame nor the log', async () => {
    bench = new MasterBench();
    const { settings } = await scripted();
    const id = bench.add(givenNetBackup('site', settings));
    const channel = bench.channel(id);
    await channel.until('its list', ({ endpoints }) => endpoints.length === 1);
    await bench.until('it answers', () => bench.hasStates({ [id]: 'ok' }));
    const told = JSON.stringify([bench.status(id), channel.state, bench.logged]);
    expect(told).not.toContain(apiKey);
    for (const file of ['config.json', 'vault.json'])
      expect(readFileSync(join(bench.folder, file), 'utf8')).not.toContain(apiKey);
  });

  it('one is kept for the same address only, and so is the certificate', async () => {
    bench = new MasterBench();
    const { settings } = await scripted();
    const id = bench.add(givenNetBackup('site', settings));
    const { trust: _trust, ...kept } = givenNetBackup('site', settings, { credentials: { kind: 'api-key' } });
    bench.masters.edit(id, { ...kept, name: 'renamed' });
    const elsewhere = { ...kept, origin: 'https://elsewhere.example' };
    expect(refusalOf(() => bench.masters.edit(id, elsewhere))).toMatchObject({
      code: 'masterNotValid',
      fields: { apiKey: expect.any(String) },
    });
    const withKey = { ...elsewhere, credentials: { kind: 'api-key' as const, apiKey } };
    expect(refusalOf(() => bench.masters.edit(id, withKey))).toMatchObject({ fields: { trust: expect.any(String) } });
    expect(bench.settings.list().map(({ name, origin }) => [name, origin])).toEqual([['renamed', settings.baseUrl]]);
  });

  it('an address that was changed by hand does not get it, and nothing is asked there', async () => {
    bench = new MasterBench();
    const first = await scripted();
    const second = await scripted();
    const id = bench.add(givenNetBackup('site', first.settings));
    const file = join(bench.folder, 'config.json');
    const text = readFileSync(file, 'utf8').replace(
      `"origin": "${first.settings.baseUrl}"`,
      `"origin": "${second.settings.baseUrl}"`,
    );
    writeFileSync(file, text);
    bench.settings = bench.openSettings();
    bench.masters.changed();
    await bench.until('it is refused', () => bench.hasStates({ [id]: 'failing' }));
    expect(bench.status(id).problem?.code).toBe('masterCredentialsNotRead');
    expect([first.requests, second.requests]).toEqual([[], []]);
  });

  it('one that cannot be read is a state with a remedy: it is entered again', async () => {
    bench = new MasterBench();
    const { settings } = await scripted();
    const id = bench.add(givenNetBackup('site', settings));
    rmSync(join(bench.folder, 'vault.key'));
    bench.settings = bench.openSettings();
    bench.masters.changed();
    await bench.until('it is refused', () => bench.hasStates({ [id]: 'failing' }));
    const { problem } = bench.status(id);
    expect(problem?.code).toBe('masterCredentialsNotRead');
    expect(errorCatalogue.masterCredentialsNotRead.remedy).toBe('edit-master');
    const again = givenNetBackup('site', settings, { credentials: { kind: 'api-key' } });
    expect(refusalOf(() => bench.masters.edit(id, again)).fields).toHaveProperty('apiKey');
    bench.masters.edit(id, givenNetBackup('site', settings));
    await bench.until('it answers', () => bench.hasStates({ [id]: 'ok' }));
  });

  it('go with the master server that is removed', async () => {
    bench = new MasterBench();
    const { settings } = await scripted();
    const id = bench.add(givenNetBackup('site', settings));
    const vault = () => readFileSync(join(bench.folder, 'vault.json'), 'utf8');
    expect(vault()).toContain('credentials of master server');
    bench.masters.remove([id]);
    expect(vault()).not.toContain('credentials of master server');
    expect(bench.masters.backend(id)).toBeUndefined();
    expect(refusalOf(() => bench.masters.rename(id, 'x')).code).toBe('masterNotFound');
  });
});
