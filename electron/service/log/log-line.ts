import type { LogLine } from '../../../shared/log.ts';
import { logLevels } from '../../../shared/log-level.ts';
import type { KnownSecrets } from '../known-secret.ts';
import { redact, redactStart, redactText } from '../redaction.ts';
import { redactDetail } from './log-detail.ts';

/** A longer line is not looked into: this many characters of it are kept. */
export const maxLineLength = 256 * 1024;
export const keptOfLongLine = 2000;
/** Longest `text`, `event`, name and `detail` of a line that is shown, in characters. */
const maxText = 16 * 1024;
const maxEvent = 500;
const maxName = 1024;
const maxDetail = 500;

/** A line as it stands in the file. */
export interface RawLine {
  /** Without its line break; of a line that is too long its beginning. */
  readonly text: string;
  /** Of the whole line, in characters or bytes. */
  readonly length: number;
}

/** A line of the log, or what is left of it. Holds no other line, so that it does not keep a long text alive. */
export function rawLine(text: string): RawLine {
  if (text.length <= maxLineLength) return { text, length: text.length };
  return { text: Buffer.from(text.slice(0, keptOfLongLine)).toString(), length: text.length };
}

/** What a line says, without secrets. */
export type FoundLine =
  | { readonly kind: 'object'; readonly value: Record<string, unknown> }
  /** No JSON object: torn, foreign or too long. */
  | { readonly kind: 'text'; readonly text: string };

/** How each of our lines begins: what stands before is the rest of a line that was torn, when a process was killed for example. */
const beginning = '{"level":"';

/**
 * What a line says, masked by {@link redact} and then of every saved secret (decision 43). A line that was torn and the one that
 * follows it in the same line of the file are two; a blank line is none.
 */
export function readLine({ text, length }: RawLine, secrets: KnownSecrets): FoundLine[] {
  if (length > text.length) return [longLine(text, length, secrets)];
  if (text.trim() === '') return [];
  const whole = objectIn(text, secrets);
  if (whole) return [whole];
  const at = text.lastIndexOf(beginning);
  const second = at > 0 ? objectIn(text.slice(at), secrets) : undefined;
  return second ? [torn(text.slice(0, at), secrets), second] : [torn(text, secrets)];
}

function objectIn(text: string, secrets: KnownSecrets): FoundLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return { kind: 'object', value: secrets.maskIn(redactObject(value)) as Record<string, unknown> };
}

/** {@link redact}, but for `detail`, which is read as what our own lines have there. */
function redactObject(value: object): unknown {
  if (!('detail' in value) || typeof value.detail !== 'string') return redact(value);
  return { ...(redact({ ...value, detail: '' }) as object), detail: redactDetail(value.detail) };
}

const torn = (text: string, secrets: KnownSecrets): FoundLine => ({
  kind: 'text',
  text: secrets.mask(redactText(printable(text))),
});

function longLine(beginning: string, length: number, secrets: KnownSecrets): FoundLine {
  const start = printable(secrets.mask(redactStart(beginning, Math.min(keptOfLongLine, beginning.length) - 1)));
  return { kind: 'text', text: `[a line of ${length} characters] ${start}` };
}

/** A power cut leaves zeros, and a foreign file may hold anything. */
const printable = (text: string) => text.replace(/\p{Cc}/gu, (char) => (char === '\t' ? char : '\ufffd'));

/** A line as the window shows it. */
export function shownLine(found: FoundLine): LogLine {
  if (found.kind === 'text') {
    const nothing = { time: null, level: null, endpoint: null, group: null, detail: null };
    return { ...nothing, event: found.text.slice(0, maxEvent), ...cut(found.text), isJson: false };
  }
  const { time, level, event, endpoint, group, detail } = found.value;
  const text = JSON.stringify(found.value);
  return {
    time: timeOf(time),
    level: logLevels.find((known) => known === level) ?? null,
    event: textOf(event, maxEvent) ?? '',
    endpoint: textOf(endpoint, maxName),
    group: textOf(group, maxName),
    detail: textOf(detail, maxDetail),
    ...cut(text),
    isJson: true,
  };
}

const cut = (text: string) => ({ text: text.slice(0, maxText), isCut: text.length > maxText });

function timeOf(time: unknown): number | null {
  const value = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(value) ? null : value;
}

function textOf(value: unknown, length: number): string | null {
  if (value === undefined || value === null) return null;
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, length);
}
