import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceFile, syncFolder } from '../durable-file.ts';
import { isOpenToOthers } from '../open-to-others.ts';
import { KeySealer, keyBytes, keyId, type NamedKey, notItsOwn, openWith, partsOf } from './key-sealer.ts';

const formerId = 'key-file-v1';
const isFormer = (sealed: string) => partsOf(sealed).id === formerId;

/** Bytes; a key has 44. */
const largestFile = 1024;

/** Files that may hold a key: `vault.key`, and those that were made beside it. */
const keyFileName = /^vault(-[0-9a-f]{16})?\.key$/;

/**
 * Decision 42: keys in files of mode 0600, each known by its content, whatever its file is called. The first one is `vault.key`.
 * Where secrets are saved whose key is missing, a new one gets a file beside it, so that the lost file can be put back at any time.
 */
export class KeyFileSealer extends KeySealer {
  readonly id = 'key-file-v2';
  readonly opens = [this.id, formerId];
  readonly protection = 'Saved secrets are encrypted with a key file in the data folder (AES-256-GCM).';
  readonly #file: string;
  readonly #folder: string;
  /** Keys that were read, by name; one whose file is deleted meanwhile stays known. */
  readonly #keys = new Map<string, Buffer>();
  /** Why files hold no key. */
  #problems: string[] = [];
  /** Names of files that others could read, until they were read here. */
  readonly #open = new Set<string>();
  /** How the folder was when it was read. */
  #seen = '';
  #sealingName: string | undefined;
  #hasLostKeys = false;

  /** @param file where `vault.key` is, or would be */
  constructor(file: string, random: (size: number) => Buffer = randomBytes) {
    super(random);
    this.#file = file;
    this.#folder = dirname(file);
  }

  override get warnings(): readonly string[] {
    return [...this.#open].map(
      (file) =>
        `The key file ${file} could be read by other users of this computer. It has mode 0600 again; if somebody may have copied it, use Rotate key under Properties.`,
    );
  }

  start(sealed: readonly string[]): void {
    this.#readFolder();
    const names = this.keyNamesOf(sealed);
    const first = this.#nameIn(this.#file) ?? [...this.#keys.keys()][0];
    this.#sealingName = names.find((name) => this.#keys.has(name)) ?? first;
    this.#hasLostKeys = names.some((name) => !this.#keys.has(name)) || (this.#keys.size === 0 && sealed.some(isFormer));
  }

  protected get sealingName(): string | undefined {
    return this.#sealingName;
  }

  protected sealingKey(): NamedKey {
    this.#readFolder();
    this.#sealingName ??= this.#nameIn(this.#file);
    const name = this.#sealingName ?? this.#make(existsSync(this.#file) || this.#hasLostKeys);
    const key = this.#keys.get(name);
    if (!key) throw new Error('The key is not known any more.');
    // Deleted meanwhile: without it, what is sealed now could not be opened after the next start.
    if (!this.#files().some((file) => this.#nameIn(file) === name)) this.#write(name, key, existsSync(this.#file));
    return { name, key };
  }

  protected keyNamed(name: string): Buffer {
    if (!this.#keys.has(name)) this.#readFolder();
    const key = this.#keys.get(name);
    if (key) return key;
    const lost = `The key file that it was sealed with (key ${name.slice(0, 16)}) is not in the data folder. Put it back and restart.`;
    throw new Error([lost, ...this.#problems].join(' '));
  }

  protected openFormer(name: string, sealed: string): string {
    this.#readFolder();
    for (const key of this.#keys.values()) {
      try {
        return openWith(key, name, partsOf(sealed).text);
      } catch {
        // Perhaps the next key: a secret of this version does not say which one it is.
      }
    }
    const lost = 'The key file vault.key is not in the data folder. Put it back and restart.';
    if (this.#keys.size === 0) throw new Error([lost, ...this.#problems].join(' '));
    throw new Error(`The key file does not fit. ${notItsOwn}`);
  }

  override keyOf(sealed: string): string | undefined {
    return isFormer(sealed) ? this.#nameIn(this.#file) : super.keyOf(sealed);
  }

  async renewKey(): Promise<void> {
    this.#readFolder();
    this.#sealingName = this.#make(existsSync(this.#file) || this.#hasLostKeys);
  }

  override forgetKeys(keyNames: ReadonlySet<string>, sealed: readonly string[]): void {
    const needed = new Set(this.keyNamesOf(sealed));
    if (sealed.some(isFormer)) return; // which key it needs is not known
    for (const file of this.#files()) {
      const name = this.#nameIn(file);
      if (name === undefined || needed.has(name) || !keyNames.has(name)) continue;
      rmSync(file);
      this.#keys.delete(name);
      if (name === this.#sealingName) this.#sealingName = undefined; // another way has taken over
    }
    const name = this.#sealingName;
    if (name !== undefined && !this.#hasLostKeys && !existsSync(this.#file) && existsSync(this.#besideFile(name)))
      renameSync(this.#besideFile(name), this.#file);
    syncFolder(this.#folder);
  }

  #besideFile(name: string): string {
    return join(this.#folder, `vault-${name}.key`);
  }

  /** @param beside not as `vault.key`: that place is taken, or is kept for a lost one */
  #make(beside: boolean): string {
    const key = this.random(keyBytes);
    const name = keyId(key);
    this.#write(name, key, beside);
    this.#sealingName = name;
    return name;
  }

  #write(name: string, key: Buffer, beside: boolean): void {
    replaceFile(beside ? this.#besideFile(name) : this.#file, key.toString('base64'));
    this.#keys.set(name, key);
  }

  #files(): string[] {
    return readdirSync(this.#folder)
      .filter((file) => keyFileName.test(file))
      .map((file) => join(this.#folder, file));
  }

  /** Takes in keys that were put there; does nothing while the folder is as it was. */
  #readFolder(): void {
    const seen = [this.#folder, this.#file].map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs).join();
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#problems = [];
    for (const file of this.#files()) this.#nameIn(file, (problem) => this.#problems.push(problem));
  }

  /** The name of the key in a file, which is known from now on; `undefined` when there is none. */
  #nameIn(file: string, problem: (text: string) => void = () => undefined): string | undefined {
    try {
      const key = readKey(file);
      if (!key) return undefined;
      if (closeToOthers(file)) this.#open.add(basename(file));
      const name = keyId(key);
      this.#keys.set(name, key);
      return name;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      problem(`The key file ${basename(file)} ${code ? `cannot be read (${code})` : message}.`);
      return undefined;
    }
  }
}

/** @returns `undefined` when there is no such file. @throws what the system says; why it is no key, as the end of a sentence */
function readKey(file: string): Buffer | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (!stat.isFile()) throw new Error('is not a file'); // a pipe would be waited for
  if (stat.size > largestFile) throw new Error('does not hold a key');
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== keyBytes) throw new Error('does not hold a key');
  return key;
}

/** One that was put back may be open to others. @returns whether it was */
function closeToOthers(file: string): boolean {
  if (!isOpenToOthers(statSync(file))) return false;
  chmodSync(file, 0o600);
  return true;
}
