import { once } from 'node:events';
import { EndpointServer } from './endpoint-server.ts';
import { saveEndpoints } from './save-endpoints.ts';

/** One endpoint that is saved in a data folder, and the server that it leads to: what an app that starts there connects to. */
export interface SavedEndpoint extends AsyncDisposable {
  readonly hostName: string;
  /** The close code of its first connection, once that has come and gone. */
  readonly closedWith: Promise<number>;
  /** Its first accepted connection. */
  readonly connected: Promise<void>;
}

export async function saveEndpoint(dataFolder: string): Promise<SavedEndpoint> {
  const server = await EndpointServer.start();
  const hostName = '127.0.0.1';
  const peer = new Promise<Parameters<EndpointServer['accepted']>[0]>((accepted) => {
    server.accepted = accepted;
  });
  saveEndpoints(dataFolder, server.identity, [
    { hostName, groupId: 'one', priority: 1, token: 'a token', url: server.url('one') },
  ]);
  return {
    hostName,
    connected: peer.then(() => undefined),
    closedWith: peer.then(({ webSocket }) => once(webSocket, 'close')).then(([code]) => code as number),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
