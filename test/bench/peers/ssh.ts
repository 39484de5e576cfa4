import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Tunnel } from '../relay-against-tunnel.ts';
import type { RestServer } from '../rest-server.ts';
import { MissingPeer } from '../result.ts';
import { CallsToPort } from '../tunnelled-calls.ts';
import { ChildProgram, freePort } from './child-program.ts';
import { installedPeer } from './peer-folder.ts';

const run = promisify(execFile);

/** Debian's user without rights: sshd as root would want a user of its own in the system. */
const nobody = { uid: 65_534, gid: 65_534, name: 'nobody' };

/**
 * A reverse tunnel of OpenSSH, `ssh -R`, from an sshd of its own on loopback, with keys and configuration in a temporary
 * folder. Each call is TLS to the REST server within it, as NetBackup's would be.
 */
export async function openSshTunnel(rest: RestServer, connections: number): Promise<Tunnel> {
  const sshd = await sshServer();
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-bench-ssh-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? nobody : { ...userInfo(), name: userInfo().username };
  const [port, entry] = [await freePort(), await freePort()];
  const path = (name: string) => join(folder, name);
  for (const key of ['host', 'client']) await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path(key)]);
  copyFileSync(path('client.pub'), path('authorized'));
  // Where that user may run it, with the library that an unpacked one brings along.
  for (const file of [sshd, ...libraries(sshd)]) copyFileSync(file, path(basename(file)));
  writeFileSync(
    path('sshd_config'),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${path('host')}`,
      `AuthorizedKeysFile ${path('authorized')}`,
      'PidFile none',
      'StrictModes no',
      'UsePAM yes', // else an account without a password counts as locked
      'PasswordAuthentication no',
      'AllowTcpForwarding remote',
      '',
    ].join('\n'),
  );
  chmodSync(folder, 0o755);
  if (isRoot) for (const name of readdirSync(folder)) chownSync(path(name), user.uid, user.gid);
  const as = isRoot ? { uid: user.uid, gid: user.gid } : {};
  const server = new ChildProgram(path('sshd'), ['-D', '-e', '-f', path('sshd_config')], {
    ...as,
    env: { ...process.env, LD_LIBRARY_PATH: folder },
  });
  let client: ChildProgram | undefined;
  const calls = new CallsToPort(entry, rest.caCertificate, connections);
  const close = async () => {
    await calls.close();
    await client?.end();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await server.listens(port);
    const options = { StrictHostKeyChecking: 'no', UserKnownHostsFile: '/dev/null', ExitOnForwardFailure: 'yes' };
    client = new ChildProgram(
      'ssh',
      [
        '-N',
        ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
        ...['-F', 'none', '-i', path('client'), '-p', String(port)],
        ...['-R', `127.0.0.1:${entry}:localhost:${rest.port}`, `${user.name}@127.0.0.1`],
      ],
      as,
    );
    await client.listens(entry);
    return { call: calls.call, pid: client.child.pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Path of sshd: the system's, or one unpacked from Debian's package, which needs no installation. @throws MissingPeer */
async function sshServer(): Promise<string> {
  const system = '/usr/sbin/sshd';
  if (existsSync(system)) return system;
  if (!existsSync('/usr/bin/ssh')) throw new MissingPeer('OpenSSH cannot be compared with: ssh is not installed');
  return installedPeer('openssh-server', 'usr/sbin/sshd', [
    () => ['apt-get', ['download', 'openssh-server', 'libwrap0']],
    () => ['sh', ['-c', 'for package in *.deb; do dpkg-deb -x "$package" .; done']],
  ]);
}

/** What was unpacked beside it. */
function libraries(sshd: string): string[] {
  const folder = join(dirname(sshd), '..', 'lib');
  if (sshd.startsWith('/usr/sbin/')) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => basename(name).startsWith('libwrap.so.'))
    .map((name) => join(folder, name));
}
