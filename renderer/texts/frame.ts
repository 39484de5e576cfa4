import { plural } from './wording.ts';

export const frameTexts = {
  link: {
    connecting: 'Connecting to the service…',
    down: 'No connection to the service. Trying again…',
    stale: 'There is no connection to the service: what you see may be out of date.',
    'token-needed': {
      title: 'Open the address that the service printed',
      body: 'This page needs the token of the service. When the service starts, it prints an address that ends with #token=…; open that address in this browser.',
      hint: 'The token is taken off the address bar at once, and this browser stays signed in until the service is restarted.',
    },
    'token-wrong': {
      title: 'The token in this address is not right',
      body: 'The service has another token: unless NBWSS_TOKEN gives it a fixed one, it makes a new one at each start. Open the address that it printed when it was last started, with all that follows #token= in it.',
      hint: 'Also make sure that this is the service that you mean: host name and port of the address lead to it.',
    },
    problem: {
      lines: ['No connection to the service'],
      causes: [],
      actions: ['Make sure that the service is running. The console connects again by itself; then try again.'],
    } as { lines: string[]; causes: string[]; actions: string[] },
  },

  common: {
    ok: 'OK',
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    copy: 'Copy',
    copied: (what: string) => `Copied: ${what}`,
    notCopied: 'The clipboard is not available. Select the text and copy it by keyboard.',
    recommendedActions: 'Recommended actions',
    stop: 'Stop',
    none: 'None',
  },

  /** The button that helps with an error. */
  remedies: {
    retry: 'Retry',
    refresh: 'Refresh',
    renew: 'Renew credentials…',
    'netbackup-connection': 'Open NetBackup Connection',
    properties: 'Open Properties',
    'edit-master': 'Edit master server…',
  },

  navigation: {
    label: 'Navigation',
    masters: 'Master Servers',
    thisComputer: 'This computer',
    mediaAndDeviceManagement: 'Media and Device Management', // P-1
    credentials: 'Credentials',
    webSocketServers: 'WebSocket Servers',
    nbwss: 'NBWSS',
    activity: 'Activity',
    notifications: 'Notifications',
    properties: 'Properties',
    netBackupConnection: 'NetBackup Connection',
    logs: 'Logs',
    practice: 'Practice',
  },

  menu: {
    label: 'Menu bar',
    file: 'File',
    importEndpoint: 'Import endpoint…',
    exportList: 'Export list…',
    quit: 'Quit',
    view: 'View',
    refresh: 'Refresh',
    columns: 'Columns…',
    theme: 'Theme',
    light: 'Light',
    dark: 'Dark',
    system: 'System',
    actions: 'Actions',
    new: 'New', // P-9
    newServer: 'New WebSocket Server',
    addMaster: 'Add master server…',
    editMaster: 'Edit master server…',
    renameMaster: 'Rename master server…',
    removeMaster: 'Remove master server',
    activate: 'Activate',
    deactivate: 'Deactivate',
    delete: 'Delete',
    renew: 'Renew credentials…', // decision 38
    acceptCertificate: 'Accept new certificate…', // decision 35
    reconnect: 'Reconnect by priority', // decision 8
    diagnose: 'Diagnose…', // decision 41
    run: 'Run connection process now',
    help: 'Help',
    troubleshooting: 'Troubleshooting',
    shortcuts: 'Keyboard shortcuts',
    exportDiagnostics: 'Export diagnostics…',
    about: 'About',
  },

  toolbar: {
    label: 'Toolbar',
    filter: 'Filter',
    clearFilter: 'Clear filter',
    netBackup: 'NetBackup connection',
    netBackupState: {
      ok: 'NetBackup: ok',
      failing: 'NetBackup: failing',
      'not configured': 'NetBackup: not configured',
      unknown: 'NetBackup: not checked yet',
    },
    groups: (connected: number, all: number) => `${connected} of ${all} groups connected`,
  },

  status: {
    nextRun: (seconds: number, period: number) => `Connection process: next run in ${seconds} s (every ${period} s)`,
  },

  fault: {
    title: 'This window cannot go on',
    body: 'A fault of the console stopped the drawing of this window. The service and its connections go on.',
    reload: 'Load the window again',
    hint: 'What was typed here and not saved is lost. If it happens again, send what stands below to those who maintain this console.',
    report: 'What happened',
  },

  leaving: {
    title: 'Unsaved changes',
    question: 'What you changed in this pane is not saved.',
    discard: 'Discard changes',
    stay: 'Stay',
  },

  actions: {
    activated: (count: number) => `Activated ${plural(count, 'WebSocket server', 'WebSocket servers')}.`,
    deactivated: (count: number) => `Deactivated ${plural(count, 'WebSocket server', 'WebSocket servers')}.`,
    deleted: (count: number) => `Deleted the credentials of ${plural(count, 'WebSocket server', 'WebSocket servers')}.`,
    reconnecting: (groups: number) =>
      groups === 1
        ? 'Its group was disconnected and is tried again from the highest priority.'
        : `${groups} groups were disconnected and are tried again from the highest priority.`,
    runStarted: 'The connection process was started.',
    refreshed: (count: number) => `Refreshed: ${plural(count, 'WebSocket server', 'WebSocket servers')}.`,
    started: 'The service was started.',
    working: 'Working…',
    undo: 'Undo',
    exported: (name: string, count: number) =>
      `Exported ${plural(count, 'WebSocket server', 'WebSocket servers')} as ${name}.`,
  },
} as const;
