import { type IpcMainEvent, ipcMain, MessageChannelMain } from 'electron';
import type { ConsolePort } from '../bridge/console-port.ts';
import type { ConsoleWindow } from './console-window.ts';
import { consoleOrigin } from './window.ts';

/** Serves the Console API of a master server on a port. @returns whether there is one of this id */
export type ServeConsole = (master: string, port: ConsolePort) => boolean;

export interface ConsolePorts {
  /** Resolves when the console's page has asked for the first time: its files are loaded then. */
  readonly asked: Promise<void>;
}

/**
 * Hands a port of one master server's Console API to the console's page, and to nobody else. Who asks before there is a service waits.
 * @param service rejects when the service cannot start, which somebody else tells
 */
export function handOverPorts(
  window: ConsoleWindow,
  service: () => Promise<ServeConsole>,
  report: (line: string) => void,
): ConsolePorts {
  const isConsole = ({ senderFrame: frame }: IpcMainEvent) =>
    frame !== null && frame === window.contents?.mainFrame && frame.url.startsWith(`${consoleOrigin}/`);
  let hasAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    hasAsked = resolve;
  });
  ipcMain.on('nbwss:connect', (event: IpcMainEvent, master: unknown) => {
    if (!isConsole(event)) return report('A console port was refused to another page.');
    hasAsked();
    const handOver = (serve: ServeConsole) => {
      if (typeof master !== 'string' || !isConsole(event)) return; // another page may have come while it waited
      const { port1, port2 } = new MessageChannelMain();
      if (serve(master, port1)) event.senderFrame?.postMessage('nbwss:port', master, [port2]);
      else port1.close(); // the page waits in vain, and sees in the list that there is no such master server
    };
    service().then(handOver, () => undefined);
  });
  return { asked };
}
