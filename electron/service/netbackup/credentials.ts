import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { GivenCredentials, SavedCredentials } from '../../../shared/netbackup.ts';

/** The account of the service's own calls, with its secret. Never of a COMMAND (decision 16). */
export type NetBackupCredentials =
  | { kind: 'none' }
  | { kind: 'api-key'; apiKey: string }
  | (Extract<SavedCredentials, { kind: 'password' }> & { password: string })
  /** Saved, but the secret cannot be opened here (decision 42). */
  | { kind: 'unreadable'; saved: SavedCredentials; problem: string };

/** What of an account is saved in the open, and shown. */
export function withoutSecret(credentials: NetBackupCredentials): SavedCredentials {
  switch (credentials.kind) {
    case 'unreadable':
      return credentials.saved;
    case 'password': {
      const { kind, userName, domainName, domainType } = credentials;
      return { kind, userName, domainName, domainType };
    }
    default:
      return { kind: credentials.kind };
  }
}

/** The secret of an account; `undefined` where there is none, or none that can be read. */
export function secretOf(credentials: NetBackupCredentials): string | undefined {
  if (credentials.kind === 'api-key') return credentials.apiKey;
  return credentials.kind === 'password' ? credentials.password : undefined;
}

const control = /\p{Cc}/u;
const refuse = (field: string, reason: string) => new NbwssError('netBackupNotValid', { fields: { [field]: reason } });

/**
 * An API key as it goes into a header.
 * @throws NbwssError `netBackupNotValid`, which never names the key
 */
export function checkApiKey(text: string): string {
  const apiKey = text.trim();
  if (apiKey === '') throw refuse('API key', 'must not be empty');
  if (!/^[\x21-\x7e]+$/.test(apiKey))
    throw refuse('API key', 'must hold no blanks, line breaks or letters with accents');
  return apiKey;
}

/**
 * Completes what the window gave with the secret that is in force, if that is to be kept. A secret is kept only for the
 * account and the server that it was given for: it must not be sent to whoever else.
 * @param inForce the account in force, when it belongs to the same server
 * @throws NbwssError `netBackupNotValid`
 */
export function completeCredentials(
  given: GivenCredentials,
  inForce: NetBackupCredentials | undefined,
): NetBackupCredentials {
  if (given.kind === 'none') return { kind: 'none' };
  const unreadable = inForce?.kind === 'unreadable' && inForce.saved.kind === given.kind;
  const missing = unreadable
    ? 'the saved one cannot be read: it has to be entered again'
    : 'must not be empty (a saved one is kept only for the same base URL and user)';
  if (given.kind === 'api-key') {
    if (given.apiKey !== undefined && given.apiKey !== '')
      return { kind: 'api-key', apiKey: checkApiKey(given.apiKey) };
    if (inForce?.kind === 'api-key') return inForce;
    throw refuse('API key', missing);
  }
  const account = {
    kind: given.kind,
    userName: checkName('User name', given.userName),
    domainName: given.domainName.trim() === '' ? '' : checkName('Domain name', given.domainName),
    domainType: given.domainType,
  };
  if (given.password !== undefined && given.password !== '') {
    if (control.test(given.password)) throw refuse('Password', 'must hold no control characters');
    return { ...account, password: given.password };
  }
  if (inForce?.kind === 'password' && inForce.userName === account.userName)
    return { ...account, password: inForce.password };
  throw refuse('Password', missing);
}

function checkName(field: string, text: string): string {
  const name = text.trim();
  if (name === '') throw refuse(field, 'must not be empty');
  if (control.test(name)) throw refuse(field, 'must hold no control characters');
  return name;
}
