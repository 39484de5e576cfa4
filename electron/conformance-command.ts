import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  detailsWarnings,
  type EndpointDetails,
  readEndpointDetails,
  webSocketAddress,
} from '../shared/endpoint-details.ts';
import { maxDetailsBytes } from '../shared/endpoint-details-size.ts';
import { NbwssError } from '../shared/error-catalogue.ts';
import { defaultProxySettings } from '../shared/proxy.ts';
import { readFingerprint } from './conformance/certificate.ts';
import { runConformance } from './conformance/conformance-run.ts';
import { defaultLimits } from './conformance/limits.ts';
import { report, resultsFile } from './conformance/report.ts';
import { RuleSheet } from './conformance/rule-sheet.ts';
import { isSameFile, resultFileProblem } from './result-file.ts';
import { systemClock } from './service/clock.ts';
import { withoutSecret } from './service/known-secret.ts';
import { redactText } from './service/redaction.ts';
import { chooseProxy, type Route } from './service/tls/proxy.ts';

/** `npm run conformance -- --details FILE [--accept-certificate SHA256] [--json FILE]`: tests a provider's endpoint. */

const usage = 'usage: npm run conformance -- --details FILE [--accept-certificate SHA256] [--json FILE]';
const help = `${usage}
  --details FILE               the endpoint details that an administrator would be given
  --accept-certificate SHA256  fingerprint of a certificate that no CA of this computer has issued
  --json FILE                  the results, for programs
Exit status: 0 when the endpoint keeps every rule, 1 when it does not, 2 for a wrong call.
`;

/** A mistake of the caller: told in one line, exit status 2. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Settings {
  contents: Uint8Array;
  acceptedFingerprint: string | undefined;
  json: string | undefined;
}

const notWritten = (json: string | undefined, code: string) =>
  new UsageError(`--json ${json} cannot be written (${code})`);
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error);

/** npm runs scripts in the project's folder; files are meant from where npm was called. */
function fileFrom(name: string): string {
  const { npm_lifecycle_event, INIT_CWD } = process.env;
  return resolve(npm_lifecycle_event === 'conformance' && INIT_CWD ? INIT_CWD : '.', name);
}

/** @throws UsageError */
function readSettings(args: string[]): Settings {
  const { details, 'accept-certificate': fingerprint, json } = parse(args);
  if (details === undefined) throw new UsageError(`--details FILE is missing; ${usage}`);
  for (const [option, file] of Object.entries({ details, json }))
    if (file === '') throw new UsageError(`--${option} is empty; ${usage}`);
  const acceptedFingerprint = fingerprint === undefined ? undefined : readFingerprint(fingerprint);
  if (fingerprint !== undefined && acceptedFingerprint === undefined)
    throw new UsageError(
      '--accept-certificate needs a SHA-256 fingerprint: 64 hexadecimal digits, with or without colons',
    );
  if (json !== undefined && isSameFile(fileFrom(details), fileFrom(json)))
    throw new UsageError('--json would take the place of the file of --details; give it another name');
  const jsonProblem = json === undefined ? undefined : resultFileProblem(fileFrom(json));
  if (jsonProblem !== undefined) throw notWritten(json, jsonProblem);
  return { contents: readDetailsFile(details), acceptedFingerprint, json };
}

function parse(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args, options: { details: text, 'accept-certificate': text, json: text } }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]}; ${usage}`);
  }
}

function readDetailsFile(file: string): Uint8Array {
  try {
    return readBeginning(fileFrom(file));
  } catch (error) {
    throw new UsageError(`--details ${file} cannot be read (${codeOf(error)})`);
  }
}

/** One byte more than details may have tells that there are too many. */
function readBeginning(file: string): Uint8Array {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(maxDetailsBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads the details as the console does. @returns `undefined` when they are not valid, which is then on the sheet */
function readDetails(sheet: RuleSheet, contents: Uint8Array): EndpointDetails | undefined {
  try {
    const { details, warnings } = readEndpointDetails(contents, 'file');
    const same = detailsWarnings(details).length === 0;
    sheet.pass('details', same ? 'All five fields are as they should be.' : 'All five fields are valid.');
    for (const warning of warnings) sheet.remark('details', `${warning}${warning.endsWith('.') ? '' : '.'}`);
    return details;
  } catch (error) {
    if (!(error instanceof NbwssError)) throw error;
    sheet.fail('details', [error.message, ...error.report.causes].join('. '));
    return undefined;
  }
}

/** Whether there is a proxy on the way, which is then named: it may be what is in the way. */
function usesProxy(route: Route, { url }: EndpointDetails): boolean {
  try {
    return route(webSocketAddress(url)) !== undefined;
  } catch {
    return true; // one that cannot be used: the attempt fails with the reason
  }
}

/** @throws UsageError */
function writeResults(json: string, text: string): void {
  try {
    writeFileSync(fileFrom(json), text);
  } catch (error) {
    throw notWritten(json, codeOf(error));
  }
}

async function main(): Promise<number> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(help);
    return 0;
  }
  const { contents, acceptedFingerprint, json } = readSettings(process.argv.slice(2));
  const sheet = new RuleSheet();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const details = readDetails(sheet, contents);
  if (details) {
    const proxy = chooseProxy(defaultProxySettings, () => '', process.env);
    const { route } = proxy;
    if (usesProxy(route, details)) say(proxy.inForce);
    const limits = defaultLimits;
    await runConformance(sheet, { details, acceptedFingerprint, clock: systemClock, route, limits, progress: say });
  }
  const endpoint = details ? withoutSecret(redactText(details.url), details.token) : null;
  const { results } = sheet;
  process.stdout.write(report(endpoint, results));
  if (json !== undefined) writeResults(json, resultsFile(endpoint, results));
  return sheet.firstFailure === undefined ? 0 : 1;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    process.stderr.write(`conformance: ${isUsage ? error.message : error instanceof Error ? error.stack : error}\n`);
    process.exitCode = isUsage ? 2 : 1;
  },
);
