import { expect } from 'vitest';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { FailureCause } from '../../shared/connection-causes.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import type { ByteServer, ByteServerOptions, Line } from './byte-server.ts';
import { useServers } from './open-servers.ts';
import type { ServiceBench, ServiceBenchOptions } from './service-bench.ts';

/** The host name of the hostile peer, and of the other endpoint, which has to stay connected whatever that one does. */
export const hostile = '127.0.0.1';
export const other = 'localhost';

/** Runs are started by the tests, so that nothing is tried before a peer has been told what to do. */
export const runsByHand = `${shippedPropertiesFile}connectionInfo.earlyRun=false\n`;

/** How an attempt or a connection is told to have ended. */
export interface Told {
  /** Several where the network decides. */
  cause: FailureCause | FailureCause[];
  reason: string | RegExp;
  /** Of an established connection; null when there was none. */
  closeStatus?: string | null;
}

/** The service with two endpoints of two groups: a hostile peer, and a proper cloud application that is connected. */
export class HostileScene {
  readonly bench: ServiceBench;
  readonly peer: ByteServer;
  readonly application: PracticeCloudApplication;

  constructor(bench: ServiceBench, peer: ByteServer, application: PracticeCloudApplication) {
    this.bench = bench;
    this.peer = peer;
    this.application = application;
  }

  /** One attempt begins. */
  attempt(): void {
    this.bench.service.runNow();
  }

  /** One attempt begins, and its WebSocket is opened. */
  async open(): Promise<Line> {
    this.attempt();
    return this.peer.open();
  }

  /** One attempt begins, and is accepted. */
  async accept(): Promise<Line> {
    this.attempt();
    const line = await this.peer.accept();
    await this.bench.connected(hostile);
    return line;
  }

  /** Waits until the peer's row says how it ended, and that the other endpoint's connection and the process go on. */
  async ended({ cause, reason, closeStatus = null }: Told): Promise<void> {
    await this.bench.failed(hostile);
    const row = this.bench.row(hostile);
    expect(row.detail).toEqual({ kind: 'failed', cause: expect.any(String), text: row.lastError });
    if (row.detail.kind === 'failed') expect([cause].flat()).toContain(row.detail.cause);
    expect(row.lastError).toMatch(asPattern(reason));
    expect(row).toMatchObject({ connectionState: 'DISCONNECTED', closeStatus });
    expect(row.timeline.at(-1)).toMatchObject({ to: 'disconnected', reason: row.lastError });
    await this.othersGoOn();
  }

  /** A command of the other endpoint is answered (with 502 where there is no NetBackup), on the connection that it has had. */
  async othersGoOn(): Promise<void> {
    const answer = await this.application.connection.command({ uri: '/netbackup/ping', method: 'GET' });
    expect([200, 502]).toContain(answer.responseCode);
    expect(this.bench.row(other)).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
  }
}

const asPattern = (reason: string | RegExp) =>
  typeof reason === 'string' ? new RegExp(`^${reason.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`) : reason;

export interface HostileSceneOptions extends ByteServerOptions, Pick<ServiceBenchOptions, 'netBackup' | 'properties'> {}

/** Opens scenes, and closes them after the test. Call it inside `describe`. */
export function useHostileScenes() {
  const { bench, cloud, byteServer } = useServers();
  return async ({ properties = runsByHand, netBackup, ...options }: HostileSceneOptions = {}) => {
    const application = await cloud({ hostName: other, groupId: 'other group' });
    const peer = await byteServer(options);
    const console = bench({ properties, ...(netBackup ? { netBackup } : {}) });
    await console.add(application);
    console.service.runNow();
    await console.connected(other);
    await console.add(peer);
    return new HostileScene(console, peer, application);
  };
}
