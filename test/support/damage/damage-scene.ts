import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConsoleHost } from '../../../electron/console-host.ts';
import { headlessHost } from '../../../electron/launch/build.mjs';
import { makeCertificate } from '../../../electron/practice/certificates.ts';
import { KeyFileSealer } from '../../../electron/service/credentials/key-file-sealer.ts';
import type { ConsoleClient } from '../../../renderer/client/console-client.ts';
import type { EndpointStatus } from '../../../shared/connection-status.ts';
import { withConsole } from '../../faults/service-console.ts';
import { openConf } from '../config-store.ts';
import { type Ended, OwnProcess, type Ready } from '../headless-process.ts';
import { saveEndpoints } from '../save-endpoints.ts';
import { tempFolder } from '../temp-folder.ts';

/** A user without rights; only root can start a process as one. */
const nobody = 65_534;
export const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

/** Two endpoints whose server is not there, so that nothing but files matters. */
export const hosts = { first: 'one.example', second: 'two.example' };

/** A data folder that was in use: all its files are there, and whole. @param path of the folder, which is made */
export async function useDataFolder(path: string): Promise<void> {
  const identity = await makeCertificate({ commonName: 'one.example' });
  saveEndpoints(
    path,
    identity,
    Object.values(hosts).map((hostName, index) => ({
      hostName,
      groupId: `group of ${hostName}`,
      url: `wss://127.0.0.1:9/${index}`,
      token: `token ${index}`,
      priority: index,
    })),
  );
  const host = new OwnProcess(headlessHost, ['--json', '--data', path]);
  await host.ready();
  await host.end();
}

type Frame = ReturnType<ConsoleHost['service']['frame']>;

/** What a user sees: the console's state, and every sentence in it about files. */
export interface Shown {
  readonly frame: Pick<Frame, 'service' | 'warnings'>;
  readonly endpoints: readonly EndpointStatus[];
  readonly text: string;
}

function shownOf(frame: Shown['frame'], endpoints: readonly EndpointStatus[]): Shown {
  const { service, warnings } = frame;
  const failure =
    service.state === 'failed' ? [...service.error.lines, ...service.error.causes, ...service.error.actions] : [];
  return { frame, endpoints, text: [...failure, ...warnings].join('\n') };
}

/** A copy of a used data folder that is damaged, and the hosts that are started on it; all is gone when the test is over. */
export class DamageScene {
  readonly outer = tempFolder();
  readonly data: string = join(this.outer, 'data');
  readonly #user: number | undefined;

  /** @param as `nobody`: the hosts run as a user without rights, whose the folder is */
  constructor(used: string, as: 'this user' | 'nobody' = 'this user') {
    cpSync(used, this.data, { recursive: true });
    if (as === 'this user') return;
    this.#user = nobody;
    chmodSync(this.outer, 0o755);
    for (const name of ['', ...readdirSync(this.data, { recursive: true, encoding: 'utf8' })])
      chownSync(join(this.data, name), nobody, nobody);
  }

  file(name: string): string {
    return join(this.data, name);
  }

  bytes(name: string): Buffer {
    return readFileSync(this.file(name));
  }

  text(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  /** Of a plain file; `undefined` where there is none. */
  hex(name: string): string | undefined {
    const isFile = statSync(this.file(name), { throwIfNoEntry: false })?.isFile() ?? false;
    return isFile ? this.bytes(name).toString('hex') : undefined;
  }

  /** What may not change of something that is left alone, whatever it is. */
  stateOf(name: string): unknown {
    const state = lstatSync(this.file(name), { throwIfNoEntry: false });
    return state && { ino: state.ino, mode: state.mode, size: state.size, contents: this.hex(name) };
  }

  /** What was set aside of a file, by name. */
  setAside(stem: string): string[] {
    return readdirSync(this.data).filter((name) => name.startsWith(`${stem}.damaged-`));
  }

  /** What was logged. */
  log(): string {
    const logs = join('logs', 'nbwebservice');
    return readdirSync(this.file(logs), { encoding: 'utf8' })
      .map((name) => this.text(join(logs, name)))
      .join('\n');
  }

  start(): OwnProcess {
    const user = this.#user === undefined ? {} : { uid: this.#user, gid: this.#user };
    const host = new OwnProcess(headlessHost, ['--json', '--data', this.data], {}, user);
    onTestFinished(async () => void (await host.end('SIGKILL')));
    return host;
  }

  /** What a headless host runs, in this process: most damage needs no process of its own to be seen. */
  async openedHere(): Promise<{ host: ConsoleHost; shown: () => Shown }> {
    const host = new ConsoleHost({
      version: '0.0.0',
      dataFolder: this.data,
      openConfigStore: openConf,
      environment: {},
      sealers: ({ vaultKey }) => [new KeyFileSealer(vaultKey)],
      logLevel: undefined,
      report: (line) => void process.stderr.write(`${line}\n`),
    });
    await host.start(false);
    onTestFinished(() => host.stop());
    return { host, shown: () => shownOf(host.service.frame(), host.service.rows()) };
  }

  /** Starts a host that is to come up. */
  async opened(): Promise<{ host: OwnProcess; ready: Ready; shown: Shown }> {
    const host = this.start();
    const ready = await host.ready();
    return { host, ready, shown: await shownBy(ready) };
  }

  /** Starts a host that is to be refused. */
  refused(): Promise<Ended> {
    return this.start().ended;
  }
}

/** A pipe that nobody writes to: who reads it waits for ever. */
export const makePipe = (path: string): void => void execFileSync('mkfifo', [path]);

/** What the console shows now. */
export function shownBy(ready: Ready): Promise<Shown> {
  return withConsole(ready, async (client) => {
    for await (const update of await client.state.watch()) {
      if (update.kind !== 'snapshot') continue;
      return shownOf(update.state.frame, update.state.endpoints);
    }
    throw new Error('the console was told nothing');
  });
}

/** Every sentence of the refusal that a call of the Console API meets. */
export function refusalText(ready: Ready, call: (client: ConsoleClient) => Promise<unknown>): Promise<string> {
  return withConsole(ready, async (client) => {
    try {
      await call(client);
    } catch (error) {
      const { lines, causes, actions } = (error as { data: Record<'lines' | 'causes' | 'actions', string[]> }).data;
      return [...lines, ...causes, ...actions].join('\n');
    }
    throw new Error('it was not refused');
  });
}
