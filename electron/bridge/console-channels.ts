import { thisComputerId } from '../../shared/master-terms.ts';
import type { MasterBackend } from '../masters/master-backend.ts';
import type { Log } from '../service/log.ts';
import { type ConsoleRouter, createConsoleRouter } from './console-router.ts';

/** The Console API of one master server. */
export interface ConsoleChannel {
  readonly router: ConsoleRouter;
  /** Aborted when this master server is no more, or another one of its id has come: what is open has to be closed. */
  readonly ended?: AbortSignal | undefined;
}

/** `undefined` for an id that there is not. */
export type ConsoleChannels = (masterId: string) => ConsoleChannel | undefined;

/** Each master server has a channel of its own, so that nothing of one can come over the channel of another. */
export function consoleChannels(
  thisComputer: MasterBackend,
  elsewhere: (masterId: string) => MasterBackend | undefined,
  log: Log,
): ConsoleChannels {
  const channels = new WeakMap<MasterBackend, ConsoleChannel>();
  return (masterId) => {
    const backend = masterId === thisComputerId ? thisComputer : elsewhere(masterId);
    if (!backend) return undefined;
    const channel = channels.get(backend) ?? { router: createConsoleRouter(backend, log), ended: backend.ended };
    channels.set(backend, channel);
    return channel;
  };
}
