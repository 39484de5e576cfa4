import type { RemoteMasterKind } from '../../shared/masters.ts';
import { wayAdvice as netBackupAdvice } from '../service/netbackup/advice.ts';
import type { TlsFailureKind } from '../service/tls/tls-failure.ts';

const proxy = [
  'Look at the proxy of this computer (Properties). If the master server is in the own network, add it to the hosts without proxy.',
];
const checkAddress = 'Make sure that the address is the one where the headless host is published.';
const checkPort =
  'Make sure that the port is that of the reverse proxy or of the tunnel, and that no firewall lies between it and this computer.';
const checkRunning =
  'Make sure that the reverse proxy runs there and, for a tunnel, that it is open: ssh -L on this computer.';
const checkAccepted =
  'Fetch the certificate again, compare its fingerprint with the one that the reverse proxy has, and accept it.';
const checkClock = 'Make sure that date and time are correct on this computer and there.';

/** What to do when the way to a headless host ends before a call could be made: nothing of NetBackup is on it. */
const headlessAdvice: Record<Exclude<TlsFailureKind, 'proxy'>, readonly string[]> = {
  'name-resolution': [checkAddress, 'Verify that the DNS lookup of the host name works on this computer.'],
  refused: [checkPort, checkRunning],
  'no-answer': [checkPort, 'Make sure that the computer where it runs is up.'],
  unreachable: [checkAddress, checkPort],
  tls: [checkPort, 'Make sure that it speaks TLS on this port: the host itself speaks plain HTTP, on loopback only.'],
  'client-certificate': ['The reverse proxy wants a client certificate: have it ask for none at this address.'],
  'certificate-changed': [checkAccepted],
  'certificate-expired': [checkClock, 'Renew the certificate of the reverse proxy.'],
  'certificate-not-yet-valid': [checkClock],
  'certificate-wrong-name': ['Give as address the host name that the certificate of the reverse proxy was issued for.'],
  'certificate-wrong-issuer': [checkAccepted, checkClock],
};

/** What to do when the way to a master server ends before a call could be made. */
export function wayAdvice(kind: RemoteMasterKind, failure: TlsFailureKind): readonly string[] {
  if (failure === 'proxy') return proxy;
  if (kind === 'headless host') return headlessAdvice[failure];
  // What the pane "NetBackup Connection" calls base URL is the address here.
  return netBackupAdvice[failure].map((advice) => advice.replace('base URL', 'address'));
}
