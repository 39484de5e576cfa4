import { type ErrorCode, NbwssError } from '../../shared/error-catalogue.ts';
import type { FailureKind, NetBackupAnswer, NetBackupFailure } from '../service/netbackup/own-call.ts';
import { MasterCallFailed, type MasterFailureKind } from './master-http.ts';
import { readServerWords, refusalOf } from './server-words.ts';

const codeOfCall: Record<MasterFailureKind, ErrorCode> = {
  'not reached': 'masterNotReached',
  'not trusted': 'masterNotTrusted',
  'not understood': 'masterNotUnderstood',
};
const codeOfFailure: Record<FailureKind, ErrorCode> = {
  'not reached': 'masterNotReached',
  'no credentials': 'masterCredentialsNotRead',
  login: 'masterNotSignedIn',
  'not accepted': 'masterNotSignedIn',
  'not permitted': 'masterNotPermitted',
  'no common version': 'masterNotUnderstood',
  ended: 'notPossible',
};

/**
 * Why a call has no answer, as an error of the catalogue.
 * @param trouble what the last call ended with: a login that failed may have been one that was not even sent
 */
export function failureError(
  { why, message, cause }: NetBackupFailure,
  trouble: MasterCallFailed | undefined,
): NbwssError {
  const call = cause instanceof MasterCallFailed ? cause : why === 'login' ? trouble : undefined;
  return new NbwssError(call ? codeOfCall[call.kind] : codeOfFailure[why], { causes: [message] });
}

/** The body of an answer; `undefined` when it is not JSON. */
export function jsonOf({ body }: NetBackupAnswer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export const notUnderstood = (problem: string): NbwssError =>
  new NbwssError('masterNotUnderstood', { causes: [`${problem[0]?.toUpperCase()}${problem.slice(1)}.`] });

/** What an answer with another status than wanted means. @param secrets are taken out of the server's words */
export function answerError(
  answer: NetBackupAnswer,
  secrets: readonly (string | undefined)[],
  isOurs: boolean,
): NbwssError {
  const { status } = answer;
  const words = readServerWords(jsonOf(answer), secrets);
  if (words) return refusalOf(words, status, isOurs);
  if (status >= 500) return new NbwssError('masterFailed', { causes: [`It answered with status ${status}.`] });
  if (status >= 300 && status < 400)
    return notUnderstood(`it answered with status ${status}: it wants to be asked elsewhere, which is not followed`);
  return notUnderstood(`it answered with status ${status}`);
}
