import { commandResponsePayloadSchema } from '../../shared/messages.ts';
import type { Clock } from '../service/clock.ts';
import { judgeTimeStamp } from './message-form.ts';
import type { RuleSheet } from './rule-sheet.ts';
import type { Received, Session } from './session.ts';

/** What an endpoint may send: responses to what it was asked, and COMMAND REQUESTs of its own (M-10). */
const expected = new Set(['CONNECT RESPONSE', 'NOTIFICATION RESPONSE', 'COMMAND REQUEST']);

/** Method and path of a COMMAND, without its secrets. */
function named(sheet: RuleSheet, { message }: Received): string {
  const { method, uri } = Object(message.payload) as Record<string, unknown>;
  return `${sheet.quoted(method)} ${sheet.quoted(uri)}`;
}

/**
 * X-1, M-3: judges the COMMAND REQUESTs of one connection by how the relay of NBWSS took them.
 * @param asked what was asked for under each id so far
 * @returns how many were right
 */
function judgeCommands(sheet: RuleSheet, session: Session, asked: Map<string, string>, clock: Clock): number {
  let right = 0;
  for (const command of session.received('COMMAND', 'REQUEST')) {
    const what = `The COMMAND REQUEST ${named(sheet, command)}`;
    judgeTimeStamp(sheet, 'command-shape', what, command.message.timeStamp, clock);
    const answer = commandResponsePayloadSchema.safeParse(session.answers.get(command.message)?.payload).data;
    if (!command.accepted)
      sheet.fail('command-shape', `${what} came before the CONNECT RESPONSE: NBWSS drops it without an answer.`);
    else if (answer?.responseCode === 400) {
      const { errorMessage } = JSON.parse(answer.body) as { errorMessage: string };
      sheet.fail('command-shape', `${what} is answered with 400: ${errorMessage}.`);
    } else if (isOtherOf(command, asked)) sheet.fail('command-shape', `${what} has the id of another command.`);
    else right++;
  }
  return right;
}

/** M-3, decision 18: whether an earlier command of this id asked for something else; the same again is a repetition. */
function isOtherOf({ message: { id, payload } }: Received, asked: Map<string, string>): boolean {
  const key = id.toUpperCase();
  const what = JSON.stringify(payload);
  const earlier = asked.get(key);
  if (earlier === undefined) asked.set(key, what);
  return earlier !== undefined && earlier !== what;
}

/** M-10, decision 11: judges all that the endpoint sent on its own account, once the connections are over. */
export function judgeOwnMessages(sheet: RuleSheet, sessions: readonly Session[], clock: Clock, window: string): void {
  let commands = 0;
  let messages = 0;
  const asked = new Map<string, string>();
  for (const session of sessions) {
    commands += judgeCommands(sheet, session, asked, clock);
    for (const reason of session.undecodable()) sheet.fail('decodable', `A message could not be decoded: ${reason}.`);
    for (const { message } of session.arrivals) {
      if (typeof message === 'string') continue;
      messages++;
      const kind = `${message.type} ${message.subType}`;
      if (!expected.has(kind)) sheet.fail('command-shape', `It sent a ${kind}, which only NBWSS may send.`);
    }
    const responses = session.received('CONNECT', 'RESPONSE').length;
    if (responses > 1) sheet.remark('connect-id', `${responses} CONNECT RESPONSEs came to one request.`);
    if (session.isOverfull) sheet.remark('decodable', 'So much was sent that only the beginning of it was looked at.');
  }
  if (messages > 0) sheet.pass('decodable', `${messages} messages were decoded.`);
  if (commands > 0)
    sheet.pass('command-shape', `${commands} of the right form; answered with 502, since there is no NetBackup here.`);
  else
    sheet.notTried(
      'command-shape',
      `The endpoint sent no COMMAND REQUEST within ${window}. Have it send one while this runs.`,
    );
}
