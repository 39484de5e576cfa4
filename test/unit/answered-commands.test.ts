import { describe, expect, it } from 'vitest';
import { AnsweredCommands } from '../../electron/service/command/answered-commands.ts';
import { ManualClock } from '../support/manual-clock.ts';

const minute = 60_000;
const call = { uri: '/netbackup/x', method: 'POST', headers: {}, body: 'a body' };

function commands() {
  const clock = new ManualClock();
  const answered = new AnsweredCommands(clock);
  let performed = 0;
  const answer = (body = '') => ({ payload: { headers: {}, responseCode: 200, body }, fromNetBackup: true });
  return {
    clock,
    answered,
    answer,
    performed: () => performed,
    once: (hostName: string, id: string, result = answer()) =>
      answered.once(hostName, id, call, () => {
        performed++;
        return Promise.resolve(result);
      }),
  };
}

describe('decision 18: a command that changes something is carried out once', () => {
  it('decision 18: its repetition within 5 minutes gets the same answer, without regard to the case of the id', async () => {
    const { clock, once, performed, answer } = commands();
    expect(await once('a', '0ceab6c2', answer('first'))).toMatchObject({ isRepetition: false });
    await clock.advance(5 * minute - 1);
    expect(await once('a', '0CEAB6C2', answer('second'))).toMatchObject({
      isRepetition: true,
      payload: { body: 'first' },
    });
    expect(performed()).toBe(1);
  });

  it('decision 18: after 5 minutes it is another command', async () => {
    const { clock, once, performed } = commands();
    await once('a', '1');
    await clock.advance(5 * minute);
    await once('a', '1');
    expect(performed()).toBe(2);
  });

  it('decision 18: the same id of another endpoint is another command', async () => {
    const { once, performed } = commands();
    await once('a', '1');
    await once('b', '1');
    expect(performed()).toBe(2);
  });

  it.each([{ uri: '/netbackup/y' }, { method: 'DELETE' }, { body: 'longer than it' }, { body: undefined }])(
    'M-3, decision 18: with %j it is no repetition, and its sender is told so',
    async (other) => {
      const { answered, once, answer } = commands();
      await once('a', '1');
      const asked = answered.once('a', '1', { ...call, ...other }, () => Promise.resolve(answer()));
      await expect(asked).rejects.toMatchObject({
        responseCode: 400,
        message: expect.stringContaining('its id is that of another command'),
      });
      expect(await once('a', '1')).toMatchObject({ isRepetition: true });
    },
  );

  it('decision 18: it joins the one in flight; what was not answered by NetBackup is carried out again', async () => {
    const { answered } = commands();
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof answered.once>>>();
    const first = answered.once('a', '1', call, () => promise);
    const second = answered.once('a', '1', call, () => Promise.reject(new Error('carried out twice')));
    const refusal = { payload: { headers: {}, responseCode: 502, body: '' }, fromNetBackup: false };
    resolve({ ...refusal, isRepetition: false });
    expect(await first).toMatchObject({ ...refusal, isRepetition: false });
    expect(await second).toMatchObject({ ...refusal, isRepetition: true });
    let again = false;
    await answered.once('a', '1', call, () => {
      again = true;
      return Promise.resolve(refusal);
    });
    expect(again).toBe(true);
  });

  it('decision 18: one that could not be carried out is told to both, and is not kept', async () => {
    const { answered, once, performed } = commands();
    const failing = () => Promise.reject(new Error('no'));
    const both = [answered.once('a', '1', call, failing), answered.once('a', '1', call, failing)];
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await once('a', '1');
    expect(performed()).toBe(1);
  });

  it('decision 18: at most 10,000 ids are kept, the oldest go first', async () => {
    const { once, performed } = commands();
    for (let id = 0; id <= 10_000; id++) await once('a', String(id));
    await once('a', '1');
    expect(performed()).toBe(10_001);
    await once('a', '0');
    expect(performed()).toBe(10_002);
  });

  it('decision 18: at most 32 MiB are kept', async () => {
    const { once, performed, answer } = commands();
    const large = answer('x'.repeat(12 * 1024 * 1024));
    for (const id of ['1', '2', '3']) await once('a', id, large);
    await once('a', '3', large);
    await once('a', '2', large);
    expect(performed()).toBe(3);
    await once('a', '1', large);
    expect(performed()).toBe(4);
  });

  it('decision 18: at most 32 MiB are kept, ids among them', async () => {
    const { once, performed } = commands();
    const id = (number: string) => number + 'x'.repeat(12 * 1024 * 1024);
    for (const number of ['1', '2', '3']) await once('a', id(number));
    await once('a', id('3'));
    await once('a', id('2'));
    expect(performed()).toBe(3);
    await once('a', id('1'));
    expect(performed()).toBe(4);
  });

  it('decision 18: an endpoint that is added again after its deletion has commands of its own', async () => {
    const { answered, once, performed } = commands();
    await once('a', '1');
    await once('ab', '1');
    answered.forget('a');
    await once('a', '1');
    await once('ab', '1');
    expect(performed()).toBe(3);
  });

  it('decision 18: the answer to a deleted endpoint, still in flight, is neither given to a new one of its name nor kept', async () => {
    const { answered, answer, once, performed } = commands();
    const former = Promise.withResolvers<ReturnType<typeof answer>>();
    const next = Promise.withResolvers<ReturnType<typeof answer>>();
    const asked = answered.once('a', '1', call, () => former.promise);
    answered.forget('a');
    const askedAnew = answered.once('a', '1', call, () => next.promise);
    former.resolve(answer('of the former'));
    expect(await asked).toMatchObject({ isRepetition: false, payload: { body: 'of the former' } });
    const joined = once('a', '1');
    next.resolve(answer('of the new one'));
    const own = { payload: { body: 'of the new one' } };
    expect(await askedAnew).toMatchObject({ ...own, isRepetition: false });
    expect(await joined).toMatchObject({ ...own, isRepetition: true });
    expect(await once('a', '1')).toMatchObject({ ...own, isRepetition: true });
    expect(performed()).toBe(0);
  });
});
