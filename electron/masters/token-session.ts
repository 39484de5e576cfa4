import { CommandRefusal } from '../service/command/command-request.ts';
import type { FailureKind, NetBackupFailure, NetBackupResult, OwnCall } from '../service/netbackup/own-call.ts';
import type { MasterHttp } from './master-http.ts';

const refusals: Record<number, FailureKind> = {
  401: 'not accepted',
  403: 'not permitted',
  406: 'no common version',
  415: 'no common version',
  429: 'not accepted', // too many wrong tokens
};

/** The dealings with a headless host: its token goes along with each call, raw as NetBackup's. */
export class TokenSession {
  readonly #http: MasterHttp;
  readonly #token: string | undefined;

  constructor(http: MasterHttp, token: string | undefined) {
    this.#http = http;
    this.#token = token;
  }

  async ask({ uri, method, body }: OwnCall): Promise<NetBackupResult> {
    const json = 'application/json';
    const headers = {
      ...(this.#token === undefined ? {} : { Authorization: this.#token }),
      Accept: json,
      ...(body === undefined ? {} : { 'Content-Type': json }),
    };
    try {
      const answer = await this.#http.call({ uri, method, headers, body });
      const why = refusals[answer.responseCode];
      if (why !== undefined) return failure(why, `It answered with status ${answer.responseCode}`);
      return { kind: 'answer', status: answer.responseCode, headers: answer.headers, body: answer.body };
    } catch (error) {
      if (error instanceof CommandRefusal) return { ...failure('not reached', error.message), cause: error };
      throw error;
    }
  }
}

const failure = (why: FailureKind, message: string): NetBackupFailure => ({ kind: 'failure', why, message });
