import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate, tlsCredentials } from '../../../electron/practice/certificates.ts';
import type { Tunnel } from '../relay-against-tunnel.ts';
import type { RestServer } from '../rest-server.ts';
import { MissingPeer } from '../result.ts';
import { CallsToPort } from '../tunnelled-calls.ts';
import { ChildProgram, freePort } from './child-program.ts';
import { installedPeer } from './peer-folder.ts';

const version = '0.5.0';
const token = 'the token of the bench';
const password = 'of the bench';

/**
 * A reverse tunnel of rathole, server and client on loopback, with TLS between them. Each call is TLS to the REST server within
 * it, as NetBackup's would be.
 */
export async function openRatholeTunnel(rest: RestServer, connections: number): Promise<Tunnel> {
  const program = await installedPeer(`rathole-${version}`, join('bin', 'rathole'), [
    (folder) => ['cargo', ['install', 'rathole', '--version', version, '--root', folder]],
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-bench-rathole-'));
  const opened: { close(): unknown }[] = [{ close: () => rmSync(folder, { recursive: true, force: true }) }];
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  try {
    const [port, entry] = [await freePort(), await freePort()];
    const { server, client } = await writeConfigs(folder, port, entry, rest.port);
    const started = new ChildProgram(program, ['--server', server]);
    opened.push({ close: () => started.end() });
    await started.listens(port);
    const tunnel = new ChildProgram(program, ['--client', client]);
    opened.push({ close: () => tunnel.end() });
    await tunnel.listens(entry);
    const calls = new CallsToPort(entry, rest.caCertificate, connections);
    opened.push(calls);
    return { call: calls.call, pid: tunnel.child.pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @returns paths of the configurations of server and client */
async function writeConfigs(folder: string, port: number, entry: number, restPort: number) {
  const path = (name: string) => join(folder, name);
  const identity = await makeCertificate({ commonName: 'localhost' });
  const { cert, key } = tlsCredentials(identity);
  writeFileSync(path('cert.pem'), cert);
  writeFileSync(path('key.pem'), key, { mode: 0o600 });
  await writePkcs12(folder);
  writeFileSync(
    path('server.toml'),
    `[server]
bind_addr = "127.0.0.1:${port}"
default_token = "${token}"
[server.transport]
type = "tls"
[server.transport.tls]
pkcs12 = "${path('identity.p12')}"
pkcs12_password = "${password}"
[server.services.rest]
bind_addr = "127.0.0.1:${entry}"
`,
    { mode: 0o600 },
  );
  writeFileSync(
    path('client.toml'),
    `[client]
remote_addr = "127.0.0.1:${port}"
default_token = "${token}"
[client.transport]
type = "tls"
[client.transport.tls]
trusted_root = "${path('cert.pem')}"
hostname = "localhost"
[client.services.rest]
local_addr = "localhost:${restPort}"
`,
    { mode: 0o600 },
  );
  return { server: path('server.toml'), client: path('client.toml') };
}

/** The only form in which rathole reads an identity. @throws MissingPeer without openssl, which writes it */
async function writePkcs12(folder: string): Promise<void> {
  const files = ['-in', 'cert.pem', '-inkey', 'key.pem', '-out', 'identity.p12'];
  try {
    await promisify(execFile)('openssl', ['pkcs12', '-export', ...files, '-passout', `pass:${password}`], {
      cwd: folder,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new MissingPeer('rathole cannot be compared with: openssl is not installed', { cause: error });
  }
}
