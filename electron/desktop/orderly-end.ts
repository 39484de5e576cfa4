import { app } from 'electron';

/** How long stopping may take, in milliseconds. */
const stopTimeLimit = 4_500;

/** What asks a process to end. */
const signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/** The end of the app, whoever asks for it: Quit, a signal, the system, a second start. */
export interface OrderlyEnd {
  /** Whether it was asked for: what is not begun yet is not begun any more. */
  readonly isAsked: boolean;
}

/**
 * Quitting waits until connections are closed with 1001 and the folder is let go (decision 9), for 4.5 s at the most.
 *
 * Electron answers one signal only, and lets the next one end the process on the spot; Ctrl-C in a terminal comes to the app
 * from there and from the command that started it. So from `ready` on, when Electron's own handlers are in place, ours replace
 * them. A library of electron-store listens to signals, too, to send each to the process again: Node then takes ours for a
 * second listener and leaves the system's handler as it is, so that one goes. A signal before `ready` ends a process that has
 * opened nothing yet.
 *
 * @param stop stops what runs; `undefined` while nothing was begun. While the app still starts it waits for that first
 * @param report where a problem is told
 */
export function endInOrder(stop: () => Promise<void> | undefined, report: (line: string) => void): OrderlyEnd {
  let stage: 'running' | 'stopping' | 'stopped' = 'running';
  app.on('before-quit', (event) => {
    if (stage === 'stopped') return;
    const stopped = stage === 'running' ? stop() : undefined;
    if (stage === 'running' && stopped === undefined) {
      stage = 'stopped';
      return;
    }
    event.preventDefault();
    if (stage === 'stopping') return;
    stage = 'stopping';
    const late = new Promise<void>((done) => setTimeout(done, stopTimeLimit));
    Promise.race([stopped, late])
      .catch((error: unknown) => report(error instanceof Error ? (error.stack ?? error.message) : String(error)))
      .finally(() => {
        stage = 'stopped';
        app.quit();
      });
  });
  for (const signal of signals) process.removeAllListeners(signal);
  app.once('ready', () => {
    for (const signal of signals) process.on(signal, () => app.quit());
  });
  return {
    get isAsked() {
      return stage !== 'running';
    },
  };
}
