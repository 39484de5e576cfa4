import { thisComputerId } from '../../shared/master-terms.ts';
import type { MasterBackend } from '../masters/master-backend.ts';
import type { Log } from '../service/log.ts';
import { type ConsoleRouter, createConsoleRouter } from './console-router.ts';

/** The Console API of one master server; `undefined` for an id that there is not. */
export type ConsoleChannels = (masterId: string) => ConsoleRouter | undefined;

/** Each master server has a channel of its own, so that nothing of one can come over the channel of another. */
export function consoleChannels(
  thisComputer: MasterBackend,
  elsewhere: (masterId: string) => MasterBackend | undefined,
  log: Log,
): ConsoleChannels {
  const routers = new WeakMap<MasterBackend, ConsoleRouter>();
  return (masterId) => {
    const backend = masterId === thisComputerId ? thisComputer : elsewhere(masterId);
    if (!backend) return undefined;
    const router = routers.get(backend) ?? createConsoleRouter(backend, log);
    routers.set(backend, router);
    return router;
  };
}
