import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { type ConsoleClient, Disconnected, type Transport } from './console-client.ts';

/** How long the preload may take to hand over a port, in milliseconds. */
const patience = 5000;

/**
 * In the desktop app the preload hands over a message port. Only a message of this very window is believed. The port is
 * closed on `pagehide`, because an open one crashes a reload on old Electron.
 */
/** @param master id of the master server */
export function electronTransport(master: string): Transport {
  let port: MessagePort | undefined;
  const close = () => {
    port?.close();
    port = undefined;
  };
  window.addEventListener('pagehide', close);
  return {
    close,
    async connect(signal) {
      close();
      port = await requestPort(master, signal);
      const client: ConsoleClient = createORPCClient(new RPCLink({ port }));
      port.start();
      return client;
    },
  };
}

function requestPort(master: string, signal: AbortSignal): Promise<MessagePort> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      window.removeEventListener('message', answered);
      signal.removeEventListener('abort', aborted);
      settle();
    };
    const answered = (event: MessageEvent) => {
      const [port] = event.ports;
      if (event.source !== window || event.data?.nbwss !== 'port' || event.data.master !== master || !port) return;
      finish(() => resolve(port));
    };
    const aborted = () => finish(() => reject(signal.reason));
    const timer = setTimeout(() => finish(() => reject(new Disconnected())), patience);
    window.addEventListener('message', answered);
    signal.addEventListener('abort', aborted);
    window.postMessage({ nbwss: 'connect', master }, location.origin);
  });
}
