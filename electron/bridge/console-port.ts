import { RPCHandler } from '@orpc/server/message-port';
import { isConsoleCall } from './console-call.ts';
import type { ConsoleRouter } from './console-router.ts';
import { OpenCalls } from './open-calls.ts';

/** The part of Electron's MessagePortMain that is used here. */
export interface ConsolePort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * Serves the Console API on a message port that was handed to the window. Only well-formed texts are admitted: anything else
 * would be an unhandled rejection inside the handler.
 */
export function serveConsolePort(router: ConsoleRouter, port: ConsolePort): void {
  const handler = new RPCHandler(router);
  handler.upgrade(
    {
      on(event: string, callback: (event?: { data: unknown }) => void) {
        if (event === 'close') port.on('close', () => callback());
        else port.on('message', (message) => isConsoleCall(message.data) && callback(message));
      },
      postMessage: (data: unknown) => port.postMessage(data),
    },
    { context: { calls: new OpenCalls() } },
  );
  port.start();
}
