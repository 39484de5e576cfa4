import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Message, makeMessage } from '../../shared/messages.ts';
import { EndpointServer } from '../support/endpoint-server.ts';
import { type OwnProcess, type Ready, startHeadless } from '../support/headless-process.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import { seedNotifications } from '../support/seed-notifications.ts';

const groupIds = Array.from({ length: 50 }, (_, index) => `GROUP${String(index + 1).padStart(2, '0')}`);

/**
 * The real headless host with 50 connected server groups, and so many notifications in its log that none of them has got. One
 * cloud application at a time acknowledges at once, so that its group is delivered to at full speed; when it has got all, the
 * next one does. The others take their first message and stay silent.
 */
export class BacklogScene {
  readonly ready: Ready;
  readonly groupIds = groupIds;
  readonly #host: OwnProcess;
  readonly #server: EndpointServer;
  readonly #folder: string;
  readonly #waiting = new Map<string, Message>();
  #served = 0;
  #delivered = 0;

  private constructor(host: OwnProcess, ready: Ready, server: EndpointServer, folder: string, backlog: number) {
    this.#host = host;
    this.ready = ready;
    this.#server = server;
    this.#folder = folder;
    server.received = (message, { path }) => {
      if (message.type !== 'NOTIFICATION') return;
      this.#waiting.set(path, message);
      if (path !== groupIds[this.#served]) return;
      this.#acknowledge();
      if (this.#delivered < backlog) return;
      this.#delivered = 0;
      this.#served++;
      this.#acknowledge();
    };
  }

  /** @param backlog notifications that wait for each group; 0 for a log in which nothing waits */
  static async open(backlog: number): Promise<BacklogScene> {
    const folder = mkdtempSync(join(tmpdir(), 'nbwss-bench-'));
    const data = join(folder, 'data');
    const server = await EndpointServer.start();
    const endpoints = groupIds.map((groupId, index) => ({
      hostName: `cloudhost${index + 1}.tenant.example.com`,
      groupId,
      url: server.url(groupId),
      priority: 1,
      token: 'a token',
    }));
    saveEndpoints(data, server.identity, endpoints);
    seedNotifications(
      data,
      groupIds.map((groupId) => ({ groupId, undelivered: backlog })),
      Date.now() - 3_600_000,
    );
    const host = startHeadless(['--data', data]);
    return new BacklogScene(host, await host.ready(), server, folder, backlog);
  }

  /** How many notifications have been delivered to the group whose turn it is, and how many groups have got all. */
  get progress(): { readonly groups: number; readonly delivered: number } {
    return { groups: this.#served, delivered: this.#delivered };
  }

  async close(): Promise<void> {
    await this.#host.end();
    await this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** N-10: of what the group whose turn it is has got last. */
  #acknowledge(): void {
    const groupId = groupIds[this.#served] ?? '';
    const message = this.#waiting.get(groupId);
    const peer = this.#server.peers.get(groupId);
    if (!message || !peer) return;
    this.#waiting.delete(groupId);
    this.#delivered += notificationsIn(message);
    peer.webSocket.send(JSON.stringify(makeMessage('NOTIFICATION', 'RESPONSE', message.id, Date.now() / 1000, [])));
  }
}

const notificationsIn = ({ payload }: Message): number =>
  Array.isArray(payload) ? payload.reduce((sum: number, { data }: { data: unknown[] }) => sum + data.length, 0) : 0;
