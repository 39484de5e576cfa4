import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import type { ConsoleClient } from '../../renderer/client/console-client.ts';
import type { Ready } from '../support/headless-process.ts';

/**
 * Calls the Console API as a browser does: the printed token buys a session, and its cookie opens the WebSocket.
 * @param master id of a master server; default: this computer
 * @throws when the service is not there, goes away, or refuses
 */
export async function withConsole<T>(
  ready: Pick<Ready, 'console' | 'token'>,
  call: (client: ConsoleClient) => Promise<T>,
  master?: string,
): Promise<T> {
  const { origin, host } = new URL(ready.console);
  const session = await fetch(`${origin}/session`, { method: 'POST', headers: { Authorization: ready.token } });
  const cookie = session.headers.get('set-cookie')?.split(';')[0];
  if (!session.ok || cookie === undefined) throw new Error(`no session: ${session.status}`);
  const socket = new WebSocket(`ws://${host}/console${master === undefined ? '' : `?master=${master}`}`, {
    origin,
    headers: { cookie },
  });
  const broken = new Promise<never>((_resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the service has closed the connection')));
  });
  broken.catch(() => undefined); // told by the race that is under way, if one is
  try {
    await Promise.race([once(socket, 'open'), broken]);
    // The library is typed for the browser's WebSocket, of which this one has all that it uses.
    const client: ConsoleClient = createORPCClient(
      new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
    );
    return await Promise.race([call(client), broken]);
  } finally {
    socket.terminate();
  }
}
