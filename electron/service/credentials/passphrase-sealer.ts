import { randomBytes, type ScryptOptions, scrypt, scryptSync } from 'node:crypto';
import { promisify } from 'node:util';
import { KeySealer, keyBytes, keyId, type NamedKey } from './key-sealer.ts';

/** Characters that a passphrase must have at least. */
export const minPassphraseLength = 12;

/** What the derivation costs whoever guesses: scrypt with N = 2^17, r = 8, p = 1 takes 128 MiB and some 0.4 s (OWASP's choice). */
const presentCost = { log2N: 17, r: 8, p: 1 };
type Cost = typeof presentCost;
const saltBytes = 16;
/** More than another version of ours would ask for; what a damaged file asks for must not take all memory. */
const most = { log2N: 20, r: 8, p: 4, memory: 2 ** 31 };
/** Each other salt costs a derivation; ours has one, and one more for each key that was lost or renewed. */
const mostSalts = 16;

const deriveLater = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const optionsOf = ({ log2N, r, p }: Cost): ScryptOptions => ({ N: 2 ** log2N, r, p, maxmem: most.memory });

/** Passphrases by what they are for. */
export interface Passphrases {
  /** Seals from now on. */
  readonly inForce?: string;
  /** Opens only: what was sealed with it moves to the way in force. */
  readonly former?: string;
}

/** One spelling for one passphrase, however its accents were typed. */
const spelled = (passphrase: string) => passphrase.normalize('NFC');

/**
 * Decision 42: a key derived from a passphrase by scrypt. Its parameters and its random salt stand with each secret, as
 * `<log2 N>.<r>.<p>.<salt>.<key id>`. It is derived once per start, not per secret.
 */
export class PassphraseSealer extends KeySealer {
  readonly id = 'passphrase-v2';
  readonly opens = [this.id];
  readonly protection =
    'Saved secrets are encrypted with a key derived from the passphrase in NBWSS_VAULT_PASSPHRASE (scrypt, AES-256-GCM).';
  readonly #passphrases: Passphrases;
  readonly #cost: Cost;
  /** By name; `undefined` where no passphrase fits. */
  readonly #keys = new Map<string, { key: Buffer; isFormer: boolean } | undefined>();
  #sealingName: string | undefined;

  constructor(passphrases: Passphrases, random: (size: number) => Buffer = randomBytes, cost: Cost = presentCost) {
    super(random);
    this.#passphrases = passphrases;
    this.#cost = cost;
  }

  start(sealed: readonly string[]): void {
    const isOurs = (name: string) => this.#derived(name)?.isFormer === false && this.#isPresentCost(name);
    this.#sealingName = this.keyNamesOf(sealed).find(isOurs);
  }

  protected get sealingName(): string | undefined {
    return this.#sealingName;
  }

  protected sealingKey(): NamedKey {
    if (this.#sealingName === undefined) {
      const salt = this.random(saltBytes);
      this.#take(salt, scryptSync(this.#inForce, salt, keyBytes, optionsOf(this.#cost)));
    }
    const name = this.#sealingName ?? '';
    return { name, key: this.keyNamed(name) };
  }

  protected keyNamed(name: string): Buffer {
    const derived = this.#derived(name);
    if (derived) return derived.key;
    throw new Error('It was sealed with another passphrase than the one that is given now.');
  }

  protected openFormer(): string {
    throw new Error('It was sealed in a way that is not known here.');
  }

  async renewKey(): Promise<void> {
    const salt = this.random(saltBytes);
    this.#take(salt, await deriveLater(this.#inForce, salt, keyBytes, optionsOf(this.#cost)));
  }

  get #inForce(): string {
    const { inForce } = this.#passphrases;
    if (inForce === undefined) throw new Error('No passphrase is given to seal with.');
    return spelled(inForce);
  }

  #take(salt: Buffer, key: Buffer): void {
    const { log2N, r, p } = this.#cost;
    const name = [log2N, r, p, salt.toString('base64url'), keyId(key)].join('.');
    this.#keys.set(name, { key, isFormer: false });
    this.#sealingName = name;
  }

  #isPresentCost(name: string): boolean {
    const { log2N, r, p } = this.#cost;
    return name.startsWith(`${log2N}.${r}.${p}.`);
  }

  /** The key of a name: whichever passphrase gives the key with this id. */
  #derived(name: string): { key: Buffer; isFormer: boolean } | undefined {
    if (!this.#keys.has(name) && this.#keys.size < mostSalts) this.#keys.set(name, this.#derive(name));
    return this.#keys.get(name);
  }

  #derive(name: string): { key: Buffer; isFormer: boolean } | undefined {
    const [, log2N, r, p, salt = '', id] =
      /^(\d{1,2})\.(\d{1,2})\.(\d{1,2})\.([\w-]{16,64})\.([0-9a-f]{16})$/.exec(name) ?? [];
    const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
    const isKnown = cost.log2N >= 1 && cost.log2N <= most.log2N && cost.r === most.r && cost.p >= 1 && cost.p <= most.p;
    if (!isKnown) return undefined;
    const { inForce, former } = this.#passphrases;
    for (const passphrase of [inForce, former]) {
      if (passphrase === undefined) continue;
      const key = scryptSync(spelled(passphrase), Buffer.from(salt, 'base64url'), keyBytes, optionsOf(cost));
      if (keyId(key) === id) return { key, isFormer: passphrase !== inForce };
    }
    return undefined;
  }
}
