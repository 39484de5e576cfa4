import { plural } from './wording.ts';

export const desktopTexts = {
  desktop: {
    heading: 'This desktop app',
    closeToTray: 'Close to tray',
    closeToTrayHint:
      'Closing the window leaves the service running, so that connections stay up and notifications are delivered. Off: closing the window quits.',
    notifications: 'System notifications',
    notificationsHint: 'The system tells when a group loses its connection, and when it is connected again.',
    startAtLogin: 'Start at login',
    startAtLoginHint: 'The service starts when you log in, without the window.',
    windowCrashed: 'The window had crashed and was opened again. The service went on; the log says more.',
    switched: (setting: string, isOn: boolean) => `${setting}: ${isOn ? 'on' : 'off'}.`,
    shortcuts: [
      ['Ctrl+Plus, Ctrl+Minus', 'Zoom in or out, from 50 % to 200 %'],
      ['Ctrl+0', 'Zoom to 100 %'],
    ] as const,
  },

  restApi: {
    heading: 'REST API and metrics',
    intro:
      'For scripts and for Prometheus, on this computer only (127.0.0.1), with the same calls as those of the headless host. They are about the endpoints in the data folder, also while practice mode is shown.',
    on: 'Serve the REST API and metrics',
    port: 'Port of the REST API',
    portHint: '0: a free port, another one at each start.',
    portNotValid: 'A number from 0 to 65535.',
    savePort: 'Save port',
    notServed: 'The REST API is not served.',
    retry: 'Retry',
    address: 'Address',
    token: 'Token',
    noToken: 'There is none yet, so nobody can call.',
    tokenOf: (time: string) => `Made ${time}.`,
    newToken: 'Copy new token',
    newTokenHint:
      'Each call needs it in the header Authorization. It goes to the clipboard this once and is not kept, so put it where your scripts read it.',
    replaceToken: 'The former token no longer works, and scripts that use it are refused.',
    tokenCopied: 'A new token of the REST API is on the clipboard.',
    configured: (isOn: boolean, isServed: boolean) =>
      `REST API: ${!isOn ? 'off' : isServed ? 'on' : 'on, but not served'}.`,
  },

  updates: {
    heading: 'Updates',
    intro:
      'Asks a web server of yours, or of who gave you this app, for a later version: once a day while it is switched on. Nothing is downloaded or installed.',
    on: 'Look for updates',
    url: 'Update server',
    urlHint: 'https, such as https://updates.example.com/nbwss: the folder with latest.yml or latest-linux.yml.',
    save: 'Save server',
    check: 'Check now',
    checked: 'The update server was asked.',
    states: { 'not asked': 'Not asked yet.', asking: 'Asking…' },
    upToDate: (at: string) => `There is no later version (${at}).`,
    available: (version: string, at: string) => `Version ${version} is available (${at}).`,
    urlNotValid: (problem: string) => `It ${problem}.`,
    configured: (isOn: boolean) => `Look for updates: ${isOn ? 'on' : 'off'}.`,
  },

  quitting: {
    title: 'Quit',
    quit: 'Quit',
    connected: (count: number) => `${plural(count, 'group is connected', 'groups are connected')}.`,
    consequence:
      'Connections are closed, and cloud applications cannot call NetBackup until NBWSS Console is started again. Notifications wait on the disk until then.',
    practice: 'Practice mode ends with it, and its servers and endpoints are gone.',
  },
} as const;
