import { NbwssError } from '../../shared/error-catalogue.ts';
import type {
  GivenMaster,
  GivenMasterTrust,
  MasterList,
  MasterStatus,
  MasterTestStep,
  PresentedByMaster,
  RemoteMasterKind,
} from '../../shared/masters.ts';
import type { Clock } from '../service/clock.ts';
import type { MasterBackend, MastersBackend } from './master-backend.ts';
import { MasterListFeed } from './master-list-feed.ts';

export interface MasterServersOptions {
  clock: Clock;
  /** How this computer stands. */
  thisComputer: () => MasterStatus;
}

/** The master servers of this console. */
export class MasterServers implements MastersBackend {
  readonly #feed: MasterListFeed;

  constructor({ clock, thisComputer }: MasterServersOptions) {
    this.#feed = new MasterListFeed(clock, () => ({ masters: [thisComputer()] }));
  }

  /** Something that the list tells may have changed. */
  changed(): void {
    this.#feed.changed();
  }

  backend(_id: string): MasterBackend | undefined {
    return undefined;
  }

  watch(signal: AbortSignal | undefined): AsyncGenerator<MasterList, void, void> {
    return this.#feed.watch(signal);
  }

  add(_given: GivenMaster): string {
    throw notYet();
  }

  edit(_id: string, _given: GivenMaster): void {
    throw notYet();
  }

  rename(_id: string, _name: string): void {
    throw notYet();
  }

  remove(_ids: readonly string[]): void {
    throw notYet();
  }

  askNow(_ids: readonly string[]): void {
    throw notYet();
  }

  async fetchCertificate(_kind: RemoteMasterKind, _origin: string): Promise<PresentedByMaster> {
    throw notYet();
  }

  acceptCertificate(_id: string, _trust: GivenMasterTrust): void {
    throw notYet();
  }

  test(_id: string | undefined, _given: GivenMaster): AsyncGenerator<MasterTestStep, void, void> {
    throw notYet();
  }

  stop(): void {
    this.#feed.close();
  }
}

const notYet = () => new NbwssError('notPossible', { causes: ['This part is being built.'] });
