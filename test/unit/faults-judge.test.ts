import { describe, expect, it } from 'vitest';
import type { Arrival, CampaignRecord, Element, ImageChange, JobChange } from '../faults/campaign-record.ts';
import { findingLine } from '../faults/finding.ts';
import { judge } from '../faults/judge.ts';

/** A Monday noon; times in these tests are seconds after it. */
const noon = Date.UTC(2026, 0, 12, 12);
const at = (seconds: number) => noon + seconds * 1000;

const jobWas = (seconds: number, jobId: number, state: string): JobChange => ({
  kind: 'job',
  time: at(seconds),
  jobId,
  state,
});
const imageWas = (seconds: number, backupId: string, change: ImageChange['change']): ImageChange => ({
  kind: 'image',
  time: at(seconds),
  backupId,
  change,
});
const job = (jobId: number, state: string): Element => ({ object: 'JOB', data: [{ jobId, state }] });
const image = (backupId: string, operationId: string, seconds: number): Element => ({
  object: 'IMAGE',
  data: [{ backupId, operationId, createdTime: at(seconds) / 1000 }],
});

/** A message as it came, on the only connection of the group, and acknowledged at once. */
function message(seconds: number, id: string, payload: Element[], change: Partial<Arrival> = {}): Arrival {
  return {
    time: at(seconds),
    endpoint: 'ep1',
    connection: 1,
    connectedAt: noon,
    id,
    timeStamp: at(seconds) / 1000,
    payload,
    acknowledgedAt: at(seconds),
    ...change,
  };
}

/** Each second a poll of jobs and a pass over the images; nothing disturbs them unless it is said. */
function recordOf(
  changes: CampaignRecord['changes'],
  groups: Record<string, Arrival[]>,
  { disturbedAt = [] as number[], firstImages = [] as string[] } = {},
): CampaignRecord {
  const polls = Array.from({ length: 60 }, (_, second) => ({
    time: at(second),
    disturbances: disturbedAt.filter((moment) => moment <= second).length,
  }));
  return {
    changes,
    firstImages: new Set(firstImages),
    jobPolls: polls,
    imagePasses: polls,
    groups: new Map(Object.entries(groups)),
  };
}

const kindsOf = (record: CampaignRecord) => judge(record).findings.map(({ kind }) => kind);
const textsOf = (record: CampaignRecord) => judge(record).findings.map(findingLine).join('\n');

/** Job 7 runs from second 10 on, and is done at second 15. */
const ranAndEnded = [jobWas(10.2, 7, 'ACTIVE'), jobWas(15.2, 7, 'DONE')];
const start = () => message(11, 'A', [job(7, 'ACTIVE')]);
const end = () => message(16, 'B', [job(7, 'DONE')]);

describe('the judge of the fault campaign', () => {
  it('N-2, N-3: a job that was told once at its start and once at its end, in every group, is right', () => {
    const record = recordOf(ranAndEnded, { G1: [start(), end()], G2: [start(), end()] });
    expect(judge(record)).toEqual({ produced: 4, delivered: 4, findings: [] });
  });

  it('N-15: the end of a job that one group was never told is lost, and the line says where', () => {
    const record = recordOf(ranAndEnded, { G1: [start(), end()], G2: [start()] });
    expect(judge(record)).toMatchObject({ produced: 4, delivered: 3 });
    expect(textsOf(record)).toBe('lost: group G2, job 7 DONE: never arrived');
  });

  it('N-15: the end of a job that no group was told is lost in each', () => {
    expect(kindsOf(recordOf(ranAndEnded, { G1: [start()], G2: [start()] }))).toEqual(['lost', 'lost']);
  });

  it('N-2: the start of a job is due when an undisturbed poll saw it run, and only then', () => {
    expect(kindsOf(recordOf(ranAndEnded, { G1: [end()] }))).toEqual(['lost']);
    expect(kindsOf(recordOf(ranAndEnded, { G1: [end()] }, { disturbedAt: [11, 12, 13, 14, 15] }))).toEqual([]);
    expect(kindsOf(recordOf([jobWas(10.2, 7, 'ACTIVE'), jobWas(10.4, 7, 'DONE')], { G1: [end()] }))).toEqual([]);
  });

  it('N-2: what one group was told of a start, each has to be told', () => {
    const short = [jobWas(10.2, 7, 'ACTIVE'), jobWas(11.4, 7, 'DONE')];
    expect(kindsOf(recordOf(short, { G1: [start(), end()], G2: [end()] }))).toEqual(['lost']);
  });

  it('decision 21: the same message again is no duplicate, the same notification in another message is one', () => {
    const again = message(17, 'B', [job(7, 'DONE')]);
    expect(kindsOf(recordOf(ranAndEnded, { G1: [start(), end(), again] }))).toEqual([]);
    const another = message(17, 'C', [job(7, 'DONE')]);
    const record = recordOf(ranAndEnded, { G1: [start(), end(), another] });
    expect(textsOf(record)).toBe(
      'duplicateWithoutResend: group G1, job 7 DONE: was told twice; messages C, B; at 2026-01-12T12:00:17.000Z, 2026-01-12T12:00:16.000Z',
    );
  });

  it('decision 22: the end of a job before its start is out of order', () => {
    const record = recordOf(ranAndEnded, {
      G1: [message(16, 'A', [job(7, 'DONE')]), message(17, 'B', [job(7, 'ACTIVE')])],
    });
    expect(textsOf(record)).toContain('the start of a job came after its end');
  });

  it('decision 22: jobs follow the order of NetBackup as far as polls can tell them apart', () => {
    const told = [message(20, 'A', [job(8, 'DONE')]), message(21, 'B', [job(7, 'DONE')])];
    const apart = [jobWas(10.2, 7, 'DONE'), jobWas(12.2, 8, 'DONE')];
    expect(textsOf(recordOf(apart, { G1: told }))).toContain('came after job 8 DONE');
    const together = [jobWas(10.2, 7, 'DONE'), jobWas(10.4, 8, 'DONE')];
    expect(kindsOf(recordOf(together, { G1: told }))).toEqual([]);
  });

  it('decision 22: another sequence in another group is out of order, also where polls cannot tell which is right', () => {
    const together = [jobWas(10.2, 7, 'DONE'), jobWas(10.4, 8, 'DONE')];
    const [seven, eight] = [job(7, 'DONE'), job(8, 'DONE')];
    const record = recordOf(together, {
      G1: [message(11, 'A', [seven]), message(12, 'B', [eight])],
      G2: [message(11, 'C', [eight]), message(12, 'D', [seven])],
    });
    expect(kindsOf(record)).toEqual(['outOfOrder']);
  });

  it('N-3: something that NetBackup never did is found', () => {
    expect(textsOf(recordOf([jobWas(10.2, 7, 'ACTIVE')], { G1: [start(), end()] }))).toContain('no such job');
    expect(kindsOf(recordOf([], { G1: [message(5, 'A', [image('c_1', 'CREATE', 5)])] }))).toEqual(['outOfOrder']);
  });
});

describe('the judge of the fault campaign, of images', () => {
  const made = imageWas(10.2, 'c_1', 'made');
  const creation = message(11, 'A', [image('c_1', 'CREATE', 11)]);

  it('N-4: an image has one CREATE, an UPDATE after a change, one DELETE when it has gone', () => {
    const changes = [made, imageWas(20.2, 'c_1', 'changed'), imageWas(30.2, 'c_1', 'removed')];
    const update = message(21, 'B', [image('c_1', 'UPDATE', 21)]);
    const deletion = message(31, 'C', [image('c_1', 'DELETE', 31)]);
    expect(judge(recordOf(changes, { G1: [creation, update, deletion] }))).toEqual({
      produced: 3,
      delivered: 3,
      findings: [],
    });
    expect(textsOf(recordOf(changes, { G1: [creation, deletion] }))).toContain('lost: group G1, image c_1 UPDATE 1');
    expect(textsOf(recordOf(changes, { G1: [creation, update] }))).toContain('lost: group G1, image c_1 DELETE');
    expect(kindsOf(recordOf(changes, { G1: [update, deletion] }))).toContain('lost');
    expect(textsOf(recordOf(changes, { G1: [] }))).toContain('lost: group G1, image c_1 CREATE');
  });

  it('N-4: of one that came and went between two polls nothing is due', () => {
    expect(kindsOf(recordOf([made, imageWas(10.4, 'c_1', 'removed')], { G1: [] }))).toEqual([]);
  });

  it('N-4: a change in the moment of its creation needs no UPDATE; more UPDATEs than changes are too many', () => {
    const changes = [made, imageWas(10.4, 'c_1', 'changed')];
    expect(kindsOf(recordOf(changes, { G1: [creation] }))).toEqual([]);
    const updates = ['B', 'C'].map((id, index) => message(12 + index, id, [image('c_1', 'UPDATE', 12 + index)]));
    expect(kindsOf(recordOf(changes, { G1: [creation, ...updates] }))).toEqual(['duplicateWithoutResend']);
  });

  it('K-21: NO_LOCAL_COPY_AVAILABLE is due after the loss of the local copies, right after its UPDATE in one message', () => {
    const changes = [imageWas(20.2, 'old_1', 'lost its local copies')];
    const first = { firstImages: ['old_1'] };
    const [update, none] = [image('old_1', 'UPDATE', 21), image('old_1', 'NO_LOCAL_COPY_AVAILABLE', 21)];
    const both = { object: 'IMAGE', data: [...update.data, ...none.data] };
    expect(kindsOf(recordOf(changes, { G1: [message(21, 'A', [both])] }, first))).toEqual([]);
    expect(kindsOf(recordOf(changes, { G1: [message(21, 'A', [update])] }, first))).toEqual(['lost']);
    const apart = [message(21, 'A', [update]), message(22, 'B', [none])];
    expect(textsOf(recordOf(changes, { G1: apart }, first))).toContain('does not follow its UPDATE');
  });

  it('N-4: before its CREATE, after its DELETE, or seen earlier than the one before is out of order', () => {
    const changes = [made, imageWas(20.2, 'c_1', 'changed'), imageWas(30.2, 'c_1', 'removed')];
    const update = image('c_1', 'UPDATE', 21);
    const early = recordOf(changes, {
      G1: [message(21, 'A', [update]), message(22, 'B', [image('c_1', 'CREATE', 11)])],
    });
    expect(textsOf(early)).toContain('came before its CREATE');
    const late = [creation, message(31, 'B', [image('c_1', 'DELETE', 31)]), message(32, 'C', [update])];
    expect(textsOf(recordOf(changes, { G1: late }))).toContain('came after its DELETE');
    const others = [imageWas(10.2, 'a_1', 'made'), imageWas(15.2, 'b_1', 'made')];
    const [a, b] = [image('a_1', 'CREATE', 16), image('b_1', 'CREATE', 16)];
    const swapped = recordOf(others, { G1: [message(16, 'A', [b]), message(17, 'B', [a])] });
    expect(textsOf(swapped)).toContain('came after image b_1 CREATE, which a later poll saw');
  });
});

describe('the judge of the fault campaign, of messages', () => {
  const changes = ranAndEnded;
  const textOf = (...arrivals: Arrival[]) => textsOf(recordOf(changes, { G1: arrivals }));

  it('decision 21: the same id with another payload is found', () => {
    const other = message(17, 'b', [job(7, 'DONE'), image('x', 'CREATE', 1)]);
    expect(textOf(start(), end(), other)).toContain('came again with another payload');
  });

  it('N-12: a message before the acknowledgement of the one before it is found; a late acknowledgement counts', () => {
    const [silent, again] = [{ ...start(), acknowledgedAt: undefined }, message(12, 'A', [job(7, 'ACTIVE')])];
    expect(textOf(silent, end())).toContain('came before the acknowledgement');
    expect(textOf(silent, again, end())).toBe('');
    expect(textOf({ ...start(), acknowledgedAt: at(14) }, end())).toBe('');
  });

  it('N-11: a message that is sent again after the next one is found, one that was on its way is not', () => {
    const late = (change: Partial<Arrival>) => message(17, 'A', [job(7, 'ACTIVE')], change);
    expect(textOf(start(), end(), late({}))).toContain('was sent again after the message that follows it');
    expect(textOf(start(), end(), late({ connection: 2, connectedAt: at(16.5) }))).toContain('was sent again after');
    expect(textOf(start(), end(), late({ connection: 2, connectedAt: at(15) }))).toBe('');
  });

  it('M-6, decision 21: a resend has a fresh timeStamp', () => {
    const again = (seconds: number, timeStamp: number, change: Partial<Arrival> = {}) =>
      message(seconds, 'B', [job(7, 'DONE')], { timeStamp: at(timeStamp) / 1000, ...change });
    expect(textOf(start(), end(), again(17, 17), again(18, 18))).toBe('');
    expect(textOf(start(), end(), again(17, 16), again(18, 16))).toContain('an old timeStamp');
    expect(textOf(start(), end(), again(20, 16, { connection: 2, connectedAt: at(19) }))).toContain(
      'from before its connection',
    );
    expect(textOf(start(), message(16, 'B', [job(7, 'DONE')], { timeStamp: at(30) / 1000 }))).toContain('the future');
  });
});
