import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { PresentedCertificate } from '../../shared/certificate.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { asNbwssError } from '../../shared/error-catalogue.ts';
import { closedPort, plainServer } from '../support/odd-servers.ts';
import { useServers } from '../support/open-servers.ts';
import type { ServiceBench } from '../support/service-bench.ts';

/** What is shown of an error: its exact lines and the cause found. */
const shown = async (action: Promise<unknown> | (() => unknown)) => {
  try {
    await (typeof action === 'function' ? action() : action);
  } catch (error) {
    const { lines, causes, actions } = asNbwssError(error).report;
    expect(actions).not.toEqual([]);
    return { lines, causes: causes.join(' ') };
  }
  throw new Error('it was not refused');
};

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('adding an endpoint', () => {
  const { bench, cloud, closeLater } = useServers();
  /** The port of a server that takes connections and speaks no TLS. */
  const plainPort = async () => closeLater(await plainServer()).port;
  const validateFile = async (console: ServiceBench, details: EndpointDetails) =>
    (await console.service.details.validateFile(details)).certificate;

  it('D-4, D-7: a details file gives the details at once; nothing is contacted and nothing is saved', async () => {
    const ep1 = await cloud();
    const console = bench();
    expect(console.service.details.readDetailsFile(bytes(ep1.details))).toEqual({ details: ep1.details, warnings: [] });
    expect(ep1.listener.connections).toEqual([]);
    expect(console.service.rows()).toEqual([]);
  });

  it('D-9, decision 34: Validate shows the certificate and sends nothing', async () => {
    const ep1 = await cloud();
    const console = bench();
    const { certificate } = await console.service.details.validateFile(ep1.details);
    expect(certificate).toMatchObject<Partial<PresentedCertificate>>({
      sha256Fingerprint: ep1.listener.identity.sha256Fingerprint,
      warnings: ['self-signed', 'not-trusted-by-system'],
      alternativeNames: ['DNS:localhost'],
      chain: [],
      issuerTrustPossible: false,
    });
    expect(certificate.key).toMatch(/^EC /);
    await ep1.changes.until('closed', () => ep1.listener.connections.every(({ closed }) => closed));
    expect(ep1.listener.connections.map(({ bytesReceived }) => bytesReceived)).toEqual([0]);
  });

  it('decision 34: each warning is shown', async () => {
    const yesterday = new Date(Date.now() - 86_400_000);
    const lastWeek = new Date(Date.now() - 7 * 86_400_000);
    const nextWeek = new Date(Date.now() + 7 * 86_400_000);
    const authority = await makeCertificate({ commonName: 'Provider CA', purpose: 'authority' });
    const table = [
      [await makeCertificate({ commonName: 'localhost', validFrom: lastWeek, validTo: yesterday }), 'expired'],
      [
        await makeCertificate({
          commonName: 'localhost',
          validFrom: nextWeek,
          validTo: new Date(Date.now() + 14 * 86_400_000),
        }),
        'not-yet-valid',
      ],
      [await makeCertificate({ commonName: 'other.example.com' }), 'host-name-mismatch'],
      [await makeCertificate({ commonName: 'localhost', issuer: authority }), 'not-trusted-by-system'],
    ] as const;
    const console = bench();
    for (const [identity, warning] of table) {
      const ep1 = await cloud({ identity });
      expect((await validateFile(console, ep1.details)).warnings).toContain(warning);
    }
  });

  it('D-15, D-16, D-17, G-5: Add Host saves the details as ACTIVATED and the certificate, and connects', async () => {
    const ep1 = await cloud({ priority: 3 });
    const console = bench();
    const { pem } = await validateFile(console, ep1.details);
    expect(await console.service.endpoints.add(ep1.details, pem, 'certificate')).toEqual({
      hostName: 'localhost',
      priority: 3,
      withinSeconds: 60,
      takenOver: 0,
    });
    expect(console.row('localhost')).toMatchObject({
      state: 'ACTIVATED',
      connectionState: 'DISCONNECTED',
      priority: 3,
      groupId: 'sg1',
    });
    expect(readFileSync(join(console.dataFolder, 'truststore', 'localhost.pem'), 'utf8')).toBe(pem);
    await console.connected('localhost');
  });

  it('P-6, decision 42: the token is in no file, no log line and nothing that the console is shown', async () => {
    const token = `SENTINEL-${'x'.repeat(40)}`;
    const ep1 = await cloud({ token });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    for (const name of readdirSync(console.dataFolder, { recursive: true, withFileTypes: true })) {
      if (name.isFile()) expect(readFileSync(join(name.parentPath, name.name)).includes(token), name.name).toBe(false);
    }
    expect(JSON.stringify([console.logged, console.service.rows(), console.service.frame()])).not.toContain('SENTINEL');
  });

  it('Z-1, Z-2, T-21: Delete removes row, certificate and token; a second Delete tells that there is none', async () => {
    const ep1 = await cloud();
    const console = bench();
    await console.add(ep1);
    console.service.endpoints.delete(['localhost']);
    expect(console.service.rows()).toEqual([]);
    expect(readdirSync(join(console.dataFolder, 'truststore'))).toEqual([]);
    expect(JSON.parse(readFileSync(join(console.dataFolder, 'config.json'), 'utf8'))).toMatchObject({ endpoints: [] });
    for (const file of ['vault.json', 'vault.backup.json'])
      expect(JSON.parse(readFileSync(join(console.dataFolder, file), 'utf8'))).toMatchObject({ secrets: {} });
    expect(await shown(() => console.service.endpoints.delete(['localhost']))).toMatchObject({
      lines: ['no entity was found'],
    });
  });

  describe('wrong input shows its exact string and leaves store and trust store byte for byte as they were', () => {
    /** A console with one endpoint saved; `unchanged` compares everything that is saved. */
    const savedConsole = async () => {
      const ep1 = await cloud({ hostName: '127.0.0.1', groupId: 'other' });
      const console = bench();
      await console.add(ep1);
      await console.connected('127.0.0.1');
      const before = console.savedFiles();
      return { console, ep1, unchanged: () => expect(console.savedFiles()).toEqual(before) };
    };
    const good = { token: 'T', priority: 1, groupId: 'g', hostName: 'localhost', url: 'wss://localhost:1/x' };

    it.each([
      ['E-12, T-1: an empty field', { ...good, token: '' }, 'token: must not be empty'],
      ['E-12, T-1: a blank field', { ...good, groupId: '  ' }, 'groupId: must not be empty'],
      ['E-1, T-1: a missing field', { ...good, hostName: undefined }, 'hostName: is missing'],
      ['E-3, E-7, T-1: priority in quotes', { ...good, priority: '1' }, 'priority: must be a number without quotes'],
      [
        'E-11, T-1: an apostrophe in a value',
        { ...good, groupId: "g'1" },
        "groupId: must not contain an apostrophe (')",
      ],
      ['E-10, T-1: two endpoints', [good, good], 'One document defines one endpoint.'],
      ['E-8, T-1: not JSON', '{"token": "T",', 'The document is not JSON'],
      ['T-1: an empty file', '', 'The document is empty.'],
    ])('%s (file)', async (_name, contents, cause) => {
      const { console, unchanged } = await savedConsole();
      const found = await shown(() => console.service.details.readDetailsFile(bytes(contents)));
      expect(found.lines).toEqual(['JSON contents not valid']);
      expect(found.causes).toContain(cause);
      unchanged();
    });

    it.each([
      ['T-2, E-6: ws://', 'ws://localhost/x', ['Invalid websocket protocol. Only wss protocol supported']],
      ['T-2, E-6: https://', 'https://localhost/x', ['Invalid websocket protocol. Only wss protocol supported']],
      ['T-2: no URL', 'localhost:443', ['Invalid websocket protocol. Only wss protocol supported']],
      ['T-2: unparseable', 'wss://', ['Malformed URL: wss://']],
      ['T-2, decision 30: user information', 'wss://user@localhost/x', ['Malformed URL: wss://user@localhost/x']],
      ['T-2, decision 30: a fragment', 'wss://localhost/x#y', ['Malformed URL: wss://localhost/x#y']],
    ])('%s (URL inside the file)', async (_name, url, lines) => {
      const { console, unchanged } = await savedConsole();
      expect(await shown(() => console.service.details.readDetailsFile(bytes({ ...good, url })))).toMatchObject({
        lines,
      });
      unchanged();
    });

    it('T-3: the server cannot be reached, or speaks no TLS (Validate, FILE)', async () => {
      const { console, unchanged } = await savedConsole();
      for (const port of [await closedPort(), await plainPort()]) {
        const url = `wss://127.0.0.1:${port}/x`;
        const found = await shown(
          console.service.details.validateFile({ ...good, hostName: 'cloud.example.com', url }),
        );
        expect(found.lines).toEqual(['Unable to establish connection with host: cloud.example.com']);
        expect(found.causes).not.toBe('');
      }
      unchanged();
    });

    it.each([
      ['T-4: nothing', '', ['Invalid command parameter']],
      ['T-4: blanks', '   ', ['Invalid command parameter']],
      ['T-4: http, since the document carries a token', 'http://localhost/x', ['Invalid command parameter']],
      ['T-4: another scheme', 'ftp://localhost/x', ['Invalid command parameter']],
      ['T-4: unparseable', 'https://', ['Malformed URL: https://']],
      ['T-4: no URL at all', 'cloud application', ['Malformed URL: cloud application']],
    ])('%s (Validate, URL)', async (_name, url, lines) => {
      const { console, unchanged } = await savedConsole();
      expect(await shown(console.service.details.validateUrl(url, undefined))).toMatchObject({ lines });
      unchanged();
    });

    it('T-5: the details server speaks no TLS, or answers another status than 200', async () => {
      const { console, unchanged } = await savedConsole();
      const lines = ['Failed to open connection to the remote object referred to by the URL'];
      expect(
        await shown(console.service.details.validateUrl(`https://127.0.0.1:${await plainPort()}/details`, undefined)),
      ).toMatchObject({ lines });
      const ep2 = await cloud({
        behaviour: { onDetailsRequest: (_request, response) => void response.writeHead(503).end() },
      });
      const { pem } = await validateFile(console, ep2.details);
      const found = await shown(console.service.details.validateUrl(ep2.detailsUrl, pem));
      expect(found).toEqual({ lines, causes: 'The server answered with status 503.' });
      unchanged();
    });

    it('T-6: the details server cannot be reached', async () => {
      const { console, unchanged } = await savedConsole();
      const found = await shown(
        console.service.details.validateUrl(`https://127.0.0.1:${await closedPort()}/details`, undefined),
      );
      expect(found.lines).toEqual(['Unable to establish connection with host: 127.0.0.1']);
      unchanged();
    });

    it.each([
      ['an apostrophe', JSON.stringify({ ...good, token: "it's" })],
      ['not JSON', '<html>'],
      ['a missing field', '{"token":"T"}'],
    ])('T-7, E-15: what the URL gives is %s', async (_name, document) => {
      const { console, unchanged } = await savedConsole();
      const ep2 = await cloud({ behaviour: { onDetailsRequest: (_request, response) => void response.end(document) } });
      const { pem } = await validateFile(console, ep2.details);
      const found = await shown(console.service.details.validateUrl(ep2.detailsUrl, pem));
      expect(found.lines).toEqual(['InvalidPacketException', 'Unable to parse JSON contents']);
      expect(found.causes).not.toBe('');
      unchanged();
    });

    it('T-8 and T-9: Add Host checks the details once more', async () => {
      const { console, unchanged } = await savedConsole();
      const { pem } = await makeCertificate({ commonName: 'localhost' }).then(({ certificate }) => ({
        pem: certificate,
      }));
      expect(await shown(console.service.endpoints.add({ ...good, token: '' }, pem, 'certificate'))).toMatchObject({
        lines: ['JSON contents not valid'],
      });
      expect(
        await shown(console.service.endpoints.add({ ...good, url: 'ws://localhost/x' }, pem, 'certificate')),
      ).toMatchObject({
        lines: ['Invalid websocket protocol. Only wss protocol supported'],
      });
      unchanged();
    });

    it('T-11: the server cannot be reached at Add Host', async () => {
      const { console, unchanged } = await savedConsole();
      const ep2 = await cloud();
      const { pem } = await validateFile(console, ep2.details);
      await ep2.setOnline(false);
      expect(await shown(console.service.endpoints.add(ep2.details, pem, 'certificate'))).toMatchObject({
        lines: ['Unable to establish connection with host: localhost'],
      });
      unchanged();
    });

    it('T-13, D-11: the host name or the URL is saved already, in any case and with a trailing dot', async () => {
      const { console, ep1, unchanged } = await savedConsole();
      const ep2 = await cloud();
      const { pem } = await validateFile(console, ep2.details);
      const lines = ['the entity already exists'];
      expect(
        await shown(console.service.endpoints.add({ ...ep2.details, hostName: '127.0.0.1' }, pem, 'certificate')),
      ).toMatchObject({ lines });
      expect(
        await shown(
          console.service.endpoints.add(
            { ...ep2.details, url: ep1.details.url.replace('wss:', 'WSS:') },
            pem,
            'certificate',
          ),
        ),
      ).toEqual({
        lines,
        causes: 'The endpoint 127.0.0.1 has the same URL.',
      });
      unchanged();
      await console.add(ep2);
      expect(
        await shown(
          console.service.endpoints.add(
            { ...ep1.details, hostName: 'LOCALHOST.', url: 'wss://x/' },
            pem,
            'certificate',
          ),
        ),
      ).toMatchObject({ lines });
      expect((await console.service.details.validateFile(ep2.details)).warnings.join()).toContain('is saved already');
    });

    it('T-15: no TLS at Add Host', async () => {
      const { console, unchanged } = await savedConsole();
      const { certificate } = await makeCertificate({ commonName: 'localhost' });
      const details = { ...good, url: `wss://127.0.0.1:${await plainPort()}/x` };
      expect(await shown(console.service.endpoints.add(details, certificate, 'certificate'))).toMatchObject({
        lines: ['Failed to open connection to the remote object referred to by the URL'],
      });
      unchanged();
    });

    it('T-16, D-17: the certificate changed between Validate and Add Host', async () => {
      const { console, unchanged } = await savedConsole();
      const ep2 = await cloud();
      const { pem } = await validateFile(console, ep2.details);
      await ep2.listener.replaceCertificate(await makeCertificate({ commonName: 'localhost' }));
      const found = await shown(console.service.endpoints.add(ep2.details, pem, 'certificate'));
      expect(found.lines).toEqual([
        'The certificate did not match with the one accepted by the user, please verify the certificate',
      ]);
      expect(found.causes).toContain(ep2.listener.identity.sha256Fingerprint);
      expect(ep2.received).toEqual([]);
      unchanged();
    });

    it('T-17: the certificate cannot be stored', async () => {
      const { console, unchanged } = await savedConsole();
      const ep2 = await cloud();
      const inTheWay = join(console.dataFolder, 'truststore', 'localhost.pem');
      mkdirSync(join(inTheWay, 'x'), { recursive: true });
      const { pem } = await validateFile(console, ep2.details);
      expect(await shown(console.service.endpoints.add(ep2.details, pem, 'certificate'))).toMatchObject({
        lines: ['Problem occurred while storing the SSL certificate in the truststore'],
      });
      rmSync(inTheWay, { recursive: true });
      unchanged();
    });
  });

  it('D-5, D-8, decision 33: with URL the details server comes first when this computer does not trust it', async () => {
    const ep1 = await cloud();
    const console = bench();
    const first = await console.service.details.validateUrl(ep1.detailsUrl, undefined);
    if (first.kind !== 'details-server') throw new Error('the details server was trusted');
    expect(first.certificate.sha256Fingerprint).toBe(ep1.listener.identity.sha256Fingerprint);
    expect(ep1.received).toEqual([]);
    const second = await console.service.details.validateUrl(ep1.detailsUrl, first.certificate.pem);
    expect(second).toMatchObject({ kind: 'validated', validation: { details: ep1.details } });
    await ep1.listener.replaceCertificate(await makeCertificate({ commonName: 'localhost' }));
    expect(await shown(console.service.details.validateUrl(ep1.detailsUrl, first.certificate.pem))).toMatchObject({
      lines: ['The certificate did not match with the one accepted by the user, please verify the certificate'],
    });
  });

  it('decision 30: redirects are followed within the origin, at most three, and not to another server', async () => {
    const console = bench();
    const other = await cloud({ hostName: '127.0.0.1' });
    let hops = 0;
    const ep1: PracticeCloudApplication = await cloud({
      behaviour: {
        onDetailsRequest(_request, response, details) {
          if (hops-- > 0) response.writeHead(302, { location: '/endpoint-details' }).end();
          else if (hops < -1) response.writeHead(302, { location: other.detailsUrl }).end();
          else response.end(details);
        },
      },
    });
    const { pem } = await validateFile(console, ep1.details);
    hops = 3;
    expect(await console.service.details.validateUrl(ep1.detailsUrl, pem)).toMatchObject({ kind: 'validated' });
    hops = 4;
    expect(await shown(console.service.details.validateUrl(ep1.detailsUrl, pem))).toMatchObject({
      causes: 'The server redirects more than 3 times.',
    });
    hops = -1;
    expect(await shown(console.service.details.validateUrl(ep1.detailsUrl, pem))).toMatchObject({
      causes: 'The server redirects to another server, which is not followed.',
    });
    expect(other.received).toEqual([]);
  });

  it('decision 29: a document of more than 1 MiB is refused', async () => {
    const ep1 = await cloud({
      behaviour: { onDetailsRequest: (_request, response) => void response.end(' '.repeat(1024 * 1024 + 1)) },
    });
    const console = bench();
    const { pem } = await validateFile(console, ep1.details);
    expect(await shown(console.service.details.validateUrl(ep1.detailsUrl, pem))).toMatchObject({
      lines: ['InvalidPacketException', 'Unable to parse JSON contents'],
      causes: 'The document is larger than 1 MiB.',
    });
  });
});
