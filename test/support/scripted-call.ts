import type { CommandRefusal, RestCall } from '../../electron/service/command/command-request.ts';
import type { CommandResponsePayload } from '../../shared/messages.ts';

/** An answer of a NetBackup that is played: a status, or more. */
export type PlayedAnswer =
  | number
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | CommandRefusal
  | Promise<PlayedAnswer>;

/** Plays the client of a NetBackup server: answers calls as it is told, and notes them. */
export class ScriptedCall {
  readonly calls: (RestCall & { caller: string })[] = [];
  /** Gives the answer to a call; the ping is one, too. */
  answer: (call: RestCall) => PlayedAnswer;

  constructor(answer: (call: RestCall) => PlayedAnswer) {
    this.answer = answer;
  }

  async call(call: RestCall, caller: string): Promise<CommandResponsePayload> {
    this.calls.push({ ...call, caller });
    const answer = await this.answer(call);
    if (answer instanceof Error) throw answer;
    const { status, body = '', headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
    return { responseCode: status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
  }

  /** `GET /netbackup/ping` and so on, in their order. */
  get made(): string[] {
    return this.calls.map(({ method, uri }) => `${method} ${uri}`);
  }

  count(path: string): number {
    return this.calls.filter(({ uri }) => uri.startsWith(path)).length;
  }
}
