import type { ActivityEntry, ActivityUpdate } from '../../shared/activity.ts';
import type { Transition } from '../../shared/connection-status.ts';
import type { Envelope, Message } from '../../shared/messages.ts';
import type { Clock, Timer } from './clock.ts';
import type { Activity, ActivityPlace, ActivitySink, Direction } from './connection/activity-sink.ts';
import { withoutSecret, withoutSecretIn } from './known-secret.ts';
import type { Log } from './log.ts';
import { redact, redactStart, redactText } from './redaction.ts';
import { StreamSleep } from './stream-sleep.ts';

/** At most one update in this time, in milliseconds. */
const coalescing = 100;
/** What waits for one watcher: entries, and the characters of their details. */
const maxWaiting = 2000;
const maxWaitingCharacters = 8 * 1024 * 1024;
/** Longest detail of an entry, in characters. */
const maxDetail = 64 * 1024;
/** Requests whose answer is awaited. */
const maxRequests = 2000;

export interface ActivityFeedOptions {
  clock: Clock;
  log: Log;
  /** The token of an endpoint, to be masked wherever it may stand; `undefined` when it cannot be read. */
  token: (hostName: string) => string | undefined;
}

interface Watcher {
  waiting: ActivityEntry[];
  characters: number;
  dropped: number;
  /** Whether the time of an update has come. */
  isDue: boolean;
  wake: () => void;
}

/** A COMMAND REQUEST whose answer is awaited. `started` is monotonic. */
interface AwaitedRequest {
  readonly started: number;
  readonly summary: string;
}

type Found = Pick<ActivityEntry, 'type' | 'summary'> & Partial<ActivityEntry>;

/**
 * What happens on the connections, live, for those who watch. While nobody does, {@link sink} is `undefined`, nothing is
 * looked at and nothing is retained.
 */
export class ActivityFeed implements Activity {
  readonly #options: ActivityFeedOptions;
  readonly #watchers = new Set<Watcher>();
  readonly #requests = new Map<string, AwaitedRequest[]>();
  #number = 0;
  #closed = false;
  #timer: Timer | undefined;
  sink: ActivitySink | undefined;

  constructor(options: ActivityFeedOptions) {
    this.#options = options;
  }

  /** First an empty update, then what happens, at most one update each 100 ms; ends when `signal` is aborted. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<ActivityUpdate, void, void> {
    const sleep = new StreamSleep(signal);
    const watcher: Watcher = { waiting: [], characters: 0, dropped: 0, isDue: true, wake: sleep.wake };
    this.#watchers.add(watcher);
    this.sink = this.#sink;
    try {
      while (!signal?.aborted && !this.#closed) {
        if (watcher.isDue) yield take(watcher);
        else await sleep.untilWoken();
      }
    } finally {
      sleep.end();
      this.#watchers.delete(watcher);
      if (this.#watchers.size === 0) this.#forget();
    }
  }

  /** The service has stopped: every watcher's stream ends. */
  close(): void {
    this.#closed = true;
    this.#forget();
    for (const { wake } of this.#watchers) wake();
  }

  #forget(): void {
    this.sink = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#requests.clear();
  }

  readonly #sink: ActivitySink = {
    moved: (place, transition) =>
      this.#note(place, null, undefined, transition.to, () => this.#transition(place, transition)),
    passed: (place, direction, message, bytes) =>
      this.#note(place, direction, bytes, typeOf(message), () => this.#message(place, direction, message)),
  };

  /** Whatever goes wrong here must not reach the connection; what cannot be looked at is told without its content. */
  #note(
    place: ActivityPlace,
    direction: Direction | null,
    bytes: number | undefined,
    type: Found['type'],
    look: () => Found,
  ): void {
    const { clock, log } = this.#options;
    let found: Found = { type, summary: '' };
    try {
      found = look();
    } catch (error) {
      log.error('activity shown without detail', { endpoint: place.endpoint, group: place.group }, error);
    }
    try {
      this.#number++;
      this.#tell({
        number: this.#number,
        time: clock.now(),
        direction,
        id: null,
        ...place,
        status: null,
        duration: null,
        bytes: bytes ?? null,
        detail: '',
        isCut: false,
        ...found,
      });
    } catch (error) {
      log.error('activity not shown', { endpoint: place.endpoint, group: place.group }, error);
    }
  }

  #transition(place: ActivityPlace, { time, to, code, reason }: Transition): Found {
    if (to === 'disconnected') this.#forgetRequests(place.endpoint);
    const text = redactText(withoutSecret(reason, this.#options.token(place.endpoint)));
    return { time, type: to, summary: text, detail: `${code}: ${text}` };
  }

  #message(place: ActivityPlace, direction: Direction, message: Envelope | Message | string): Found {
    const token = this.#options.token(place.endpoint);
    if (typeof message === 'string') {
      const why = withoutSecret(message, token);
      return { type: typeOf(message), summary: why, detail: why };
    }
    const facts = direction === 'in' ? this.#arrived(place, message, token) : this.#left(place, message, token);
    const shown = JSON.stringify(withoutSecretIn(redact(message), token), null, 2);
    return {
      type: typeOf(message),
      id: redactStart(withoutSecret(message.id, token), 256),
      ...facts,
      detail: shown.slice(0, maxDetail),
      isCut: shown.length > maxDetail,
    };
  }

  #arrived({ endpoint }: ActivityPlace, message: Envelope | Message, token: string | undefined): { summary: string } {
    const summary = summaryOf(message, token);
    if (message.type === 'COMMAND' && message.subType === 'REQUEST') {
      const key = keyOf(endpoint, message.id);
      const requests = this.#requests.get(key) ?? [];
      requests.push({ started: this.#options.clock.monotonic(), summary });
      this.#requests.set(key, requests);
      const [oldest] = this.#requests.keys();
      if (this.#requests.size > maxRequests && oldest !== undefined) this.#requests.delete(oldest);
    }
    return { summary };
  }

  #left(
    { endpoint }: ActivityPlace,
    message: Envelope | Message,
    token: string | undefined,
  ): Pick<Found, 'summary' | 'status' | 'duration'> {
    if (message.type !== 'COMMAND' || message.subType !== 'RESPONSE') return { summary: summaryOf(message, token) };
    const key = keyOf(endpoint, message.id);
    const requests = this.#requests.get(key);
    const request = requests?.shift();
    if (requests?.length === 0) this.#requests.delete(key);
    const status = member(message.payload, 'responseCode');
    return {
      summary: request?.summary ?? '',
      status: typeof status === 'number' ? status : null,
      duration: request ? this.#options.clock.monotonic() - request.started : null,
    };
  }

  #forgetRequests(endpoint: string): void {
    for (const key of this.#requests.keys()) if (key.startsWith(keyOf(endpoint, ''))) this.#requests.delete(key);
  }

  #tell(entry: ActivityEntry): void {
    for (const watcher of this.#watchers) {
      watcher.waiting.push(entry);
      watcher.characters += entry.detail.length;
      while (watcher.waiting.length > maxWaiting || watcher.characters > maxWaitingCharacters) {
        watcher.characters -= watcher.waiting.shift()?.detail.length ?? 0;
        watcher.dropped++;
      }
    }
    this.#timer ??= this.#options.clock.setTimeout(() => this.#flush(), coalescing);
  }

  #flush(): void {
    this.#timer = undefined;
    for (const watcher of this.#watchers) {
      watcher.isDue ||= watcher.waiting.length > 0;
      watcher.wake();
    }
  }
}

function take(watcher: Watcher): ActivityUpdate {
  const update = { entries: watcher.waiting, dropped: watcher.dropped };
  watcher.waiting = [];
  watcher.characters = 0;
  watcher.dropped = 0;
  watcher.isDue = false;
  return update;
}

const typeOf = (message: Envelope | Message | string) =>
  typeof message === 'string' ? 'undecodable' : `${message.type} ${message.subType}`;

const keyOf = (endpoint: string, id: string) => `${endpoint}\n${id.toUpperCase()}`;

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** One line about a message: what a command asks for, what was answered to CONNECT, how many notifications. */
function summaryOf({ type, subType, payload }: Envelope | Message, token: string | undefined): string {
  if (type === 'COMMAND' && subType === 'REQUEST') {
    const [method, uri] = [member(payload, 'method'), member(payload, 'uri')];
    return [method, uri]
      .map((part) => (typeof part === 'string' ? redactStart(withoutSecret(part, token), 4096) : ''))
      .join(' ')
      .trim();
  }
  if (type === 'CONNECT' && subType === 'RESPONSE') return `valid: ${String(member(payload, 'valid') === true)}`;
  if (type === 'NOTIFICATION' && subType === 'REQUEST' && Array.isArray(payload)) {
    const count = payload.reduce<number>((sum, element) => {
      const data = member(element, 'data');
      return sum + (Array.isArray(data) ? data.length : 1);
    }, 0);
    return count === 1 ? '1 notification' : `${count} notifications`;
  }
  return '';
}
