import type { Arrival } from './campaign-record.ts';

/** One notification as a group was told it: the first copy of its message counts. */
export interface Told {
  /** What it says, the same in every group: `job 144 started`, `image client_1459811698 UPDATE 2`. */
  readonly name: string;
  readonly object: 'JOB' | 'IMAGE';
  /** Number of the job, or backup id. */
  readonly subject: string;
  /** A job's state, or an image's operation. */
  readonly what: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly messageId: string;
  /** Of arrival, epoch milliseconds. */
  readonly time: number;
  /** Whether another one of the same name was told before. */
  readonly isRepeated: boolean;
}

/** Repeats of a message taken out: what a group was told, in the order in which it was told. */
export function toldOf(arrivals: readonly Arrival[]): Told[] {
  const messages = new Set<string>();
  const names = new Set<string>();
  const counts = new Map<string, number>();
  const told: Told[] = [];
  for (const { id, time, payload } of arrivals) {
    if (messages.has(id.toUpperCase())) continue;
    messages.add(id.toUpperCase());
    for (const { object, data } of payload) {
      for (const each of data) {
        const named = nameOf(object, each, counts);
        told.push({ ...named, data: each, messageId: id, time, isRepeated: names.has(named.name) });
        names.add(named.name);
      }
    }
  }
  return told;
}

type Named = Pick<Told, 'name' | 'object' | 'subject' | 'what'>;

function nameOf(object: string, data: Readonly<Record<string, unknown>>, counts: Map<string, number>): Named {
  if (object === 'JOB') {
    const what = String(data['state']);
    const subject = String(data['jobId']);
    return { object, subject, what, name: `job ${subject} ${what === 'DONE' ? 'DONE' : 'started'}` };
  }
  const subject = String(data['backupId']);
  const what = String(data['operationId']);
  const plain = `image ${subject} ${what}`;
  if (what !== 'UPDATE') return { object: 'IMAGE', subject, what, name: plain };
  // An image may be updated again and again.
  const count = (counts.get(plain) ?? 0) + 1;
  counts.set(plain, count);
  return { object: 'IMAGE', subject, what, name: `${plain} ${count}` };
}
