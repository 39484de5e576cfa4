import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { applicationMenu } from '../../electron/desktop/application-menu.ts';

describe('the menu bar of macOS', () => {
  const done: string[] = [];
  const menu = applicationMenu('NBWSS Console', {
    showWindow: () => done.push('show'),
    zoom: (change) => done.push(change),
    askQuit: () => done.push('quit'),
  });
  const items = (label: string) =>
    (menu.find((item) => item.label === label)?.submenu ?? []) as MenuItemConstructorOptions[];
  const roles = (label: string) => items(label).flatMap(({ role }) => role ?? []);
  const item = (label: string) => menu.flatMap((top) => items(top.label ?? '')).find((each) => each.label === label);
  const click = (label: string) => {
    const { click: action } = item(label) ?? {};
    (action as () => void)();
  };

  it('has the menus App, Edit, View and Window with the roles of the system', () => {
    expect(menu.map(({ label }) => label)).toEqual(['NBWSS Console', 'Edit', 'View', 'Window']);
    expect(roles('NBWSS Console')).toEqual(['about', 'services', 'hide', 'hideOthers', 'unhide']);
    expect(roles('Edit')).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']);
    expect(roles('Window')).toEqual(['minimize', 'zoom', 'close', 'front']);
  });

  it('Quit asks: it is not the role, which would not', () => {
    expect(item('Quit NBWSS Console')?.accelerator).toBe('Command+Q');
    click('Quit NBWSS Console');
    expect(done).toEqual(['quit']);
  });

  it('zooms within the bounds of the window', () => {
    done.length = 0;
    for (const label of ['Zoom In', 'Zoom Out', 'Actual Size']) click(label);
    expect(done).toEqual(['in', 'out', 'reset']);
  });
});
