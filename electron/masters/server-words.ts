import { type CatalogueEntry, type ErrorCode, errorCatalogue, NbwssError } from '../../shared/error-catalogue.ts';
import { withoutSecret } from '../service/known-secret.ts';
import { redactText } from '../service/redaction.ts';

/** A server's own words are cut after so many characters. */
const maxWords = 500;
/** Characters that are looked at. */
const maxLookedAt = 16_384;
const maxDetails = 10;

/** What a server says, for people: one printable line without secrets. It is shown as text, whatever stands in it. */
export function shownWords(words: string, secrets: readonly (string | undefined)[]): string {
  let text = words.slice(0, maxLookedAt);
  // What the cut went through may be the half of a secret, which nothing below would know.
  if (words.length > maxLookedAt) text = text.replace(/(?<!\S)\S*$/, '');
  for (const secret of secrets) text = withoutSecret(text, secret, '***');
  return redactText(text)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxWords);
}

/** What of an error body can be told. */
export interface ServerWords {
  readonly message: string;
  readonly details: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

/** @returns `undefined` where the body is not the vendor's error object */
export function readServerWords(body: unknown, secrets: readonly (string | undefined)[]): ServerWords | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { errorMessage, errorDetails, attributeErrors } = body as Record<string, unknown>;
  const message = typeof errorMessage === 'string' ? shownWords(errorMessage, secrets) : '';
  if (message === '') return undefined;
  const details = (Array.isArray(errorDetails) ? errorDetails : [errorDetails])
    .filter((each): each is string => typeof each === 'string')
    .slice(0, maxDetails)
    .map((each) => shownWords(each, secrets));
  const fields = Object.entries(typeof attributeErrors === 'object' && attributeErrors !== null ? attributeErrors : {})
    .slice(0, maxDetails)
    .flatMap(([field, reason]) =>
      typeof reason === 'string' ? [[shownWords(field, secrets), shownWords(reason, secrets)]] : [],
    );
  return { message, details: details.filter((each) => each !== ''), fields: Object.fromEntries(fields) };
}

const plain = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '')
    .trim()
    .toLowerCase();

/** Speak of this application: from a server the same words are only words. */
const ownOnly: ReadonlySet<ErrorCode> = new Set(['internal', 'masterRefused']);

/** Codes whose strings are those of the guide, longest first: one may begin as another does. */
const known = (Object.keys(errorCatalogue) as ErrorCode[])
  .filter((code) => !ownOnly.has(code))
  .map((code) => {
    const [start = '', end] = plain(errorCatalogue[code].lines.join(': ')).split(/<\w+>/);
    return { code, start, end };
  })
  .sort((a, b) => b.start.length - a.start.length);

const parameterIn = (message: string, start: string) =>
  message.replace(/\s+/g, ' ').trim().slice(start.length).replace(/\.$/, '').trim();

/** The entry of the catalogue that has this string, with what stands in place of its parameter. */
export function entryOf(message: string): { code: ErrorCode; parameter: string } | undefined {
  const words = plain(message);
  const found = known.find(({ start, end }) =>
    end === undefined ? words === start : words.startsWith(start) && words.endsWith(end),
  );
  return found && { code: found.code, parameter: parameterIn(message, found.start) };
}

/** Of the strings that speak of the server's own files: what to do is to be done there. */
const thereOnly: ReadonlySet<ErrorCode> = new Set([
  'storeNotWritten',
  'storeNotOpened',
  'tlsSetup',
  'trustStoreNotWritten',
  'trustStoreNotRead',
  'certificateNotRemoved',
]);
const lookThere = [
  'Make sure that the NetBackup services run on the master server, and that its disks have room.',
  'Look into the log of the NetBackup web service on the master server.',
];

/**
 * What a server refused, as an error of the catalogue: its exact string with our recommended actions where it is one of the
 * guide's, else its own words.
 * @param isOurs it is a service like this one: its recommended actions are ours, too
 */
export function refusalOf({ message, details, fields }: ServerWords, status: number, isOurs: boolean): NbwssError {
  const entry = entryOf(message);
  if (!entry) return new NbwssError('masterRefused', { parameter: message, causes: [`Status ${status}.`, ...details] });
  const { code, parameter } = entry;
  const { actions, restActions = [] }: CatalogueEntry = errorCatalogue[code];
  // What a service like this one advises those who call it is of no use in a window.
  const causes = details.filter((each) => !actions.includes(each) && !restActions.includes(each));
  return new NbwssError(code, {
    parameter,
    causes,
    ...(isOurs || !thereOnly.has(code) ? {} : { actions: lookThere }),
    ...(isOurs ? {} : { fields }),
  });
}
