import { randomBytes } from 'node:crypto';
import { safeStorage } from 'electron';
import { KeySealer, keyBytes, keyId, type NamedKey, notItsOwn, partsOf } from '../service/credentials/key-sealer.ts';

/** Where the system's key store is only an imitation (decision 42). */
const imitation = 'basic_text';
const formerId = 'safe-storage-v1';
const noSuchKey =
  "It was sealed with a key that the system's key store does not hold: on another computer, or by another user.";

/** Whether the system offers a real key store. Only after the app is ready. */
export function hasKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== imitation;
}

/**
 * Decision 42: a random key, wrapped by Electron's `safeStorage` with the one that the system's key store holds for this app. The
 * wrapped key stands with each secret, as `<wrapped>.<key id>`. The secrets themselves are sealed by us, since `safeStorage` has no
 * associated data, and on Linux no check against changes either.
 */
export class SafeStorageSealer extends KeySealer {
  readonly id = 'key-store-v2';
  readonly opens = [this.id, formerId];
  readonly protection = "Saved secrets are encrypted with a key in the system's key store (AES-256-GCM).";
  /** Keys that were unwrapped, by name. */
  readonly #keys = new Map<string, Buffer>();
  #sealingName: string | undefined;

  constructor() {
    super(randomBytes);
  }

  start(sealed: readonly string[]): void {
    this.#sealingName = this.keyNamesOf(sealed).find((name) => this.#unwrapped(name) !== undefined);
  }

  protected get sealingName(): string | undefined {
    return this.#sealingName;
  }

  protected sealingKey(): NamedKey {
    this.#sealingName ??= this.#make();
    return { name: this.#sealingName, key: this.keyNamed(this.#sealingName) };
  }

  protected keyNamed(name: string): Buffer {
    const key = this.#unwrapped(name);
    if (key) return key;
    throw new Error(noSuchKey);
  }

  protected openFormer(name: string, sealed: string): string {
    const opened = formerContent(partsOf(sealed).text);
    if (!opened) throw new Error(noSuchKey);
    if (opened.name !== name) throw new Error(notItsOwn);
    return opened.secret;
  }

  async renewKey(): Promise<void> {
    this.#sealingName = this.#make();
  }

  #make(): string {
    const key = this.random(keyBytes);
    const name = `${safeStorage.encryptString(key.toString('base64')).toString('base64url')}.${keyId(key)}`;
    this.#keys.set(name, key);
    return name;
  }

  #unwrapped(name: string): Buffer | undefined {
    const known = this.#keys.get(name);
    if (known) return known;
    const [wrapped = '', id] = name.split('.');
    try {
      const key = Buffer.from(safeStorage.decryptString(Buffer.from(wrapped, 'base64url')), 'base64');
      if (keyId(key) !== id) return undefined;
      this.#keys.set(name, key);
      return key;
    } catch {
      return undefined; // Electron's reason is the same for whatever is wrong
    }
  }
}

/** What the first version sealed; `undefined` when it cannot be opened: a parser's reason would quote it. */
function formerContent(text: string): { name: string; secret: string } | undefined {
  try {
    return JSON.parse(safeStorage.decryptString(Buffer.from(text, 'base64')));
  } catch {
    return undefined;
  }
}
