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
