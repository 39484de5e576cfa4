import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPlainFile } from '../service/plain-file.ts';
import { redactText } from '../service/redaction.ts';

/** So much is kept until the next start; what is older goes. */
const maxBytes = 256 * 1024;
/** Of one text, in characters. */
const maxText = 8 * 1024;

export interface CrashLine {
  readonly time: string;
  readonly event: string;
  readonly detail: string;
}

/** Without a schema: this is loaded before the window is made, and a library of schemas would come with it. */
function asLine(value: unknown): CrashLine[] {
  const { time, event, detail } = (value ?? {}) as Partial<Record<string, unknown>>;
  const isLine = typeof time === 'string' && typeof event === 'string' && typeof detail === 'string';
  return isLine ? [{ time, event, detail }] : [];
}

/**
 * What ended the app, written and synced before it ends: the log proper writes a moment later, when there may be no process any more.
 * The next start takes the lines over into the log. A text is redacted as in an export; memory is never dumped.
 */
export class CrashRecord {
  readonly #file: string;
  readonly #now: () => number;

  /** @param now epoch milliseconds */
  constructor(file: string, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** @returns why it could not be written, for stderr: who calls is about to end and cannot do more about it */
  write(event: string, cause: unknown): string | undefined {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const time = new Date(this.#now()).toISOString();
    const line: CrashLine = { time, event, detail: text.slice(0, maxText).split('\n').map(redactText).join('\n') };
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      const handle = openSync(this.#file, 'a', 0o600);
      try {
        if (fstatSync(handle).size > maxBytes) ftruncateSync(handle);
        writeSync(handle, `${JSON.stringify(line)}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      return undefined;
    } catch (error) {
      return `The fault could not be recorded (${(error as NodeJS.ErrnoException).code ?? String(error)}).`;
    }
  }

  /** What earlier runs left, oldest first; it is forgotten then. A torn line is left out; what cannot be read is told by a line of its own. */
  take(): CrashLine[] {
    let text: string;
    try {
      text = readPlainFile(this.#file, 2 * maxBytes).toString('utf8');
      rmSync(this.#file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      const why = error instanceof Error ? error.message : String(error);
      return [{ time: new Date(this.#now()).toISOString(), event: 'faults of earlier runs not read', detail: why }];
    }
    return text.split('\n').flatMap((line) => {
      try {
        return asLine(JSON.parse(line));
      } catch {
        return []; // torn by the crash itself, or the empty end
      }
    });
  }
}
