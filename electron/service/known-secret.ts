import { mask } from './redaction.ts';

const asJson = (text: string) => JSON.stringify(text).slice(1, -1);

/** How a secret may stand in a text: as it is, escaped as in JSON, also in JSON within JSON, or percent-encoded. */
function formsOf(secret: string): string[] {
  const percent = encodeURIComponent(secret.toWellFormed());
  const lower = percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const once = asJson(secret);
  const forms = [secret, once, asJson(once), once.replaceAll('/', '\\/'), percent, lower];
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  // The longest first: a shorter one may be a part of it.
  return [...new Set([...forms, form])].sort((a, b) => b.length - a.length);
}

/**
 * Decision 43: a text without a secret that is known, such as the token of an endpoint.
 * @param secret nothing happens when it is empty or `undefined`
 * @param instead what stands in its place
 */
export function withoutSecret(text: string, secret: string | undefined, instead = mask): string {
  if (secret === undefined || secret === '') return text;
  return replaced(text, formsOf(secret), instead);
}

/** {@link withoutSecret} for many texts: the forms of the secret are found once. */
export function secretMask(secret: string | undefined): (text: string) => string {
  if (secret === undefined || secret === '') return (text) => text;
  const forms = formsOf(secret);
  return (text) => replaced(text, forms, mask);
}

/**
 * The same for each text, and each key, of a parsed JSON value: before it is written, so that escapes cannot hide the secret.
 * @param value what `redact` gave back: it is not nested deeper than that allows
 */
export function withoutSecretIn(value: unknown, secret: string | undefined): unknown {
  return secret === undefined || secret === '' ? value : replacedIn(value, formsOf(secret));
}

const replaced = (text: string, forms: readonly string[], instead: string) =>
  forms.reduce((rest, form) => rest.replaceAll(form, () => instead), text);

function replacedIn(value: unknown, forms: readonly string[]): unknown {
  if (typeof value === 'string') return replaced(value, forms, mask);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => replacedIn(part, forms));
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [replaced(key, forms, mask), replacedIn(part, forms)]),
  );
}

/** A shorter secret stands in too many a harmless word. */
const leastLength = 4;

/** Decision 43: every secret that is saved, to be masked in texts that may name any endpoint. Costs the same for one and for thousands. */
export class KnownSecrets {
  /** How they begin, in each form; the longest first. */
  readonly #byStart = new Map<string, string[]>();

  constructor(secrets: Iterable<string>) {
    for (const secret of secrets) {
      if (secret.length < leastLength) continue;
      for (const form of formsOf(secret)) {
        const start = form.slice(0, leastLength);
        const known = this.#byStart.get(start);
        if (!known) this.#byStart.set(start, [form]);
        else if (!known.includes(form)) known.push(form);
      }
    }
    for (const forms of this.#byStart.values()) forms.sort((a, b) => b.length - a.length);
  }

  /** A text without them. */
  mask(text: string): string {
    if (this.#byStart.size === 0) return text;
    let masked = '';
    let from = 0;
    for (let at = 0; at + leastLength <= text.length; at++) {
      const forms = this.#byStart.get(text.slice(at, at + leastLength));
      const found = forms?.find((form) => text.startsWith(form, at));
      if (found === undefined) continue;
      masked += text.slice(from, at) + mask;
      from = at + found.length;
      at = from - 1;
    }
    return masked + text.slice(from);
  }

  /** As {@link withoutSecretIn}. */
  maskIn(value: unknown): unknown {
    if (typeof value === 'string') return this.mask(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((part) => this.maskIn(part));
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [this.mask(key), this.maskIn(part)]));
  }
}
