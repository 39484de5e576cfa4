import type { ConnectionEnd } from '../service/connection/connection-failure.ts';
import type { Limits } from './limits.ts';
import { duration } from './message-form.ts';
import type { RuleSheet } from './rule-sheet.ts';
import type { Session } from './session.ts';

/** Ends that are told under `decodable`: what came was no WebSocket message at all. @returns whether it is one of them */
export function noteProtocolBreach(sheet: RuleSheet, end: ConnectionEnd | undefined): boolean {
  if (end?.cause !== 'protocol-error' && end?.cause !== 'too-big') return false;
  sheet.fail('decodable', `The connection had to be closed: ${end.reason}.`);
  return true;
}

/** C-12: the ping that was sent when CONNECT was accepted. */
export async function checkPong(sheet: RuleSheet, session: Session, limits: Limits): Promise<void> {
  const isDecided = () => (session.roundTrip !== undefined || session.missedPongs > 0 ? true : undefined);
  await session.until(isDecided, limits.pong + 1_000);
  if (session.roundTrip !== undefined) sheet.pass('pong', `It came after ${duration(session.roundTrip)}.`);
  else if (session.end) sheet.notTried('pong', 'The connection ended before a pong came.');
  else sheet.fail('pong', `None came within ${duration(limits.pong)}.`);
}

/** C-9: watches a connection on which nothing is asked of the endpoint, for so many milliseconds. */
export async function watch(sheet: RuleSheet, session: Session, milliseconds: number): Promise<void> {
  await session.until(() => undefined, Math.max(0, milliseconds));
  if (session.end && !noteProtocolBreach(sheet, session.end))
    sheet.fail('stays-open', `It ended while nothing was asked of the endpoint: ${session.end.reason}.`);
}

/** Decision 9: closes an accepted connection with 1000, and judges the answer. */
export async function checkClose(sheet: RuleSheet, session: Session): Promise<void> {
  if (!session.isConnected) return;
  const { code, took } = await session.close();
  const endsOtherwise = sheet.hasFailed('decodable') || sheet.hasFailed('stays-open');
  if (code !== 1000 && code !== 1005 && endsOtherwise)
    sheet.notTried('close', 'The connection ended for another reason at the same time.');
  else if (code === 1006) sheet.fail('close', `No close frame came back (after ${duration(took)}).`);
  else if (code === 1000) sheet.pass('close', `1000 came back; it was closed after ${duration(took)}.`);
  else if (code === 1005) {
    sheet.pass('close', `A close frame came back; it was closed after ${duration(took)}.`);
    sheet.remark('close', 'The close frame that came back had no code; 1000 is usual.');
  } else sheet.fail('close', `1000 was answered with ${code}.`);
}
