import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { replaceFile } from '../durable-file.ts';

/**
 * One way to seal secrets. `name` says whose secret it is and is bound to it, so that sealed secrets cannot be swapped
 * between endpoints.
 */
export interface Sealer {
  /** Stands before each secret that it sealed, such as `key-file-v1`. */
  readonly id: string;
  /** A sentence for the console (decision 42). */
  readonly protection: string;
  seal(name: string, secret: string): string;
  /** @throws when it cannot be opened */
  open(name: string, sealed: string): string;
}

const sealerId = /^[a-z-]{1,32}-v\d$/;

/** Decision 42: seals with the first sealer, opens with the one that sealed. */
export class TokenVault {
  readonly #sealers: readonly [Sealer, ...Sealer[]];

  constructor(sealers: readonly [Sealer, ...Sealer[]]) {
    this.#sealers = sealers;
  }

  get protection(): string {
    return this.#sealers[0].protection;
  }

  seal(name: string, secret: string): string {
    const [sealer] = this.#sealers;
    return `${sealer.id}:${sealer.seal(name, secret)}`;
  }

  /** @throws NbwssError `credentialsNotRead`: sealed on another computer, or the key is lost */
  open(name: string, sealed: string): string {
    const [id, ...rest] = sealed.split(':');
    const sealer = this.#sealers.find((candidate) => candidate.id === id);
    if (!sealer) {
      // Only a sealer's id is told: anything else may be a token that somebody wrote there.
      const by =
        id !== undefined && sealerId.test(id) ? `It was sealed by "${id}", which is` : 'It was sealed in a way that is';
      throw new NbwssError('credentialsNotRead', { causes: [`${by} not available here.`] });
    }
    try {
      return sealer.open(name, rest.join(':'));
    } catch (error) {
      throw new NbwssError('credentialsNotRead', { causes: ['The key does not fit.'] }, { cause: error });
    }
  }
}

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a key in a file of mode 0600, made when the first secret is sealed. */
export class KeyFileSealer implements Sealer {
  readonly id = 'key-file-v1';
  readonly protection = 'Saved tokens are encrypted with a key file in the data folder (AES-256-GCM).';
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  seal(name: string, secret: string): string {
    if (!existsSync(this.#file)) replaceFile(this.#file, randomBytes(keyBytes).toString('base64'));
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key(), nonce).setAAD(Buffer.from(name));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  open(name: string, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', this.#key(), nonce, { authTagLength: tagBytes }).setAAD(
      Buffer.from(name),
    );
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  }

  #key(): Buffer {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      throw new Error(`the key file vault.key cannot be read (${(error as NodeJS.ErrnoException).code})`, {
        cause: error,
      });
    }
    const key = Buffer.from(text.trim(), 'base64');
    if (key.length !== keyBytes) throw new Error('the key file vault.key does not hold a key');
    return key;
  }
}
