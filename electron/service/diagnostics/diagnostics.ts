import { lstatSync, readdirSync } from 'node:fs';
import { arch, freemem, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { EndpointStatus } from '../../../shared/connection-status.ts';
import type { KnownSecrets } from '../known-secret.ts';
import { readPlainFile } from '../plain-file.ts';
import { redact, redactText } from '../redaction.ts';
import { databaseHealth } from './database-health.ts';
import { type ZippedFile, zipOf } from './zip-stream.ts';

/** Endpoints of which more than the latest transitions are told. */
const maxTold = 200;
/** Files of the data folder that are named. */
const maxNamed = 500;
/** Characters of nbwss.properties. */
const maxProperties = 1024 * 1024;
/** Bytes of a file that is read: a pipe in its place would be waited for. */
const largestFile = 256 * 1024 * 1024;

/** What diagnostics are made of. */
export interface DiagnosticsSources {
  folder: string;
  version: string;
  /** Of the runtime, by name. */
  versions: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  now: number;
  secrets: KnownSecrets;
  /** What the console shows beside the endpoints. */
  frame: () => unknown;
  rows: () => readonly EndpointStatus[];
  /** The newest lines of the log, masked. */
  logTail: () => Promise<string>;
}

const readme = `What this archive holds, to be sent to support. Look through it before you send it.

about.json       versions of the program and of the system
state.json       groups, NetBackup connection, proxy, warnings
endpoints.jsonl  a line for each endpoint, with its latest transitions
config.json      the settings; sealed secrets are left out
nbwss.properties the properties file
databases.json   size and health of the databases; nothing of their contents
files.json       names, sizes and permissions in the data folder
log.jsonl        the newest lines of the log

Tokens, passwords, keys and what looks like one are masked. Host names, groups and addresses of endpoints are in it.
`;

/**
 * What support needs of our own documents, and would be masked for its name: counts and times of tokens, the kind of credentials,
 * and how a certificate is signed.
 */
function isHarmless(key: string, value: unknown): boolean {
  if (key === 'credentials') return typeof value === 'object';
  if (key === 'signature') return typeof value === 'string' && /^(?:[a-z\d]+-?with-?[a-z\d]+|[\d.]+)$/i.test(value);
  return (key === 'tokenRejections' || key === 'tokenMadeAt') && typeof value === 'number';
}

/**
 * "Export diagnostics…": a ZIP archive of what support asks for, without secrets (decision 43), in pieces. A part that cannot be read
 * is told in its place, since diagnostics are wanted when something is broken.
 */
export function exportDiagnostics(sources: DiagnosticsSources): AsyncGenerator<Uint8Array, void, void> {
  const { folder, version, versions, now, secrets, frame, rows, logTail } = sources;
  const masked = (value: unknown) => secrets.maskIn(redact(value, isHarmless));
  const json = (name: string, value: () => unknown): ZippedFile => ({
    name,
    parts: once(() => `${JSON.stringify(masked(value()), undefined, 2)}\n`),
  });
  return zipOf(
    [
      { name: 'README.txt', parts: [readme] },
      json('about.json', () => about(version, versions, now)),
      json('state.json', frame),
      { name: 'endpoints.jsonl', parts: endpointLines(rows(), masked) },
      json('config.json', () => settings(join(folder, 'config.json'))),
      {
        name: 'nbwss.properties',
        parts: once(() => properties(join(folder, 'nbwss.properties'), secrets)),
      },
      json('databases.json', () =>
        ['notifications.sqlite', 'history.sqlite'].map((name) => databaseHealth(folder, name)),
      ),
      json('files.json', () => filesOf(folder)),
      { name: 'log.jsonl', parts: onceLater(logTail) },
    ],
    now,
  );
}

function* once(text: () => string): Generator<string, void, void> {
  try {
    yield text();
  } catch (error) {
    yield `This cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'it is not as it should be'}.\n`;
  }
}

async function* onceLater(text: () => Promise<string>): AsyncGenerator<string, void, void> {
  yield await text();
}

function about(version: string, versions: Readonly<Record<string, string>>, now: number) {
  return {
    version,
    time: new Date(now).toISOString(),
    versions,
    system: `${platform()} ${release()} ${arch()}`,
    upForSeconds: Math.round(process.uptime()),
    memory: { free: freemem(), total: totalmem(), ours: process.memoryUsage().rss },
  };
}

function* endpointLines(rows: readonly EndpointStatus[], masked: (value: unknown) => unknown) {
  for (const [index, row] of rows.entries()) {
    const timeline = row.timeline.slice(index < maxTold ? 0 : -4);
    yield `${JSON.stringify(masked({ ...row, timeline }))}\n`;
  }
}

/** Ends a line, but for one that goes on after its last backslash. */
const lineEnd = /(?<=(?<!\\)(?:\\\\)*)\n/;

/** Line by line: one that seems to hold a secret must not take the others with it. */
function properties(file: string, secrets: KnownSecrets): string {
  const lines = readPlainFile(file, largestFile).toString('utf8').slice(0, maxProperties).split(lineEnd);
  return lines.map((line) => secrets.mask(redactText(line))).join('\n');
}

/** Sealed secrets, which files of the first format have here, are of no use to support. */
function settings(file: string): unknown {
  const { vault: _sealed, ...rest } = JSON.parse(readPlainFile(file, largestFile).toString('utf8')) as {
    vault?: object;
  };
  return rest;
}

function filesOf(folder: string): object[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const told = names.slice(0, maxNamed).map((name) => {
    const stat = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (!stat) return { name, problem: 'it was removed meanwhile' };
    const { size, mode, mtimeMs } = stat;
    return { name, size, mode: (mode & 0o7777).toString(8), changed: new Date(mtimeMs).toISOString() };
  });
  return names.length > maxNamed ? [...told, { more: names.length - maxNamed }] : told;
}
