import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Whether there is an nginx to try. Debian keeps it where only administrators look. */
export const nginxPath = ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).status === 0);

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A real nginx in the foreground, on a folder of its own. */
export class Nginx {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = '';

  /** @param servers what stands within `http { }` */
  constructor(folder: string, servers: string) {
    mkdirSync(join(folder, 'temporary'), { recursive: true });
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const configuration = `
      daemon off;
      master_process off;
      pid ${folder}/nginx.pid;
      error_log stderr notice;
      events {}
      http {
        access_log off;
        ${kinds.map((kind) => `${kind}_temp_path ${folder}/temporary/${kind};`).join('\n')}
        ${servers}
      }`;
    const file = join(folder, 'nginx.conf');
    writeFileSync(file, configuration);
    this.#child = spawn(nginxPath ?? 'nginx', ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#ended = once(this.#child, 'close');
  }

  /** Resolves when it listens. */
  ready(): Promise<void> {
    const listens = new Promise<void>((resolve) => {
      this.#child.stderr?.on('data', (text) => {
        this.#said += text;
        if (this.#said.includes('OS: ')) resolve(); // the sockets are open before it says so
      });
    });
    const failed = this.#ended.then(() => Promise.reject(new Error(`nginx ended: ${this.#said}`)));
    failed.catch(() => undefined); // it ends in any case
    return Promise.race([listens, failed]);
  }

  async close(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}
