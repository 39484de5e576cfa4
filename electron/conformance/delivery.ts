import { randomUUID } from 'node:crypto';
import { type Message, sameMessageId } from '../../shared/messages.ts';
import type { Notification } from '../../shared/notifications.ts';
import type { Clock } from '../service/clock.ts';
import { noteProtocolBreach } from './lasting.ts';
import type { Limits } from './limits.ts';
import { duration, judgeCase, judgeTimeStamp } from './message-form.ts';
import type { RuleSheet } from './rule-sheet.ts';
import type { RuleId } from './rules.ts';
import type { Received, Session } from './session.ts';
import {
  notificationRequest,
  type TestNotifications,
  testNotifications,
  withUnknownKeys,
} from './test-notifications.ts';

/** What came of one NOTIFICATION REQUEST. */
type Outcome =
  | { readonly kind: 'acknowledged'; readonly took: number }
  /** A NOTIFICATION RESPONSE with the id of no request. */
  | { readonly kind: 'other id'; readonly id: string }
  | { readonly kind: 'silent' }
  /** Another rule is broken, so that it cannot be told what it means. */
  | { readonly kind: 'unclear'; readonly reason: string }
  | { readonly kind: 'ended'; readonly reason: string };

/** Tests something on a connection. @returns whether the tests after it have a meaning */
type DeliveryTest = (session: Session) => Promise<boolean>;

const newId = () => randomUUID().toUpperCase();

/** Sends notifications and judges how they are acknowledged, over all connections of a run. */
export class Delivery {
  readonly #sheet: RuleSheet;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #notifications: TestNotifications;
  readonly #sent = new Set<string>();
  /** Of the first notification, which is sent again with it. */
  readonly #firstId = newId();
  #wasAcknowledged = false;

  constructor({ sheet, clock, limits }: { sheet: RuleSheet; clock: Clock; limits: Limits }) {
    this.#sheet = sheet;
    this.#clock = clock;
    this.#limits = limits;
    this.#notifications = testNotifications(clock.now() / 1000);
  }

  /** To be run in this order; the connection may be another one for each. */
  readonly tests: readonly DeliveryTest[] = [
    (session) => this.#first(session),
    (session) => this.#again(session, 'on the same connection', 'on the same connection'),
    (session) => {
      const { job } = this.#notifications;
      const request = withUnknownKeys(this.#request(job.slice(0, 1), newId()));
      return this.#expect('unknown-keys', session, request, 'A notification with unknown keys was acknowledged.');
    },
    (session) => {
      const request = this.#request(this.#notifications.updateFirst, newId()); // K-2
      return this.#expect('image-update-first', session, request, 'It was acknowledged.');
    },
  ];

  /** N-16: the first notification again on another connection; then the images that were told are taken back. */
  async onNextConnection(session: Session): Promise<void> {
    if (!this.#wasAcknowledged) return;
    await this.#again(session, 'on the next connection', 'on the same and on the next connection');
    if (!session.isConnected) return;
    const deletion = this.#request(this.#notifications.deletion, newId());
    const { kind } = await this.#deliver(session, deletion, 2 * this.#limits.acknowledgement);
    if (kind === 'silent' || kind === 'ended')
      this.#sheet.fail('ack-time', 'The last one was not acknowledged at all.');
  }

  /** N-10, N-12: the first notification; sent again once when it is not acknowledged in time, as NBWSS does. */
  async #first(session: Session): Promise<boolean> {
    const sheet = this.#sheet;
    const limit = this.#limits.acknowledgement;
    let outcome = await this.#deliver(session, this.#request(this.#notifications.job), limit);
    if (outcome.kind === 'silent') {
      sheet.fail('ack-time', `No NOTIFICATION RESPONSE came within ${duration(limit)}.`);
      outcome = await this.#deliver(session, this.#request(this.#notifications.job), limit);
      if (outcome.kind === 'silent') sheet.fail('ack-time', 'None came after it was sent again, either.');
    }
    if (outcome.kind === 'ended') sheet.fail('ack-time', `The connection ended instead: ${outcome.reason}.`);
    if (outcome.kind === 'other id')
      sheet.fail('ack-id', `The response has the id ${sheet.quoted(outcome.id)}, which no request had.`);
    if (outcome.kind !== 'acknowledged') return false;
    this.#wasAcknowledged = true;
    sheet.pass('ack-id', `The id came back: ${sheet.quoted(this.#firstId)}.`);
    sheet.pass('ack-time', `It came after ${duration(outcome.took)}.`);
    return true;
  }

  #again(session: Session, where: string, soFar: string): Promise<boolean> {
    const request = this.#request(this.#notifications.job);
    return this.#expect('ack-after-resend', session, request, `It was acknowledged again ${soFar}.`, ` ${where}`);
  }

  #request(notifications: readonly Notification[], id = this.#firstId): Message {
    return notificationRequest(id, this.#clock.now() / 1000, notifications);
  }

  /** Slowness is a matter of `ack-time`: here it may take twice as long, since a late acknowledgement counts (decision 21). */
  async #expect(rule: RuleId, session: Session, message: Message, seen: string, where = ''): Promise<boolean> {
    const sheet = this.#sheet;
    const limit = 2 * this.#limits.acknowledgement;
    const outcome = await this.#deliver(session, message, limit);
    if (outcome.kind === 'acknowledged') sheet.pass(rule, seen);
    else if (outcome.kind === 'unclear') sheet.notTried(rule, outcome.reason);
    else if (outcome.kind === 'ended') sheet.fail(rule, `The connection ended instead${where}: ${outcome.reason}.`);
    else if (outcome.kind === 'other id')
      sheet.fail(rule, `It was answered with the id ${sheet.quoted(outcome.id)}${where}, which no request had.`);
    else sheet.fail(rule, `It was not acknowledged within ${duration(limit)}${where}.`);
    return true;
  }

  async #deliver(session: Session, message: Message, limit: number): Promise<Outcome> {
    const from = session.arrivals.length;
    const sentAt = this.#clock.monotonic();
    this.#sent.add(message.id);
    session.send(message);
    const isOfNone = ({ message: { id } }: Received) => ![...this.#sent].some((sent) => sameMessageId(sent, id));
    const response = await session.until(() => {
      const responses = session.received('NOTIFICATION', 'RESPONSE', from);
      return responses.find((each) => sameMessageId(message.id, each.message.id)) ?? responses.find(isOfNone);
    }, limit);
    if (response) return this.#judged(response, message.id, response.at - sentAt);
    if (noteProtocolBreach(this.#sheet, session.end) || session.undecodable(from).length > 0)
      return { kind: 'unclear', reason: 'What came could not be decoded.' };
    if (!session.end) return { kind: 'silent' };
    const { reason } = session.end;
    // An endpoint that closes by itself has not closed because of what it was sent.
    if (this.#sheet.hasFailed('stays-open')) return { kind: 'unclear', reason: `The connection ended: ${reason}.` };
    return { kind: 'ended', reason };
  }

  #judged({ message }: Received, id: string, took: number): Outcome {
    const sheet = this.#sheet;
    const { payload, timeStamp } = message;
    if (Array.isArray(payload) && payload.length === 0) sheet.pass('ack-payload', '[]');
    else sheet.fail('ack-payload', `The payload is ${sheet.quoted(payload)}.`);
    judgeTimeStamp(sheet, 'ack-time', 'The NOTIFICATION RESPONSE', timeStamp, this.#clock);
    if (!sameMessageId(id, message.id)) return { kind: 'other id', id: message.id };
    judgeCase(sheet, 'ack-id', id, message.id);
    if (took > this.#limits.acknowledgement) sheet.fail('ack-time', `A NOTIFICATION RESPONSE took ${duration(took)}.`);
    return { kind: 'acknowledged', took };
  }
}
