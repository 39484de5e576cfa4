import type { EventEmitter } from 'node:events';
import { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';

/**
 * Finds every TLS socket and WebSocket of this process, on both sides, that is listened to from now on.
 * @returns counts the listeners of those that are open
 */
export function watchSocketListeners(): { count(): number; stop(): void } {
  const sockets = new Set<EventEmitter>();
  const prototypes: EventEmitter[] = [TLSSocket.prototype, WebSocket.prototype];
  // An own property of each prototype, before the inherited method; a spy of the test runner would keep every call.
  for (const prototype of prototypes) {
    const { on } = prototype;
    const value = function (this: EventEmitter, ...args: Parameters<typeof on>) {
      sockets.add(this);
      return on.apply(this, args);
    };
    Object.defineProperty(prototype, 'on', { value, configurable: true, writable: true });
  }
  const isOpen = (socket: EventEmitter) =>
    socket instanceof TLSSocket ? !socket.destroyed : (socket as WebSocket).readyState === WebSocket.OPEN;
  return {
    count: () =>
      [...sockets]
        .filter(isOpen)
        .flatMap((socket) => socket.eventNames().map((name) => socket.listenerCount(name)))
        .reduce((sum, listeners) => sum + listeners, 0),
    stop() {
      for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'on');
    },
  };
}
