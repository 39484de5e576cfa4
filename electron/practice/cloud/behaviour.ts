import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Message } from '../../../shared/messages.ts';
import type { ApplicationConnection } from './connection.ts';

/** What happens to an HTTP upgrade: taken, refused with a status, never answered, or cut. */
export type UpgradeDecision = 'accept' | 'never' | 'cut' | { readonly status: number };

/**
 * What a cloud application does when something reaches it. {@link properBehaviour} is what the guide asks for; tests
 * put single functions of their own in its place to make a slow, careless or hostile one.
 */
export interface Behaviour {
  onUpgrade(request: IncomingMessage): UpgradeDecision;
  /** A CONNECT REQUEST; `rightToken` says whether it held the application's token. */
  onConnect(request: Message, connection: ApplicationConnection, rightToken: boolean): void;
  /** A NOTIFICATION REQUEST on an established connection. */
  onNotification(request: Message, connection: ApplicationConnection): void;
  onPing(data: Buffer, connection: ApplicationConnection): void;
  /** A request for the details document; `details` is the honest one. */
  onDetailsRequest(request: IncomingMessage, response: ServerResponse, details: string): void;
}

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
