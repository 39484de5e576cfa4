import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../durable-file.ts';
import { NotPlainFileError, readPlainFile } from '../plain-file.ts';
import { setAside } from '../set-aside.ts';
import { OwnFile } from './own-file.ts';
import type { SealedSecrets } from './token-vault.ts';
import { systemText } from './trust-store.ts';

/** Format of `vault.json`. */
export const vaultVersion = 1;

const secretsSchema = z.record(z.string(), z.string());
const vaultSchema = z.object({
  version: z.literal(vaultVersion),
  /** Which change of `config.json` it belongs to. */
  revision: z.int().nonnegative(),
  /** Sealed secrets by name, such as `token of <host name>`. */
  secrets: secretsSchema,
  /** A change that counts once `config.json` has its revision: the names that it sets, and with null those that go. */
  next: z.object({ revision: z.int().nonnegative(), changes: z.record(z.string(), z.string().nullable()) }).optional(),
  /** Names of keys that have been replaced, until their files are deleted. */
  formerKeys: z.array(z.string()).optional(),
});
type Vault = z.infer<typeof vaultSchema>;

/** Bytes: 10,000 endpoints take some 2 MB. */
const largestFile = 256 * 1024 * 1024;

/** A file that is there and holds something else. The message never quotes it: what it holds may be a secret. */
class DamagedFile extends Error {}

/**
 * `vault.json`: the sealed secrets, apart from the settings (decision 42), and a copy of it in `vault.backup.json`.
 *
 * Secrets belong to rows of `config.json`, and no system writes two files at once. So a change is written here first, beside what
 * holds; it holds once `config.json` is written with its revision; then it takes the place of what was there. Whenever the process
 * is killed, the next start finds secrets and rows that belong together.
 */
export class VaultFile {
  readonly #own: OwnFile;
  readonly #backup: string;
  readonly #now: () => number;
  #vault: Vault = { version: vaultVersion, revision: 0, secrets: {} };
  #lastRevision = 0;
  #warnings: string[] = [];
  #isTidy = true;
  /** What there was at the start. */
  readonly #start: 'found' | 'missing' | 'damaged';

  /**
   * @param now epoch milliseconds, for the name of a file that is set aside
   * @throws what the system says, or that a later version wrote it: nothing has changed then
   */
  constructor(folder: string, now: () => number) {
    this.#now = now;
    this.#own = new OwnFile(join(folder, 'vault.json'), largestFile, now);
    this.#backup = join(folder, 'vault.backup.json');
    const { vault, isCopy } = this.#read();
    if (vault) this.#vault = vault;
    if (vault && !isCopy) this.#own.remember(this.#own.read());
    this.#start = vault ? 'found' : this.#warnings.length === 0 ? 'missing' : 'damaged';
    this.#isTidy = vault === undefined || (!isCopy && existsSync(this.#backup));
  }

  get secrets(): SealedSecrets {
    return this.#vault.secrets;
  }

  /** Names of keys that may be deleted, as {@link reseal} was told. */
  get formerKeys(): readonly string[] {
    return this.#vault.formerKeys ?? [];
  }

  /** What was found damaged, or could not be written yet, in sentences. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /**
   * Ends the change in whose middle the process was killed, and takes in what older formats of `config.json` held.
   * @param revision of `config.json`; 0 when it names none
   * @throws the system's error, when what `config.json` held cannot be written
   */
  start(revision: number, fromConfig: SealedSecrets): void {
    const { next, ...vault } = this.#vault;
    this.#lastRevision = Math.max(revision, vault.revision, next?.revision ?? 0);
    const isDone = next !== undefined && revision >= next.revision;
    const secrets = { ...(isDone ? changed(vault.secrets, next.changes) : vault.secrets), ...fromConfig };
    const held = isDone ? next.revision : vault.revision;
    if (this.#start === 'missing' && revision > 0) this.#warnings.push(missing);
    if (this.#start === 'found' && held !== revision) this.#warnings.push(held > revision ? newerVault : olderVault);
    this.#vault = { ...vault, revision: held, secrets };
    if (next !== undefined) this.#isTidy = false;
    if (Object.keys(fromConfig).length > 0) {
      this.#writeBoth();
      this.#isTidy = true;
    } else this.tidy(); // with no room for it the service starts all the same
  }

  /** Whether these are other secrets than those that are saved. */
  differsFrom(secrets: SealedSecrets): boolean {
    return Object.keys(changesOf(this.#vault.secrets, secrets)).length > 0;
  }

  /**
   * Replaces the secrets together with `config.json`.
   * @param commit writes `config.json` with the revision; what it throws is thrown on, and all is as it was
   * @throws the system's error; nothing has changed then
   */
  change(secrets: SealedSecrets, commit: (revision: number) => void): void {
    const revision = ++this.#lastRevision;
    const changes = changesOf(this.#vault.secrets, secrets);
    this.#write({ ...this.#vault, next: { revision, changes } });
    this.#isTidy = false;
    commit(revision);
    this.#vault = { ...this.#vault, revision, secrets };
    this.tidy();
  }

  /**
   * Replaces secrets that stay the same but for their sealing: `config.json` has no part in it.
   * @param formerKeys keys that are not needed any more once this is written, to be deleted now or at the next start
   * @throws the system's error
   */
  reseal(secrets: SealedSecrets, formerKeys: readonly string[]): void {
    const { formerKeys: _former, ...vault } = this.#vault;
    const former = this.#vault;
    this.#vault = { ...vault, secrets, ...(formerKeys.length > 0 ? { formerKeys: [...formerKeys] } : {}) };
    try {
      this.#writeBoth();
    } catch (error) {
      this.#vault = former;
      throw error;
    }
  }

  /** The last step of a change. When it fails the change holds all the same: it is done again later, or at the next start. */
  tidy(): void {
    if (this.#isTidy) return;
    this.#warnings = this.#warnings.filter((warning) => !warning.startsWith(notTidied));
    try {
      this.#writeBoth();
      this.#isTidy = true;
    } catch (error) {
      this.#warnings.push(`${notTidied} ${systemText(error)}`);
    }
  }

  #writeBoth(): void {
    this.#write(this.#vault);
    replaceFile(this.#backup, textOf(this.#vault));
  }

  #write(vault: Vault): void {
    const kept = this.#own.replace(textOf(vault));
    if (kept !== undefined) this.#warnings.push(replaced(kept));
  }

  /** What is saved. A damaged file is set aside, and its copy takes its place. */
  #read(): { vault: Vault | undefined; isCopy: boolean } {
    try {
      const vault = readVault(this.#own.path);
      if (vault) return { vault, isCopy: false };
      const copy = readCopy(this.#backup);
      if (copy) this.#warnings.push('vault.json was missing. Its copy vault.backup.json is used.');
      return { vault: copy, isCopy: copy !== undefined };
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      const copy = readCopy(this.#backup);
      const aside = setAside(this.#own.path, this.#now());
      const instead = copy
        ? 'Its copy vault.backup.json is used.'
        : 'Put a copy of it back, or renew the credentials of each row.';
      this.#warnings.push(`${error.message}, and was set aside as ${aside}. ${instead}`);
      return { vault: copy, isCopy: copy !== undefined };
    }
  }
}

const missing =
  'vault.json and its copy are missing: saved credentials cannot be read. Put vault.json back into the data folder and restart, or renew the credentials of each row.';
/** No crash leaves these: somebody has put one of the two files back. */
const goTogether =
  'Put the two of one time back together, or look through the list: a row may have the token of another time, or none.';
const newerVault = `vault.json is newer than config.json. ${goTogether}`;
const olderVault = `vault.json is older than config.json. ${goTogether}`;

const replaced = (kept: string) =>
  `vault.json was changed or replaced while the service ran. What stood there was kept as ${kept} in the data folder, and the credentials that the service has were saved.`;
const notTidied = 'vault.json could not be brought up to date after a change; this is done again with the next one:';

const textOf = (vault: Vault) => `${JSON.stringify(vault, undefined, '\t')}\n`;

/** @returns `undefined` when there is none. @throws DamagedFile; what the system says; that a later version wrote it */
function readVault(path: string): Vault | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const name = basename(path);
  let saved: unknown;
  try {
    saved = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new DamagedFile(`${name} is not JSON`);
  }
  const { data } = z.object({ version: z.number() }).safeParse(saved);
  if (data && data.version > vaultVersion)
    throw new Error(`${name} has format ${data.version}; this version reads up to ${vaultVersion}`);
  const { data: vault, error } = vaultSchema.safeParse(saved);
  if (vault) return vault;
  throw new DamagedFile(`${name} is not valid at ${placeOf(error)}`);
}

/** The copy counts only when it is whole: else it is as if there were none. */
function readCopy(path: string): Vault | undefined {
  try {
    return readVault(path);
  } catch (error) {
    if (error instanceof DamagedFile) return undefined;
    throw error;
  }
}

/** Of the members that we know: other names may be what somebody wrote there. */
function placeOf(error: z.ZodError): string {
  const member = error.issues[0]?.path[0];
  return typeof member === 'string' && member in vaultSchema.shape ? member : 'its root';
}

function readText(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return readPlainFile(path, largestFile).toString('utf8');
  } catch (error) {
    if (error instanceof NotPlainFileError) throw new Error(`${basename(path)} cannot be used: ${error.message}`);
    throw error;
  }
}

function changesOf(before: SealedSecrets, after: SealedSecrets): Record<string, string | null> {
  const set = Object.entries(after).filter(([name, sealed]) => before[name] !== sealed);
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return Object.fromEntries([...set, ...gone.map((name): [string, null] => [name, null])]);
}

function changed(before: SealedSecrets, changes: Readonly<Record<string, string | null>>): Record<string, string> {
  const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(changes, name));
  const set = Object.entries(changes).filter((change): change is [string, string] => change[1] !== null);
  return Object.fromEntries([...kept, ...set]);
}
