import { propertyDefinitions } from '../../shared/properties.ts';

/** How long things may take and are watched, in milliseconds. Those of CONNECT and close are the connection's own (decisions 2 and 9). */
export interface Limits {
  /** Nothing is sent for so long after CONNECT, so that an endpoint that closes by itself is told from one that cannot bear a message. */
  readonly quiet: number;
  /** How long the first connection is watched in all. */
  readonly watch: number;
  readonly pong: number;
  /** N-13: `notification.scheduledRate`. */
  readonly acknowledgement: number;
}

export const defaultLimits: Limits = {
  quiet: 2_000,
  watch: 10_000,
  pong: 10_000,
  acknowledgement: Number(propertyDefinitions['notification.scheduledRate'].default) * 1000,
};
