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
  host: ConsoleHost;
  readonly reported: string[] = [];
  readonly #temporary: string;
  #channels: ConsoleChannels;
  readonly #open: ConsoleChannel[] = [];

  private constructor() {
    this.#temporary = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    this.dataFolder = join(this.#temporary, 'data');
    this.host = this.#newHost();
    this.#channels = channelsOf(this.host);
  }

  #newHost(): ConsoleHost {
    return new ConsoleHost({
      version: '0.0.0',
      dataFolder: this.dataFolder,
      openConfigStore: openConf,
      environment: {},
      sealers: (folder) => [new KeyFileSealer(folder.vaultKey)],
      logLevel: undefined,
      report: (line) => this.reported.push(line),
    });
  }

  /** Another host on the same data folder. */
  async restart(how: 'in practice mode'): Promise<void> {
    await this.#end();
    this.host = this.#newHost();
    this.#channels = channelsOf(this.host);
    await this.host.start(how === 'in practice mode');
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

  async #end(): Promise<void> {
    for (const channel of this.#open.splice(0)) await channel.close();
    await this.host.stop();
  }

  async close(): Promise<void> {
    await this.#end();
    rmSync(this.#temporary, { recursive: true, force: true });
  }
}

const channelsOf = (host: ConsoleHost) => consoleChannels(host, (id) => host.masters.backend(id), host.log);
