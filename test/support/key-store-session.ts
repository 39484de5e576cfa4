import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

const run = promisify(execFile);
const secrets = 'org.freedesktop.secrets';
const packages = ['dbus', 'gnome-keyring', 'libsecret-1-0'];

/** A desktop's key store of its own: a session bus with an unlocked gnome-keyring, in a folder that goes with it. */
export interface KeyStoreSession {
  /** For an Electron that is to use it. */
  readonly env: Record<string, string>;
  readonly args: string[];
  close(): Promise<void>;
}

/** @returns why there can be none, in words, when there can be none */
export async function openKeyStoreSession(): Promise<KeyStoreSession | { missing: string }> {
  if (process.platform !== 'linux') return { missing: 'gnome-keyring is a key store of Linux desktops' };
  const missing = await installPackages();
  if (missing !== undefined) return { missing };
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-keyring-'));
  const runtime = join(folder, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  // No helper of the session may be shared with that of whoever runs the tests.
  const own = { HOME: folder, XDG_DATA_HOME: join(folder, 'data'), XDG_RUNTIME_DIR: runtime };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address'], {
    env: { ...process.env, ...own },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = (await says(bus, /^unix:.*\n/)).trim();
  const env = { ...own, DBUS_SESSION_BUS_ADDRESS: address };
  const watch = spawn('dbus-monitor', ['--session', `type='signal',member='NameOwnerChanged',arg0='${secrets}'`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await says(watch, /NameAcquired/); // it listens
  const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keyring.stdin.end('password of the keyring'); // unlocks the login keyring, which it makes
  await says(watch, new RegExp(secrets));
  await ended(watch);
  return {
    env,
    args: ['--password-store=gnome-libsecret'],
    async close() {
      await ended(keyring);
      await ended(bus);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian's packages, where they are missing; only root can install them. */
async function installPackages(): Promise<string | undefined> {
  const isThere = async (program: string) =>
    run(program, ['--version']).then(
      () => true,
      () => false,
    );
  if ((await isThere('dbus-daemon')) && (await isThere('gnome-keyring-daemon'))) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
    return undefined;
  } catch {
    return `these packages are missing and could not be installed: ${packages.join(' ')}`;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

/** Waits until a process has printed something. @returns all that it has printed since */
function says(child: ChildProcess & { stdout: Readable }, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const take = (part: Buffer) => {
      text += part;
      if (!pattern.test(text)) return;
      child.stdout.off('data', take);
      child.off('error', reject).off('exit', gone);
      resolve(text);
    };
    const gone = () => reject(new Error(`${child.spawnfile} ended.`));
    child.stdout.on('data', take);
    child.once('error', reject).once('exit', gone);
  });
}
