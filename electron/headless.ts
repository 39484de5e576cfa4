import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import Conf from 'conf';
import { asNbwssError } from '../shared/error-catalogue.ts';
import { AccessToken } from './bridge/access-token.ts';
import { consoleChannels } from './bridge/console-channels.ts';
import { ConsoleFiles } from './bridge/console-files.ts';
import { type ConsoleServer, startConsoleServer } from './bridge/console-server.ts';
import { Metrics } from './bridge/metrics/metrics.ts';
import { createRestApi } from './bridge/rest/rest-api.ts';
import { ConsoleHost } from './console-host.ts';
import { secretFileWarnings } from './secret-files.ts';
import { systemClock } from './service/clock.ts';
import { configStoreOptions } from './service/credentials/config-file.ts';
import { defaultDataFolder } from './service/data-folder.ts';
import { DataFolderError } from './service/data-folder-error.ts';
import { checkNetBackupAddress } from './service/netbackup/address.ts';
import { checkApiKey } from './service/netbackup/credentials.ts';
import type { NetBackupSettings } from './service/netbackup-connection.ts';
import { type Protection, ProtectionError, sealersOf, takeProtection } from './vault-protection.ts';

/** The headless host: the same service, its console in a browser on loopback. Flags and results: `npm run serve`. */

/** The folder of package.json. This file stands in electron/, and as it is built in dist/headless/. */
const projectFolder = dirname(findPackageJSON(import.meta.url) ?? '');

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
const minTokenLength = 32;
/** How long a clean stop may take, in milliseconds. */
const stopTimeLimit = 4_500;

/** A mistake of the caller: told in one line, exit status 2. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Settings {
  dataFolder: string;
  address: { host: string; port: number };
  json: boolean;
  practice: boolean;
  openBrowser: boolean;
  publicOrigin: string | undefined;
  netBackup: NetBackupSettings | undefined;
  token: string;
  /** Whether it was given by `NBWSS_TOKEN`. */
  isOwnToken: boolean;
  protection: Protection;
  /** What has to be said of the files that it was given. */
  warnings: readonly string[];
}

function readSettings(args: string[], env: NodeJS.ProcessEnv, appName: string): Settings {
  const { values } = parse(args);
  const token = env['NBWSS_TOKEN'] ?? randomBytes(32).toString('base64url');
  if (token.length < minTokenLength)
    throw new UsageError(`NBWSS_TOKEN must have at least ${minTokenLength} characters`);
  // In a header anything else would be lost or refused on the way: nobody could give it.
  if (!/^[\x20-\x7e]+$/.test(token) || token !== token.trim())
    throw new UsageError('NBWSS_TOKEN must be printable ASCII, without a blank at its beginning or end');
  return {
    dataFolder: values.data ?? env['NBWSS_DATA'] ?? defaultDataFolder(appName),
    address: readAddress(values.listen ?? '127.0.0.1:0'),
    json: values.json ?? false,
    practice: values.practice ?? false,
    openBrowser: values.open ?? false,
    publicOrigin: values['public-origin'] === undefined ? undefined : readOrigin(values['public-origin']),
    netBackup: readNetBackup(values.netbackup, values['netbackup-ca'], values['netbackup-api-key-file']),
    token,
    isOwnToken: env['NBWSS_TOKEN'] !== undefined,
    protection: takeProtection(env),
    warnings: secretFileWarnings(env, values['netbackup-api-key-file']),
  };
}

const usage = `npm run serve -- [flags]
  --data DIR                     data folder (default: the desktop app's; or NBWSS_DATA)
  --listen HOST:PORT             loopback address (default: 127.0.0.1 and a free port)
  --json                         print one line of JSON when ready
  --practice                     start in practice mode, with servers on this computer
  --public-origin URL            accept this Host and Origin too (a reverse proxy's)
  --netbackup URL                NetBackup's address, such as https://master:1556
  --netbackup-ca FILE            its CA certificate (PEM, one or more)
  --netbackup-api-key-file FILE  API key for the service's own calls
  --open                         open the console in the default browser
Environment: NBWSS_TOKEN, NBWSS_VAULT_PASSPHRASE_FILE (docs/security.md), NBWSS_LOG_LEVEL
`;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        listen: { type: 'string' },
        help: { type: 'boolean' },
        json: { type: 'boolean' },
        practice: { type: 'boolean' },
        open: { type: 'boolean' },
        'public-origin': { type: 'string' },
        netbackup: { type: 'string' },
        'netbackup-ca': { type: 'string' },
        'netbackup-api-key-file': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

/** Only loopback: a tunnel or a reverse proxy is how one goes further. */
function readAddress(text: string): { host: string; port: number } {
  const match = /^(?:(\[[^\]]+\]|[^:]+):)?(\d{1,5})$/.exec(text);
  const host = (match?.[1] ?? '127.0.0.1').replace(/^\[|\]$/g, '');
  const port = Number(match?.[2]);
  if (!match || port > 65_535) throw new UsageError(`--listen ${text} is not host:port`);
  if (!loopback.has(host))
    throw new UsageError(
      `--listen ${text} is not a loopback address; use a tunnel or a reverse proxy to reach the console from elsewhere`,
    );
  return { host: host === 'localhost' ? '127.0.0.1' : host, port };
}

/** A trailing `/` or `/netbackup` is cut off. */
function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin = url && /^https?:$/.test(url.protocol) && /^\/(netbackup\/?)?$/.test(url.pathname);
  // What is dropped silently would be missed at the other end.
  if (!isOrigin || url.username !== '' || url.password !== '' || /[?#@\\]/.test(text))
    throw new UsageError(`--public-origin ${text} is not an origin such as https://console.example.com`);
  return url.origin;
}

function readNetBackup(
  baseUrl: string | undefined,
  caFile: string | undefined,
  keyFile: string | undefined,
): NetBackupSettings | undefined {
  if (baseUrl === undefined && caFile === undefined && keyFile === undefined) return undefined;
  if (baseUrl === undefined || caFile === undefined) throw new UsageError('--netbackup and --netbackup-ca go together');
  try {
    const address = checkNetBackupAddress(baseUrl, readFlagFile('--netbackup-ca', caFile));
    return keyFile === undefined
      ? address
      : {
          ...address,
          credentials: { kind: 'api-key', apiKey: checkApiKey(readFlagFile('--netbackup-api-key-file', keyFile)) },
        };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = asNbwssError(error).report.causes.join(' ') || (error as Error).message;
    throw new UsageError(`--netbackup ${baseUrl} with --netbackup-ca ${caFile} cannot be used: ${reason}`);
  }
}

/** Bytes of a file that a flag names: many CA certificates. */
const largestFlagFile = 4 * 1024 * 1024;

function readFlagFile(flag: string, file: string): string {
  try {
    const { size } = statSync(file); // of a pipe it is 0, and it may be one
    if (size > largestFlagFile) throw new UsageError(`${flag} ${file} is larger than ${largestFlagFile / 1024} KiB`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${flag} ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

async function listen(
  host: ConsoleHost,
  metrics: Metrics,
  version: string,
  settings: Settings,
): Promise<ConsoleServer> {
  const { address, token, publicOrigin } = settings;
  const access = new AccessToken(token, systemClock, host.log);
  try {
    return await startConsoleServer(
      {
        channels: consoleChannels(host, (id) => host.masters.backend(id), host.log),
        files: new ConsoleFiles(join(projectFolder, 'dist', 'renderer')),
        rest: createRestApi({ backend: host, access, metrics, version, clock: systemClock, log: host.log }),
        log: host.log,
        clock: systemClock,
        access,
        publicOrigin,
      },
      address,
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new UsageError(`The port ${address.port} of ${address.host} is taken`);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
      throw new UsageError(`${address.host}:${address.port} cannot be listened on (${code})`);
    throw error;
  }
}

function announce(host: ConsoleHost, server: ConsoleServer, settings: Settings): void {
  const { json, token, isOwnToken, openBrowser } = settings;
  const console = `${server.origin}/#token=${encodeURIComponent(token)}`;
  const ready = {
    ready: true,
    console,
    api: `${server.origin}/netbackup`,
    token,
    data: host.dataFolder,
    pid: process.pid,
  };
  // A token that lasts would stay in the journal of a service, start after start.
  const address = isOwnToken ? `${server.origin}/#token=… (the token is that of NBWSS_TOKEN)` : console;
  process.stdout.write(json ? `${JSON.stringify(ready)}\n` : `NBWSS Console: ${address}\n`);
  if (openBrowser) openInBrowser(console);
}

/** The default browser, if there is one: on Linux only where there is a display. */
function openInBrowser(address: string): void {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return;
  const [command, ...args] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', address]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', address];
  const browser = spawn(command ?? 'xdg-open', args, { stdio: 'ignore', detached: true });
  browser.on('error', () => process.stderr.write('No browser could be opened: open the address above.\n'));
  browser.unref();
}

/** What there is to stop; filled while the host starts, so that a signal at any moment ends it cleanly. */
interface Stoppable {
  host: ConsoleHost;
  server?: ConsoleServer;
  /** Resolves when the start is over, well or not. */
  started: Promise<unknown>;
}

/** SIGINT, SIGTERM or a closed terminal: a clean stop, once, also in the middle of the start. */
function stopOnSignal(running: Stoppable): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    const late = setTimeout(() => process.exit(0), stopTimeLimit);
    await running.started;
    await running.host.stop();
    await running.server?.close();
    clearTimeout(late);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      });
    });
  }
}

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const { version, productName } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
    productName: string;
  };
  const settings = readSettings(process.argv.slice(2), process.env, productName);
  const metrics = new Metrics(version, systemClock);
  const host = new ConsoleHost({
    version,
    dataFolder: settings.dataFolder,
    openConfigStore: (cwd) => new Conf({ ...configStoreOptions, cwd }),
    environment: process.env,
    sealers: (folder) => sealersOf(settings.protection, folder, undefined),
    ...(settings.netBackup ? { netBackup: settings.netBackup } : {}),
    warnings: settings.warnings,
    logLevel: process.env['NBWSS_LOG_LEVEL'],
    report: (line) => process.stderr.write(`${line}\n`),
    created: (service) => metrics.follow(service),
  });
  const start = host.start(settings.practice);
  const running: Stoppable = { host, started: start.catch(() => undefined) };
  stopOnSignal(running);
  await start;
  try {
    running.server = await listen(host, metrics, version, settings);
  } catch (error) {
    await host.stop();
    throw error;
  }
  announce(host, running.server, settings);
}

main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError || error instanceof DataFolderError || error instanceof ProtectionError;
  process.stderr.write(`${isUsage ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(isUsage ? 2 : 1);
});
