import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { EndpointServer } from '../support/endpoint-server.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import type { RestServer } from './rest-server.ts';

export interface OwnHostOptions {
  /** The NetBackup server; default: none is set. */
  readonly netBackup?: Pick<RestServer, 'origin' | 'caCertificate'>;
  /** Fills the data folder before the start. */
  readonly prepare?: (dataFolder: string) => void;
  readonly env?: Record<string, string>;
}

/** The real headless host on a data folder of its own, as anybody would run it. */
export class OwnHost {
  readonly process: OwnProcess;
  /** When the process was started, as `performance.now()` tells: the data folder was filled before. */
  readonly started: number;
  readonly #folder: string;

  private constructor(process: OwnProcess, folder: string, started: number) {
    this.process = process;
    this.started = started;
    this.#folder = folder;
  }

  /** @param names endpoints at this server, each the only one of its group */
  static start(server: EndpointServer, names: readonly string[], options: OwnHostOptions = {}): OwnHost {
    const folder = mkdtempSync(join(tmpdir(), 'nbwss-bench-'));
    const data = join(folder, 'data');
    saveEndpoints(data, server.identity, endpointsAt(server, names));
    options.prepare?.(data);
    const args = ['--data', data, ...flags(folder, options)];
    const started = performance.now();
    return new OwnHost(startHeadless(args, options.env), folder, started);
  }

  get pid(): number | undefined {
    return this.process.child.pid;
  }

  async close(): Promise<void> {
    await this.process.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function flags(folder: string, { netBackup }: OwnHostOptions): string[] {
  if (!netBackup) return [];
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, netBackup.caCertificate);
  return ['--netbackup', netBackup.origin, '--netbackup-ca', caFile];
}

const endpointsAt = (server: EndpointServer, names: readonly string[]): EndpointDetails[] =>
  names.map((name) => ({
    hostName: `${name}.tenant.example.com`,
    groupId: `group ${name}`,
    url: server.url(name),
    priority: 1,
    token: 'a token',
  }));
