import type { Behaviour } from './connection.ts';

/** What the guide asks for. */
export const properBehaviour: Behaviour = {
  onUpgrade: () => 'accept',
  onConnect: (request, connection, rightToken) => connection.answerConnect(request, rightToken), // M-9, C-11
  onNotification: (request, connection) => connection.acknowledge(request), // N-10
  onPing: (data, connection) => connection.pong(data), // C-12
  onDetailsRequest(_request, response, details) {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(details);
  },
};
