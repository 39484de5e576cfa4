import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { closeStatusName } from '../../../shared/connection-status.ts';
import { connectResponsePayloadSchema, envelopeSchema, makeMessage, sameMessageId } from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';
import { parseJson } from '../http-exchange.ts';
import { pinnedTls } from './wss-peer.ts';

/** Milliseconds after which a group without connection is tried again. */
const retryAfter = 1_000;
const connectTimeLimit = 5_000;

/** What a connection needs of an endpoint. */
export interface WssTarget {
  readonly hostName: string;
  readonly groupId: string;
  readonly url: string;
  readonly priority: number;
  readonly token: string;
  /** PEM, the only one that is trusted. */
  readonly certificate: string;
}

interface Open {
  readonly socket: WebSocket;
  isAccepted: boolean;
}

/** Keeps one connection for each server group, as NetBackup's own service does: lowest priority number first, no fail-back. */
export class WssConnections {
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #open = new Map<string, Open>();
  readonly #closeStatus = new Map<string, string>();
  readonly #timers = new Map<string, { cancel(): void }>();
  /** Groups that are walked now, and those whose targets changed meanwhile. */
  readonly #walking = new Set<string>();
  #targets: readonly WssTarget[] = [];
  #closed = false;

  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  isConnected(hostName: string): boolean {
    return this.#open.get(hostName)?.isAccepted ?? false;
  }

  /** How its last connection ended, under the vendor's names; null before. */
  closeStatus(hostName: string): string | null {
    return this.#closeStatus.get(hostName) ?? null;
  }

  /** The activated endpoints from now on; connections to others are closed (1000). */
  follow(targets: readonly WssTarget[]): void {
    this.#targets = targets;
    for (const [hostName, { socket }] of this.#open)
      if (!targets.some((target) => target.hostName === hostName)) socket.close(1000);
    for (const groupId of new Set(targets.map((target) => target.groupId))) this.#tryGroup(groupId);
  }

  forget(hostName: string): void {
    this.#closeStatus.delete(hostName);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    for (const { socket } of this.#open.values()) socket.terminate();
  }

  #tryGroup(groupId: string): void {
    if (this.#closed || this.#walking.has(groupId)) return;
    this.#timers.get(groupId)?.cancel();
    this.#timers.delete(groupId);
    this.#walking.add(groupId);
    void this.#walk(groupId).finally(() => {
      this.#walking.delete(groupId);
      const isWanted = this.#targets.some((target) => target.groupId === groupId);
      if (this.#closed || !isWanted || this.#isServed(groupId)) return;
      this.#timers.set(
        groupId,
        this.#clock.setTimeout(() => this.#tryGroup(groupId), retryAfter),
      );
    });
  }

  #isServed(groupId: string): boolean {
    return this.#targets.some((target) => target.groupId === groupId && this.#open.has(target.hostName));
  }

  async #walk(groupId: string): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const [next] = this.#targets
        .filter((target) => target.groupId === groupId && !tried.has(target.hostName))
        .sort((a, b) => a.priority - b.priority);
      if (!next || this.#closed || this.#isServed(groupId)) return;
      tried.add(next.hostName);
      await this.#connect(next);
    }
  }

  /** Resolves when it is accepted, or has ended. */
  #connect(target: WssTarget): Promise<void> {
    const { hostName, groupId, url, certificate, token } = target;
    const socket = new WebSocket(url, {
      handshakeTimeout: connectTimeLimit,
      createConnection: () => pinnedTls(new URL(url), certificate),
    });
    const connection: Open = { socket, isAccepted: false };
    this.#open.set(hostName, connection);
    const id = randomUUID().toUpperCase();
    return new Promise((resolve) => {
      const late = this.#clock.setTimeout(() => connection.isAccepted || socket.terminate(), connectTimeLimit);
      socket.on('open', () => {
        socket.send(JSON.stringify(makeMessage('CONNECT', 'REQUEST', id, this.#clock.now() / 1000, { token })));
      });
      socket.on('message', (data) => {
        const { data: message } = envelopeSchema.safeParse(parseJson(String(data)));
        if (message?.type !== 'CONNECT' || message.subType !== 'RESPONSE' || !sameMessageId(message.id, id)) return;
        if (connectResponsePayloadSchema.safeParse(message.payload).data?.valid !== true) return socket.close(1000);
        connection.isAccepted = true;
        this.#changed();
        resolve();
      });
      socket.on('error', () => undefined); // `close` follows
      socket.on('close', (code) => {
        late.cancel();
        if (this.#open.get(hostName) === connection) this.#open.delete(hostName);
        if (connection.isAccepted) this.#closeStatus.set(hostName, closeStatusName(code));
        this.#changed();
        resolve();
        if (connection.isAccepted) this.#tryGroup(groupId);
      });
    });
  }
}
