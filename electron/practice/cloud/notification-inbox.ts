import type { Message } from '../../../shared/messages.ts';
import { BoundedLog } from '../bounded-log.ts';
import { asRecord } from '../http-exchange.ts';

/** One notification: one entry of a `data` list (N-5). */
export interface NotificationEntry {
  /** Id of the message that brought it. */
  readonly messageId: string;
  /** `JOB` or `IMAGE` */
  readonly object: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The notifications that an application was sent. Delivery is at least once: a message that comes again is not counted again. */
export class NotificationInbox {
  readonly #seen = new Set<string>();
  readonly #log = new BoundedLog<NotificationEntry>(10_000);
  #messages = 0;

  /** The last 10,000, in the order in which they came. */
  get entries(): readonly NotificationEntry[] {
    return this.#log.entries;
  }

  /** Notifications in all. */
  get total(): number {
    return this.#log.total;
  }

  /** NOTIFICATION REQUESTs in all, resends included. */
  get messages(): number {
    return this.#messages;
  }

  add(request: Message): void {
    this.#messages += 1;
    const messageId = request.id.toUpperCase();
    if (this.#seen.has(messageId)) return;
    this.#seen.add(messageId);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= 1000) break;
      this.#seen.delete(oldest);
    }
    for (const element of Array.isArray(request.payload) ? request.payload : []) {
      const { object, data } = asRecord(element) ?? {};
      for (const entry of Array.isArray(data) ? data : []) {
        this.#log.add({ messageId, object: String(object), data: asRecord(entry) ?? {} });
      }
    }
  }
}
