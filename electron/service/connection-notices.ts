import type { FailureCause } from '../../shared/connection-causes.ts';
import type { ConnectionNotice } from '../../shared/connection-notice.ts';
import type { Clock, Timer } from './clock.ts';
import { backNotice, lostNotice } from './connection-notice-text.ts';

/** A group that has another connection within this time, in milliseconds, has not lost it: a fail-over and an early run take less. */
const grace = 10_000;
/** How long others are waited for that go the same way, in milliseconds: one notice for a network, not one for each group. */
const gathering = 2_000;
/** Notices of one kind come no closer than this, in milliseconds: a group that comes and goes must not keep the desktop busy. */
const spacing = 30_000;

export interface ConnectionNoticesOptions {
  clock: Clock;
  /** Whether the group has an ACTIVATED endpoint, so that it should have a connection. */
  isAwaited: (groupId: string) => boolean;
  tell: (notice: ConnectionNotice) => void;
}

/** A group without connection; times are in monotonic milliseconds. */
interface Away {
  readonly since: number;
  readonly hostName: string;
  readonly cause: FailureCause;
  isTold: boolean;
}

/** Calls `act` once for what comes within a while, and not again too soon. */
class Gathering {
  readonly #clock: Clock;
  readonly #act: () => void;
  #planned: { timer: Timer; at: number } | undefined;
  #earliest = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, act: () => void) {
    this.#clock = clock;
    this.#act = act;
  }

  /** @param delay milliseconds until there is something to tell, before others are waited for */
  plan(delay: number): void {
    const now = this.#clock.monotonic();
    const at = Math.max(now + delay + gathering, this.#earliest);
    if (this.#planned && this.#planned.at <= at) return;
    this.stop();
    const timer = this.#clock.setTimeout(() => {
      this.#planned = undefined;
      this.#act();
    }, at - now);
    this.#planned = { timer, at };
  }

  /** Something was told just now. */
  told(): void {
    this.#earliest = this.#clock.monotonic() + spacing;
  }

  stop(): void {
    this.#planned?.timer.cancel();
    this.#planned = undefined;
  }
}

/**
 * Decides when people are told that server groups lost their connection, and that they have one again. A loss counts when
 * the group had a connection, was not disconnected from here (an administrator, a stop), and has none again within a short
 * grace. What goes the same way together is one notice.
 */
export class ConnectionNotices {
  readonly #options: ConnectionNoticesOptions;
  readonly #away = new Map<string, Away>();
  /** Groups whose loss was told and that are connected again: since when they were away, and for how long. */
  readonly #back = new Map<string, { readonly away: Away; readonly awayFor: number; readonly hostName: string }>();
  readonly #losses: Gathering;
  readonly #returns: Gathering;
  #lastAt = 0;

  constructor(options: ConnectionNoticesOptions) {
    this.#options = options;
    this.#losses = new Gathering(options.clock, () => this.#tellLosses());
    this.#returns = new Gathering(options.clock, () => this.#tellReturns());
  }

  /** A group's connection to `hostName` was accepted. */
  connected(groupId: string, hostName: string): void {
    const away = this.#away.get(groupId);
    if (!away) return;
    this.#away.delete(groupId);
    if (!away.isTold) return;
    this.#back.set(groupId, { away, awayFor: this.#options.clock.monotonic() - away.since, hostName });
    this.#returns.plan(0);
  }

  /** A group's established connection to `hostName` ended. */
  lost(groupId: string, hostName: string, cause: FailureCause): void {
    const back = this.#back.get(groupId);
    this.#back.delete(groupId);
    if (cause === 'closed-by-us') return;
    if (back) this.#away.set(groupId, back.away); // its return was not told, so to whoever was told it is still away
    if (this.#away.has(groupId)) return;
    this.#away.set(groupId, { since: this.#options.clock.monotonic(), hostName, cause, isTold: false });
    this.#losses.plan(grace);
  }

  /** Endpoints were deactivated, deleted or moved: of a group that has none to connect to there is nothing more to tell. */
  endpointsChanged(): void {
    for (const groupId of this.#away.keys()) if (!this.#options.isAwaited(groupId)) this.#away.delete(groupId);
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#losses.stop();
    this.#returns.stop();
    this.#away.clear();
    this.#back.clear();
  }

  #tellLosses(): void {
    const due = this.#options.clock.monotonic() - grace;
    const pending = [...this.#away].filter(([, { isTold }]) => !isTold);
    const lost = pending.filter(([, { since }]) => since <= due);
    for (const [, away] of lost) away.isTold = true;
    if (lost.length > 0) {
      this.#losses.told();
      const named = lost.map(([groupId, { hostName, cause }]) => ({ groupId, hostName, cause }));
      this.#options.tell(lostNotice(named, this.#at()));
    }
    const next = pending.find(([, { since }]) => since > due); // the first one is the oldest
    if (next) this.#losses.plan(next[1].since - due);
  }

  #tellReturns(): void {
    if (this.#back.size === 0) return;
    const back = [...this.#back].map(([groupId, { awayFor, hostName }]) => ({ groupId, awayFor, hostName }));
    this.#back.clear();
    this.#returns.told();
    this.#options.tell(backNotice(back, this.#at()));
  }

  /** Consoles tell notices apart by their time, also after the clock was set back. */
  #at(): number {
    this.#lastAt = Math.max(this.#options.clock.now(), this.#lastAt + 1);
    return this.#lastAt;
  }
}
