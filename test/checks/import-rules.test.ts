import { describe, expect, test } from 'vitest';
import { breachesOf } from './import-rules.ts';
import { parse } from './source-file.ts';

/** The findings over a small project: its files by path. */
function problemsIn(files: Readonly<Record<string, string>>): string[] {
  const sources = Object.entries(files).map(([path, text]) => parse(path, text));
  return breachesOf(sources).map(({ file, line, problem }) => `${file}:${line} ${problem}`);
}

describe('what each folder may import', () => {
  test.each([
    ['shared/messages.ts', "import { z } from 'zod';"],
    ['shared/console-api.ts', "import { oc } from '@orpc/contract';"],
    ['electron/service/connection/server-group.ts', "import WebSocket from 'ws';"],
    ['electron/service/connection/server-group.ts', "import type { Clock } from '../clock.ts';"],
    ['electron/service/command/netbackup-client.ts', "import { request } from 'undici';"],
    ['electron/service/notification/log.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['electron/main.ts', "import { app } from 'electron';"],
    ['electron/main.ts', "const { startDesktopApp } = await import('./desktop/desktop-app.ts');"],
    ['electron/desktop/window.ts', "import { BrowserWindow } from 'electron';"],
    ['electron/desktop/desktop-app.ts', "import { ConsoleHost } from '../console-host.ts';"],
    ['electron/headless.ts', "import { ConsoleHost } from './console-host.ts';"],
    ['electron/launch/start.mjs', "import { join } from 'node:path';"],
    ['renderer/frame/app.tsx', "import Button from '@mui/material/Button';"],
    ['renderer/frame/app.tsx', "import type { ConsoleApi } from '../../shared/console-api.ts';"],
    ['test/unit/anything.test.ts', "import { app } from 'electron';"],
  ])('lets %s contain: %s', (path, text) => {
    expect(problemsIn({ [path]: text })).toEqual([]);
  });

  test.each([
    ['shared/messages.ts', "import { readFileSync } from 'node:fs';"],
    ['shared/messages.ts', "import { Clock } from '../electron/service/clock.ts';"],
    ['electron/service/connection/server-group.ts', "import { request } from 'undici';"],
    ['electron/service/connection/server-group.ts', "import { relay } from '../command/command-relay.ts';"],
    ['electron/service/command/netbackup-client.ts', "import WebSocket from 'ws';"],
    ['electron/service/nbwss-service.ts', "import { app } from 'electron';"],
    ['electron/service/nbwss-service.ts', "import Store from 'electron-store';"],
    ['electron/service/nbwss-service.ts', "import { useState } from 'react';"],
    ['electron/bridge/console-port.ts', "import { ipcMain } from 'electron';"],
    ['electron/practice/practice.ts', "import { start } from '../service/nbwss-service.ts';"],
    ['electron/console-host.ts', "import { app } from 'electron';"],
    ['electron/console-host.ts', "import type { Desktop } from './desktop/desktop.ts';"],
    ['electron/headless.ts', "import { zoomed } from './desktop/zoom.ts';"],
    ['electron/bridge/console-port.ts', "import { Desktop } from '../desktop/desktop.ts';"],
    ['electron/desktop/desktop-app.ts', "import { headless } from '../headless.ts';"],
    ['electron/launch/start.mjs', "import { z } from 'zod';"],
    ['electron/preload.ts', "import { port } from './bridge/console-port.ts';"],
    ['renderer/frame/app.tsx', "import type { Host } from '../../electron/bridge/console-port.ts';"],
    ['renderer/frame/app.tsx', "import { join } from 'node:path';"],
    ['renderer/frame/app.tsx', "import { z } from 'zod';"],
    ['renderer/frame/app.tsx', "const electron = await import('electron');"],
    ['renderer/frame/app.tsx', "export { app } from 'electron';"],
  ])('refuses that %s contains: %s', (path, text) => {
    expect(problemsIn({ [path]: text })).toContainEqual(expect.stringMatching(`^${path}:1 may not import `));
  });

  test('refuses a new folder until its rules are written down', () => {
    expect(problemsIn({ 'electron/utils/text.ts': 'export const a = 1;' })).toEqual([
      'electron/utils/text.ts:1 is in a folder without import rules',
    ]);
  });
});

test.each(['import', 'import type'])('a circle of imports is found, also through "%s"', (back) => {
  const circle = { 'shared/a.ts': "import { b } from './b.ts';", 'shared/b.ts': `${back} { a } from './a.ts';` };
  expect(problemsIn(circle)).toEqual([
    'shared/a.ts:1 imports itself in a circle: shared/a.ts → shared/b.ts → shared/a.ts',
  ]);
});

test('zod does not come into the window through shared/', () => {
  const shared = {
    'shared/a.ts': "export { b } from './b.ts';",
    'shared/b.ts': "import { z } from 'zod'; export const b = z;",
  };
  expect(problemsIn({ ...shared, 'renderer/app.ts': "import { b } from '../shared/a.ts';" })).toEqual([
    'shared/b.ts:1 brings zod into the window: renderer/app.ts → shared/a.ts → shared/b.ts',
  ]);
  expect(problemsIn({ ...shared, 'renderer/app.ts': "import type { b } from '../shared/a.ts';" })).toEqual([]);
});

test('no command of the tests uses Vitest, over any number of imports', () => {
  const support = { 'test/support/a.ts': "import { expect } from 'vitest'; export const a = expect;" };
  expect(problemsIn({ ...support, 'test/looks/looks-command.ts': "import { a } from '../support/a.ts';" })).toEqual([
    'test/support/a.ts:1 brings vitest into a command, which no Vitest runs: test/looks/looks-command.ts → test/support/a.ts',
  ]);
  expect(problemsIn({ ...support, 'test/e2e/a.test.ts': "import { a } from '../support/a.ts';" })).toEqual([]);
});

test('a file that cannot be parsed is not passed over', () => {
  expect(() => parse('shared/a.ts', 'const = 1')).toThrow('shared/a.ts');
});
