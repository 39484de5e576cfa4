import { describe, expect, it } from 'vitest';
import { Updates } from '../../electron/desktop/updates.ts';
import type { HostSettings } from '../../electron/service/host-settings.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { updateUrlProblem } from '../../shared/update-address.ts';
import { defaultUpdateSettings } from '../../shared/updates.ts';
import { ManualClock } from '../support/manual-clock.ts';

const day = 24 * 60 * 60 * 1000;
const url = 'https://updates.example.com/nbwss';

function bench() {
  const clock = new ManualClock(0);
  const world = {
    saved: defaultUpdateSettings,
    asked: [] as string[],
    answer: () => Promise.resolve<string | null>(null),
    lines: [] as string[],
  };
  const settings = {
    get updates() {
      return world.saved;
    },
    saveUpdates(given: typeof defaultUpdateSettings) {
      world.saved = given;
    },
  } as HostSettings;
  const note = (event: string, fields?: { detail?: string }) => void world.lines.push(`${event}: ${fields?.detail}`);
  const updates = new Updates({
    clock,
    log: { info: note, warn: note },
    settings: () => settings,
    source: {
      laterVersion(from) {
        world.asked.push(from);
        return world.answer();
      },
    },
    changed: () => undefined,
  });
  return { clock, world, updates };
}

describe('the address of the update server', () => {
  it.each([
    'https://updates.example.com/nbwss',
    'https://10.0.0.1:8443/',
    'http://127.0.0.1:80/x',
    'http://localhost/',
    'http://[::1]/',
  ])('%s is fine', (text) => {
    expect(updateUrlProblem(text)).toBeUndefined();
  });
  it.each([
    '',
    'updates.example.com',
    'http://updates.example.com/',
    'http://127.0.0.1.example.com/',
    'file:///tmp/',
    'https://user:password@updates.example.com/',
    'https://updates.example.com/?token=a',
    'https://updates.example.com/#x',
    'javascript:alert(1)',
  ])('"%s" is refused', (text) => {
    expect(updateUrlProblem(text)).toMatch(/^must /);
  });
});

describe('looking for updates', () => {
  it('asks nobody until it is switched on, then a minute later and once a day', async () => {
    const { clock, world, updates } = bench();
    updates.apply();
    await clock.advance(3 * day);
    expect(world.asked).toEqual([]);
    updates.configure({ isOn: true, url: ` ${url} ` });
    expect(updates.status).toEqual({ isOn: true, url, state: { kind: 'not asked' } });
    await clock.advance(60_000);
    expect(world.asked).toEqual([url]);
    expect(updates.status.state).toEqual({ kind: 'up to date', at: clock.now() });
    updates.apply(); // practice mode was started: the settings are the same
    expect(updates.status.state.kind).toBe('up to date');
    await clock.advance(2 * day);
    expect(world.asked).toHaveLength(3);
    updates.configure({ isOn: false, url });
    await clock.advance(3 * day);
    expect(world.asked).toHaveLength(3);
  });

  it('a later version is a warning above the list', async () => {
    const { world, updates } = bench();
    world.answer = () => Promise.resolve('2.0.0');
    updates.configure({ isOn: false, url });
    await updates.check();
    expect(updates.status.state).toMatchObject({ kind: 'available', version: '2.0.0' });
    expect(updates.warnings).toEqual([`Version 2.0.0 of NBWSS Console is available at ${url}.`]);
  });

  it('a server that cannot be asked is a state, and is asked again the next day', async () => {
    const { clock, world, updates } = bench();
    world.answer = () => Promise.reject(new Error('net::ERR_CONNECTION_REFUSED\n    at somewhere'));
    updates.configure({ isOn: true, url });
    await clock.advance(60_000);
    const reason = 'The update server could not be asked: net::ERR_CONNECTION_REFUSED';
    expect(updates.status.state).toMatchObject({ kind: 'failed', reason });
    expect(updates.warnings).toEqual([]);
    expect(world.lines).toContain(`asking for updates failed: ${reason}`);
    await clock.advance(day);
    expect(world.asked).toHaveLength(2);
  });

  it('an answer that comes after the settings were changed counts no more', async () => {
    const { world, updates } = bench();
    const { promise, resolve } = Promise.withResolvers<string | null>();
    world.answer = () => promise;
    updates.configure({ isOn: false, url });
    const checked = updates.check();
    expect(updates.status.state).toEqual({ kind: 'asking' });
    updates.configure({ isOn: false, url: 'https://other.example.com/' });
    resolve('2.0.0');
    await checked;
    expect(updates.status.state).toEqual({ kind: 'not asked' });
  });

  it('an address that is not safe changes nothing', async () => {
    const { world, updates } = bench();
    expect(() => updates.configure({ isOn: true, url: 'http://updates.example.com/' })).toThrow(NbwssError);
    expect(() => updates.configure({ isOn: true, url: '' })).toThrow(NbwssError);
    await expect(updates.check()).rejects.toThrow(NbwssError);
    expect(world.saved).toEqual(defaultUpdateSettings);
  });
});
