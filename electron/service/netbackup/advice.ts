import type { TlsFailureKind } from '../tls/tls-failure.ts';

const checkName = 'Make sure that the base URL names the NetBackup master server as the network knows it.';
const checkPort =
  'Make sure that the port is right (1556 unless it was changed), and that no firewall lies between this computer and the master server.';
const checkRunning =
  'Make sure that the NetBackup Web Management Console service is running on the master server (nbwmc).';
const checkCa =
  'Fetch the CA certificate again, compare its fingerprint with the one on the master server (nbcertcmd -listCACertDetails), accept it and save.';
const checkClock = 'Make sure that the date and time of this computer and of the master server are correct.';

/** What to do when the way to NetBackup ends before a call could be made. */
export const wayAdvice: Record<TlsFailureKind, readonly string[]> = {
  'name-resolution': [checkName, 'Verify that the DNS lookup of the host name works on this computer.'],
  refused: [checkPort, checkRunning],
  'no-answer': [checkPort, 'Make sure that the master server is up.'],
  unreachable: [checkName, checkPort],
  proxy: ['NetBackup is reached directly, without the proxy.'],
  tls: [checkPort, checkRunning],
  'client-certificate': [
    'This server wants a client certificate: make sure that the port is that of the REST API (1556).',
  ],
  'certificate-changed': [checkCa],
  'certificate-expired': [checkClock, 'Renew the certificate of the master server.'],
  'certificate-not-yet-valid': [checkClock],
  'certificate-wrong-name': [
    'Give the host name that the certificate of the master server was issued for as base URL.',
  ],
  'certificate-wrong-issuer': [checkCa, checkClock],
};

/** What to do when NetBackup was reached, but did not do what was asked. */
export const callAdvice = {
  ping: ['Make sure that this is the address of the NetBackup REST API.', checkRunning],
  version: ['Commands are relayed all the same. The service itself needs NetBackup 8.1.1 or newer.'],
  apiKey: [
    'Make sure that the API key was copied whole and has not expired or been revoked (NetBackup web UI: Access keys).',
  ],
  password: [
    'Make sure that user name, password, domain name and domain type are right.',
    'Make sure that the account is neither locked nor expired. Every failed login counts: do not try too often.',
  ],
  unreadable: [
    'Enter the secret again and save: it was sealed on another computer or with another passphrase, or its key is lost.',
  ],
  permission: [
    'Give the account a role in NetBackup (RBAC) that may view jobs, and images in the catalog: notifications come from there.',
  ],
  server: ['Look into the log of the NetBackup Web Management Console service on the master server.', checkRunning],
  none: [
    'Commands of cloud applications bring their own credentials. For notifications, give an API key or a user here.',
  ],
} as const;
