import type { AcceptedCertificate } from '../../shared/certificate.ts';
import { closeStatusText } from '../../shared/connection-causes.ts';
import type { ConnectionDetail, EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import { webSocketAddress } from '../../shared/endpoint-details.ts';
import { canonicalHostName } from '../../shared/host-name.ts';
import type { MasterCounts } from '../../shared/masters.ts';
import { certificateFacts, warningsOf } from '../service/tls/certificate-facts.ts';
import { readCertificate } from '../service/tls/read-certificate.ts';
import type { SavedHost } from './host-objects.ts';
import type { HostStatus } from './host-status.ts';
import type { Polled } from './remote-kind.ts';
import { countsOf } from './this-computer.ts';

type HostDetail = HostStatus['endpoints'][number];

/** How the detail of an endpoint that waits begins: the window counts down by itself. */
const waits = 'Next attempt in ';

/** So many certificates are read at a time: each takes some tenths of a millisecond, and all of this service waits meanwhile. */
const portion = 20;

/** The endpoints of a master server elsewhere as rows, from what it told last. */
export class RemoteRows {
  #hosts: readonly SavedHost[] = [];
  #rows = new Map<string, EndpointStatus>();
  #groups: ConsoleFrame['groups'] = [];
  #status: HostStatus | undefined;
  #leftOut = 0;
  /** Since when a host is as it is, where the change was seen here; epoch milliseconds. */
  #since = new Map<string, number>();
  /** What certificates say, by their text: they are read once. */
  #certificates = new Map<string, EndpointStatus['certificate']>();
  /** Certificates that nobody has read yet, with the rows that have them. */
  #unread = new Map<string, string[]>();

  /**
   * Certificates that are new are read a few at a time: the first of them here, the others by {@link readCertificates}.
   * @param now epoch milliseconds
   * @returns host names of rows that are there, or were
   */
  update({ list, status }: Polled, now: number): Set<string> {
    const before = this.#rows;
    const certificates = new Map<string, EndpointStatus['certificate']>();
    this.#unread = new Map();
    const details = new Map(status?.endpoints.map((each) => [canonicalHostName(each.hostName), each]));
    this.#hosts = list.hosts;
    this.#leftOut = list.leftOut;
    this.#status = status;
    this.#groups = groupsOf(list.hosts, status);
    const served = new Map(this.#groups.map(({ groupId, connectedHost }) => [groupId, connectedHost]));
    const since = new Map<string, number>();
    this.#rows = new Map();
    for (const host of list.hosts) {
      const name = canonicalHostName(host.hostName);
      const state = connectionStateOf(host);
      const former = before.get(name);
      const at = former && former.connectionState !== state ? now : this.#since.get(name);
      if (at !== undefined) since.set(name, at);
      const { certificate: pem } = host;
      const certificate = (pem && this.#certificates.get(pem)) || null;
      if (pem && this.#certificates.has(pem)) certificates.set(pem, certificate);
      else if (pem) this.#unread.set(pem, [...(this.#unread.get(pem) ?? []), name]);
      this.#rows.set(name, rowOf(host, details.get(name), served.get(host.groupId) ?? null, at ?? null, certificate));
    }
    this.#since = since;
    this.#certificates = certificates;
    this.readCertificates();
    return new Set([...before.values(), ...this.#rows.values()].map(({ hostName }) => hostName));
  }

  /** Reads the next few certificates. @returns host names of the rows that show one now; none when all have been read */
  readCertificates(): string[] {
    const read: string[] = [];
    let left = portion;
    for (const [pem, names] of this.#unread) {
      if (left-- === 0) break;
      this.#unread.delete(pem);
      const certificate = certificateOf(pem);
      this.#certificates.set(pem, certificate);
      for (const name of names) {
        const row = this.#rows.get(name);
        if (!row) continue;
        this.#rows.set(name, { ...row, certificate });
        read.push(row.hostName);
      }
    }
    return read;
  }

  /** In the order of the list. */
  all(): EndpointStatus[] {
    return [...this.#rows.values()];
  }

  row(hostName: string): EndpointStatus | undefined {
    return this.#rows.get(canonicalHostName(hostName));
  }

  host(hostName: string): SavedHost | undefined {
    const name = canonicalHostName(hostName);
    return this.#hosts.find((host) => canonicalHostName(host.hostName) === name);
  }

  get groups(): ConsoleFrame['groups'] {
    return this.#groups;
  }

  get status(): HostStatus | undefined {
    return this.#status;
  }

  get warnings(): string[] {
    if (this.#leftOut === 0) return [];
    const entries = this.#leftOut === 1 ? 'One entry' : `${this.#leftOut} entries`;
    return [`${entries} of the list could not be read, or repeated a host name, and not shown.`];
  }

  get counts(): MasterCounts {
    const served = new Map(this.#groups.map(({ groupId, connectedHost }) => [groupId, connectedHost]));
    const wanted = new Set(this.all().flatMap(({ state, groupId }) => (state === 'ACTIVATED' ? [groupId] : [])));
    const unserved = [...wanted].filter((groupId) => (served.get(groupId) ?? null) === null).length;
    const undelivered = this.#status?.groups.reduce((sum, group) => sum + group.undelivered, 0) ?? null;
    return countsOf(this.all(), unserved, undelivered);
  }

  /** Decision 35: the certificate that the master server holds. @param now epoch milliseconds. @returns `undefined` when it does not tell it */
  acceptedCertificate(hostName: string, now: number): AcceptedCertificate | undefined {
    const host = this.host(hostName);
    if (!host?.certificate || !certificateOf(host.certificate)) return undefined;
    const certificate = readCertificate(host.certificate);
    const { sha256Fingerprint, ...facts } = certificateFacts(certificate);
    const name = URL.canParse(host.url) ? webSocketAddress(host.url).host : host.hostName;
    return {
      trust: 'certificate',
      certificate: { ...facts, sha256Fingerprint },
      warnings: warningsOf(certificate, name, now),
      acceptedWarnings: [],
      sha256Fingerprint,
    };
  }
}

const connectionStateOf = ({ connectionState }: SavedHost) => connectionState ?? 'DISCONNECTED';

/** As the master server says; where it does not, a group is served by its connected endpoint (C-3). */
function groupsOf(hosts: readonly SavedHost[], status: HostStatus | undefined): ConsoleFrame['groups'] {
  const groups = new Map<string, string | null>();
  for (const host of hosts) {
    const { groupId, hostName } = host;
    if (connectionStateOf(host) === 'CONNECTED') groups.set(groupId, groups.get(groupId) ?? hostName);
    else if (!groups.has(groupId)) groups.set(groupId, null);
  }
  for (const { groupId, connectedHost } of status?.groups ?? [])
    if (groups.has(groupId)) groups.set(groupId, connectedHost);
  return [...groups].map(([groupId, connectedHost]) => ({ groupId, connectedHost }));
}

function certificateOf(pem: string): EndpointStatus['certificate'] {
  try {
    const { fingerprint256, validTo } = readCertificate(pem);
    return {
      sha256Fingerprint: fingerprint256,
      validTo: Math.floor(Date.parse(validTo) / 1000),
      trust: 'certificate',
    };
  } catch {
    return null; // not a certificate: then it is not shown
  }
}

function rowOf(
  host: SavedHost,
  told: HostDetail | undefined,
  servedBy: string | null,
  since: number | null,
  certificate: EndpointStatus['certificate'],
): EndpointStatus {
  const { hostName, url, groupId, priority, closeStatus = null } = host;
  return {
    ...{ hostName, url, groupId, priority, since, certificate, closeStatus },
    state: host.state ?? 'DEACTIVATED',
    connectionState: connectionStateOf(host),
    detail: detailOf(host, told, servedBy),
    nextAttemptAt: told?.nextAttempt == null ? null : told.nextAttempt * 1000,
    lastError: told?.lastError ?? null,
    tokenRejections: 0,
    clientCertificate: null,
    changedCertificate: null,
    commands: null,
    commandPolicy: null,
    roundTrip: null,
    missedPongs: 0,
    timeline: [],
  };
}

function detailOf(host: SavedHost, told: HostDetail | undefined, servedBy: string | null): ConnectionDetail {
  if (host.state == null) return { kind: 'told', text: 'The master server does not tell its state' };
  if (told?.detail.startsWith(waits) && told.nextAttempt !== null) return { kind: 'waiting-for-run' };
  if (told) return told.detail === '' ? { kind: 'none' } : { kind: 'told', text: told.detail };
  if (host.state === 'DEACTIVATED' || connectionStateOf(host) === 'CONNECTED') return { kind: 'none' };
  if (servedBy !== null) return { kind: 'standby', servedBy };
  return host.closeStatus
    ? { kind: 'told', text: `Last closed: ${closeStatusText(host.closeStatus)}` }
    : { kind: 'none' };
}
