import type { ChecklistItem } from './items.ts';

/** One way to undo an item of the checklist: texts that stand exactly once in the project's files, and others for them. */
export interface Undoing {
  readonly item: ChecklistItem;
  readonly what: string;
  readonly changes: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

const consoleWindow = 'electron/desktop/console-window.ts';
const allWindows = 'electron/desktop/window.ts';

const preference = (item: ChecklistItem, find: string, replace: string): Undoing => ({
  item,
  what: replace,
  changes: [{ file: consoleWindow, find: `${find},`, replace: `${replace},` }],
});

/** At least one for each item. */
export const undoings: readonly Undoing[] = [
  {
    item: 1,
    what: 'the session loads everything',
    changes: [
      {
        file: allWindows,
        find: 'cancel: !loadable.has(new URL(url).protocol)',
        replace: 'cancel: url === "" && !loadable',
      },
    ],
  },
  preference(2, 'nodeIntegration: false', 'nodeIntegration: true'),
  preference(3, 'contextIsolation: true', 'contextIsolation: false'),
  preference(4, 'sandbox: true', 'sandbox: false'),
  {
    item: 5,
    what: 'each request for a permission is granted',
    changes: [
      {
        file: allWindows,
        find: "answer(permission === 'clipboard-sanitized-write')",
        replace: "answer(permission !== '')",
      },
    ],
  },
  {
    item: 5,
    what: 'each check of a permission is passed',
    changes: [
      { file: allWindows, find: "=> permission === 'clipboard-sanitized-write'", replace: "=> permission !== ''" },
    ],
  },
  preference(6, 'webSecurity: true', 'webSecurity: false, allowRunningInsecureContent: false'),
  {
    item: 7,
    what: "script-src with 'unsafe-inline'",
    changes: [
      {
        file: 'electron/bridge/window-policy.ts',
        find: `"script-src 'self'"`,
        replace: `"script-src 'self' 'unsafe-inline'"`,
      },
    ],
  },
  {
    item: 7,
    what: 'no policy',
    changes: [
      {
        file: 'electron/bridge/window-policy.ts',
        find: "'content-security-policy': policy",
        replace: "'x-content-security-policy': policy",
      },
    ],
  },
  preference(8, 'webSecurity: true', 'webSecurity: true, allowRunningInsecureContent: true'),
  preference(9, 'webSecurity: true', 'webSecurity: true, experimentalFeatures: true'),
  preference(10, 'webSecurity: true', "webSecurity: true, enableBlinkFeatures: 'PreciseMemoryInfo'"),
  preference(11, 'webSecurity: true', 'webSecurity: true, webviewTag: true'),
  {
    item: 12,
    what: 'nobody looks at a webview',
    changes: [
      { file: allWindows, find: "contents.on('will-attach-webview', (event) => event.preventDefault());", replace: '' },
    ],
  },
  {
    item: 13,
    what: 'nobody looks at a navigation',
    changes: [
      { file: allWindows, find: "contents.on('will-navigate', (event) => event.preventDefault());", replace: '' },
    ],
  },
  {
    item: 14,
    what: 'windows may be opened',
    changes: [{ file: allWindows, find: "{ action: 'deny' }", replace: "{ action: 'allow' }" }],
  },
  {
    item: 15,
    what: 'what would open a window is handed to the system',
    changes: [
      { file: allWindows, find: 'protocol, session }', replace: 'protocol, session, shell }' },
      {
        file: allWindows,
        find: "() => ({ action: 'deny' })",
        replace: "({ url }) => (void shell.openExternal(url), { action: 'deny' })",
      },
    ],
  },
  {
    item: 16,
    what: 'an older major version of Electron',
    changes: [{ file: 'package.json', find: '"electron": "45.', replace: '"electron": "42.' }],
  },
  {
    item: 17,
    what: 'everybody is given a port',
    changes: [
      {
        file: 'electron/desktop/console-ports.ts',
        find: 'frame !== null && frame === window.contents?.mainFrame && ',
        replace: 'frame !== null && ',
      },
    ],
  },
  {
    item: 18,
    what: 'links lead out of the folder',
    changes: [
      {
        file: 'electron/bridge/console-files.ts',
        find: 'if (!file.startsWith(folder + sep)) return undefined;',
        replace: 'if (folder === "") return undefined;',
      },
    ],
  },
  {
    item: 19,
    what: 'the packaged app runs as a plain Node',
    changes: [{ file: 'electron-builder.yml', find: 'runAsNode: false', replace: 'runAsNode: true' }],
  },
  {
    item: 20,
    what: 'the preload exposes ipcRenderer.send',
    changes: [
      {
        file: 'electron/preload.ts',
        find: "import { ipcRenderer } from 'electron';",
        replace:
          "import { contextBridge, ipcRenderer } from 'electron';\ncontextBridge.exposeInMainWorld('send', (channel: string) => ipcRenderer.send(channel));",
      },
    ],
  },
];
