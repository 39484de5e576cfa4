export const propertiesTexts = {
  properties: {
    heading: 'Properties',
    intro:
      'The settings of NBWSS. They stand in a text file, which can be edited by hand as well; a change applies at once and drops no connection.',
    file: 'File',
    table: 'NBWSS properties',
    columns: { property: 'Property', value: 'Value', default: 'Default', bounds: 'Allowed', action: 'Reset' },
    bounds: (min: number, max: number) => `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`,
    trueOrFalse: 'true or false',
    changed: 'Changed',
    notSaved: 'Not saved',
    notInFile: 'The file does not set it.',
    problem: (why: string) => `The value ${why}.`,
    defaultUsed: (value: string) => `The default ${value} is used.`,
    changedMeanwhile: (value: string) => `In the file it has become ${value} meanwhile.`,
    reset: 'Reset',
    resetOne: (key: string) => `Reset ${key}`,
    resetAll: 'Reset all',
    save: 'Save',
    revert: 'Revert',
    saved: 'The properties were saved.',
    extensions: 'Extensions',
    extensionsHint: 'The file sets these too. The file of NetBackup does not have them.',
  },

  proxy: {
    heading: 'Proxy',
    intro:
      'The HTTP proxy of connections to cloud applications, to servers that hold endpoint details and to other master servers. This computer’s NetBackup is always reached directly. A change holds for new connections.',
    modes: { environment: 'As the environment says', none: 'No proxy', manual: 'This proxy:' },
    url: 'URL',
    urlHint: 'Such as http://proxy.example.com:3128',
    user: 'User',
    userHint: 'Leave it empty when the proxy asks for none.',
    password: 'Password',
    passwordHint: 'It is encrypted when it is saved, and never shown again.',
    passwordKept: 'A password is saved. Leave this empty to keep it.',
    passwordAgain: 'The saved one is kept only for the same URL and user: for others it has to be given again.',
    forget: 'Remove the saved password',
    bypass: 'Hosts without proxy',
    bypassHint: 'Host names, .domain, IP addresses or CIDR blocks, separated by commas.',
    problem: (field: string, why: string) => `${field} ${why}.`,
    save: 'Save proxy',
    revert: 'Revert proxy',
    saved: 'The proxy was saved.',
    practiceOn: 'Practice mode is on: its servers are on this computer, and no proxy is used.',
  },

  vault: {
    heading: 'Protection of secrets',
    intro: 'How tokens, passwords, API keys and the keys of client certificates are encrypted where they are saved.',
    rotate: 'Rotate key',
    rotateKey: 'Rotate key…',
    rotateQuestion:
      'Encrypt every saved secret with a new key, and delete the former one? Older copies of the data folder need the key that was copied with them.',
    rotateHint:
      'Encrypts every saved secret with a new key and deletes the former one. No connection is dropped. Copies of the data folder that were made before can be opened only with the key that was copied with them, or with the passphrase of that time.',
    rotated: (resealed: number, unreadable: number) =>
      `${resealed === 1 ? '1 saved secret was' : `${resealed} saved secrets were`} encrypted with a new key.${
        unreadable === 0
          ? ''
          : ` ${unreadable} cannot be read and ${unreadable === 1 ? 'stays as it is' : 'stay as they are'}.`
      }`,
  },
} as const;
