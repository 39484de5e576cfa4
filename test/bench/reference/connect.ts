import { once } from 'node:events';
import { connect } from 'node:tls';
import WebSocket from 'ws';

/** Where an endpoint is, and the certificate that is trusted there. */
export interface Endpoint {
  readonly url: string;
  readonly certificate: string;
}

/** The least that a connection of NBWSS needs: TLS with the options that ours has, the upgrade, CONNECT. */
export async function connectTo({ url, certificate }: Endpoint): Promise<WebSocket> {
  const { hostname, port } = new URL(url);
  const tls = connect({
    host: hostname,
    port: Number(port),
    ca: [certificate],
    allowPartialTrustChain: true,
    minVersion: 'TLSv1.2',
  });
  await once(tls, 'secureConnect');
  const socket = new WebSocket(url, { createConnection: () => tls, perMessageDeflate: false });
  await once(socket, 'open');
  socket.send(
    JSON.stringify({
      version: '1.0',
      type: 'CONNECT',
      subType: 'REQUEST',
      id: url,
      timeStamp: 1,
      payload: { token: 'a token' },
    }),
  );
  await once(socket, 'message');
  return socket;
}
