import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { replaceFile } from '../service/durable-file.ts';

/** Starting at login. The system alone keeps whether it is on, since it has a place of its own to switch it off. */
export interface LoginItem {
  readonly isOn: boolean;
  /** @throws NbwssError `notPossible` with the system's reason */
  switch(isOn: boolean): void;
}

/** What the system is to start: the program, and its arguments. */
export interface StartCommand {
  readonly program: string;
  readonly args: readonly string[];
}

/** Windows and macOS: the app's own entry in the system's list. A Mac gives no arguments; it says that it opened at login. */
export function systemLoginItem(
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>,
  { program, args }: StartCommand,
): LoginItem {
  const item = { path: program, args: args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)) };
  return {
    get isOn() {
      return app.getLoginItemSettings(item).openAtLogin;
    },
    switch(isOn) {
      app.setLoginItemSettings({ ...item, openAtLogin: isOn });
      if (app.getLoginItemSettings(item).openAtLogin !== isOn) {
        throw new NbwssError('notPossible', {
          causes: ['The system did not take the change of what starts at login.'],
        });
      }
    },
  };
}

/** Linux: a file in the XDG autostart folder. */
export function autostartItem(command: StartCommand, env: Readonly<Record<string, string | undefined>>): LoginItem {
  const file = join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart', 'nbwss-console.desktop');
  return {
    get isOn() {
      const text = textOf(file);
      return text !== undefined && !/^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
    },
    switch(isOn) {
      try {
        if (isOn) {
          mkdirSync(dirname(file), { recursive: true });
          replaceFile(file, autostartFile(command));
        } else rmSync(file, { force: true });
      } catch (error) {
        const why = (error as NodeJS.ErrnoException).code ?? String(error);
        throw new NbwssError('notPossible', { causes: [`${file} cannot be changed (${why}).`] }, { cause: error });
      }
    },
  };
}

/** What the desktop cannot read it does not start either. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The text of the autostart file. */
export function autostartFile({ program, args }: StartCommand): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=NBWSS Console',
    'Comment=Keeps NBWSS connections up in the background',
    `Exec=${[program, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** An argument of `Exec`: quoted for the command line, `%` doubled for field codes, then escaped as any string of the file. */
function quoted(argument: string): string {
  if (/^[\w./@:=+,-]+$/.test(argument)) return argument;
  const command = `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  return command.replaceAll('\\', '\\\\');
}
