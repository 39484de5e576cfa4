import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { type Identity, makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';

export interface MutualTlsOptions {
  version: 'TLSv1.2' | 'TLSv1.3';
  /** Whose client certificates are let in; without one none is asked for. */
  authority?: Identity;
  /** Also lets in those who show none. */
  optional?: boolean;
  /** Default: a self-signed certificate for `localhost`. */
  identity?: Identity;
  /** Default: a free one. */
  port?: number;
}

/** Stands before a cloud application, as a load balancer does, and asks for a client certificate. */
export class MutualTlsServer {
  readonly identity: Identity;
  /** Common names of the client certificates that were shown, in order; empty for none. */
  readonly shown: string[] = [];
  /** TCP connections. */
  connections = 0;
  readonly #server: Server;
  readonly #application: PracticeCloudApplication;
  readonly #sockets = new Set<TLSSocket>();

  private constructor(application: PracticeCloudApplication, identity: Identity, options: TlsOptions) {
    this.identity = identity;
    this.#application = application;
    this.#server = createServer(options, (client) => this.#relay(client));
    this.#server.on('connection', () => this.connections++);
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  static async start(application: PracticeCloudApplication, options: MutualTlsOptions): Promise<MutualTlsServer> {
    const { version, authority, optional = false, port = 0 } = options;
    const identity = options.identity ?? (await makeCertificate({ commonName: 'localhost' }));
    const server = new MutualTlsServer(application, identity, {
      ...tlsCredentials(identity),
      minVersion: version,
      maxVersion: version,
      ...(authority ? { requestCert: true, rejectUnauthorized: !optional, ca: [authority.certificate] } : {}),
    });
    await new Promise<void>((resolve) => server.#server.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Of the application, with the address of this server. */
  get details(): EndpointDetails {
    const { pathname } = new URL(this.#application.endpointUrl);
    return { ...this.#application.details, hostName: 'localhost', url: `wss://localhost:${this.port}${pathname}` };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #relay(client: TLSSocket): void {
    this.shown.push(client.getPeerCertificate().subject?.CN?.toString() ?? '');
    const server = connect({
      host: '127.0.0.1',
      port: this.#application.listener.port,
      rejectUnauthorized: false, // the application's own certificate plays no part here
    });
    for (const socket of [client, server]) {
      this.#sockets.add(socket.on('error', () => undefined));
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server).pipe(client);
  }
}
