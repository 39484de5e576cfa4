import { setImmediate } from 'node:timers/promises';
import type { NetBackupResult, OwnCall } from '../../electron/service/netbackup/own-call.ts';
import type { NetBackupSession } from '../../electron/service/netbackup/session.ts';

/** A session of which a test knows when nothing is being asked any more. */
export class CountedSession {
  readonly #session: NetBackupSession;
  readonly #underWay = new Set<Promise<NetBackupResult>>();

  constructor(session: NetBackupSession) {
    this.#session = session;
  }

  ask(call: OwnCall): Promise<NetBackupResult> {
    return this.#count(this.#session.ask(call));
  }

  ping(): Promise<NetBackupResult> {
    return this.#count(this.#session.ping());
  }

  /** Resolves when every call has been answered, and what follows from the answers asks nothing more. */
  async quiet(): Promise<void> {
    await setImmediate();
    while (this.#underWay.size > 0) {
      await Promise.all(this.#underWay);
      await setImmediate();
    }
  }

  #count(call: Promise<NetBackupResult>): Promise<NetBackupResult> {
    this.#underWay.add(call);
    return call.finally(() => this.#underWay.delete(call));
  }
}
