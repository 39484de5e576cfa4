import { X509Certificate } from 'node:crypto';
import { checkEndpointDetails, type EndpointDetails, readEndpointDetails } from '../../../shared/endpoint-details.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { canonicalHostName } from '../../../shared/host-name.ts';
import type { Clock } from '../clock.ts';
import { asRecord } from '../http-exchange.ts';
import type { ApiAnswer, Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { WssConnections } from './wss-connections.ts';
import { download, presentedCertificate } from './wss-peer.ts';

const path = '/netbackup/config/servers/wssendpoints';
const maxHosts = 1000;
/** API versions that added to the host object: release 10.5, and 11.2. */
const closeStatusSince = 12;
const fingerprintsSince = 14;
const noSuch = () => new ApiError(404, 'no entity was found');
const notValid = (fields: Record<string, string> = {}) => new ApiError(400, 'JSON contents not valid', fields);

interface WssHost extends EndpointDetails {
  readonly certificate: string;
  state: 'ACTIVATED' | 'DEACTIVATED';
}

/** NetBackup's own WebSocket servers: the API behind its pane, with connections that are really opened. */
export class PracticeWssEndpoints {
  readonly #hosts = new Map<string, WssHost>();
  readonly #connections: WssConnections;
  readonly #changed: () => void;

  constructor(clock: Clock, changed: () => void) {
    this.#changed = changed;
    this.#connections = new WssConnections(clock, changed);
  }

  close(): void {
    this.#connections.close();
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        path: `${path}/validatehost`,
        access: 'signed in',
        answer: ({ body, version }) => validated(detailsOf(body), version),
      },
      {
        method: 'POST',
        path: `${path}/validateurl`,
        access: 'signed in',
        answer: async ({ body, version }) => validated(await detailsAt(asRecord(body)?.['url']), version),
      },
      {
        method: 'POST',
        path: `${path}/save`,
        access: 'signed in',
        answer: ({ body, version }) => this.#save(body, version),
      },
      {
        method: 'POST',
        path: `${path}/update`,
        access: 'signed in',
        answer: ({ body, version }) => this.#update(asRecord(body) ?? {}, version),
      },
      {
        method: 'DELETE',
        path: `${path}/{hostName}`,
        access: 'signed in',
        answer: ({ parts }) => this.#delete(parts[0] ?? ''),
      },
      {
        method: 'GET',
        path,
        access: 'signed in',
        answer: ({ version }) => ({
          status: 200,
          body: [...this.#hosts.values()].map((host) => this.#written(host, version)),
        }),
      },
    ];
  }

  async #save(body: unknown, version: number): Promise<ApiAnswer> {
    const details = detailsOf(body);
    const certificate = asRecord(body)?.['certificate'];
    if (typeof certificate !== 'string') throw notValid({ certificate: 'is missing' });
    const name = canonicalHostName(details.hostName);
    const refuseTaken = () => {
      if (this.#hosts.has(name)) throw new ApiError(400, 'the entity already exists');
    };
    refuseTaken();
    if (this.#hosts.size >= maxHosts) throw new ApiError(400, 'The practice server holds no more.');
    const presented = await presentedBy(details);
    refuseTaken(); // meanwhile
    if (fingerprintOf(certificate) !== presented.fingerprint256)
      throw new ApiError(
        500,
        'The certificate did not match with the one accepted by the user, please verify the certificate',
      );
    const host: WssHost = { ...details, certificate: presented.toString(), state: 'ACTIVATED' };
    this.#hosts.set(name, host);
    this.#follow();
    return { status: 201, body: this.#written(host, version) };
  }

  #update({ hostName, state }: Record<string, unknown>, version: number): ApiAnswer {
    if (state !== 'ACTIVATED' && state !== 'DEACTIVATED') throw notValid({ state: 'must be ACTIVATED or DEACTIVATED' });
    const host = this.#hosts.get(canonicalHostName(String(hostName)));
    if (!host) throw noSuch();
    host.state = state;
    this.#follow();
    return { status: 200, body: this.#written(host, version) };
  }

  #delete(hostName: string): ApiAnswer {
    const name = canonicalHostName(hostName);
    if (!this.#hosts.delete(name)) throw noSuch();
    this.#follow();
    this.#connections.forget(hostName);
    return { status: 200 };
  }

  #follow(): void {
    this.#connections.follow([...this.#hosts.values()].filter(({ state }) => state === 'ACTIVATED'));
    this.#changed();
  }

  /** The list never holds a token. */
  #written({ token: _token, ...host }: WssHost, version: number): object {
    const isConnected = this.#connections.isConnected(host.hostName);
    return {
      ...host,
      token: null,
      connectionState: isConnected ? 'CONNECTED' : 'DISCONNECTED',
      endpointType: 'OTHERS',
      ...(version < closeStatusSince ? {} : { closeStatus: this.#connections.closeStatus(host.hostName) }),
    };
  }
}

function detailsOf(body: unknown): EndpointDetails {
  return refusing(() => checkEndpointDetails(asRecord(body) ?? {}, 'file'));
}

/** What our catalogue says is what the vendor says, too: the strings are the guide's. */
function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NbwssError) throw new ApiError(400, error.message, error.report.fields);
    throw error;
  }
}

async function detailsAt(text: unknown): Promise<EndpointDetails> {
  if (typeof text !== 'string' || text === '') throw new ApiError(400, 'Invalid command parameter');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new ApiError(400, `Malformed URL: ${text}`);
  if (url.protocol !== 'https:') throw new ApiError(400, 'Invalid command parameter');
  let document: string;
  try {
    document = await download(url);
  } catch {
    throw new ApiError(400, 'Failed to open connection to the remote object referred to by the URL');
  }
  return refusing(() => readEndpointDetails(Buffer.from(document), 'url').details);
}

async function presentedBy({ url, hostName }: EndpointDetails): Promise<X509Certificate> {
  try {
    return await presentedCertificate(new URL(url));
  } catch {
    throw new ApiError(400, `Unable to establish connection with host: ${hostName}`);
  }
}

async function validated(details: EndpointDetails, version: number): Promise<ApiAnswer> {
  const certificate = await presentedBy(details);
  const { subject, fingerprint, fingerprint256 } = certificate;
  return {
    status: 200,
    body: {
      ...details,
      certificate: certificate.toString(),
      state: null,
      connectionState: null,
      endpointType: null,
      ...(version < closeStatusSince ? {} : { closeStatus: null }),
      ...(version < fingerprintsSince
        ? {}
        : { subject, sha1Fingerprints: fingerprint, sha256Fingerprint: fingerprint256 }),
    },
  };
}

function fingerprintOf(pem: string): string | undefined {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return undefined;
  }
}
