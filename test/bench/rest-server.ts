import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate, tlsCredentials } from '../../electron/practice/certificates.ts';

/** Bytes of the body of each call and of each answer. */
export const bodyBytes = 1024;
/** Where the calls go. */
export const benchUri = '/netbackup/bench';

const answer = JSON.stringify({ of: 'the bench', filling: '' });
const answerBody = answer.replace('""', `"${'y'.repeat(bodyBytes - answer.length)}"`);

/** Stands in for NetBackup's REST API where nothing but speed matters: it answers each call with 1 KiB at once, over TLS. */
export class RestServer {
  readonly #server: Server;
  /** PEM: what vouches for its certificate. */
  readonly caCertificate: string;
  /** Calls that were answered; each had a whole body. */
  answered = 0;

  private constructor(server: Server, caCertificate: string) {
    this.#server = server;
    this.caCertificate = caCertificate;
    server.on('request', (request, response) => {
      let length = 0;
      request.on('data', (chunk: Buffer) => {
        length += chunk.byteLength;
      });
      request.on('end', () => {
        const isWhole = request.url !== benchUri || length === bodyBytes;
        if (request.url === benchUri && isWhole) this.answered++;
        response.writeHead(isWhole ? 200 : 400, { 'content-type': 'application/json' }).end(answerBody);
      });
    });
  }

  static async start(): Promise<RestServer> {
    const authority = await makeCertificate({ commonName: 'Bench CA', alternativeNames: [], purpose: 'authority' });
    const identity = await makeCertificate({ commonName: 'localhost', issuer: authority });
    const server = createServer(tlsCredentials(identity));
    server.keepAliveTimeout = 0; // one side waits while the other is measured
    server.requestTimeout = 0;
    await new Promise<void>((listening, failed) => {
      server.once('error', failed).listen(0, 'localhost', listening);
    });
    return new RestServer(server, authority.certificate);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `https://localhost:${this.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
