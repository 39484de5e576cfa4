/** A call of the service's own. */
export interface OwnCall {
  /** Path and query, such as `/netbackup/admin/jobs?page%5Blimit%5D=1`. */
  uri: string;
  method: 'GET' | 'POST' | 'DELETE';
  /** JSON text. */
  body?: string;
}

/** Why a call has no answer that could be used. */
export type FailureKind =
  /** The server was not reached, not trusted, or cut the call. */
  | 'not reached'
  /** No credentials are set, or the saved ones cannot be read. */
  | 'no credentials'
  /** The login was refused, failed, or is not tried again yet. */
  | 'login'
  /** 401, with an API key or with a token that was just given. */
  | 'not accepted'
  /** 403 */
  | 'not permitted'
  /** 406 or 415 in every version that both sides know. */
  | 'no common version'
  /** The session was ended meanwhile. */
  | 'ended';

export interface NetBackupFailure {
  kind: 'failure';
  why: FailureKind;
  /** For people, one line without a secret. */
  message: string;
  /** The message without when it is tried next, where it says so. */
  reason?: string;
  /** Status of the answer that tells it, where there is one. */
  status?: number;
  /** Of `not reached`: what was thrown. */
  cause?: unknown;
}

/** An answer with any status but 401, 403, 406 and 415. */
export interface NetBackupAnswer {
  kind: 'answer';
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}
export type NetBackupResult = NetBackupAnswer | NetBackupFailure;
