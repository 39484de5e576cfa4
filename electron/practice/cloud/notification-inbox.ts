import type { Message } from '../../../shared/messages.ts';
import type { PracticeNotification } from '../../../shared/practice.ts';
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

const maxMessages = 20;
const maxJsonLength = 4096;
const maxTextLength = 200;

/** The notifications that an application was sent. Delivery is at least once: a message that comes again is not counted again. */
export class NotificationInbox {
  readonly #seen = new Set<string>();
  readonly #log = new BoundedLog<NotificationEntry>(10_000);
  #messages = 0;
  #latest: readonly PracticeNotification[] = [];

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

  /** The last 20 messages for people, newest first; a long one is cut to 4 KiB. */
  get latest(): readonly PracticeNotification[] {
    return this.#latest;
  }

  /** @param time when it came, epoch milliseconds */
  add(request: Message, time: number): void {
    this.#messages += 1;
    const messageId = request.id.toUpperCase();
    if (this.#seen.has(messageId)) return;
    this.#seen.add(messageId);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= 1000) break;
      this.#seen.delete(oldest);
    }
    const entries = entriesOf(request, messageId);
    for (const entry of entries) this.#log.add(entry);
    this.#latest = [readable(request, entries, time), ...this.#latest].slice(0, maxMessages);
  }
}

/** N-5: the entries of all `data` lists. */
function entriesOf(request: Message, messageId: string): NotificationEntry[] {
  return (Array.isArray(request.payload) ? request.payload : []).flatMap((element) => {
    const { object, data } = asRecord(element) ?? {};
    return (Array.isArray(data) ? data : []).map((entry) => ({
      messageId,
      object: String(object),
      data: asRecord(entry) ?? {},
    }));
  });
}

function readable(request: Message, entries: readonly NotificationEntry[], time: number): PracticeNotification {
  const [first] = entries;
  const json = JSON.stringify(request, undefined, 2);
  return {
    id: request.id,
    time,
    count: entries.length,
    first: first ? subjectOf(first) : null,
    json: json.length > maxJsonLength ? `${json.slice(0, maxJsonLength)}…` : json,
  };
}

/** N-6, N-7: what a notification is about. */
function subjectOf({ object, data }: NotificationEntry): PracticeNotification['first'] {
  const [name, state] = object === 'IMAGE' ? [data['backupId'], data['operationId']] : [data['jobId'], data['state']];
  const text = (value: unknown) => String(value ?? '').slice(0, maxTextLength);
  return { object: text(object), name: text(name), state: text(state) };
}
