import { randomUUID } from 'node:crypto';
import type { RuleId } from '../../electron/conformance/rules.ts';
import type { ApplicationConnection, Behaviour } from '../../electron/practice/cloud/connection.ts';
import { type Message, makeMessage } from '../../shared/messages.ts';
import { ByteEndpoint, type ByteManners, properCommand } from './byte-endpoint.ts';
import { ByteServer, type ByteServerOptions } from './byte-server.ts';
import { cloudApplication, type TestedEndpoint } from './conformance-scene.ts';

/** One thing that an endpoint does wrong: the rule that it breaks, and no other, and what has to be said of it. */
export interface Fault {
  readonly rule: RuleId;
  /** Read after "an endpoint that". */
  readonly name: string;
  readonly seen: RegExp;
  start(): Promise<TestedEndpoint>;
  /** How many times as fast the clock runs, where a long limit is waited out. */
  readonly times?: number;
}

export const now = () => Date.now() / 1000;
export const otherId = () => randomUUID().toUpperCase();

/** A practice cloud application with a fault. */
export const does = (
  rule: RuleId,
  name: string,
  seen: RegExp,
  behaviour: () => Partial<Behaviour>,
  times = 1,
): Fault => ({
  rule,
  name,
  seen,
  times,
  start: () => cloudApplication(behaviour()),
});

/** The same down to the byte. */
export const writes = (rule: RuleId, name: string, seen: RegExp, manners: Partial<ByteManners>): Fault => ({
  rule,
  name,
  seen,
  async start() {
    const endpoint = await ByteEndpoint.start(manners);
    return { details: endpoint.server.details, close: () => endpoint.close() };
  },
});

/** A server that never comes to the WebSocket. */
export const presents = (
  rule: RuleId,
  name: string,
  seen: RegExp,
  options: () => Promise<ByteServerOptions>,
): Fault => ({
  rule,
  name,
  seen,
  start: async () => ByteServer.start({ token: otherId(), ...(await options()) }),
});

export const connectResponse = (id: string, payload: unknown, more: object = {}): string =>
  JSON.stringify({ ...makeMessage('CONNECT', 'RESPONSE', id, now(), {}), payload, ...more });
export const acknowledgement = (id: string, payload: unknown = [], more: object = {}): string =>
  JSON.stringify({ ...makeMessage('NOTIFICATION', 'RESPONSE', id, now(), {}), payload, ...more });

/** Answers the right token with this text, and a wrong one as it should be. */
export const answersConnect =
  (text: (request: Message) => string): (() => Partial<Behaviour>) =>
  () => ({
    onConnect: (request, connection, right) =>
      right ? connection.send(text(request)) : connection.answerConnect(request, false),
  });
/** Does this once it has accepted the first connection. */
export const afterConnect =
  (act: (connection: ApplicationConnection) => void): (() => Partial<Behaviour>) =>
  () => {
    let isFirst = true;
    return {
      onConnect(request, connection, right) {
        connection.answerConnect(request, right);
        if (!right) return;
        connection.send(properCommand());
        if (isFirst) act(connection);
        isFirst = false;
      },
    };
  };
export const sends = (text: string | Buffer) => afterConnect((connection) => connection.send(text));
export const commands = (payload: unknown, more: object = {}) =>
  sends(JSON.stringify({ ...properCommand(), id: otherId(), payload, ...more }));
/** Answers a wrong token in its own way. */
export const toWrongToken = (answer: (request: Message, connection: ApplicationConnection) => void) => () => ({
  onConnect(request: Message, connection: ApplicationConnection, right: boolean) {
    if (!right) return answer(request, connection);
    connection.answerConnect(request, true);
    connection.send(properCommand());
  },
});
export const acknowledges = (text: (request: Message) => string) => (): Partial<Behaviour> => ({
  onNotification: (request, connection) => connection.send(text(request)),
});
/** Acknowledges all notifications but some, with which it does something else. */
export const but = (
  isOdd: (request: Message) => boolean,
  act: (connection: ApplicationConnection, request: Message) => void,
): Partial<Behaviour> => ({
  onNotification: (request, connection) =>
    isOdd(request) ? act(connection, request) : connection.acknowledge(request),
});
export const ignore = () => undefined;
export const holds = (text: string) => (request: Message) => JSON.stringify(request).includes(text);
export const repeated = () => {
  const seen = new Set<string>();
  return ({ id }: Message) => seen.size === seen.add(id).size;
};
