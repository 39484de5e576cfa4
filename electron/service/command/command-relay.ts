import { type CommandResponsePayload, type Envelope, type Message, makeMessage } from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { CommandRefusal, type RestCall, readCommandRequest } from './command-request.ts';
import type { NetBackupClient } from './netbackup-client.ts';

/** Decision 17: the most commands in flight on one connection. */
const maxInFlight = 256;
/** The most characters that their bodies may have together: 256 of 16 MiB each would exhaust the memory. */
const maxCharacters = 64 * 1024 * 1024;

export interface CommandRelayOptions {
  clock: Clock;
  log: Log;
  /** The client of the NetBackup server that is set; `undefined` when none is. */
  netBackup: () => Pick<NetBackupClient, 'call'> | undefined;
  /** A call went well or failed to reach NetBackup: for the console's status. */
  outcome: (reached: boolean, detail: string) => void;
}

/** makes the REST calls that cloud applications ask for, and answers each exactly once. */
export class CommandRelay {
  readonly #options: CommandRelayOptions;
  /** What is in flight, by the endpoint's host name: it has one connection at most. */
  readonly #inFlight = new Map<string, { commands: number; characters: number }>();

  constructor(options: CommandRelayOptions) {
    this.#options = options;
  }

  /**
   * answers a COMMAND REQUEST with its own id.
   * @param reply sends on the connection that the request came from, if it still lasts
   */
  async answer(hostName: string, request: Envelope, reply: (message: Message) => boolean): Promise<void> {
    const { clock, log } = this.#options;
    const started = clock.monotonic();
    const payload = await this.#perform(hostName, request.payload);
    const sent = reply(makeMessage('COMMAND', 'RESPONSE', request.id, clock.now() / 1000, payload));
    const duration = Math.round(clock.monotonic() - started);
    log.info(sent ? 'command answered' : 'command answer not sent', {
      endpoint: hostName,
      detail: `${payload.responseCode} in ${duration} ms${sent ? '' : ': the connection has ended'}`,
    });
  }

  async #perform(hostName: string, payload: unknown): Promise<CommandResponsePayload> {
    try {
      const call = readCommandRequest(payload);
      const leave = this.#enter(hostName, call.body?.length ?? 0);
      try {
        return await this.#call(hostName, call);
      } finally {
        leave();
      }
    } catch (error) {
      if (error instanceof CommandRefusal) return refusalPayload(error);
      this.#options.log.error('command failed', { endpoint: hostName }, error);
      return refusalPayload(new CommandRefusal(502, 'the command could not be carried out'));
    }
  }

  /** Counts a command in. @returns counts it out. @throws CommandRefusal 429 */
  #enter(hostName: string, characters: number): () => void {
    const flight = this.#inFlight.get(hostName) ?? { commands: 0, characters: 0 };
    if (flight.commands >= maxInFlight) {
      throw new CommandRefusal(429, `more than ${maxInFlight} commands are in flight on this connection`);
    }
    if (flight.commands > 0 && flight.characters + characters > maxCharacters) {
      throw new CommandRefusal(429, 'the commands in flight on this connection are too large together');
    }
    flight.commands++;
    flight.characters += characters;
    this.#inFlight.set(hostName, flight);
    return () => {
      flight.commands--;
      flight.characters -= characters;
      if (flight.commands === 0) this.#inFlight.delete(hostName);
    };
  }

  async #call(hostName: string, call: RestCall): Promise<CommandResponsePayload> {
    const client = this.#options.netBackup();
    if (!client) throw new CommandRefusal(502, 'no NetBackup server is configured');
    try {
      const answer = await client.call(call, hostName);
      this.#options.outcome(true, '');
      return answer;
    } catch (error) {
      if (error instanceof CommandRefusal) this.#options.outcome(false, error.message);
      throw error;
    }
  }
}

/** Decision 17: the body of an answer that is ours. */
function refusalPayload({ responseCode, message }: CommandRefusal): CommandResponsePayload {
  return {
    headers: { 'content-type': 'application/json' },
    responseCode,
    body: JSON.stringify({ errorCode: responseCode, errorMessage: message }),
  };
}
