import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../durable-file.ts';
import { isDanglingLink, NotPlainFileError, readPlainFile } from '../plain-file.ts';
import { OwnFile } from './own-file.ts';

/** A larger file is not ours: 100,000 endpoints with client certificates are below it. */
const maxBytes = 256 * 1024 * 1024;

/** The bytes are there, but they are no `config.json`. The message says why, and quotes nothing: the file holds sealed secrets. */
export class DamagedConfigError extends Error {
  override readonly name = 'DamagedConfigError';
}

/** @throws DamagedConfigError; any other error when the text may be good, but cannot be used here, as of a later version */
export type JudgeConfig = (text: string) => void;

type Found = { kind: 'good'; bytes: Buffer } | { kind: 'missing' } | { kind: 'damaged'; why: string };

/**
 * `config.json` and its last good copy, `config.json.last-good`.
 *
 * The copy is written after each save and before the save is answered: so it never is older than what anybody was told, and
 * cannot bring back what was deleted or deactivated. Where it cannot be written it is removed. It has the protection of the
 * original: the same sealed secrets, for its owner only.
 */
export class LastGoodConfig {
  readonly file: string;
  readonly #copy: string;
  readonly #judge: JudgeConfig;
  readonly #own: OwnFile;
  #restored: string | undefined;
  #replaced: string | undefined;
  #notCopied: string | undefined;

  /** @param now epoch milliseconds, for the names of what is set aside */
  constructor(folder: string, judge: JudgeConfig, now: () => number) {
    this.file = join(folder, 'config.json');
    this.#copy = `${this.file}.last-good`;
    this.#judge = judge;
    this.#own = new OwnFile(this.file, maxBytes, now);
  }

  /** What people have to know: a damaged file that was set aside, a copy that cannot be written. */
  get warnings(): string[] {
    return [this.#restored, this.#replaced, this.#notCopied].filter((warning) => warning !== undefined);
  }

  /**
   * Sees to it that `config.json` can be opened or is not there: one that is damaged or missing is replaced by the last good
   * copy, if there is one, and kept under another name.
   * @throws what keeps it from being opened; then nothing was changed
   */
  recover(): void {
    const found = this.#find();
    if (found.kind === 'good') return;
    const copy = this.#findCopy();
    if (copy.kind === 'good') {
      this.#restore(found, copy.bytes);
      return;
    }
    if (found.kind === 'missing' && copy.kind === 'missing') return; // a new data folder
    const what = found.kind === 'damaged' ? `config.json ${found.why}.` : 'config.json is missing.';
    const why = copy.kind === 'damaged' ? ` Its last good copy, config.json.last-good, ${copy.why}.` : '';
    throw new DamagedConfigError(`${what}${why}`);
  }

  #restore(found: Found, bytes: Buffer): void {
    const kept = this.#own.replace(bytes, found.kind === 'damaged');
    const what =
      found.kind === 'damaged'
        ? `config.json ${found.why}. It was kept as ${kept} in the data folder`
        : 'config.json was missing';
    this.#restored = `${what}, and its last good copy was put in its place. It holds every change that was saved in the console. Look through the list: what was edited by hand in the file has to be done again.`;
  }

  /** What is there is the good one now: it is remembered, and copied unless the copy is the same. */
  accept(): void {
    const bytes = this.#own.read();
    this.#own.remember(bytes);
    const copy = this.#findCopy();
    if (copy.kind !== 'good' || !copy.bytes.equals(bytes)) this.#copyOf(bytes);
  }

  /**
   * Replaces `config.json`, then its copy. What somebody else has put in its place since is kept under another name.
   * @throws the system's error; then all is as it was
   */
  save(text: string): void {
    const kept = this.#own.replace(text);
    if (kept !== undefined)
      this.#replaced = `config.json was changed or replaced while the service ran. What stood there was kept as ${kept} in the data folder, and what the console shows was saved.`;
    this.#copyOf(text);
  }

  #copyOf(contents: string | Uint8Array): void {
    try {
      replaceFile(this.#copy, contents);
      this.#notCopied = undefined;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#notCopied = `config.json was saved, but its copy for the case of damage, config.json.last-good, cannot be written (${why}). It is tried again with the next change.`;
      this.#removeCopy();
    }
  }

  /** It is older than config.json now: put in its place, it would bring back what was deleted since. */
  #removeCopy(): void {
    try {
      rmSync(this.#copy, { force: true });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#notCopied = `${this.#notCopied} It could not be removed either (${why}): remove it, since it is older than config.json.`;
    }
  }

  /** @throws the system's error, or what the judge says of a file that may be good */
  #find(): Found {
    const state = lstatSync(this.file, { throwIfNoEntry: false });
    if (state === undefined) return { kind: 'missing' };
    if (state.isSymbolicLink()) {
      const where = isDanglingLink(this.file) ? ' that leads nowhere' : '';
      throw new Error(
        `config.json is a link${where}. Put the file itself into the data folder, or start with another data folder.`,
      );
    }
    try {
      return { kind: 'good', bytes: this.#read(this.file) };
    } catch (error) {
      if (error instanceof NotPlainFileError) return { kind: 'damaged', why: `cannot be used: ${error.message}` };
      if (error instanceof DamagedConfigError) return { kind: 'damaged', why: error.message };
      throw error;
    }
  }

  /** Whatever is wrong with the copy, it is not used. */
  #findCopy(): Found {
    const state = lstatSync(this.#copy, { throwIfNoEntry: false });
    if (state === undefined) return { kind: 'missing' };
    if (state.isSymbolicLink()) return { kind: 'damaged', why: 'is a link' };
    try {
      return { kind: 'good', bytes: this.#read(this.#copy) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { kind: 'damaged', why: error instanceof DamagedConfigError ? why : `cannot be used: ${why}` };
    }
  }

  #read(file: string): Buffer {
    const bytes = readPlainFile(file, maxBytes);
    this.#judge(textOf(bytes));
    return bytes;
  }
}

/** Bytes that are no UTF-8 would be replaced, and what they stood for lost with the next save. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new DamagedConfigError('is not text in UTF-8', { cause: error });
  }
}
