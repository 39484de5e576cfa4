import { describe, expect, it } from 'vitest';
import { Desktop, type SystemNotice } from '../../electron/desktop/desktop.ts';
import type { HostSettings } from '../../electron/service/host-settings.ts';
import type { ConnectionNotice } from '../../shared/connection-notice.ts';
import type { DesktopSettings } from '../../shared/desktop.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import type { RestApiStatus } from '../../shared/rest-api-settings.ts';
import type { UpdateStatus } from '../../shared/updates.ts';

const preset: DesktopSettings = { closeToTray: true, notifications: true, closeWasExplained: false };

const restApi: RestApiStatus = { isOn: false, port: 0, tokenMadeAt: null, state: { kind: 'off' } };
const updates: UpdateStatus = { isOn: false, url: '', state: { kind: 'not asked' } };

/** The desktop app's manners with a system, a window and a store that write down what is asked of them. */
function bench(settings: Partial<DesktopSettings> = {}) {
  const world = {
    saved: { ...preset, ...settings },
    canWrite: true,
    connected: 0,
    canAsk: true,
    canNotify: true,
    startsAtLogin: false,
    done: [] as string[],
    shown: [] as { notice: SystemNotice; click: () => void }[],
  };
  const store = {
    get desktop() {
      return world.saved;
    },
    save(desktop: DesktopSettings) {
      if (!world.canWrite) throw new NbwssError('storeNotWritten', { causes: ['ENOSPC'] });
      world.saved = desktop;
    },
  };
  const note = (what: string) => () => void world.done.push(what);
  const desktop = new Desktop({
    name: 'NBWSS Console',
    log: { info: () => undefined, warn: (event) => void world.done.push(event) },
    settings: () => store as HostSettings,
    loginItem: {
      get isOn() {
        return world.startsAtLogin;
      },
      switch(isOn) {
        if (!world.canWrite) throw new NbwssError('notPossible', { causes: ['EACCES'] });
        world.startsAtLogin = isOn;
      },
    },
    updates: { status: updates, warnings: [], configure: () => undefined, check: () => Promise.resolve() },
    restApi: { status: restApi, warnings: [], configure: () => Promise.resolve(), newToken: () => undefined },
    connectedGroups: () => world.connected,
    changed: note('changed'),
    connectionsChanged: note('connections changed'),
    window: {
      show: note('show'),
      hide: note('hide'),
      get canAsk() {
        return world.canAsk;
      },
    },
    system: {
      notify(notice, click) {
        if (world.canNotify) world.shown.push({ notice, click });
        return world.canNotify;
      },
      tell: ({ title }) => void world.done.push(`box: ${title}`),
      quit: note('quit'),
    },
  });
  return { desktop, world };
}

const notice: ConnectionNotice = {
  kind: 'lost',
  at: 1,
  count: 1,
  groupId: 'sg1',
  title: 'sg1 lost its connection',
  body: 'Why.',
};

describe('closing the window of the desktop app', () => {
  it('hides it, and the first time a notification of the system says that the service goes on', () => {
    const { desktop, world } = bench();
    expect(desktop.closing()).toBe(false);
    expect(world.done).toEqual(['hide']);
    expect(world.shown.map(({ notice: { title } }) => title)).toEqual(['NBWSS Console goes on in the background']);
    expect(world.saved.closeWasExplained).toBe(true);
    expect(desktop.closing()).toBe(false);
    expect(world.shown).toHaveLength(1);
    world.shown[0]?.click();
    expect(world.done).toEqual(['hide', 'hide', 'show']);
  });

  it.each([
    ['the system has no notifications', {}, false],
    ['they are switched off', { notifications: false }, true],
  ])('a box says it where %s', (_case, settings, canNotify) => {
    const { desktop, world } = bench(settings);
    world.canNotify = canNotify;
    desktop.closing();
    expect(world.done).toEqual(['hide', 'box: NBWSS Console goes on in the background']);
    expect(world.shown).toEqual([]);
    expect(world.saved.closeWasExplained).toBe(true);
  });

  it('hides it also on a full disk, and says it again the next time', () => {
    const { desktop, world } = bench();
    world.canWrite = false;
    expect(desktop.closing()).toBe(false);
    expect(world.done).toEqual(['hide', 'desktop setting not saved']);
    desktop.closing();
    expect(world.shown).toHaveLength(2);
  });

  it('quits with Close to tray off, and asks first while connections are up', () => {
    const { desktop, world } = bench({ closeToTray: false });
    expect(desktop.closing()).toBe(false);
    expect(world.done).toEqual(['quit']);
    world.connected = 2;
    expect(desktop.closing()).toBe(false);
    expect(world.done).toEqual(['quit', 'show', 'changed']);
    expect(desktop.status.request).toEqual({ kind: 'quit', connected: 2 });
  });

  it('closes it while the app quits', () => {
    const { desktop, world } = bench();
    desktop.quitting();
    expect(desktop.closing()).toBe(true);
    expect(world.done).toEqual([]);
  });
});

describe('Quit', () => {
  it('quits at once while nothing is connected', () => {
    const { desktop, world } = bench();
    desktop.askQuit();
    expect(world.done).toEqual(['quit']);
  });

  it('asks in the window while connections are up; Cancel goes on, OK quits', () => {
    const { desktop, world } = bench();
    world.connected = 3;
    desktop.askQuit();
    expect(world.done).toEqual(['show', 'changed']);
    expect(desktop.status.request).toEqual({ kind: 'quit', connected: 3 });
    desktop.done('quit');
    expect(desktop.status.request).toBeNull();
    expect(world.done).toEqual(['show', 'changed', 'changed']);
    desktop.askQuit();
    desktop.quit();
    expect(world.done.at(-1)).toBe('quit');
  });

  it('does not wait for a window that has crashed', () => {
    const { desktop, world } = bench();
    Object.assign(world, { connected: 3, canAsk: false });
    desktop.askQuit();
    expect(world.done).toEqual(['quit']);
  });

  it('an answer to an older request does not end a newer one', () => {
    const { desktop, world } = bench();
    world.connected = 1;
    desktop.noticed(notice);
    world.shown[0]?.click();
    desktop.askQuit();
    desktop.done('show-group');
    expect(desktop.status.request).toEqual({ kind: 'quit', connected: 1 });
  });
});

describe('notices of connections', () => {
  it('are notifications of the system; a click brings the window, with the group', () => {
    const { desktop, world } = bench();
    desktop.noticed(notice);
    expect(world.shown.map((each) => each.notice)).toEqual([{ title: 'sg1 lost its connection', body: 'Why.' }]);
    world.shown[0]?.click();
    expect(world.done).toEqual(['show', 'changed']);
    expect(desktop.status.request).toEqual({ kind: 'show-group', groupId: 'sg1' });
  });

  it('can be switched off', () => {
    const { desktop, world } = bench();
    desktop.configure({ setting: 'notifications', isOn: false });
    desktop.noticed(notice);
    expect(world.shown).toEqual([]);
  });
});

describe('the settings of the desktop app', () => {
  it('are in force at once, each alone', () => {
    const { desktop, world } = bench();
    expect(desktop.status).toEqual({
      closeToTray: true,
      notifications: true,
      startAtLogin: false,
      restApi,
      updates,
      request: null,
    });
    desktop.configure({ setting: 'closeToTray', isOn: false });
    desktop.configure({ setting: 'startAtLogin', isOn: true });
    expect(desktop.status).toEqual({
      closeToTray: false,
      notifications: true,
      startAtLogin: true,
      restApi,
      updates,
      request: null,
    });
    expect(world.saved).toEqual({ ...preset, closeToTray: false });
    expect(world.startsAtLogin).toBe(true);
    expect(world.done).toEqual(['changed', 'changed']);
  });

  it.each(['closeToTray', 'notifications', 'startAtLogin'] as const)(
    '%s stays as it was when it cannot be saved',
    (setting) => {
      const { desktop, world } = bench();
      world.canWrite = false;
      const before = desktop.status;
      expect(() => desktop.configure({ setting, isOn: !before[setting] })).toThrow(NbwssError);
      expect(desktop.status).toEqual(before);
      expect(world.done).toEqual([]);
    },
  );
});

describe('endpoint files that the system opens', () => {
  it('bring the window, which is asked to import them as soon as nothing else is asked', () => {
    const { desktop, world } = bench();
    desktop.filesOpened([]);
    expect(world.done).toEqual([]);
    world.connected = 1;
    desktop.askQuit();
    desktop.filesOpened(['/nowhere/ep.nbwss.json']);
    expect(world.done.slice(-2)).toEqual(['show', 'changed']);
    expect(desktop.status.request?.kind).toBe('quit');
    desktop.done('quit');
    expect(desktop.status.request).toEqual({ kind: 'import' });
    expect(desktop.takeFiles().refused).toEqual(['ep.nbwss.json: it cannot be read (ENOENT).']);
    expect(desktop.status.request).toBeNull();
  });
});

describe('a window that crashes', () => {
  it('comes back and says so', () => {
    const { desktop } = bench();
    desktop.windowCrashed(true);
    expect(desktop.status.request).toEqual({ kind: 'window-crashed' });
    desktop.done('window-crashed');
    expect(desktop.status.request).toBeNull();
  });

  it('over and over stays away, and the system says that the service goes on', () => {
    const { desktop, world } = bench();
    desktop.windowCrashed(false);
    expect(world.done).toEqual(['box: The window of NBWSS Console has crashed several times']);
  });
});
