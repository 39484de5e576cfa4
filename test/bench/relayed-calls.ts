import { type CommandResponsePayload, type Message, makeMessage } from '../../shared/messages.ts';
import { EndpointServer } from '../support/endpoint-server.ts';
import { benchUri, bodyBytes } from './rest-server.ts';

/** What a cloud application sends with each command. */
const parameters = 'x'.repeat(bodyBytes);
const headers = { 'Content-Type': 'application/json' };

/** A cloud application that has REST calls made: so many at once, on the one connection that its endpoint has. */
export class RelayedCalls {
  readonly server: EndpointServer;
  readonly #waiting = new Map<string, (payload: CommandResponsePayload) => void>();
  #id = 0;

  private constructor(server: EndpointServer) {
    this.server = server;
    server.received = ({ id, payload }: Message) => {
      this.#waiting.get(id)?.(payload as CommandResponsePayload);
      this.#waiting.delete(id);
    };
  }

  static async start(): Promise<RelayedCalls> {
    return new RelayedCalls(await EndpointServer.start());
  }

  /** Resolves when the endpoint of this name has an accepted connection. */
  connected(name: string): Promise<void> {
    if (this.server.peers.has(name)) return Promise.resolve();
    return new Promise((resolve) => {
      const before = this.server.accepted;
      this.server.accepted = (peer) => {
        before(peer);
        if (peer.path === name) resolve();
      };
    });
  }

  /**
   * Has so many calls made by the one that is connected under this name, with so many in flight.
   * @throws when an answer is not what the REST server gives
   */
  async run(name: string, count: number, inFlight: number): Promise<void> {
    const { webSocket } = this.server.peer(name);
    let left = count;
    const one = async () => {
      while (left-- > 0) {
        const id = `bench-${++this.#id}`;
        const answered = new Promise<CommandResponsePayload>((resolve) => this.#waiting.set(id, resolve));
        const payload = { uri: benchUri, method: 'POST', headers, parameters };
        webSocket.send(JSON.stringify(makeMessage('COMMAND', 'REQUEST', id, Date.now() / 1000, payload)));
        const { responseCode, body } = await answered;
        if (responseCode !== 200 || body.length !== bodyBytes)
          throw new Error(`${name} answered ${responseCode} with ${body}`);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, one));
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
