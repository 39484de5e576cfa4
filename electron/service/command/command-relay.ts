import type { CommandRecord } from '../../../shared/command-history.ts';
import { type CommandPolicy, isAllowed } from '../../../shared/command-policy.ts';
import { type CommandResponsePayload, type Envelope, type Message, makeMessage } from '../../../shared/messages.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { AnswerRoom } from './answer-room.ts';
import { type Answer, AnsweredCommands } from './answered-commands.ts';
import { AnswerRefusal, CommandRefusal, type RestCall, readCommandRequest } from './command-request.ts';
import type { NetBackupClient } from './netbackup-client.ts';

/** Decision 17: the most commands in flight on one connection. */
const maxInFlight = 256;
/** The most characters that they may have together: 256 of 16 MiB each would exhaust the memory. */
const maxCharacters = 64 * 1024 * 1024;
/** How much of both one endpoint may have in flight, with what former connections have left behind: they take no room from a new one. */
const maxConnections = 2;

export interface CommandRelayOptions {
  clock: Clock;
  log: Log;
  /** The client of the NetBackup server that is set; `undefined` when none is. */
  netBackup: () => Pick<NetBackupClient, 'call' | 'forget'> | undefined;
  /** What is known of an endpoint, read for each command (decision 19). */
  endpoint: (hostName: string) => { groupId: string; commandPolicy: CommandPolicy };
  /**
   * Keeps a command in the history, refused ones too; resolves when it is kept. The answer goes after it. `underWay` tells how
   * many commands have not come so far, this one among them.
   */
  record: (record: CommandRecord, underWay: number) => Promise<void>;
  /** A call went well or failed to reach the NetBackup server that is set: for the console's status. */
  outcome: (reached: boolean, detail: string) => void;
}

/** What is in flight on a connection, or of an endpoint. */
interface Flight {
  commands: number;
  characters: number;
}

/** What one endpoint has in flight. It has one connection at most; former ones may have left something behind. */
interface EndpointFlight extends Flight {
  readonly room: AnswerRoom;
}

/** Sends on the connection that a request came from, if it still lasts; `written` is called when it has left. */
type Reply = (message: Message, written: () => void) => boolean;

/** What a request asked for, without what else stands in it: nothing bounds that, so it is not held while the command is in flight. */
interface Asked extends Pick<CommandRecord, 'time' | 'id' | 'method' | 'path' | 'requestBytes'> {
  /** Monotonic milliseconds. */
  readonly started: number;
  readonly call: RestCall | CommandRefusal;
}

/** How a command was answered, and what the history says of it. */
interface Outcome {
  payload: CommandResponsePayload;
  verdict: CommandRecord['verdict'];
}

/** Decision 19 */
class PolicyRefusal extends CommandRefusal {
  constructor(what = 'this call') {
    super(403, `the command policy of this endpoint does not allow ${what}`);
  }
}

/** In lower case: a server that honours one of them carries out another method than the one that was judged. */
const overridingHeaders = new Set(['x-http-method', 'x-http-method-override', 'x-method-override']);

/** A command that is in flight until its answer has left, and a large answer's place. */
interface Place {
  enterRoom(signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** makes the REST calls that cloud applications ask for, and answers each exactly once. */
export class CommandRelay {
  readonly #options: CommandRelayOptions;
  readonly #answered: AnsweredCommands;
  /** By the endpoint's host name. */
  readonly #flights = new Map<string, EndpointFlight>();
  readonly #connections = new WeakMap<Reply, Flight>();
  /** Commands, refused ones too, that are not in the history yet. */
  #underWay = 0;

  constructor(options: CommandRelayOptions) {
    this.#options = options;
    this.#answered = new AnsweredCommands(options.clock);
  }

  /**
   * answers a COMMAND REQUEST with its own id.
   * @param reply sends on the connection that the request came from, if it still lasts; calls back when it has left. The same
   * function for each request of a connection: what is in flight on it is counted by that.
   */
  answer(hostName: string, { id, payload }: Envelope, reply: Reply): Promise<void> {
    const { clock } = this.#options;
    const arrival = { time: clock.now(), started: clock.monotonic() };
    return this.#answer(hostName, { ...arrival, id, ...askedFor(payload), call: this.#read(hostName, payload) }, reply);
  }

  #read(hostName: string, payload: unknown): RestCall | CommandRefusal {
    try {
      return readCommandRequest(payload);
    } catch (error) {
      return this.#asRefusal(hostName, error);
    }
  }

  async #answer(hostName: string, { started, call, ...asked }: Asked, reply: Reply): Promise<void> {
    const { clock, log } = this.#options;
    const { groupId, commandPolicy } = this.#options.endpoint(hostName);
    let place: Place | undefined;
    let outcome: Outcome;
    this.#underWay++;
    try {
      if (call instanceof CommandRefusal) throw call;
      assertAllowed(commandPolicy, call);
      place = this.#enter(hostName, reply, charactersOf(asked.id, call));
      outcome = await this.#perform(hostName, asked.id, call, place);
    } catch (error) {
      const refusal = this.#asRefusal(hostName, error);
      outcome = {
        payload: refusalPayload(refusal),
        verdict: refusal instanceof PolicyRefusal ? 'refused by policy' : 'refused',
      };
    }
    const { payload, verdict } = outcome;
    await this.#options.record(
      {
        ...asked,
        endpoint: hostName,
        group: groupId,
        status: payload.responseCode,
        duration: clock.monotonic() - started,
        responseBytes: Buffer.byteLength(payload.body),
        verdict,
      },
      this.#underWay,
    );
    this.#underWay--;
    const leave = place?.leave ?? (() => undefined);
    const sent = reply(makeMessage('COMMAND', 'RESPONSE', asked.id, clock.now() / 1000, payload), leave);
    if (!sent) leave();
    const duration = Math.round(clock.monotonic() - started);
    log.info(sent ? 'command answered' : 'command answer not sent', {
      endpoint: hostName,
      detail: `${payload.responseCode} in ${duration} ms${sent ? '' : ': the connection has ended'}`,
    });
  }

  /** An endpoint was deleted. */
  forget(hostName: string): void {
    this.#answered.forget(hostName);
    this.#options.netBackup()?.forget(hostName);
  }

  #asRefusal(hostName: string, error: unknown): CommandRefusal {
    if (error instanceof CommandRefusal) return error;
    this.#options.log.error('command failed', { endpoint: hostName }, error);
    return new CommandRefusal(502, 'the command could not be carried out');
  }

  /** Counts a command in, until its answer has left. @throws CommandRefusal 429 */
  #enter(hostName: string, connection: Reply, characters: number): Place {
    const flight = this.#flightOn(connection);
    const endpoint = this.#flights.get(hostName) ?? { commands: 0, characters: 0, room: new AnswerRoom() };
    assertRoom(flight, characters, 1, 'on this connection');
    assertRoom(endpoint, characters, maxConnections, 'of this endpoint, with those of former connections');
    count(flight, 1, characters);
    count(endpoint, 1, characters);
    this.#flights.set(hostName, endpoint);
    let leaveRoom: () => void = () => undefined;
    return {
      async enterRoom(signal) {
        leaveRoom = await endpoint.room.enter(signal);
      },
      leave: () => {
        leaveRoom();
        count(flight, -1, -characters);
        count(endpoint, -1, -characters);
        if (endpoint.commands === 0) this.#flights.delete(hostName);
      },
    };
  }

  #flightOn(connection: Reply): Flight {
    let flight = this.#connections.get(connection);
    if (!flight) {
      flight = { commands: 0, characters: 0 };
      this.#connections.set(connection, flight);
    }
    return flight;
  }

  async #perform(hostName: string, id: string, call: RestCall, place: Place): Promise<Outcome> {
    const perform = () => this.#call(hostName, call, place);
    const answer =
      call.method === 'GET'
        ? { ...(await perform()), isRepetition: false }
        : await this.#answered.once(hostName, id, call, perform);
    const verdict = answer.isRepetition ? 'repeated' : answer.fromNetBackup ? 'relayed' : 'failed';
    return { payload: answer.payload, verdict };
  }

  async #call(hostName: string, call: RestCall, place: Place): Promise<Answer> {
    const client = this.#options.netBackup();
    // A call that was under way when another server was set says nothing of that one.
    const tell = (reached: boolean, detail: string) => {
      if (client === this.#options.netBackup()) this.#options.outcome(reached, detail);
    };
    try {
      if (!client) throw new CommandRefusal(502, 'no NetBackup server is configured');
      const payload = await client.call(call, hostName, (signal) => place.enterRoom(signal));
      tell(true, '');
      return { payload, fromNetBackup: true };
    } catch (error) {
      const refusal = this.#asRefusal(hostName, error);
      const answered = refusal instanceof AnswerRefusal;
      tell(answered, answered ? '' : refusal.message);
      return { payload: refusalPayload(refusal), fromNetBackup: false };
    }
  }
}

/** Of what a command holds in the memory while it is in flight. */
function charactersOf(id: string, { uri, headers, body }: RestCall): number {
  let characters = id.length + uri.length + (body?.length ?? 0);
  for (const name of Object.keys(headers)) characters += name.length + (headers[name]?.length ?? 0);
  return characters;
}

function count(flight: Flight, commands: number, characters: number): void {
  flight.commands += commands;
  flight.characters += characters;
}

/** @throws CommandRefusal 429 */
function assertRoom(flight: Flight, characters: number, connections: number, where: string): void {
  if (flight.commands >= maxInFlight * connections) {
    throw new CommandRefusal(429, `more than ${maxInFlight * connections} commands are in flight ${where}`);
  }
  if (flight.commands > 0 && flight.characters + characters > maxCharacters * connections) {
    throw new CommandRefusal(429, `the commands in flight ${where} are too large together`);
  }
}

/** @throws PolicyRefusal 403 */
function assertAllowed(policy: CommandPolicy, { method, uri, headers }: RestCall): void {
  if (!isAllowed(policy, method, uri)) throw new PolicyRefusal();
  if (policy.kind === 'allow all') return;
  const overriding = Object.keys(headers).find((name) => overridingHeaders.has(name.toLowerCase()));
  if (overriding !== undefined) throw new PolicyRefusal(`the header ${overriding}`);
}

/** What a command asked for, as far as it can be told: a refused one may be anything. */
function askedFor(payload: unknown): Pick<CommandRecord, 'method' | 'path' | 'requestBytes'> {
  const { method, uri, parameters } = Object(payload) as Record<string, unknown>;
  const body = parameters === undefined || parameters === null ? '' : parameters;
  return {
    method: typeof method === 'string' ? method : '',
    path: typeof uri === 'string' ? uri : '',
    requestBytes: Buffer.byteLength(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

/** Decision 17: the body of an answer that is ours. */
function refusalPayload({ responseCode, message }: CommandRefusal): CommandResponsePayload {
  return {
    headers: { 'content-type': 'application/json' },
    responseCode,
    body: JSON.stringify({ errorCode: responseCode, errorMessage: message }),
  };
}
