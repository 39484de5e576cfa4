import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket as ReconnectingWebSocket } from 'partysocket';
import { type ConsoleClient, Disconnected, TokenNeeded, type Transport } from './console-client.ts';

// Not as the query of a form, where a plus is a blank: a token of one's own may have one.
const tokenInAddress = /^#token=([^&]*)/;

/** Takes the token off the address, so that it is neither seen, bookmarked nor kept in the history. */
export function takeToken(): string | undefined {
  const given = tokenInAddress.exec(location.hash)?.[1];
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  if (given === undefined) return undefined;
  try {
    return decodeURIComponent(given);
  } catch {
    return given; // a percent sign of its own
  }
}

/**
 * A new address in an old tab, as after a restart of the service, changes nothing but the fragment: the page begins anew, and takes
 * the token as at any start.
 */
export function followAddress(): void {
  window.addEventListener('hashchange', () => {
    if (tokenInAddress.test(location.hash)) location.reload();
  });
}

/** The right token is let in however many wrong ones came: 429 means a wrong one, too. */
const isRefused = ({ status }: Response) => status === 401 || status === 429;

/**
 * In a browser the token buys a session cookie, and the cookie opens the WebSocket. Before each attempt the session is
 * checked over HTTP, because a WebSocket does not tell why it was refused.
 * @param master id of the master server
 */
export function browserTransport(master: string, firstToken?: string | undefined): Transport {
  let token = firstToken;
  let open: { socket: ReconnectingWebSocket; client: ConsoleClient } | undefined;
  const close = () => {
    open?.socket.close();
    open = undefined;
  };
  return {
    close,
    async connect(signal) {
      const signedIn =
        token && (await fetch('/session', { method: 'POST', headers: { Authorization: token }, signal }));
      const isWrong = signedIn ? isRefused(signedIn) : false;
      // Whoever is signed in already stays so, also with the address of a former start.
      const response = signedIn && !isWrong ? signedIn : await fetch('/session', { signal });
      if (isRefused(response)) {
        close();
        throw new TokenNeeded({ isWrong });
      }
      if (!response.ok) throw new Disconnected();
      token = undefined;
      open ??= openSocket(master);
      return open.client;
    },
  };
}

function openSocket(master: string) {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new ReconnectingWebSocket(
    `${scheme}//${location.host}/console?master=${encodeURIComponent(master)}`,
    undefined,
    {
      minReconnectionDelay: 250,
      maxReconnectionDelay: 4000,
    },
  );
  // It types its ready state as any number, and holds none but a WebSocket's.
  const websocket = socket as Omit<typeof socket, 'readyState'> & Pick<WebSocket, 'readyState'>;
  const client: ConsoleClient = createORPCClient(new RPCLink({ websocket }));
  return { socket, client };
}
