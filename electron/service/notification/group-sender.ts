import { type Envelope, sameMessageId } from '../../../shared/messages.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Log } from '../log.ts';
import { type WrittenMessage, writeMessage } from '../written-message.ts';
import type { Batch } from './group-batches.ts';
import type { NotificationLog } from './notification-log.ts';

export interface GroupSenderOptions {
  groupId: string;
  log: Log;
  notifications: Pick<NotificationLog, 'inFlight' | 'nextBatch' | 'acknowledge' | 'prepare'>;
  clock: Clock;
  newId: () => string;
  /** `notification.scheduledRate` in milliseconds: how long an acknowledgement is awaited (N-13). */
  resendAfter: () => number;
  /** `notification.sendTimeout` in milliseconds (N-14). */
  sendTimeout: () => number;
  /**
   * Sends on the connection of the group. @returns whether there is one
   * @param written called once when the bytes have left our buffers, or never will
   */
  send: (message: WrittenMessage, written: () => void) => boolean;
  /** A batch of so many was acknowledged, so many milliseconds after this sender first sent it. */
  wasAcknowledged?: (count: number, duration: number) => void;
  /** A batch was sent, acknowledged, or could not be stored. */
  changed: () => void;
}

/**
 * N-11 to N-16: delivers the notifications of one server group, one NOTIFICATION REQUEST at a time. A batch is on the disk
 * before it is sent, and is sent with the same id and content until it is acknowledged: after `notification.scheduledRate`,
 * on a new connection, on another endpoint of the group, after a restart (decision 21).
 */
export class GroupSender {
  readonly #options: GroupSenderOptions;
  #isConnected = false;
  #batch: Batch | undefined;
  /** A copy of which bytes are still in our buffers; another one would only queue behind it (decision 23). */
  #buffered: symbol | undefined;
  #resendTimer: Timer | undefined;
  /** Monotonic: when that timer was started. */
  #resendFrom = 0;
  #sendTimer: Timer | undefined;
  #timesSent = 0;
  #lastSent: number | null = null;
  /** Monotonic. */
  #firstSent: number | undefined;
  #problem: string | undefined;

  constructor(options: GroupSenderOptions) {
    this.#options = options;
  }

  /** Times that the batch in flight was sent again; a copy that no connection took does not count. */
  get resends(): number {
    return Math.max(0, this.#timesSent - 1);
  }

  /** How often the batch in flight was handed to a connection since this sender began, and when last (epoch milliseconds). */
  get handedOver(): { readonly timesSent: number; readonly lastSent: number | null } {
    return { timesSent: this.#timesSent, lastSent: this.#lastSent };
  }

  /** Why the log cannot be written. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** The group has a connection, or another one than before: what waits is sent on it (N-16). */
  connected(): void {
    this.#stopTimers();
    this.#isConnected = true;
    this.#buffered = undefined;
    this.#send();
  }

  /** The group has no connection: what waits stays. */
  disconnected(): void {
    this.#isConnected = false;
    this.#stopTimers();
  }

  /** Decision 45: `notification.scheduledRate` is another one; what waits for it waits as long as that says from when it began. */
  resendAfterChanged(): void {
    if (this.#resendTimer) this.#planSend();
  }

  /** There may be something new to send. */
  wake(): void {
    if (this.#isConnected && !this.#batch && !this.#resendTimer) this.#send();
  }

  /** What was in flight has been given up: the next batch is another one. */
  reset(): void {
    this.#batch = undefined;
    this.#forgetSending();
    this.#stopTimers();
    this.wake();
  }

  /** N-10, N-11: a NOTIFICATION RESPONSE of the group; a late one counts, one that fits nothing is ignored (decision 21). @returns whether it fits */
  acknowledged({ id, payload }: Envelope): boolean {
    const { notifications, newId, clock, groupId, log, changed } = this.#options;
    if (!this.#batch || !sameMessageId(this.#batch.id, id)) return false;
    if (!Array.isArray(payload) || payload.length > 0)
      log.warn('odd acknowledgement', { group: groupId, detail: 'its payload is not an empty array; it counts' });
    const { count } = this.#batch;
    if (!this.#store(() => notifications.acknowledge(groupId, newId, clock.now()))) return true;
    if (this.#firstSent !== undefined) this.#options.wasAcknowledged?.(count, clock.monotonic() - this.#firstSent);
    // What was acknowledged has left, though nobody may have told yet; of a second copy that is not known.
    if (this.#timesSent === 1) this.#buffered = undefined;
    this.#stopTimers();
    this.#forgetSending();
    changed();
    if (this.#isConnected) this.#send();
    return true;
  }

  stop(): void {
    this.disconnected();
  }

  /** Sends what is in flight, or the next batch. */
  #send(): void {
    const { notifications, groupId, newId, clock } = this.#options;
    this.#resendTimer?.cancel();
    this.#resendTimer = undefined;
    if (!this.#batch) {
      const isStored = this.#store(
        () => notifications.inFlight(groupId) ?? notifications.nextBatch(groupId, newId, clock.now()),
      );
      if (!isStored || !this.#batch) return;
    }
    this.#handOver(this.#batch);
    this.#resendFrom = clock.monotonic();
    this.#planSend();
    this.#options.changed();
  }

  #planSend(): void {
    const { clock, resendAfter } = this.#options;
    this.#resendTimer?.cancel();
    const rest = this.#resendFrom + resendAfter() - clock.monotonic();
    this.#resendTimer = clock.setTimeout(() => this.#send(), Math.max(0, rest));
  }

  #handOver({ id, payload }: Batch): void {
    if (this.#buffered) return;
    const { clock, send, sendTimeout, log, groupId } = this.#options;
    const copy = Symbol(id);
    this.#buffered = copy;
    const message = writeMessage('NOTIFICATION', 'REQUEST', id, clock.now() / 1000, payload);
    this.#timesSent++;
    const sent = send(message, () => {
      if (this.#buffered !== copy) return;
      this.#buffered = undefined;
      this.#sendTimer?.cancel();
      this.#sendTimer = undefined;
      this.#prepare();
    });
    if (!sent) {
      this.#buffered = undefined;
      this.#timesSent--;
      return;
    }
    this.#lastSent = clock.now();
    this.#firstSent ??= clock.monotonic();
    if (this.#buffered !== copy) return;
    this.#sendTimer = clock.setTimeout(() => {
      this.#sendTimer = undefined;
      log.warn('notification not sent in time', { group: groupId, detail: `${sendTimeout()} ms; it is tried again` });
    }, sendTimeout());
  }

  /**
   * What follows, while the peer is at work; not with each copy. What fails here is tried again, and told to the administrator,
   * when its turn comes.
   */
  #prepare(): void {
    const { notifications, groupId, newId, log } = this.#options;
    if (!this.#isConnected || this.resends > 0) return;
    try {
      notifications.prepare(groupId, newId);
    } catch (error) {
      log.error('next notifications not prepared', { group: groupId }, error);
    }
  }

  #forgetSending(): void {
    this.#timesSent = 0;
    this.#lastSent = null;
    this.#firstSent = undefined;
  }

  /** A log that cannot be written stops the group for a while, and nothing is sent that was not stored. */
  #store(next: () => Batch | undefined): boolean {
    const { clock, log, groupId, changed } = this.#options;
    try {
      this.#batch = next();
      this.#problem = undefined;
      return true;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (this.#problem !== problem) log.error('notification log not written', { group: groupId }, error);
      this.#problem = problem;
      this.#batch = undefined; // what is in flight is asked of the log anew
      this.#stopTimers();
      this.#resendFrom = clock.monotonic();
      this.#planSend();
      changed();
      return false;
    }
  }

  #stopTimers(): void {
    this.#resendTimer?.cancel();
    this.#sendTimer?.cancel();
    this.#resendTimer = undefined;
    this.#sendTimer = undefined;
  }
}
