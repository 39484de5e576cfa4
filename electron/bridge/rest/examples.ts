import type { DetailsServer, Host, ValidatedHost } from './host-object.ts';
import type { StatusReport } from './status-report.ts';

/** What the document shows of each request and answer. */

const pem = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgI…\n-----END CERTIFICATE-----\n';

export const detailsExample = {
  token: 'the cloud application’s security token',
  priority: 1,
  groupId: 'GROUPID1',
  hostName: 'cloudhost7.example.com',
  url: 'wss://cloudhost7.example.com:8080/netbackup/face1',
};

const shownCertificate = {
  certificate: pem,
  subject: 'CN=cloudhost7.example.com',
  sha1Fingerprints: '8F:43:28:8A:D2:72:F3:10:3B:6F:B1:42:84:85:EA:30:14:C0:BC:FE',
  sha256Fingerprint: '4A:5E:1E:4B:AA:B8:9F:3A:32:51:8A:88:C3:1B:C8:7F:61:8F:76:67:3E:2C:C7:7A:B2:12:7B:7A:FD:ED:A3:3B',
  warnings: ['This computer does not trust the issuer of the certificate.'],
};

export const validatedExample: ValidatedHost = {
  ...detailsExample,
  ...shownCertificate,
  state: null,
  connectionState: null,
  endpointType: null,
  closeStatus: null,
};

export const detailsUrlExample = { url: 'https://cloudhost7.example.com:8080/endpoint-details' };

export const detailsServerExample: DetailsServer = {
  detailsServer: { ...detailsUrlExample, ...shownCertificate },
};

export const acceptedExample = { ...detailsExample, certificate: pem };

export const hostExample: Host = {
  certificate: pem,
  hostName: 'cloudhost7.example.com',
  groupId: 'GROUPID1',
  url: 'wss://cloudhost7.example.com:8080/netbackup/face1',
  priority: 1,
  state: 'ACTIVATED',
  connectionState: 'CONNECTED',
  endpointType: null,
  closeStatus: null,
};

export const statusExample: StatusReport = {
  groups: [
    {
      groupId: 'GROUPID1',
      connectedHost: 'cloudhost7.example.com',
      undelivered: 2,
      inFlight: 2,
      delivered: 144,
      oldestUndelivered: 1_459_811_724,
    },
  ],
  endpoints: [
    { hostName: 'cloudhost7.example.com', detail: '', lastError: null, nextAttempt: null },
    {
      hostName: 'cloudhost8.example.com',
      detail: 'Standby: GROUPID1 is served by cloudhost7.example.com',
      lastError: null,
      nextAttempt: null,
    },
  ],
  netbackup: { state: 'ok', detail: '' },
  warnings: [],
  version: '0.1.0',
};
