import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import { type CloudApplicationOptions, PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { Trust } from '../../shared/certificate.ts';
import type { FailureCause } from '../../shared/connection-causes.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import { plainServer, silentServer } from './odd-servers.ts';
import { changeSecretsIn, savedSecretsIn } from './saved-secrets.ts';
import { ServiceBench } from './service-bench.ts';

/** What is in the data folder of a service that does not run, for changes that no console makes. */
export interface SavedData {
  endpoint: SavedEndpoint;
  vault: Record<string, string>;
  /** The endpoint's file in the trust store. */
  certificateFile: string;
}

/** One way in which a connection really fails: how an endpoint that was added properly is brought there. */
export interface Failing {
  hostName: string;
  cause: FailureCause;
  /** Part of what the details say was found; nothing where the fingerprints say it. */
  found?: RegExp;
  /** How the established connection ended. */
  closeStatus?: string;
  options?: () => CloudApplicationOptions | Promise<CloudApplicationOptions>;
  trust?: Trust;
  /** Between adding and the start of the service. */
  before?: (application: PracticeCloudApplication, saved: SavedData) => unknown;
  /** Once it is connected. */
  once?: (application: PracticeCloudApplication) => unknown;
}

const upgrade =
  (decision: ReturnType<PracticeCloudApplication['behaviour']['onUpgrade']>) =>
  (application: PracticeCloudApplication) => {
    application.behaviour = { ...application.behaviour, onUpgrade: () => decision };
  };
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day);
/** A server's certificate of an issuer that is sent along, as trust in the issuer asks for. */
async function issued(): Promise<Identity> {
  const root = await makeCertificate({ commonName: 'Nebula Root', purpose: 'authority' });
  const issuer = await makeCertificate({ commonName: 'Nebula Issuing CA', purpose: 'authority', issuer: root });
  return makeCertificate({ commonName: '127.0.0.1', issuer });
}
const acceptsNoWarning = (_application: PracticeCloudApplication, { endpoint }: SavedData) => {
  endpoint.acceptance.acceptedWarnings = [];
};

/** Real endpoints, each failing in another way. All are at 127.0.0.1, each in a group of its own. */
export function failingEndpoints(closeLater: (server: { close(): Promise<void> }) => void): Failing[] {
  const at = (port: number) => `wss://127.0.0.1:${port}/netbackup/face1`;
  const raw = new Map<PracticeCloudApplication, Socket>();
  return [
    {
      hostName: 'unresolvable.nebula.com',
      cause: 'name-resolution',
      found: /the host name could not be resolved \(DNS\)/,
      // A label of over 63 characters is no name: it is refused on this computer, and no DNS server is asked.
      before: (_application, { endpoint }) => {
        endpoint.url = `wss://cloud-${'x'.repeat(64)}.nebula.com:8080/netbackup/face1`;
      },
    },
    {
      hostName: 'refused.nebula.com',
      cause: 'refused',
      found: /refused: nothing listens on this port \(ECONNREFUSED\)/,
      before: (application) => application.setOnline(false),
    },
    {
      hostName: 'silent.nebula.com',
      cause: 'no-answer',
      found: /no answer from 127\.0\.0\.1:\d+ within 10 s/,
      before: async (_application, { endpoint }) => {
        const server = await silentServer();
        closeLater(server);
        endpoint.url = at(server.port);
      },
    },
    {
      hostName: 'not-tls.nebula.com',
      cause: 'tls',
      found: /what answers on this port does not speak TLS/,
      before: async (_application, { endpoint }) => {
        const server = await plainServer();
        closeLater(server);
        endpoint.url = at(server.port);
      },
    },
    {
      hostName: 'certificate-changed.nebula.com',
      cause: 'certificate-changed',
      before: async (application) =>
        application.listener.replaceCertificate(await makeCertificate({ commonName: '127.0.0.1' })),
    },
    {
      hostName: 'wrong-name.nebula.com',
      cause: 'certificate-wrong-name',
      found: /not issued for localhost/,
      before: (_application, { endpoint }) => {
        endpoint.url = endpoint.url.replace('127.0.0.1', 'localhost');
      },
    },
    {
      hostName: 'expired.nebula.com',
      cause: 'certificate-expired',
      found: /the certificate expired on/,
      options: async () => ({
        identity: await makeCertificate({ commonName: '127.0.0.1', validFrom: inDays(-20), validTo: inDays(-10) }),
      }),
      before: acceptsNoWarning,
    },
    {
      hostName: 'not-yet-valid.nebula.com',
      cause: 'certificate-not-yet-valid',
      found: /not valid before/,
      options: async () => ({
        identity: await makeCertificate({ commonName: '127.0.0.1', validFrom: inDays(10), validTo: inDays(20) }),
      }),
      before: acceptsNoWarning,
    },
    {
      hostName: 'wrong-issuer.nebula.com',
      cause: 'certificate-wrong-issuer',
      found: /does not come from the accepted issuer/,
      options: async () => ({ identity: await issued() }),
      trust: 'issuer',
      before: async (application) => application.listener.replaceCertificate(await issued()),
    },
    {
      hostName: 'upgrade-404.nebula.com',
      cause: 'upgrade-refused',
      found: /status 404 \(Not Found: there is nothing at this path\)/,
      before: upgrade({ status: 404 }),
    },
    {
      hostName: 'upgrade-401.nebula.com',
      cause: 'upgrade-refused',
      found: /status 401 \(Unauthorized/,
      before: upgrade({ status: 401 }),
    },
    {
      hostName: 'upgrade-503.nebula.com',
      cause: 'upgrade-refused',
      found: /status 503 \(Service Unavailable/,
      before: upgrade({ status: 503 }),
    },
    {
      hostName: 'redirect.nebula.com',
      cause: 'upgrade-refused',
      found: /status 302 \(a redirect, which is not followed/,
      before: upgrade({ status: 302 }),
    },
    {
      hostName: 'upgrade-cut.nebula.com',
      cause: 'upgrade-refused',
      found: /closed the connection instead of answering the WebSocket upgrade/,
      before: upgrade('cut'),
    },
    {
      hostName: 'no-upgrade.nebula.com',
      cause: 'no-upgrade',
      found: /no WebSocket upgrade within 10 s/,
      before: upgrade('never'),
    },
    {
      hostName: 'closed-before-accepted.nebula.com',
      cause: 'closed-before-accepted',
      found: /VIOLATED_POLICY \(1008\), tenant is suspended, before CONNECT was answered/,
      before: (application) => {
        const onConnect = (_request: unknown, connection: { close(code: number, reason: string): void }) =>
          connection.close(1008, 'tenant is suspended');
        application.behaviour = { ...application.behaviour, onConnect };
      },
    },
    {
      hostName: 'token-rejected.nebula.com',
      cause: 'token-rejected',
      found: /Token rejected by the cloud application/,
      before: (application) => {
        const { behaviour } = application;
        application.behaviour = {
          ...behaviour,
          onConnect: (request, connection) => behaviour.onConnect(request, connection, false),
        };
      },
    },
    {
      hostName: 'closed-by-peer.nebula.com',
      cause: 'closed-by-peer',
      found: /closed by the cloud application: TRY_AGAIN_LATER \(1013\), maintenance until 06:00/,
      closeStatus: 'TRY_AGAIN_LATER: overloaded, to be tried again later',
      once: (application) => application.closeConnections(1013, 'maintenance until 06:00'),
    },
    {
      hostName: 'connection-lost.nebula.com',
      cause: 'connection-lost',
      found: /the network connection broke/,
      closeStatus: 'CLOSED_ABNORMALLY: the network connection broke without a farewell',
      once: (application) => application.closeConnections(),
    },
    {
      hostName: 'undecodable.nebula.com',
      cause: 'decoder',
      found: /a message could not be decoded: /,
      closeStatus: 'NOT_CONSISTENT: a message could not be decoded',
      once: (application) => application.connection.send('{"version":"1.0"'),
    },
    {
      hostName: 'too-big.nebula.com',
      cause: 'too-big',
      found: /a message over 16 MiB/,
      closeStatus: 'TOO_BIG: a message was too big',
      once: (application) => application.connection.send('x'.repeat(16 * 1024 * 1024 + 1)),
    },
    {
      hostName: 'protocol-error.nebula.com',
      cause: 'protocol-error',
      found: /the WebSocket protocol was broken: a/,
      closeStatus: 'PROTOCOL_ERROR: a rule of the WebSocket protocol was broken',
      before: (application) => {
        application.behaviour = {
          ...application.behaviour,
          onUpgrade: ({ socket }) => {
            raw.set(application, socket);
            return 'accept';
          },
        };
      },
      once: (application) => raw.get(application)?.write(Buffer.from([0xf1, 0x00])), // reserved bits that were not agreed on
    },
    {
      hostName: 'no-pong.nebula.com',
      cause: 'no-pong',
      found: /No answer to pings/,
      closeStatus: 'GOING_AWAY: one side is going down, or does not answer any more',
      before: (application) => {
        application.behaviour = { ...application.behaviour, onPing: () => undefined };
      },
    },
    {
      hostName: 'unreadable-credentials.nebula.com',
      cause: 'credentials-unreadable',
      found: /Credentials cannot be read/,
      before: (_application, { endpoint, vault }) => {
        const name = `token of ${endpoint.hostName}`;
        vault[name] = `${vault[name]?.slice(0, -8)}AAAAAAA=`;
      },
    },
    {
      hostName: 'damaged-trust-store.nebula.com',
      cause: 'trust-store',
      found: /Error loading keystore/,
      before: (_application, { certificateFile }) => writeFileSync(certificateFile, 'no certificate'),
    },
    {
      hostName: 'missing-certificate.nebula.com',
      cause: 'trust-store',
      found: /Error loading keystore/,
      before: (_application, { certificateFile }) => rmSync(certificateFile),
    },
    {
      // It takes longest, so it is last.
      hostName: 'no-connect-response.nebula.com',
      cause: 'no-connect-response',
      found: /no CONNECT RESPONSE within 30 s/,
      before: (application) => {
        application.behaviour = { ...application.behaviour, onConnect: () => undefined };
      },
    },
  ];
}

/**
 * Adds each at a practice cloud application of its own, in a data folder without a service, and brings it to where it fails.
 * @returns the applications by host name
 */
export async function seedFailing(
  dataFolder: string,
  failing: readonly Failing[],
  properties: string,
  closeLater: (server: { close(): Promise<void> }) => void,
): Promise<Map<string, PracticeCloudApplication>> {
  const applications = new Map<string, PracticeCloudApplication>();
  const bench = new ServiceBench({ dataFolder, properties });
  try {
    for (const { hostName, options, trust } of failing) {
      const application = await PracticeCloudApplication.start({ hostName: '127.0.0.1', ...(await options?.()) });
      closeLater(application);
      applications.set(hostName, application);
      const details = { ...application.details, hostName, groupId: `sg-${hostName.replace(/\..*/, '')}` };
      const { certificate } = await bench.service.details.validateFile(details);
      await bench.service.endpoints.add(details, certificate.pem, trust ?? 'certificate');
    }
  } finally {
    await bench.close();
  }
  const file = join(dataFolder, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as { endpoints: SavedEndpoint[] };
  const vault = savedSecretsIn(dataFolder);
  for (const { hostName, before } of failing) {
    const endpoint = config.endpoints.find((each) => each.hostName === hostName);
    const application = applications.get(hostName);
    if (!endpoint || !application) throw new Error(`${hostName} was not added`);
    const certificateFile = join(dataFolder, 'truststore', `${hostName}.pem`);
    await before?.(application, { endpoint, vault, certificateFile });
  }
  writeFileSync(file, JSON.stringify(config, undefined, '\t'));
  changeSecretsIn(dataFolder, () => vault);
  return applications;
}
