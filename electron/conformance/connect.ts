import type { FailureCause } from '../../shared/connection-causes.ts';
import { connectResponsePayloadSchema, sameMessageId } from '../../shared/messages.ts';
import type { Clock } from '../service/clock.ts';
import { connectResponseTimeLimit } from '../service/connection/connection.ts';
import type { ConnectionEnd } from '../service/connection/connection-failure.ts';
import { connectTimeLimit } from '../service/tls/open-tls.ts';
import { duration, judgeCase, judgeTimeStamp } from './message-form.ts';
import type { RuleSheet } from './rule-sheet.ts';
import type { RuleId } from './rules.ts';
import type { Received, Session } from './session.ts';

/** More than the connection itself allows for everything up to CONNECT. */
const openingLimit = connectTimeLimit + connectResponseTimeLimit + 1_000;

/** The first CONNECT RESPONSE, whatever its id. */
const responseOf = (session: Session): Received | undefined => session.received('CONNECT', 'RESPONSE')[0];

/** Whether the endpoint's answer is of another request than the one that was sent. */
const isForeign = ({ request }: Session, response: Received): boolean =>
  !sameMessageId(request?.id ?? '', response.message.id);

/** Waits until CONNECT was answered, rightly or not, or the connection ended. */
async function answered(session: Session): Promise<Received | undefined> {
  await session.until(() => {
    const response = responseOf(session);
    return session.isConnected || (response && isForeign(session, response)) ? true : undefined;
  }, openingLimit);
  return responseOf(session);
}

/** Which rule it breaks when a connection ends before CONNECT was answered. */
const brokenBy: Partial<Record<FailureCause, RuleId>> = {
  'certificate-changed': 'certificate',
  'certificate-expired': 'certificate',
  'certificate-not-yet-valid': 'certificate',
  'certificate-wrong-name': 'certificate',
  'certificate-wrong-issuer': 'certificate',
  'upgrade-refused': 'upgrade',
  'no-upgrade': 'upgrade',
  'protocol-error': 'decodable',
  'too-big': 'decodable',
  decoder: 'decodable',
  'no-connect-response': 'connect-time',
  'closed-before-accepted': 'connect-time',
};

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Notes why a connection ended that was not accepted. */
function blame(sheet: RuleSheet, { cause, reason }: ConnectionEnd, session: Session): void {
  const instead = session.arrivals
    .slice(0, 3)
    .map(({ message }) =>
      typeof message === 'string' ? 'what could not be decoded' : `${message.type} ${message.subType}`,
    );
  const what = cause === 'no-connect-response' && instead.length > 0 ? ` What came was ${instead.join(', ')}.` : '';
  sheet.fail(brokenBy[cause] ?? 'tls', `${sentence(reason)}${what}`);
}

/**
 * C-11: waits for the CONNECT RESPONSE to the right token and judges it.
 * @returns whether the connection was accepted; it may have ended since
 */
export async function checkConnect(sheet: RuleSheet, session: Session, clock: Clock): Promise<boolean> {
  const response = await answered(session);
  const { request } = session;
  if (request) sheet.pass('upgrade', 'The WebSocket was opened.');
  if (!response || !request) {
    if (session.end) blame(sheet, session.end, session);
    return false;
  }
  const { id, payload, timeStamp } = response.message;
  if (isForeign(session, response))
    sheet.fail(
      'connect-id',
      `The CONNECT RESPONSE has the id ${sheet.quoted(id)}, the request had ${sheet.quoted(request.id)}.`,
    );
  else sheet.pass('connect-id', `The id came back: ${sheet.quoted(id)}.`);
  if (!isForeign(session, response)) judgeCase(sheet, 'connect-id', request.id, id);
  const answer = connectResponsePayloadSchema.safeParse(payload);
  if (!answer.success)
    sheet.fail('connect-valid', `The payload is ${sheet.quoted(payload)}; NBWSS takes that for valid: false.`);
  else if (!answer.data.valid) sheet.fail('connect-valid', 'The token of the details was answered with valid: false.');
  else sheet.pass('connect-valid', 'valid: true');
  sheet.pass('connect-time', `It came after ${duration(response.at - request.at)}.`);
  judgeTimeStamp(sheet, 'connect-time', 'The CONNECT RESPONSE', timeStamp, clock);
  return !isForeign(session, response) && answer.success && answer.data.valid;
}

/** E-2: judges the answer to a token that is not the right one. */
export async function checkWrongToken(sheet: RuleSheet, session: Session): Promise<void> {
  const rule: RuleId = 'connect-refuses-wrong-token';
  const response = await answered(session);
  if (!response || !session.request) {
    const { cause, reason = 'nothing came' } = session.end ?? {};
    if (cause !== undefined && brokenBy[cause] === 'decodable') sheet.fail('decodable', sentence(reason));
    else if (session.request) sheet.fail(rule, `There was no CONNECT RESPONSE: ${reason}.`);
    else sheet.notTried(rule, `The connection for it could not be opened: ${reason}.`);
    return;
  }
  const { id, payload } = response.message;
  const answer = connectResponsePayloadSchema.safeParse(payload);
  if (isForeign(session, response)) sheet.fail(rule, `The CONNECT RESPONSE has another id: ${sheet.quoted(id)}.`);
  else if (!answer.success) sheet.fail(rule, `The payload is ${sheet.quoted(payload)} instead of {"valid":false}.`);
  else if (answer.data.valid) sheet.fail(rule, 'A token that is not the one of the details was accepted.');
  else sheet.pass(rule, 'valid: false');
}
