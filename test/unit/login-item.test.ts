import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { autostartFile, autostartItem, systemLoginItem } from '../../electron/desktop/login-item.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { tempFolder } from '../support/temp-folder.ts';

const command = { program: '/opt/NBWSS Console/nbwss-console', args: ['--data', '/var/lib/nbwss', '--hidden'] };

describe('starting at login on Linux', () => {
  it('is a file in the XDG autostart folder, with exactly this text', () => {
    const home = tempFolder();
    const item = autostartItem(command, { XDG_CONFIG_HOME: home });
    expect(item.isOn).toBe(false);
    item.switch(true);
    expect(item.isOn).toBe(true);
    expect(readFileSync(join(home, 'autostart', 'nbwss-console.desktop'), 'utf8')).toBe(`[Desktop Entry]
Type=Application
Name=NBWSS Console
Comment=Keeps NBWSS connections up in the background
Exec="/opt/NBWSS Console/nbwss-console" --data /var/lib/nbwss --hidden
Terminal=false
X-GNOME-Autostart-enabled=true
`);
    item.switch(false);
    expect(item.isOn).toBe(false);
    item.switch(false); // it is off already
  });

  it.each([
    ['/usr/bin/nbwss-console', '/usr/bin/nbwss-console'],
    ['/with space', '"/with space"'],
    ['/100 %', '"/100 %%"'],
    ['/a"b', String.raw`"/a\\"b"`],
    ['/a$b`c', '"/a\\\\$b\\\\`c"'],
    [String.raw`/a\b`, String.raw`"/a\\\\b"`],
    ['', '""'],
  ])('an argument %s is written as %s', (argument, written) => {
    const line = autostartFile({ program: '/p', args: [argument] })
      .split('\n')
      .find((each) => each.startsWith('Exec='));
    expect(line).toBe(`Exec=/p ${written}`);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'is off when the desktop switched it off (%s)',
    (line) => {
      const home = tempFolder();
      const item = autostartItem(command, { XDG_CONFIG_HOME: home });
      item.switch(true);
      const file = join(home, 'autostart', 'nbwss-console.desktop');
      writeFileSync(file, readFileSync(file, 'utf8').replace('X-GNOME-Autostart-enabled=true', line));
      expect(item.isOn).toBe(false);
      item.switch(true);
      expect(item.isOn).toBe(true);
    },
  );

  it('a folder that cannot be made is told with its path and the reason', () => {
    const home = tempFolder();
    writeFileSync(join(home, 'autostart'), ''); // a file where the folder belongs
    const item = autostartItem(command, { XDG_CONFIG_HOME: home });
    const refused = () => item.switch(true);
    expect(refused).toThrow(NbwssError);
    expect(refused).toThrow(expect.objectContaining({ code: 'notPossible' }));
    expect(item.isOn).toBe(false);
  });

  it('something else in its place is not taken for it', () => {
    const home = tempFolder();
    mkdirSync(join(home, 'autostart', 'nbwss-console.desktop'), { recursive: true });
    expect(autostartItem(command, { XDG_CONFIG_HOME: home }).isOn).toBe(false);
  });
});

describe('starting at login on Windows and macOS', () => {
  /** The system's list of what starts at login. */
  function system(isManaged = false) {
    const asked: unknown[] = [];
    let isOpened = false;
    return {
      asked,
      app: {
        getLoginItemSettings: (options?: object) => {
          asked.push(options);
          return { openAtLogin: isOpened } as Electron.LoginItemSettings;
        },
        setLoginItemSettings: (settings: Electron.Settings) => {
          asked.push(settings);
          if (!isManaged) isOpened = settings.openAtLogin === true;
        },
      },
    };
  }

  it("is the app's entry in the system's list, with paths in quotes", () => {
    const { app, asked } = system();
    const item = systemLoginItem(app, { program: 'C:\\nbwss.exe', args: ['--data', 'C:\\My Data', '--hidden'] });
    item.switch(true);
    expect(asked[0]).toEqual({
      path: 'C:\\nbwss.exe',
      args: ['--data', '"C:\\My Data"', '--hidden'],
      openAtLogin: true,
    });
    expect(item.isOn).toBe(true);
    item.switch(false);
    expect(item.isOn).toBe(false);
  });

  it('a system that does not take the change is told', () => {
    const item = systemLoginItem(system(true).app, command);
    expect(() => item.switch(true)).toThrow(expect.objectContaining({ code: 'notPossible' }));
  });
});
