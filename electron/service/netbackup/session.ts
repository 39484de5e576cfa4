import type { CommandResponsePayload } from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';
import { CommandRefusal } from '../command/command-request.ts';
import type { NetBackupClient } from '../command/netbackup-client.ts';
import type { Log } from '../log.ts';
import { readLogin, saidBy } from './answers.ts';
import { ApiVersion, mediaType } from './api-version.ts';
import { type NetBackupCredentials, secretOf } from './credentials.ts';
import { type LoginOutcome, LoginToken } from './login-token.ts';
import type { FailureKind, NetBackupFailure, NetBackupResult, OwnCall } from './own-call.ts';

/** How long a farewell may take, in milliseconds. */
const logoutTimeLimit = 2_000;
/** How long no login is made for a path that a fresh token did not help, in milliseconds. */
const noLoginFor = 5 * 60_000;

export interface SessionOptions {
  client: Pick<NetBackupClient, 'call'>;
  credentials: NetBackupCredentials;
  clock: Clock;
  log: Log;
  /** Name of its pool of connections; no host name has blanks. */
  caller: string;
}

const failure = (why: FailureKind, message: string, status?: number): NetBackupFailure => ({
  kind: 'failure',
  why,
  message,
  ...(status === undefined ? {} : { status }),
});
const ended = failure('ended', 'The NetBackup connection was changed or stopped meanwhile.');

/** Answers that say nothing of the call itself. */
const refusals: Record<number, { why: FailureKind; text: string }> = {
  401: { why: 'not accepted', text: 'NetBackup did not accept the credentials' },
  403: { why: 'not permitted', text: 'NetBackup does not permit this to the account' },
};

/**
 * The service's own dealings with NetBackup: logs in where that is needed, speaks the highest API version that both know, and
 * logs out at the end. Nothing of it is ever added to a COMMAND (decision 16): that has its own pools and headers.
 */
export class NetBackupSession {
  readonly #options: SessionOptions;
  readonly #version = new ApiVersion();
  readonly #login: LoginToken;
  /** The latest token that NetBackup accepted for some call. */
  #accepted: string | undefined;
  /** Paths that alone are refused, with the monotonic time until which no login is made for them. */
  readonly #refusedAlone = new Map<string, number>();
  #ended = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#login = new LoginToken(options.clock, () => this.#logIn());
  }

  get apiVersion(): ApiVersion {
    return this.#version;
  }

  /** Asks the server whether it is there, and which API version it speaks. Sends no credentials. */
  ping(): Promise<NetBackupResult> {
    return this.#call('/netbackup/ping', 'GET', {});
  }

  /**
   * One call with the session's credentials, in the negotiated version. A token that is refused is renewed once. When the new
   * one is refused as well, but others were accepted before, only this call fails, and its path causes no login for 5 minutes.
   * Ends after 60 s at the latest (decision 17); the login and each older version that is tried have 60 s of their own.
   */
  async ask(call: OwnCall): Promise<NetBackupResult> {
    const path = call.uri.split('?', 1)[0] ?? '';
    let wasAccepted = false;
    for (let again = false; ; again = true) {
      const authorization = await this.authorize();
      if (authorization.kind === 'failure') return authorization;
      const { value } = authorization;
      const result = await this.#negotiated(call, { Authorization: value });
      if (result.kind === 'failure' && result.why === 'not accepted' && this.#options.credentials.kind === 'password') {
        const now = this.#options.clock.monotonic();
        if (now < (this.#refusedAlone.get(path) ?? 0)) return result;
        wasAccepted ||= value === this.#accepted;
        if (again && wasAccepted) {
          // The account is good for other calls: they go on with this token.
          this.#refusedAlone.set(path, now + noLoginFor);
          return result;
        }
        this.#login.refused(value);
        if (!again) continue;
        // A login whose token is of no use is not repeated at once: that would go on for ever.
        this.#login.hold(`${result.message}, with a token that it had just given`);
      } else if (result.kind === 'answer') {
        this.#accepted = value;
        this.#refusedAlone.delete(path);
      }
      return result;
    }
  }

  /** What goes into `Authorization`: the API key, or the token of a login. */
  async authorize(): Promise<{ kind: 'authorization'; value: string } | NetBackupFailure> {
    const { credentials } = this.#options;
    if (this.#ended) return ended;
    switch (credentials.kind) {
      case 'none':
        return failure('no credentials', 'No credentials are set for calls of the service itself.');
      case 'unreadable':
        return failure('no credentials', credentials.problem);
      case 'api-key':
        return { kind: 'authorization', value: credentials.apiKey };
      case 'password': {
        const token = await this.#login.get();
        if (this.#ended) return ended;
        if (token.kind === 'token') return { kind: 'authorization', value: token.value };
        return { ...failure('login', `${token.problem}. ${token.next}`), reason: token.problem };
      }
    }
  }

  /** After a failed login the next one waits; this ends the wait, because an administrator wants it. */
  retryNow(): void {
    this.#login.release();
    this.#refusedAlone.clear();
  }

  /** Logs out, best effort and within 2 s, and makes no further call. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    const { clock, log } = this.#options;
    let timer: { cancel(): void } | undefined;
    const late = new Promise<string>((resolve) => {
      timer = clock.setTimeout(() => resolve(`no answer within ${logoutTimeLimit / 1000} s`), logoutTimeLimit);
    });
    const problem = await Promise.race([this.#logOut(), late]);
    timer?.cancel();
    if (problem !== undefined) log.warn('NetBackup logout failed', { detail: problem });
  }

  /** @returns what went wrong */
  async #logOut(): Promise<string | undefined> {
    const token = await this.#login.end();
    if (token === undefined) return undefined;
    const accept = mediaType(this.#version.current);
    const result = await this.#call('/netbackup/logout', 'POST', { Authorization: token, Accept: accept });
    if (result.kind === 'failure') return result.message;
    if (result.status >= 300) return `NetBackup answered with status ${result.status}`;
    this.#options.log.info('NetBackup logged out');
    return undefined;
  }

  async #logIn(): Promise<LoginOutcome> {
    const { credentials, log } = this.#options;
    if (credentials.kind !== 'password') throw new Error('only a user with a password logs in');
    const { userName, password, domainName, domainType } = credentials;
    // Without a domain the type says nothing, and NetBackup takes its own.
    const domain = domainName === '' ? {} : { domainName, domainType };
    const body = JSON.stringify({ userName, password, ...domain });
    const result = await this.#negotiated({ uri: '/netbackup/login', method: 'POST', body }, {});
    const outcome = readLogin(result, password);
    if (outcome.kind === 'token')
      log.info('NetBackup login', { detail: `${userName}, valid for ${outcome.validity} s` });
    else log.warn('NetBackup login failed', { detail: outcome.message });
    return outcome;
  }

  /** One call, in an older version of the API when a newer one is refused. */
  async #negotiated({ uri, method, body }: OwnCall, headers: Record<string, string>): Promise<NetBackupResult> {
    if (this.#version.text === null) {
      const ping = await this.ping();
      if (ping.kind === 'failure') return ping;
    }
    for (;;) {
      const version = this.#version.current;
      const type = mediaType(version);
      const given = { ...headers, Accept: type, ...(body === undefined ? {} : { 'Content-Type': type }) };
      const result = await this.#call(uri, method, given, body);
      if (result.kind === 'failure') return result;
      const said = saidBy(result, [secretOf(this.#options.credentials), headers['Authorization']]);
      if (result.status === 406 || result.status === 415) {
        if (this.#version.stepDown(version)) continue;
        const text = `NetBackup speaks no version of its API that is known here (${said})`;
        return failure('no common version', text, result.status);
      }
      const refusal = refusals[result.status];
      if (refusal) return failure(refusal.why, `${refusal.text} (${said})`, result.status);
      this.#version.accepted();
      return result;
    }
  }

  async #call(
    uri: string,
    method: OwnCall['method'],
    headers: Record<string, string>,
    body?: string,
  ): Promise<NetBackupResult> {
    const { client, caller } = this.#options;
    let answer: CommandResponsePayload;
    try {
      answer = await client.call({ uri, method, headers, body }, caller);
    } catch (error) {
      if (error instanceof CommandRefusal) return { ...failure('not reached', error.message), cause: error };
      throw error;
    }
    this.#version.learn(answer.headers['x-netbackup-api-version']);
    return { kind: 'answer', status: answer.responseCode, headers: answer.headers, body: answer.body };
  }
}
