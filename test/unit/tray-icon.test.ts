import { describe, expect, it } from 'vitest';
import { TrayIcon, trayFace } from '../../electron/desktop/tray-icon.ts';
import { ManualClock } from '../support/manual-clock.ts';

describe('the icon in the tray', () => {
  it.each([
    [{ connected: 2, all: 2, unserved: 0 }, false, 'connected', '2 of 2 groups connected'],
    [{ connected: 1, all: 2, unserved: 1 }, false, 'disconnected', '1 of 2 groups connected'],
    // Without a connection on purpose: its endpoints are deactivated.
    [{ connected: 1, all: 2, unserved: 0 }, false, 'connected', '1 of 2 groups connected'],
    [{ connected: 0, all: 0, unserved: 0 }, false, 'connected', '0 of 0 groups connected'],
    [{ connected: 0, all: 1, unserved: 1 }, true, 'practice', 'Practice mode: 0 of 1 groups connected'],
  ] as const)('%o, practice mode %s: %s, "%s"', (connections, isPractice, picture, text) => {
    expect(trayFace(connections, isPractice)).toEqual({ picture, text });
  });

  function bench() {
    const clock = new ManualClock();
    const shown: string[] = [];
    const done: string[] = [];
    const world = { connected: 1 };
    let menu: Electron.MenuItemConstructorOptions[] = [];
    const icon = new TrayIcon({
      clock,
      tray: {
        show({ picture, text }, items) {
          shown.push(`${picture}: ${text}`);
          menu = items;
        },
      },
      name: 'NBWSS Console',
      face: () => trayFace({ connected: world.connected, all: 2, unserved: 2 - world.connected }, false),
      showWindow: () => done.push('show'),
      askQuit: () => done.push('quit'),
    });
    const click = (label: string) => {
      const { click: action } = menu.find((item) => item.label === label) ?? {};
      (action as () => void)();
    };
    return { clock, shown, done, world, icon, click, menu: () => menu };
  }

  it('has a menu: how connections stand, the window, Quit', async () => {
    const { clock, icon, menu, click, done } = bench();
    icon.changed();
    await clock.advance(500);
    expect(menu().map(({ label, type, enabled }) => label ?? type ?? enabled)).toEqual([
      '1 of 2 groups connected',
      'separator',
      'Open NBWSS Console',
      'Quit',
    ]);
    click('Open NBWSS Console');
    click('Quit');
    expect(done).toEqual(['show', 'quit']);
  });

  it('a storm of changes is one look each half second, and what did not change is not drawn again', async () => {
    const { clock, icon, shown, world } = bench();
    for (let n = 0; n < 1000; n++) {
      world.connected = n % 3;
      icon.changed();
    }
    expect(clock.waiting).toBe(1);
    await clock.advance(500);
    expect(shown).toEqual(['disconnected: 0 of 2 groups connected']);
    icon.changed();
    await clock.advance(500);
    expect(shown).toHaveLength(1);
    world.connected = 2;
    icon.changed();
    await clock.advance(500);
    expect(shown.at(-1)).toBe('connected: 2 of 2 groups connected');
  });

  it('looks at nothing any more once it is stopped', async () => {
    const { clock, icon, shown } = bench();
    icon.changed();
    await clock.advance(500);
    icon.changed();
    icon.stop();
    expect(clock.waiting).toBe(0);
    const other = bench();
    other.icon.stop();
    other.icon.changed();
    expect(other.clock.waiting).toBe(0);
    await clock.advance(1000);
    expect(shown).toHaveLength(1);
  });
});
