import { withoutSecret } from '../known-secret.ts';
import { redactText } from '../redaction.ts';
import type { LoginOutcome } from './login-token.ts';
import type { NetBackupAnswer, NetBackupResult } from './own-call.ts';

/** A server's own words are cut after so many characters. */
const maxWords = 200;
/** NetBackup's own: a day. Taken where an answer says nothing that could be meant. */
const usualValidity = 86_400;
/** In seconds. A shorter validity counts as this one: it must not make us log in all the time. */
const shortestValidity = 60;

function parse(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {}; // not the vendor's shape: then the status alone is told
  }
}

/**
 * What an answer says, in one printable line: `status 401: Authentication failed`.
 * @param secrets are taken out, should the server repeat them, also escaped or encoded; so is what looks like a secret
 */
export function saidBy({ status, body }: NetBackupAnswer, secrets: readonly (string | undefined)[]): string {
  const { errorMessage } = parse(body);
  if (typeof errorMessage !== 'string' || errorMessage.trim() === '') return `status ${status}`;
  let words = errorMessage;
  for (const secret of secrets) words = withoutSecret(words, secret, '***');
  const line = redactText(words)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, maxWords);
  return `status ${status}: ${line.replace(/\.+$/, '')}`;
}

/** What came of `POST /netbackup/login`. */
export function readLogin(result: NetBackupResult, password: string): LoginOutcome {
  if (result.kind === 'failure') {
    const isRefusal = result.why === 'not accepted' || result.why === 'not permitted';
    return { kind: isRefusal ? 'refused' : 'failed', message: result.message };
  }
  const { status, body } = result;
  if (status === 400)
    return { kind: 'refused', message: `NetBackup refused the login (${saidBy(result, [password])})` };
  if (status !== 200 && status !== 201)
    return { kind: 'failed', message: `NetBackup could not carry out the login (${saidBy(result, [password])})` };
  const { token, validity } = parse(body);
  // It goes into a header as it is.
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,16384}$/.test(token))
    return { kind: 'failed', message: 'NetBackup answered the login without a token that can be used' };
  const isSensible = typeof validity === 'number' && validity > 0 && validity < 10 * 365 * usualValidity;
  return { kind: 'token', value: token, validity: isSensible ? Math.max(validity, shortestValidity) : usualValidity };
}
