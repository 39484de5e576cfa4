import type { Transition } from '../../../shared/connection-status.ts';
import type { Envelope, Message } from '../../../shared/messages.ts';

/** `in` comes from the cloud application. */
export type Direction = 'in' | 'out';

/** Whose connection something happens on. */
export interface ActivityPlace {
  /** Host name. */
  readonly endpoint: string;
  readonly group: string;
}

/** Who looks on while connections are at work. It never throws. */
export interface ActivitySink {
  moved(place: ActivityPlace, transition: Transition): void;
  /** @param message a text says why it could not be decoded. @param bytes its size */
  passed(place: ActivityPlace, direction: Direction, message: Envelope | Message | string, bytes: number): void;
}

/** `sink` is `undefined` while nobody looks on: then all that a message costs is to see that. */
export interface Activity {
  readonly sink: ActivitySink | undefined;
}
