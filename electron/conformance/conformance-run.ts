import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import type { Clock } from '../service/clock.ts';
import type { Route } from '../service/tls/proxy.ts';
import { checkCertificate } from './certificate.ts';
import { checkConnect, checkWrongToken } from './connect.ts';
import { Delivery } from './delivery.ts';
import { EndpointUnderTest } from './endpoint-under-test.ts';
import { checkClose, checkPong, noteProtocolBreach, watch } from './lasting.ts';
import type { Limits } from './limits.ts';
import { duration } from './message-form.ts';
import { judgeOwnMessages } from './own-messages.ts';
import type { RuleSheet } from './rule-sheet.ts';
import type { Session } from './session.ts';
import { wrongToken } from './wrong-token.ts';

export interface ConformanceOptions {
  details: EndpointDetails;
  /** SHA-256 as the product writes it; without one the system's CAs have to vouch for the server. */
  acceptedFingerprint: string | undefined;
  clock: Clock;
  /** Through which proxy, if any. */
  route: Route;
  limits: Limits;
  /** What is under way, for who waits. */
  progress: (text: string) => void;
}

/**
 * Tests an endpoint as NBWSS uses it, with one connection at a time (C-4): one for everything, one after it with the same
 * notification again (N-16), and one with a wrong token. Takes some 12 s when all is well.
 *
 * The token is sent to the accepted certificate only. What was found stands on the sheet.
 * @throws only an error of ours
 */
export async function runConformance(sheet: RuleSheet, options: ConformanceOptions): Promise<void> {
  const { details, acceptedFingerprint, clock, limits, progress } = options;
  sheet.hide(details.token);
  sheet.hide(wrongToken(details.token));
  progress('Asking the server for its certificate…');
  const certificate = await checkCertificate(sheet, details.url, acceptedFingerprint, options);
  if (!certificate) return;
  const endpoint = new EndpointUnderTest({ ...options, certificate });
  progress('Connecting…');
  const first = endpoint.open();
  if (await checkConnect(sheet, first, clock)) await testAccepted(sheet, endpoint, first, options);
  else await first.close();
  judgeOwnMessages(sheet, endpoint.sessions, clock, duration(limits.watch));
}

/** Everything that needs an accepted connection. */
async function testAccepted(
  sheet: RuleSheet,
  endpoint: EndpointUnderTest,
  first: Session,
  options: ConformanceOptions,
): Promise<void> {
  const { details, clock, limits, progress } = options;
  const opened = clock.monotonic();
  const delivery = new Delivery({ sheet, clock, limits });
  progress(`Connected. Sending notifications, and watching for ${duration(limits.watch)}…`);
  await checkPong(sheet, first, limits);
  await watch(sheet, first, opened + limits.quiet - clock.monotonic());
  const last = await deliver(delivery, endpoint, first);
  if (last.isConnected) await watch(sheet, last, opened + limits.watch - clock.monotonic());
  if (last === first) sheet.pass('stays-open', `It was open for ${duration(clock.monotonic() - opened)}.`);
  else sheet.notTried('stays-open', 'The connection ended when it should have been watched.');
  await checkClose(sheet, last);

  progress('Connecting again…');
  const next = await endpoint.connect();
  if (next.isConnected) await delivery.onNextConnection(next);
  else {
    const why = next.end?.reason ?? 'no answer';
    if (noteProtocolBreach(sheet, next.end) || sheet.hasFailed('stays-open'))
      sheet.notTried('close', `The next connection did not last: ${why}.`);
    else sheet.fail('close', `The next connection was not accepted: ${why}.`);
    sheet.notTried('ack-after-resend', 'It could not be tried on another connection.');
  }
  await checkClose(sheet, next);

  progress('Connecting with a wrong token…');
  const wrong = endpoint.open(wrongToken(details.token));
  await checkWrongToken(sheet, wrong);
  await wrong.close();
}

/** One test of delivery after the other, each on a connection that lasts. @returns the connection of the last one */
async function deliver(delivery: Delivery, endpoint: EndpointUnderTest, first: Session): Promise<Session> {
  let session = first;
  for (const test of delivery.tests) {
    session = await endpoint.alive(session);
    if (!session.isConnected || !(await test(session))) break;
  }
  return session;
}
