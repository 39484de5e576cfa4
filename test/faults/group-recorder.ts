import type { ApplicationConnection } from '../../electron/practice/cloud/connection.ts';
import { properBehaviour } from '../../electron/practice/cloud/proper-behaviour.ts';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { asRecord } from '../../electron/practice/http-exchange.ts';
import type { Message } from '../../shared/messages.ts';
import type { Arrival, Element } from './campaign-record.ts';

/** What happens at a cloud application, told in the moment in which it happens. */
export interface RecorderEvents {
  /** A NOTIFICATION REQUEST has come, and is not acknowledged yet. */
  received(): void;
  /** Its acknowledgement has just been sent. */
  acknowledged(): void;
}

/** Makes a cloud application keep every NOTIFICATION REQUEST and what it did with it. */
export class EndpointRecorder {
  readonly hostName: string;
  readonly application: PracticeCloudApplication;
  readonly #arrivals: Arrival[];
  readonly #events: RecorderEvents;
  readonly #connectedAt = new Map<number, number>();
  #waiting: { arrival: Arrival; request: Message; connection: ApplicationConnection }[] = [];
  #isWithholding = false;

  /** @param arrivals of its group; what comes is put there */
  constructor(hostName: string, application: PracticeCloudApplication, arrivals: Arrival[], events: RecorderEvents) {
    this.hostName = hostName;
    this.application = application;
    this.#arrivals = arrivals;
    this.#events = events;
    application.behaviour = {
      ...properBehaviour,
      onConnect: (request, connection, rightToken) => {
        this.#connectedAt.set(connection.number, Date.now());
        properBehaviour.onConnect(request, connection, rightToken);
      },
      onNotification: (request, connection) => this.#onNotification(request, connection),
    };
  }

  /** Something has come that was not acknowledged. */
  get isWaitedFor(): boolean {
    return this.#waiting.length > 0;
  }

  /** Acknowledges nothing from now on. */
  withhold(): void {
    this.#isWithholding = true;
  }

  /** @param late whether what came meanwhile is acknowledged now, or only when it comes again */
  release(late: boolean): void {
    this.#isWithholding = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    if (late) for (const { arrival, request, connection } of waiting) this.#acknowledge(arrival, request, connection);
  }

  #onNotification(request: Message, connection: ApplicationConnection): void {
    const arrival: Arrival = {
      time: Date.now(),
      endpoint: this.hostName,
      connection: connection.number,
      connectedAt: this.#connectedAt.get(connection.number) ?? 0,
      id: request.id,
      timeStamp: request.timeStamp,
      payload: elementsOf(request.payload),
      acknowledgedAt: undefined,
    };
    this.#arrivals.push(arrival);
    this.#events.received();
    if (this.#isWithholding) this.#waiting.push({ arrival, request, connection });
    else this.#acknowledge(arrival, request, connection);
  }

  #acknowledge(arrival: Arrival, request: Message, connection: ApplicationConnection): void {
    if (connection.state !== 'established') return;
    connection.acknowledge(request);
    arrival.acknowledgedAt = Date.now();
    this.#events.acknowledged();
  }
}

function elementsOf(payload: unknown): Element[] {
  return (Array.isArray(payload) ? payload : []).map((element) => {
    const { object, data } = asRecord(element) ?? {};
    return { object: String(object), data: (Array.isArray(data) ? data : []).map((each) => asRecord(each) ?? {}) };
  });
}
