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
    switched: (setting: string, isOn: boolean) => `${setting}: ${isOn ? 'on' : 'off'}.`,
    shortcuts: [
      ['Ctrl+Plus, Ctrl+Minus', 'Zoom in or out, from 50 % to 200 %'],
      ['Ctrl+0', 'Zoom to 100 %'],
    ] as const,
  },

  quitting: {
    title: 'Quit',
    connected: (count: number) => `${plural(count, 'group is connected', 'groups are connected')}.`,
    consequence:
      'Connections are closed, and cloud applications cannot call NetBackup until NBWSS Console is started again. Notifications wait on the disk until then.',
    practice: 'Practice mode ends with it, and its servers and endpoints are gone.',
  },
} as const;
