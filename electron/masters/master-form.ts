import { asNbwssError } from '../../shared/error-catalogue.ts';
import { maxMasterNameLength, maxMasters, pollSeconds } from '../../shared/master-terms.ts';
import type { GivenMaster, GivenMasterCredentials } from '../../shared/masters.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import { completeCredentials, secretOf, withoutSecret } from '../service/netbackup/credentials.ts';
import { checkMasterOrigin, masterNotValid } from './master-origin.ts';
import { acceptedTrust, isSecure } from './master-trust.ts';
import { netBackupCredentials } from './netbackup-master.ts';

/** Names of this computer in the tree: another master server of that name would be mistaken for it. */
const ownName = 'this computer';
/** The form's names of what NetBackup's account has. */
const fields: Record<string, string> = {
  'API key': 'apiKey',
  'User name': 'userName',
  'Domain name': 'domainName',
  Password: 'password',
};

/** A form that was checked: what is saved in the open, and its secret. */
export interface CheckedMaster {
  readonly master: SavedMaster;
  readonly secret: string;
}

/** What the form is checked against. */
export interface FormContext {
  /** Id, and time of adding, of a new one. */
  id: string;
  now: number;
  /** The one that is edited, with its secret where it can be read. */
  former: { master: SavedMaster; secret: string | undefined } | undefined;
  others: readonly SavedMaster[];
}

/**
 * Checks the whole form and completes it with what is saved: a secret and a certificate are kept for the same origin only.
 * @throws NbwssError `masterNotValid`, which never names a secret
 */
export function checkMaster(given: GivenMaster, { id, now, former, others }: FormContext): CheckedMaster {
  if (former && former.master.kind !== given.kind) throw masterNotValid({ kind: 'cannot be changed' });
  if (!former && others.length >= maxMasters)
    throw masterNotValid({ name: `there are ${maxMasters} master servers already, which are the most` });
  const name = checkMasterName(given.name, others);
  const origin = checkMasterOrigin(given.kind, given.origin);
  const same = former?.master.origin === origin ? former : undefined;
  const { credentials, secret } = checkCredentials(given, same);
  const { least, most } = pollSeconds;
  if (!Number.isInteger(given.pollSeconds) || given.pollSeconds < least || given.pollSeconds > most)
    throw masterNotValid({ pollSeconds: `must be a whole number from ${least} to ${most}` });
  const trust = !isSecure(origin)
    ? null
    : given.trust
      ? acceptedTrust(given.trust, origin, now)
      : (same?.master.trust ?? null);
  if (isSecure(origin) && !trust)
    throw masterNotValid({ trust: 'must be accepted: fetch the certificate, and compare its fingerprint' });
  const addedAt = former?.master.addedAt ?? now;
  return {
    master: { id, name, kind: given.kind, origin, credentials, trust, pollSeconds: given.pollSeconds, addedAt },
    secret,
  };
}

/** @throws NbwssError `masterNotValid` */
export function checkMasterName(text: string, others: readonly SavedMaster[]): string {
  const refuse = (reason: string) => masterNotValid({ name: reason });
  const name = text.trim().normalize('NFC');
  if (name === '') throw refuse('must not be empty');
  if (name.length > maxMasterNameLength) throw refuse(`must not be longer than ${maxMasterNameLength} characters`);
  if (/\p{C}/u.test(name)) throw refuse('must not contain control characters');
  const plain = (other: string) => other.toLowerCase();
  if (plain(name) === ownName) throw refuse('is the name of this computer');
  if (others.some((other) => plain(other.name) === plain(name)))
    throw refuse('is the name of another master server already');
  return name;
}

function checkCredentials(
  { kind, credentials }: GivenMaster,
  same: FormContext['former'],
): { credentials: SavedMaster['credentials']; secret: string } {
  if (kind === 'headless host') return checkToken(credentials, same?.secret);
  if (credentials.kind === 'token')
    throw masterNotValid({ credentials: 'must be an API key, or a user with a password' });
  const inForce = same?.secret === undefined ? undefined : netBackupCredentials(same.master.credentials, same.secret);
  try {
    const complete = completeCredentials(credentials, inForce);
    return { credentials: withoutSecret(complete), secret: secretOf(complete) ?? '' };
  } catch (error) {
    const [first] = Object.entries(asNbwssError(error).report.fields);
    if (!first) throw error;
    const [field, reason] = first;
    throw masterNotValid({ [fields[field] ?? field]: reason.replace('base URL', 'address') });
  }
}

function checkToken(credentials: GivenMasterCredentials, saved: string | undefined) {
  if (credentials.kind !== 'token') throw masterNotValid({ credentials: 'must be a token' });
  const token = credentials.token?.trim() || saved;
  if (token === undefined || token === '')
    throw masterNotValid({ token: 'must not be empty (a saved one is kept only for the same address)' });
  if (!/^[\x21-\x7e]+$/.test(token))
    throw masterNotValid({ token: 'must hold no blanks, line breaks or letters with accents' });
  return { credentials: { kind: 'token' as const }, secret: token };
}
