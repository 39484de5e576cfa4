import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { systemClock } from '../../electron/service/clock.ts';
import { confirmCertificate } from '../../electron/service/credentials/validation.ts';
import type { ClientCertificateInput } from '../../shared/client-certificate.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { asNbwssError, type ErrorReport } from '../../shared/error-catalogue.ts';
import { type MutualTlsOptions, MutualTlsServer } from '../support/mutual-tls-server.ts';
import { useServers } from '../support/open-servers.ts';
import { filesIn, savedFilesIn } from '../support/saved-files.ts';
import { changeSecretsIn, savedSecretsIn } from '../support/saved-secrets.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const host = 'localhost';
const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const settled = (action: Promise<unknown>): Promise<ErrorReport> =>
  action.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: unknown) => asNbwssError(error).report,
  );

/** What is saved of secrets, by name. */
const vaultOf = ({ dataFolder }: ServiceBench) => savedSecretsIn(dataFolder);

describe('client certificates: a server that asks for one is shown that of its endpoint', () => {
  const { bench, cloud, closeLater } = useServers();
  let authority: Identity;
  let stranger: Identity;
  let first: Identity;
  let second: Identity;
  beforeAll(async () => {
    authority = await makeCertificate({ commonName: 'Client CA', purpose: 'authority' });
    stranger = await makeCertificate({ commonName: 'Stranger CA', purpose: 'authority' });
    first = await makeCertificate({ commonName: 'first', purpose: 'client', issuer: authority });
    second = await makeCertificate({ commonName: 'second', purpose: 'client', issuer: authority });
  });
  const given = ({ certificate, privateKey }: Identity): ClientCertificateInput => ({ pem: certificate + privateKey });
  const front = async (application: PracticeCloudApplication, options: Partial<MutualTlsOptions> = {}) =>
    closeLater(await MutualTlsServer.start(application, { version: 'TLSv1.3', authority, ...options }));
  const add = async ({ service }: ServiceBench, details: EndpointDetails, client?: ClientCertificateInput) => {
    const { certificate } = await service.details.validateFile(details, undefined, client);
    return service.endpoints.add(details, certificate.pem, 'certificate', client);
  };
  const renew = async (
    { service, clock }: ServiceBench,
    details: EndpointDetails,
    client?: ClientCertificateInput | null,
  ) => {
    await clock.advance(1000); // two renewals are told apart by their time
    const { certificate } = await service.details.validateFile(details, host, client);
    return service.endpoints.renew(host, details, certificate.pem, 'certificate', client);
  };
  /** An endpoint whose server lets everybody in is added; then it lets in only who has a certificate of the authority. */
  async function becomesStrict(
    console: ServiceBench,
    application: PracticeCloudApplication,
    version: MutualTlsOptions['version'],
    client: ClientCertificateInput | undefined,
  ): Promise<void> {
    const open = await front(application, { version, optional: true });
    const { details, identity, port } = open;
    await add(console, details, client);
    await console.connected(host);
    await open.close();
    await console.until('it is lost', () => console.row(host).closeStatus !== null);
    const strict = await front(application, { version, identity, port });
    console.service.runNow();
    await console.until('it is tried', () => strict.connections === 1);
    await console.until('it is refused', () => !/network/.test(console.row(host).lastError ?? ''));
    expect(strict.shown).toEqual([]);
  }
  /** Waits until the application has been told the token once more. */
  const connectedAgain = async (console: ServiceBench, application: PracticeCloudApplication, times: number) => {
    await application.changes.until(
      'CONNECT',
      () => application.received.filter(({ kind }) => kind === 'message').length >= times,
    );
    await console.connected(host);
  };

  describe.each(versions)('%s', (version) => {
    it('Validate, Add Host and the connection show it; the row tells what is public of it', async () => {
      const ep1 = await cloud();
      const server = await front(ep1, { version });
      const console = bench();
      await add(console, server.details, given(first));
      await console.connected(host);
      expect(new Set(server.shown)).toEqual(new Set(['first']));
      expect(console.row(host).clientCertificate).toEqual({
        subject: 'CN=first',
        issuer: 'CN=Client CA',
        validTo: expect.any(Number),
      });
    });

    it('without one: the cause of the failure is the client certificate', async () => {
      const ep1 = await cloud();
      const console = bench();
      await becomesStrict(console, ep1, version, undefined);
      const alert = version === 'TLSv1.2' ? 'HANDSHAKE_FAILURE' : 'CERTIFICATE_REQUIRED';
      expect(console.row(host).detail).toEqual({
        kind: 'failed',
        cause: 'client-certificate',
        text: `the server did not accept this side's client certificate, or wants one (${alert})`,
      });
      expect(console.row(host).clientCertificate).toBeNull();
    });

    it('of another CA, or expired: refused by the server, and that is told', async () => {
      const yesterday = new Date(Date.now() - 86_400_000);
      const lastWeek = new Date(Date.now() - 7 * 86_400_000);
      const dates = { validFrom: lastWeek, validTo: yesterday };
      for (const wrong of [
        await makeCertificate({ commonName: 'strange', purpose: 'client', issuer: stranger }),
        await makeCertificate({ commonName: 'expired', purpose: 'client', issuer: authority, ...dates }),
      ]) {
        const ep1 = await cloud();
        const console = bench();
        await becomesStrict(console, ep1, version, given(wrong));
        expect(console.row(host).detail).toEqual({
          kind: 'failed',
          cause: 'tls',
          // This server gives no alert for them, but closes.
          text:
            version === 'TLSv1.2'
              ? 'the server closed the connection at the end of the TLS handshake: it may want a client certificate, or not accept the one that it got'
              : 'the server closed the connection after the TLS handshake: it may not accept the client certificate',
        });
      }
    });
  });

  it('TLS 1.3: Validate without a client certificate still reads the certificate of the server', async () => {
    const server = await front(await cloud());
    const { certificate } = await bench().service.details.validateFile(server.details);
    expect(certificate.sha256Fingerprint).toBe(server.identity.sha256Fingerprint);
  });

  it('TLS 1.2: Validate without one says that the server wants one', async () => {
    const server = await front(await cloud(), { version: 'TLSv1.2' });
    expect(await settled(bench().service.details.validateFile(server.details))).toMatchObject({
      code: 'noConnection',
      causes: ["the server did not accept this side's client certificate, or wants one (HANDSHAKE_FAILURE)"],
    });
  });

  it('T-14: one with which TLS cannot be set up here is told as no fault of the server', async () => {
    const { details } = await front(await cloud(), { optional: true });
    const clientCertificate = { chain: 'no certificate', key: 'no key' }; // such as is refused where it is given
    const options = { clock: systemClock, route: () => undefined, clientCertificate };
    const report = await settled(confirmCertificate(details, '', 'certificate', options));
    expect(report.lines).toEqual(['Failed to setup SSL security']);
    expect(report.causes.join()).toMatch(/^TLS could not be set up here: /);
  });

  it('one that has expired is a warning at Validate', async () => {
    const server = await front(await cloud(), { optional: true });
    const dates = { validFrom: new Date('2024-01-01T00:00:00Z'), validTo: new Date('2024-06-01T00:00:00Z') };
    const expired = await makeCertificate({ commonName: 'expired', purpose: 'client', issuer: authority, ...dates });
    const { warnings } = await bench().service.details.validateFile(server.details, undefined, given(expired));
    expect(warnings).toContain('The client certificate expired on 2024-06-01.');
  });

  it('with URL the endpoint is shown it, the details server is not', async () => {
    const ep1 = await cloud();
    const server = await front(ep1, { version: 'TLSv1.2' });
    ep1.behaviour = {
      ...ep1.behaviour,
      onDetailsRequest: (_request, response) => void response.end(JSON.stringify(server.details)),
    };
    const detailsServer = await front(ep1, { optional: true });
    const url = ep1.detailsUrl.replace(/:\d+/, `:${detailsServer.port}`);
    const console = bench();
    const found = await console.service.details.validateUrl(
      url,
      detailsServer.identity.certificate,
      undefined,
      given(first),
    );
    expect(found).toMatchObject({ kind: 'validated', validation: { details: server.details } });
    expect(server.shown).toEqual(['first']);
    expect(new Set(detailsServer.shown)).toEqual(new Set(['']));
  });

  it('an encrypted key: with the right passphrase it is used, with a wrong one nothing is contacted and nothing is saved', async () => {
    const ep1 = await cloud();
    const server = await front(ep1, { version: 'TLSv1.2' });
    const console = bench();
    const encrypted = createPrivateKey(first.privateKey).export({
      ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'SENTINEL' },
    } as never);
    const pem = `${first.certificate}${encrypted}`;
    const before = savedFilesIn(console.dataFolder);
    for (const passphrase of ['wrong', undefined]) {
      const client = passphrase === undefined ? { pem } : { pem, passphrase };
      const refused = [
        await settled(console.service.details.validateFile(server.details, undefined, client)),
        await settled(console.service.details.validateUrl(ep1.detailsUrl, undefined, undefined, client)),
        await settled(
          console.service.endpoints.add(server.details, server.identity.certificate, 'certificate', client),
        ),
      ];
      for (const { code, fields } of refused) {
        expect(code).toBe('detailsNotValid');
        expect(Object.keys(fields)).toEqual(['clientCertificate']);
      }
    }
    expect([server.connections, ep1.listener.connections, savedFilesIn(console.dataFolder)]).toEqual([0, [], before]);
    await add(console, server.details, { pem, passphrase: 'SENTINEL' });
    await console.connected(host);
    expect(JSON.stringify(filesIn(console.dataFolder))).not.toContain(Buffer.from('SENTINEL').toString('hex'));
  });

  it('decision 42: the key is sealed, and is in no file, row, frame or log line', async () => {
    const server = await front(await cloud());
    const console = bench();
    await add(console, server.details, given(first));
    await console.connected(host);
    expect(vaultOf(console)[`client key of ${host}`]).toMatch(/^key-file-v2:/);
    const lines = first.privateKey.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
    const { service, logged } = console;
    const shown = JSON.stringify([service.rows(), service.frame(), logged]);
    const files = JSON.stringify(filesIn(console.dataFolder));
    for (const line of lines) {
      expect(shown).not.toContain(line);
      expect(files).not.toContain(Buffer.from(line).toString('hex'));
    }
    expect(shown).not.toContain('PRIVATE KEY');
    expect(files).not.toContain(Buffer.from('PRIVATE KEY').toString('hex'));
  });

  it('decision 38: Renew keeps it, replaces it, removes it, and gives it, each in one write with the token', async () => {
    const ep1 = await cloud();
    const server = await front(ep1, { version: 'TLSv1.2', optional: true });
    const console = bench();
    const { details, shown } = server;
    const key = `client key of ${host}`;
    await add(console, details, given(first));
    await connectedAgain(console, ep1, 1);
    const sealed = vaultOf(console)[key];

    await renew(console, details);
    await connectedAgain(console, ep1, 2);
    expect(vaultOf(console)[key]).toBe(sealed);
    expect(shown.splice(0)).toEqual(Array(6).fill('first'));

    await renew(console, details, given(second));
    await connectedAgain(console, ep1, 3);
    expect(shown.splice(0)).toEqual(Array(3).fill('second'));
    expect(console.row(host).clientCertificate?.subject).toBe('CN=second');
    expect(vaultOf(console)[key]).not.toBe(sealed);

    await renew(console, details, null);
    await connectedAgain(console, ep1, 4);
    expect(shown.splice(0)).toEqual(Array(3).fill(''));
    expect(console.row(host).clientCertificate).toBeNull();
    expect(Object.keys(vaultOf(console))).toEqual([`token of ${host}`]);

    await renew(console, details, given(first));
    await connectedAgain(console, ep1, 5);
    expect(shown.splice(0)).toEqual(Array(3).fill('first'));
  });

  it('decision 38: a Renew that fails leaves the former one as it was', async () => {
    const ep1 = await cloud();
    const server = await front(ep1, { optional: true });
    const console = bench();
    await add(console, server.details, given(first));
    await console.connected(host);
    const before = savedFilesIn(console.dataFolder);
    const other = (await makeCertificate({ commonName: host })).certificate;
    const { service } = console;
    for (const client of [given(second), null, { pem: second.certificate + first.privateKey }])
      await settled(service.endpoints.renew(host, server.details, other, 'certificate', client));
    expect(savedFilesIn(console.dataFolder)).toEqual(before);
    expect(console.row(host)).toMatchObject({
      connectionState: 'CONNECTED',
      clientCertificate: { subject: 'CN=first' },
    });
  });

  it('decision 35: Accept new certificate shows it, too', async () => {
    const ep1 = await cloud();
    const server = await front(ep1, { version: 'TLSv1.2' });
    const console = bench();
    await add(console, server.details, given(first));
    await connectedAgain(console, ep1, 1);
    const { presented } = await console.service.endpoints.presentedCertificate(host);
    await console.service.endpoints.acceptCertificate(host, presented.pem, 'certificate');
    await connectedAgain(console, ep1, 2);
    expect(server.shown).toEqual(Array(6).fill('first'));
    expect(console.row(host).clientCertificate?.subject).toBe('CN=first');
  });

  it('Z-2: it is deleted with its endpoint', async () => {
    const server = await front(await cloud());
    const console = bench();
    await add(console, server.details, given(first));
    console.service.endpoints.delete([host]);
    const config = readFileSync(join(console.dataFolder, 'config.json'), 'utf8');
    expect([JSON.parse(config).endpoints, vaultOf(console)]).toEqual([[], {}]);
    expect(config).not.toMatch(/client|CERTIFICATE/);
  });

  it('decision 42: a key that cannot be opened keeps the row, and Renew needs the client certificate again or none', async () => {
    const ep1 = await cloud();
    const server = await front(ep1, { optional: true });
    const dataFolder = tempFolder();
    const before = new ServiceBench({ dataFolder });
    await add(before, server.details, given(first));
    await before.connected(host);
    await before.close();
    changeSecretsIn(dataFolder, (secrets) => ({
      ...secrets,
      [`client key of ${host}`]: secrets[`token of ${host}`] ?? '',
    }));

    const console = bench({ dataFolder });
    await console.failed(host);
    expect(console.row(host).detail).toMatchObject({ kind: 'failed', cause: 'credentials-unreadable' });
    const why = 'The key of the client certificate cannot be read: give the client certificate again.';
    expect(console.row(host).lastError).toContain(why);
    expect((await settled(renew(console, server.details))).causes[0]).toBe(why);
    await renew(console, server.details, given(first));
    await console.connected(host);
  });

  it('each endpoint has its own: no other server is shown it', async () => {
    const [ep1, ep2] = [await cloud(), await cloud({ hostName: '127.0.0.1', groupId: 'sg2' })];
    const server = await front(ep1);
    const other = await front(ep2, { optional: true, identity: await makeCertificate({ commonName: '127.0.0.1' }) });
    const console = bench();
    const url = other.details.url.replace('localhost', '127.0.0.1');
    await add(console, server.details, given(first));
    await add(console, { ...other.details, hostName: '127.0.0.1', url });
    await Promise.all([console.connected(host), console.connected('127.0.0.1')]);
    expect([new Set(server.shown), new Set(other.shown)]).toEqual([new Set(['first']), new Set([''])]);
  });
});
