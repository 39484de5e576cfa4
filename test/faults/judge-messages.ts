import type { Arrival } from './campaign-record.ts';
import type { Finding } from './finding.ts';

const seconds = (time: number) => Math.floor(time / 1000);
const isSameConnection = (a: Arrival, b: Arrival) => a.endpoint === b.endpoint && a.connection === b.connection;

type Find = (text: string, ...involved: Arrival[]) => void;

/**
 * Decision 21, N-11, N-12: what holds between the messages of one group: one of them at a time, each sent again with the same
 * id and payload and a fresh `timeStamp`, never again after the next one.
 */
export function judgeMessages(groupId: string, arrivals: readonly Arrival[]): Finding[] {
  const findings: Finding[] = [];
  const find: Find = (text, ...involved) =>
    findings.push({
      kind: 'outOfOrder',
      groupId,
      notification: `message ${involved[0]?.id ?? ''}`,
      messageIds: involved.map(({ id }) => id),
      times: involved.map(({ time }) => time),
      text,
    });
  /** Copies of each message, in the order of the first ones. */
  const messages = new Map<string, Arrival[]>();
  let newest: Arrival[] = [];
  const followers = new Map<string, Arrival>();
  for (const arrival of arrivals) {
    const key = arrival.id.toUpperCase();
    const copies = messages.get(key);
    judgeTimeStamp(copies ?? [], arrival, find);
    if (copies) {
      judgeCopy(copies, followers.get(key), arrival, find);
      copies.push(arrival);
      continue;
    }
    const [before] = newest;
    const isAcknowledged = newest.some(({ acknowledgedAt }) => (acknowledgedAt ?? Infinity) <= arrival.time);
    if (before && !isAcknowledged) find('came before the acknowledgement of the message before it', arrival, before);
    if (before) followers.set(before.id.toUpperCase(), arrival);
    newest = [arrival];
    messages.set(key, newest);
  }
  return findings;
}

/** @param next the first copy of the message that follows */
function judgeCopy([first]: readonly Arrival[], next: Arrival | undefined, arrival: Arrival, find: Find): void {
  if (first && JSON.stringify(first.payload) !== JSON.stringify(arrival.payload))
    find('came again with another payload', arrival, first);
  // A copy that was on its way on an older connection may come late; one on a newer connection was sent late.
  if (next && (isSameConnection(arrival, next) || arrival.connectedAt > next.time))
    find('was sent again after the message that follows it', arrival, next);
}

/** Fresh: not from before the connection that it came on, not from the future, and later than the copies before it. */
function judgeTimeStamp(before: readonly Arrival[], arrival: Arrival, find: Find): void {
  const { timeStamp, time, connectedAt } = arrival;
  if (timeStamp < seconds(connectedAt)) find('has a timeStamp from before its connection', arrival);
  if (timeStamp > seconds(time)) find('has a timeStamp from the future', arrival);
  const copies = before.filter((each) => isSameConnection(each, arrival));
  // Copies are a second apart, and a timer may be a little early: only every other one is surely in another second.
  const [last, lastButOne] = [copies.at(-1), copies.at(-2)];
  const isStale = (last && timeStamp < last.timeStamp) || (lastButOne && timeStamp <= lastButOne.timeStamp);
  if (isStale) find('was sent again with an old timeStamp', arrival, ...copies.slice(-1));
}
