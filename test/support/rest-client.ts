import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Ready } from './headless-process.ts';

export interface RestAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface RestCall {
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | Uint8Array | object;
  /** Without `Authorization`. */
  readonly anonymous?: boolean;
}

/** A script's view of the REST API: any method, any header, any bytes. */
export class RestClient {
  readonly origin: string;
  readonly token: string;
  readonly #agent = new Agent({ keepAlive: true });

  constructor({ api, token }: Pick<Ready, 'api' | 'token'>) {
    this.origin = new URL(api).origin;
    this.token = token;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** @param path from the origin on, as it is sent */
  call(method: string, path: string, { headers = {}, body, anonymous = false }: RestCall = {}): Promise<RestAnswer> {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const bytes = body === undefined ? undefined : Buffer.from(isRaw ? body : JSON.stringify(body));
    const sentHeaders = {
      ...(anonymous ? {} : { authorization: this.token }),
      ...(bytes ? { 'content-type': 'application/json', 'content-length': String(bytes.length) } : {}),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const sent = request(this.origin, { method, path, headers: sentHeaders, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      sent.on('error', reject);
      sent.end(bytes);
    });
  }

  /** `…/wssendpoints` and what follows. */
  endpoints(method: string, rest: string, call?: RestCall): Promise<RestAnswer> {
    return this.call(method, `/netbackup/config/servers/wssendpoints${rest}`, call);
  }
}
