import { randomUUID } from 'node:crypto';
import type { CommandResponsePayload } from '../../../shared/messages.ts';
import type { PracticeCommand, PracticeExchange } from '../../../shared/practice.ts';
import type { Clock } from '../clock.ts';
import { type ApplicationConnection, CommandProblem } from './connection.ts';
import { Exchanges, isLogin, loginUri, redact, tokenOf } from './exchanges.ts';

/** A command of a practice application; `headers` stand over its own. */
export type CommandWithHeaders = PracticeCommand & { readonly headers?: Readonly<Record<string, string>> | undefined };

/** The NetBackup user that the application logs in as. */
export interface NetBackupUser {
  readonly userName: string;
  readonly password: string;
}

export interface CommandSenderOptions {
  readonly clock: Clock;
  /** `undefined`: it never logs in by itself. */
  readonly user: NetBackupUser | undefined;
  /** The established connection. @throws CommandProblem when there is none */
  connection(): ApplicationConnection;
  onChange(): void;
}

interface CommandPayload {
  uri: string;
  method: string;
  headers: Record<string, string>;
  parameters?: string;
}

const hasHeader = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.keys(headers).some((key) => key.toLowerCase() === name);

/**
 * Sends COMMANDs the guide's way: the first one is a login, whose token goes with the others; when NetBackup
 * does not know the token any more (401), there is one more login and one more try.
 */
export class CommandSender {
  readonly exchanges = new Exchanges();
  readonly #options: CommandSenderOptions;
  #token: string | undefined;
  #login: Promise<string> | undefined;

  constructor(options: CommandSenderOptions) {
    this.#options = options;
  }

  /**
   * Always resolves: why no answer came is the exchange's `problem`. Bodies are whole, but for secrets.
   */
  async send(command: CommandWithHeaders): Promise<PracticeExchange> {
    const login = isLogin(command.method, command.uri);
    const automatic = this.#options.user !== undefined && !login && !hasHeader(command.headers ?? {}, 'authorization');
    const exchange = this.#begin(command);
    try {
      let token = automatic ? await this.#tokenOrLogin() : undefined;
      let answer = await this.#transmit(exchange.id, command, token);
      if (automatic && answer.responseCode === 401) {
        if (this.#token === token) this.#token = undefined;
        token = await this.#tokenOrLogin();
        // A new id: a repeated one would be taken for a resend of the same command (decision 18).
        answer = await this.#transmit(randomUUID().toUpperCase(), command, token);
      }
      if (login) this.#token = tokenOf(answer) ?? this.#token;
      return this.#record({ ...exchange, response: redact(answer, login ? 'login' : 'other', this.#secrets()) });
    } catch (error) {
      return this.#record({ ...exchange, problem: this.#reason(error) });
    }
  }

  #secrets(): string[] {
    return [this.#token ?? '', this.#options.user?.password ?? ''];
  }

  #reason(error: unknown): string {
    if (error instanceof CommandProblem) return error.message;
    throw error;
  }

  #begin({ method, uri }: PracticeCommand): PracticeExchange {
    const time = this.#options.clock.now();
    return this.#record({ id: randomUUID().toUpperCase(), time, method, uri, response: null, problem: null });
  }

  #record(exchange: PracticeExchange): PracticeExchange {
    this.exchanges.record(exchange);
    this.#options.onChange();
    return exchange;
  }

  /** the body, if there is one, is the text `parameters`. */
  #transmit(id: string, command: CommandWithHeaders, token: string | undefined): Promise<CommandResponsePayload> {
    const { method, uri, body, headers = {} } = command;
    const own: Record<string, string> = {};
    if (!hasHeader(headers, 'content-type')) own['Content-Type'] = 'application/json';
    if (token !== undefined) own['Authorization'] = token;
    const payload: CommandPayload = { uri, method, headers: { ...own, ...headers } };
    if (body !== '') payload.parameters = body;
    return this.#options.connection().command(payload, id);
  }

  /** Commands that start together share one login. */
  #tokenOrLogin(): Promise<string> {
    if (this.#token !== undefined) return Promise.resolve(this.#token);
    this.#login ??= this.#logIn().finally(() => {
      this.#login = undefined;
    });
    return this.#login;
  }

  async #logIn(): Promise<string> {
    const { userName, password } = this.#options.user ?? { userName: '', password: '' };
    const command = { method: 'POST', uri: loginUri, body: JSON.stringify({ userName, password }) };
    const exchange = this.#begin(command);
    try {
      const answer = await this.#transmit(exchange.id, command, undefined);
      this.#record({ ...exchange, response: redact(answer, 'login', [password]) });
      const token = tokenOf(answer);
      if (token === undefined) throw new CommandProblem(`The login to NetBackup was answered ${answer.responseCode}.`);
      this.#token = token;
      return token;
    } catch (error) {
      const problem = this.#reason(error);
      if (!this.exchanges.list.find(({ id }) => id === exchange.id)?.response) this.#record({ ...exchange, problem });
      throw error;
    }
  }
}
