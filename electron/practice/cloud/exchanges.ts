import type { CommandResponsePayload } from '../../../shared/messages.ts';
import type { PracticeExchange } from '../../../shared/practice.ts';
import { asRecord, parseJson, pathOf } from '../http-exchange.ts';

const maxExchanges = 20;
const maxBodyLength = 4096;
const redacted = '[redacted]';

export const loginUri = '/netbackup/login';

/** Whether a command is a login: its body and its answer hold secrets. */
export const isLogin = (method: string, uri: string): boolean =>
  method.toUpperCase() === 'POST' && pathOf(uri).replace(/\/+$/, '') === loginUri;

/** The token in the answer to a login; `undefined` when it was refused. */
export function tokenOf(answer: CommandResponsePayload): string | undefined {
  const token = answer.responseCode === 201 ? asRecord(parseJson(answer.body))?.['token'] : undefined;
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** Decision 43: an answer as it may be shown. */
export function redact(
  answer: CommandResponsePayload,
  kind: 'login' | 'other',
  secrets: readonly string[],
): CommandResponsePayload {
  let { body } = answer;
  if (kind === 'login') {
    const fields = asRecord(parseJson(body));
    // A refusal says why and holds no secret; what is not understood is not shown.
    if (!fields) body = body === '' ? '' : redacted;
    else if ('token' in fields) body = JSON.stringify({ ...fields, token: redacted });
  }
  for (const secret of secrets) if (secret !== '') body = body.replaceAll(secret, redacted);
  return { ...answer, body };
}

const cut = (exchange: PracticeExchange): PracticeExchange => {
  const { response } = exchange;
  if (!response || response.body.length <= maxBodyLength) return exchange;
  return { ...exchange, response: { ...response, body: `${response.body.slice(0, maxBodyLength)}…` } };
};

/** The last 20 commands of an application and what came back, newest first; long bodies are cut to 4 KiB. */
export class Exchanges {
  #list: readonly PracticeExchange[] = [];

  get list(): readonly PracticeExchange[] {
    return this.#list;
  }

  /** Adds an exchange, or replaces the one with its id. */
  record(exchange: PracticeExchange): void {
    const known = this.#list.some(({ id }) => id === exchange.id);
    this.#list = known
      ? this.#list.map((other) => (other.id === exchange.id ? cut(exchange) : other))
      : [cut(exchange), ...this.#list].slice(0, maxExchanges);
  }
}
