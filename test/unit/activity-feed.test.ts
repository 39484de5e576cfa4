import { describe, expect, it, onTestFinished } from 'vitest';
import { ActivityFeed } from '../../electron/service/activity.ts';
import type { ActivityEntry } from '../../shared/activity.ts';
import type { Envelope } from '../../shared/messages.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { silentLog } from '../support/silent-log.ts';

const place = { endpoint: 'cloud1.nebula.com', group: 'sg1' };
const secret = 'q"u/o te-8f2c';

/** What a watcher is told of one message that came in. */
async function shown(
  { id, payload }: { id: string; payload: unknown },
  token: () => string | undefined = () => secret,
): Promise<ActivityEntry | undefined> {
  const clock = new ManualClock();
  const feed = new ActivityFeed({ clock, log: silentLog, token });
  onTestFinished(() => feed.close());
  const updates = feed.watch(undefined);
  await updates.next();
  const message: Envelope = { version: '1.0', id, type: 'COMMAND', subType: 'REQUEST', timeStamp: 1, payload };
  feed.sink?.passed(place, 'in', message, 10);
  const told = updates.next();
  await clock.advance(100);
  const { value } = await told;
  return value ? value.entries[0] : undefined;
}

describe('decision 43: what Activity shows of a message', () => {
  it('the token of the endpoint is masked in id, summary and detail, however it is written', async () => {
    const escaped = JSON.stringify(secret).slice(1, -1);
    for (const form of [secret, escaped, encodeURIComponent(secret)]) {
      const parameters = JSON.stringify({ note: form });
      const entry = await shown({ id: `i ${form}`, payload: { method: 'GET', uri: `/x/${form}/y`, parameters } });
      expect(entry).toMatchObject({ id: 'i [redacted]', summary: 'GET /x/[redacted]/y' });
      expect(JSON.parse(entry?.detail ?? '')).toMatchObject({
        id: 'i [redacted]',
        payload: { uri: '/x/[redacted]/y', parameters: '{"note":"[redacted]"}' },
      });
    }
  });

  it('a message with parameters that are nested very deeply is shown', async () => {
    const parameters = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const entry = await shown({ id: 'A1', payload: { method: 'POST', uri: '/x', parameters } });
    expect(entry).toMatchObject({ type: 'COMMAND REQUEST', id: 'A1', summary: 'POST /x' });
    expect(entry?.detail).toContain('[redacted]');
  });

  it('a message that cannot be looked at is shown without its content', async () => {
    const entry = await shown({ id: secret, payload: {} }, () => {
      throw new Error('broken');
    });
    expect(entry).toMatchObject({ type: 'COMMAND REQUEST', id: null, summary: '', detail: '', bytes: 10 });
  });
});
