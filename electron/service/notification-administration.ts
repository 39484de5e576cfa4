import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope, Message } from '../../shared/messages.ts';
import type { Properties } from '../../shared/properties.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { NetBackupSession } from './netbackup/session.ts';
import { NotificationDelivery } from './notification/notification-delivery.ts';

export interface NotificationAdministrationOptions {
  /** The data folder. */
  folder: string;
  clock: Clock;
  log: Log;
  newId: () => string;
  properties: () => Properties;
  /** Of the service's own calls to NetBackup; `undefined` when no server is set. */
  session: () => NetBackupSession | undefined;
  /** Sends on the connection of a group. @returns whether there is one */
  send: (groupId: string, message: Message, written: () => void) => boolean;
}

/** Bytes that are free on the disk of a folder; `undefined` when the system does not tell. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined; // a file system that does not say: then only a failed write tells that it is full
  }
}

/** N-15: notifications while the service runs: where they come from, where they wait, and to whom they go. */
export class NotificationAdministration {
  readonly #delivery: NotificationDelivery;

  constructor(options: NotificationAdministrationOptions) {
    const { folder, clock, log, newId, properties, send } = options;
    this.#delivery = new NotificationDelivery({
      file: join(folder, 'notifications.sqlite'),
      clock,
      log,
      newId,
      resendAfter: () => properties()['notification.scheduledRate'] * 1000,
      sendTimeout: () => properties()['notification.sendTimeout'],
      maxUndelivered: () => 0,
      send,
      changed: () => undefined,
    });
  }

  get warnings(): string[] {
    return this.#delivery.warnings;
  }

  /** @param groupIds the groups that have endpoints */
  start(groupIds: ReadonlySet<string>): void {
    this.#delivery.start(groupIds);
  }

  stop(): void {
    this.#delivery.stop();
  }

  groupsChanged(groupIds: ReadonlySet<string>): void {
    this.#delivery.groupsChanged(groupIds);
  }

  /** A group has a connection, or none any more. */
  served(groupId: string, isServed: boolean): void {
    this.#delivery.served(groupId, isServed);
  }

  /** N-10: a NOTIFICATION RESPONSE. @returns whether it is of a notification that waits */
  acknowledged(groupId: string, response: Envelope): boolean {
    return this.#delivery.acknowledged(groupId, response);
  }
}
