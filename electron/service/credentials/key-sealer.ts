import { createCipheriv, createDecipheriv, createHash, createSecretKey } from 'node:crypto';

/**
 * One way to seal secrets. `name` says whose secret it is and is bound to it as associated data, so that sealed secrets
 * cannot be swapped between endpoints.
 */
export interface Sealer {
  /** Stands before each secret that it seals, such as `key-file-v2`. */
  readonly id: string;
  /** Ids of what it opens: its own, and those of earlier versions. */
  readonly opens: readonly string[];
  /** A sentence for the console (decision 42). */
  readonly protection: string;
  /** What the administrator has to know of its keys. */
  readonly warnings: readonly string[];
  /** Learns what is saved, so that it goes on with the key that is in use. @param sealed each as {@link seal} gave it */
  start(sealed: readonly string[]): void;
  /** @throws when there is no key, and none can be made */
  seal(name: string, secret: string): string;
  /** @throws when it cannot be opened; the message is a sentence for the administrator that holds nothing of the secret */
  open(name: string, sealed: string): string;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean;
  /** The name of the key that it was sealed with, where there is one. */
  keyOf(sealed: string): string | undefined;
  /** Seals with another key from now on; what was sealed before can still be opened. */
  renewKey(): Promise<void>;
  /** Deletes those of these keys that no secret needs. @param sealed all that is saved */
  forgetKeys(keyNames: ReadonlySet<string>, sealed: readonly string[]): void;
}

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** A key, and the text that names it; the text stands with each secret that was sealed with it. */
export interface NamedKey {
  readonly name: string;
  readonly key: Buffer;
}

/** By this id a key is known again. It says nothing of the key, which has 256 bits. */
export function keyId(key: Buffer): string {
  return createHash('sha256').update('nbwss vault key').update(key).digest('hex').slice(0, 16);
}

/** The parts of `<sealer id>:<key name>:<base64>`; earlier versions had no key name. */
export function partsOf(sealed: string): { id: string; keyName: string | undefined; text: string } {
  const [id = '', ...rest] = sealed.split(':');
  return { id, keyName: rest.length > 1 ? rest[0] : undefined, text: rest.at(-1) ?? '' };
}

/** Seals with AES-256-GCM: a random nonce of 96 bits for each secret, a tag of 128 bits, then the text. */
export function sealWith(key: Buffer, boundTo: string, secret: string, nonce: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

/** @throws when key, name or text are not those of the sealing */
export function openWith(key: Buffer, boundTo: string, text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const nonce = bytes.subarray(0, nonceBytes);
  // Given a plain Buffer, Node finds out by an exception that it is no key object, which takes longer than to open the secret.
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(boundTo)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
}

/** Why a secret whose key is there cannot be opened: somebody has changed it, or put it in the place of another. */
export const notItsOwn = 'It was sealed for another name, or has been changed.';

/** What all ways have in common: each keeps a key in its own manner, and seals with it. */
export abstract class KeySealer implements Sealer {
  abstract readonly id: string;
  abstract readonly opens: readonly string[];
  abstract readonly protection: string;
  readonly #randomBytes: (size: number) => Buffer;

  constructor(randomBytes: (size: number) => Buffer) {
    this.#randomBytes = randomBytes;
  }

  get warnings(): readonly string[] {
    return [];
  }

  abstract start(sealed: readonly string[]): void;
  abstract renewKey(): Promise<void>;
  /** The key that seals; made when there is none. */
  protected abstract sealingKey(): NamedKey;
  /** The name of the key that seals; `undefined` when it would have to be made. */
  protected abstract get sealingName(): string | undefined;
  /** @throws when there is no such key: a sentence for the administrator */
  protected abstract keyNamed(name: string): Buffer;
  /** Opens what an earlier version sealed. @throws as {@link open} */
  protected abstract openFormer(name: string, sealed: string): string;

  protected random(size: number): Buffer {
    return this.#randomBytes(size);
  }

  seal(name: string, secret: string): string {
    const { name: keyName, key } = this.sealingKey();
    const text = sealWith(key, this.#bound(keyName, name), secret, this.random(nonceBytes));
    return `${this.id}:${keyName}:${text}`;
  }

  open(name: string, sealed: string): string {
    const { id, keyName, text } = partsOf(sealed);
    if (id !== this.id || keyName === undefined) return this.openFormer(name, sealed);
    const key = this.keyNamed(keyName);
    try {
      return openWith(key, this.#bound(keyName, name), text);
    } catch (error) {
      throw new Error(notItsOwn, { cause: error });
    }
  }

  isCurrent(sealed: string): boolean {
    const { id, keyName } = partsOf(sealed);
    return id === this.id && keyName !== undefined && keyName === this.sealingName;
  }

  keyOf(sealed: string): string | undefined {
    return partsOf(sealed).keyName;
  }

  forgetKeys(_keyNames: ReadonlySet<string>, _sealed: readonly string[]): void {
    // Only key files are apart from what they sealed.
  }

  /** Also the way and the key are bound: a secret counts for what it says of itself only. */
  #bound(keyName: string, name: string): string {
    return `${this.id}:${keyName}:${name}`;
  }

  /** Names of the keys that sealed these, the one of most secrets first. */
  protected keyNamesOf(sealed: readonly string[]): string[] {
    const counts = new Map<string, number>();
    for (const each of sealed) {
      const { id, keyName } = partsOf(each);
      if (id === this.id && keyName !== undefined) counts.set(keyName, (counts.get(keyName) ?? 0) + 1);
    }
    return [...counts].sort(([, one], [, other]) => other - one).map(([name]) => name);
  }
}
