import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConsoleChannels, consoleChannels } from '../../electron/bridge/console-channels.ts';
import { ConsoleHost } from '../../electron/console-host.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { thisComputerId } from '../../shared/master-terms.ts';
import { openConf } from './config-store.ts';
import { ConsoleChannel } from './console-channel.ts';

/** A console's host on a data folder of its own, and the channels of its master servers. */
export class MasterDesk {
  readonly dataFolder: string;
  readonly host: ConsoleHost;
  readonly reported: string[] = [];
  readonly #temporary: string;
  readonly #channels: ConsoleChannels;
  readonly #open: ConsoleChannel[] = [];

  private constructor() {
    this.#temporary = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    this.dataFolder = join(this.#temporary, 'data');
    this.host = new ConsoleHost({
      version: '0.0.0',
      dataFolder: this.dataFolder,
      openConfigStore: openConf,
      environment: {},
      sealers: (folder) => [new KeyFileSealer(folder.vaultKey)],
      logLevel: undefined,
      report: (line) => this.reported.push(line),
    });
    this.#channels = consoleChannels(this.host, (id) => this.host.masters.backend(id), this.host.log);
  }

  static async open(): Promise<MasterDesk> {
    const desk = new MasterDesk();
    await desk.host.start(false);
    return desk;
  }

  /** @throws when there is no such master server */
  channel(id = thisComputerId): ConsoleChannel {
    const found = this.#channels(id);
    if (!found) throw new Error(`there is no master server ${id}`);
    const channel = new ConsoleChannel(found.router);
    this.#open.push(channel);
    return channel;
  }

  async close(): Promise<void> {
    for (const channel of this.#open) await channel.close();
    await this.host.stop();
    rmSync(this.#temporary, { recursive: true, force: true });
  }
}
