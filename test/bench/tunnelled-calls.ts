import { Agent, type Dispatcher } from 'undici';
import { benchUri, bodyBytes } from './rest-server.ts';

/** Makes one REST call through a tunnel. @returns its status and body */
export type TunnelledCall = (body: string) => Promise<{ readonly status: number; readonly body: string }>;

const body = 'x'.repeat(bodyBytes);

/** The cloud application's side of a tunnel: has so many calls made, with so many in flight. @throws on a wrong answer */
export async function runThroughTunnel(call: TunnelledCall, count: number, inFlight: number): Promise<void> {
  let left = count;
  const one = async () => {
    while (left-- > 0) {
      const answer = await call(body);
      if (answer.status !== 200 || answer.body.length !== bodyBytes)
        throw new Error(`a call through the tunnel was answered ${answer.status} with ${answer.body}`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
}

/** REST calls over TLS to a port of this computer that leads to the REST server. */
export class CallsToPort {
  readonly #agent: Agent;
  readonly #origin: string;

  /** @param ca PEM that vouches for what answers there */
  constructor(port: number, ca: string, connections: number) {
    this.#origin = `https://localhost:${port}`;
    this.#agent = new Agent({ connections, connect: { ca } });
  }

  readonly call: TunnelledCall = async (text) => {
    const headers = { 'Content-Type': 'application/json' };
    const options: Dispatcher.RequestOptions = {
      origin: this.#origin,
      path: benchUri,
      method: 'POST',
      headers,
      body: text,
    };
    const { statusCode, body: answer } = await this.#agent.request(options);
    return { status: statusCode, body: await answer.text() };
  };

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
