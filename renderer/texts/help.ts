export const helpTexts = {
  troubleshooting: {
    title: 'Troubleshooting',
    intro: 'Every error message of the console, and what to do about it.',
    message: 'Message',
    action: 'Recommended actions',
    symptoms: {
      disconnected: 'The Connection State of a WebSocket server is DISCONNECTED',
      notificationsNotSent: 'Notifications are not sent',
    },
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    keys: 'Keys',
    effect: 'Effect',
    rows: [
      ['F5', 'Refresh the list'],
      ['F10', 'Go to the menu bar'],
      ['Ctrl+O', 'Import endpoint details files'],
      ['Arrow keys', 'Go from cell to cell; from the first row up to the column headers'],
      ['Home, End', 'Go to the first or last cell of the row'],
      ['Ctrl+Home, Ctrl+End', 'Go to the first or last row'],
      ['Page Up, Page Down', 'Go up or down by a page'],
      ['Space', 'Select or deselect the row'],
      ['Shift+Arrow, Shift+Page Up/Down', 'Extend the selection'],
      ['Ctrl+A', 'Select all rows'],
      ['Escape', 'Clear the selection'],
      ['Enter', 'Select the row and go to its details; on a column header, sort'],
      ['Alt+Left, Alt+Right', 'On a column header, make the column narrower or wider'],
      ['Shift+F10, Menu key', 'Open the context menu'],
      ['Delete', 'Delete the selected WebSocket servers'],
      ['Ctrl+Z', 'Undo Deactivate, right after it'],
      ['Ctrl+F', 'Go to the filter'],
    ] as const,
  },

  diagnostics: {
    exported: (name: string) => `${name} was saved. Secrets are masked; look through it before you send it.`,
  },

  about: {
    title: 'About',
    version: 'Version',
    dataFolder: 'Data folder',
    copyAll: 'Copy versions',
    versionsCopied: 'versions',
    protection: 'Protection of secrets',
    licence: 'Licence',
    licenceText:
      'MIT. The installed app has it in LICENSE, and the licences of all its parts in THIRD-PARTY-LICENSES.txt. Not a product of, nor endorsed by, the makers of NetBackup.',
  },
} as const;
