/**
 * Damaged and hostile files and conditions: the table of docs/damaged-files.md, and of the tests that make each of them. What
 * the user sees (`says`) is what the tests look for, literally; `…` stands for what differs from case to case.
 */
export interface DamagedFile {
  /** What has happened. */
  readonly condition: string;
  /** In the console, or on stderr when the start is refused (exit status 2). Empty: nothing, since nothing is amiss. */
  readonly says: string;
  readonly kept: string;
  readonly remedy: string;
}

const restored =
  'It was kept as config.damaged-….json in the data folder, and its last good copy was put in its place. It holds every change that was saved in the console. Look through the list: what was edited by hand in the file has to be done again.';
const damagedConfig = (condition: string, says: string): DamagedFile => ({
  condition,
  says: `config.json ${says}. ${restored}`,
  kept: 'All endpoints, as they were saved last; the damaged file under its new name',
  remedy: 'Look through the list. Move the damaged file elsewhere',
});

const emm =
  'Webservices unable to connect to EMM. Hint: check your security settings; Config WebServices are not compatible with NBAC…';
const refusedConfig = (condition: string, says: string, remedy: string): DamagedFile => ({
  condition,
  says: `${emm}${says}`,
  kept: 'Everything, byte for byte; the service has not started, and Retry tries again',
  remedy,
});

const configFiles = {
  'config-truncated': damagedConfig('Cut off in the middle', 'is not JSON'),
  'config-empty': damagedConfig('Empty', 'is not JSON'),
  'config-zeroed': damagedConfig('Zeros of the same size, as after a power cut', 'is not JSON'),
  'config-not-utf8': damagedConfig('A byte that is no UTF-8', 'is not text in UTF-8'),
  'config-utf16': damagedConfig('Saved as UTF-16 by an editor', 'is not text in UTF-8'),
  'config-wrong-types': damagedConfig('JSON of another shape', 'is not valid at endpoints: …'),
  'config-endpoint-damaged': damagedConfig('One endpoint without its URL', 'is not valid at endpoints.1.url: …'),
  'config-infinite': damagedConfig('A number that is none (1e999)', 'is not valid at endpoints.0.addedAt: …'),
  'config-duplicate-host': damagedConfig(
    'The same host name twice, in another case',
    'has more than one endpoint with the host name ONE.EXAMPLE',
  ),
  'config-deep': damagedConfig('Nested 100,000 levels deep', 'is nested too deep'),
  'config-huge': damagedConfig('300 MB', 'cannot be used: it is larger than 262144 KiB'),
  'config-directory': damagedConfig('A directory in its place', 'cannot be used: it is a directory, not a file'),
  'config-pipe': damagedConfig('A pipe in its place', 'cannot be used: it is a pipe, not a file'),
  'config-missing': {
    condition: 'Missing, and its copy is there',
    says: 'config.json was missing, and its last good copy was put in its place. It holds every change that was saved in the console…',
    kept: 'All endpoints',
    remedy: 'To begin with an empty list, remove config.json.last-good, too',
  },
  'config-deleted-stays-deleted': {
    ...damagedConfig('Damaged after an endpoint was deleted and another one deactivated', 'is not JSON'),
    kept: 'What is left: the deleted endpoint does not come back, the deactivated one stays deactivated',
  },
  'config-bom': {
    condition: 'With a byte order mark',
    says: '',
    kept: 'Everything',
    remedy: 'Nothing: it is read',
  },
  'config-prototype': {
    condition: 'With members such as `__proto__` and `constructor`',
    says: '',
    kept: 'Everything',
    remedy: 'Nothing: they mean nothing here',
  },
  'config-100000': {
    condition: '100,000 endpoints',
    says: '',
    kept: 'All of them',
    remedy: 'Nothing',
  },
  'config-changed-while-running': {
    condition: 'Edited or replaced while the service runs; seen at the next save',
    says: 'config.json was changed or replaced while the service ran. What stood there was kept as config.damaged-….json in the data folder, and what the console shows was saved.',
    kept: 'What the console shows, and the other file under its new name',
    remedy: 'Do in the console what the edit was to do',
  },
  'config-no-copy': refusedConfig(
    'Damaged, without a copy',
    'config.json is not JSON.…The endpoint store (config.json) could not be opened. It is left as it is, and nothing in it is lost.',
    'Put a good config.json back, then Retry. Or move it elsewhere, to begin with an empty list',
  ),
  'config-both-damaged': refusedConfig(
    'Damaged, and so is its copy',
    'config.json is not JSON. Its last good copy, config.json.last-good, is not valid at its root: …',
    'Put a good config.json back, then Retry',
  ),
  'config-missing-copy-damaged': refusedConfig(
    'Missing, and its copy is damaged',
    'config.json is missing. Its last good copy, config.json.last-good, is not text in UTF-8.',
    'Put a good config.json back, then Retry. Or move the copy elsewhere, to begin with an empty list',
  ),
  'config-future': refusedConfig(
    'Written by a later version',
    'config.json has format 9; this version reads up to …',
    'Install that version again, or put a config.json of this one back',
  ),
  'config-link': refusedConfig(
    'A link to a file elsewhere',
    'config.json is a link. Put the file itself into the data folder, or start with another data folder.',
    'As it says',
  ),
  'config-link-nowhere': refusedConfig(
    'A link to a file that is not there: a volume that is not mounted',
    'config.json is a link that leads nowhere.…',
    'Mount the volume, and put the file itself into the data folder',
  ),
  'config-no-permission': refusedConfig(
    'Not readable for the user of the service',
    'EACCES: permission denied, open …config.json…',
    'Give the file to that user, then Retry',
  ),
  'config-read-only': {
    condition: 'Made read-only, and something is saved',
    says: 'Communication with EMM failed…EACCES: permission denied…The endpoint store (config.json) could not be written.',
    kept: 'Everything as it was, in the file and in the console',
    remedy: 'Make the file writable, then do it again',
  },
  'config-disk-full': {
    condition: 'The disk is full when something is saved',
    says: 'Communication with EMM failed…ENOSPC: no space left on device…',
    kept: 'Everything as it was, in the file and in the console',
    remedy: 'Make room, then do it again',
  },
  'copy-not-writable': {
    condition: 'The copy config.json.last-good cannot be written',
    says: 'config.json was saved, but its copy for the case of damage, config.json.last-good, cannot be written (EISDIR: …',
    kept: 'What was saved; a copy that is out of date is removed, since it could bring back what was deleted',
    remedy: 'Remove what stands in the way; the next change writes the copy',
  },
} as const satisfies Record<string, DamagedFile>;

const notTaken = (condition: string, says: string): DamagedFile => ({
  condition,
  says: `The lock of the data folder … cannot be taken: ${says}. Remove …lock when no NBWSS Console runs on this folder`,
  kept: 'Everything: nothing was read or written',
  remedy: 'As it says',
});

const folderAndLock = {
  'folder-held-by-headless': {
    condition: 'Another headless host runs on it',
    says: 'The data folder … is in use by the headless host (pid …, since …Z)',
    kept: 'Everything: the first one goes on',
    remedy: 'Use the one that runs, or end it',
  },
  'folder-held-by-desktop': {
    condition: 'The desktop app runs on it',
    says: 'The data folder … is in use by the desktop app (pid …, since …Z)',
    kept: 'Everything: the app goes on. A second start of the app itself brings its window to the front',
    remedy: 'Use the app, or quit it',
  },
  'lock-killed': {
    condition: 'The process that held it was killed (kill -9)',
    says: '',
    kept: 'Everything; there is no stale lock to remove',
    remedy: 'Nothing',
  },
  'lock-pid-reused': {
    condition: 'The pid in a lock that was left behind belongs to another program by now',
    says: '',
    kept: 'Everything: the system knows who holds the lock, the pid is for the message only',
    remedy: 'Nothing',
  },
  'lock-garbage': {
    condition: 'Garbage in the file `lock`',
    says: 'The file lock in the data folder was damaged. It was kept as lock.damaged-…, and a new one was begun.',
    kept: 'Everything; the garbage under its new name',
    remedy: 'Move it elsewhere',
  },
  'lock-zeroed': {
    condition: 'Zeros in the file `lock`, as after a power cut',
    says: 'The file lock in the data folder was damaged. It was kept as lock.damaged-…, and a new one was begun.',
    kept: 'Everything',
    remedy: 'Move it elsewhere',
  },
  'lock-directory': notTaken('A directory in the place of `lock`', 'it is a directory, not a file'),
  'lock-pipe': notTaken('A pipe in the place of `lock`', 'it is a pipe, not a file'),
  'lock-link': notTaken('A link in the place of `lock`; what it leads to is not touched', 'it is a link, not a file'),
  'lock-huge': notTaken('A large file of somebody else in the place of `lock`', 'it is larger than 64 KiB'),
  'lock-database': notTaken(
    'A database of somebody else in the place of `lock`',
    'it is the database of another program',
  ),
  'folder-read-only': {
    condition: 'A read-only file system',
    says: 'The data folder … is not writable (EROFS)',
    kept: 'Everything',
    remedy: 'Mount it writable, or start with another data folder',
  },
  'folder-no-permission': {
    condition: 'A data folder of another user',
    says: 'The data folder … is not writable (E…)',
    kept: 'Everything',
    remedy: 'Give the folder to the user of the service',
  },
  'folder-is-a-file': {
    condition: 'A file in the place of the data folder',
    says: 'The data folder … is not writable (EEXIST)',
    kept: 'Everything',
    remedy: 'Start with another data folder',
  },
  'truststore-is-a-file': {
    condition: 'A file in the place of the folder `truststore`',
    says: 'The data folder … is not writable (EEXIST)',
    kept: 'Everything',
    remedy: 'Move the file elsewhere',
  },
  'logs-is-a-file': {
    condition: 'A file in the place of the folder `logs`',
    says: 'The log folder … cannot be used (E…)',
    kept: 'Everything',
    remedy: 'Move the file elsewhere',
  },
  'folder-removed': {
    condition: 'The data folder was removed or unmounted while the service runs',
    says: 'The data folder … was removed or replaced while the service runs: nothing can be saved. Put it back, or restart.',
    kept: 'Connections go on. A save is refused and leaves nothing behind; once the folder is back, it works again',
    remedy: 'Put the folder back, or mount it again',
  },
  'folder-replaced': {
    condition: 'Another folder came in its place while the service runs',
    says: 'The data folder … was removed or replaced while the service runs: nothing can be saved. Put it back, or restart.',
    kept: 'The other folder: a save is refused and leaves nothing behind in it',
    remedy: 'Put the right folder back, or restart',
  },
  'folder-unreachable': {
    condition:
      'The data folder cannot be reached while the service runs: no permission any more, or a disk that does not answer',
    says: 'The data folder … cannot be reached (E…): nothing can be saved until it can. Connections go on.',
    kept: 'Connections go on, and notifications are delivered from the open file. A save is refused; once the folder can be reached, it works again',
    remedy: 'Give the permission back, or look after the disk; do not restart before',
  },
  'half-written': {
    condition: 'Half a file, left behind by a kill in the middle of a save',
    says: '',
    kept: 'The former file, whole. The half one is removed with the next start',
    remedy: 'Nothing',
  },
  'set-aside-before': {
    condition: 'Damaged files of earlier starts are still there',
    says: 'The data folder keeps damaged files that were set aside before: config.damaged-2026-01-15T12-00-00.json. Move them elsewhere when they are of no use here any more.',
    kept: 'These files; the warning ends with the first start without them',
    remedy: 'Look at them, then move them elsewhere',
  },
  'clock-set-back': {
    condition: 'The clock was set back: a damaged file is set aside in a second of which there is one already',
    says: 'config.json is not JSON. It was kept as config.damaged-….2.json in the data folder…',
    kept: 'Both damaged files',
    remedy: 'Move them elsewhere',
  },
} as const satisfies Record<string, DamagedFile>;

const unreadProperties = (condition: string, why: string): DamagedFile => ({
  condition,
  says: `nbwss.properties cannot be read (${why}); the defaults are used`,
  kept: 'What is there is left alone, also by a save in the console, which is refused',
  remedy: 'Put a file in its place. It counts within seconds, without a restart',
});

const properties = {
  'properties-missing': {
    condition: 'Missing',
    says: '',
    kept: 'The shipped file is written',
    remedy: 'Nothing, or put the former file back',
  },
  'properties-empty': {
    condition: 'Empty',
    says: 'connectionInfo.period is missing; the default 60 is used',
    kept: 'The file as it is',
    remedy: 'Set the values in the pane NBWSS Properties, or put the former file back',
  },
  'properties-truncated': {
    condition: 'Cut off in the middle of a line',
    says: 'connectionInfo.per… is missing; the default 60 is used',
    kept: 'The file as it is; the values before the cut are in force',
    remedy: 'Set the missing values in the pane NBWSS Properties',
  },
  'properties-zeroed': {
    condition: 'Zeros, as after a power cut',
    says: 'the file holds characters that are no text; save it as UTF-8',
    kept: 'The file as it is; the defaults are in force',
    remedy: 'Put the former file back',
  },
  'properties-not-utf8': {
    condition: 'Comments that are no UTF-8',
    says: '',
    kept: 'Everything, also by a save in the console',
    remedy: 'Nothing',
  },
  'properties-prototype': {
    condition: 'Keys such as `__proto__`',
    says: '',
    kept: 'The lines stay; they mean nothing',
    remedy: 'Nothing',
  },
  'properties-directory': unreadProperties('A directory in its place', 'EISDIR'),
  'properties-pipe': unreadProperties('A pipe in its place', 'it is no file'),
  'properties-huge': unreadProperties('2 MB', 'it is larger than 1 MiB'),
  'properties-link-nowhere': unreadProperties('A link to a file that is not there', 'it is a link that leads nowhere'),
  'properties-no-permission': unreadProperties('Not readable for the user of the service', 'EACCES'),
} as const satisfies Record<string, DamagedFile>;

const keystore = (condition: string, cause: string): DamagedFile => ({
  condition,
  says: `Error loading keystore…${cause}`,
  kept: 'The row, its token and the file. Nothing is sent to the server; other rows go on',
  remedy: 'Renew credentials…, or Accept new certificate… after comparing the fingerprint',
});

const certificates = {
  'pem-truncated': keystore('Cut off in the middle', 'holds no certificate (PEM)'),
  'pem-empty': keystore('Empty', 'holds no certificate (PEM)'),
  'pem-missing': keystore('Missing', 'ENOENT'),
  'pem-foreign': keystore(
    'Another certificate in its place',
    'The stored certificate is not the one that was accepted.',
  ),
  'pem-directory': keystore('A directory in its place', 'not a file'),
  'pem-pipe': keystore('A pipe in its place', 'not a file'),
  'pem-huge': keystore('1 MB', 'over 256 KiB'),
} as const satisfies Record<string, DamagedFile>;

const damagedDatabase = (file: 'notifications' | 'history', condition: string, why: string): DamagedFile => ({
  condition,
  says: `${file === 'history' ? 'The history of commands' : 'The log of notifications'} could not be read (${why}). It was kept as ${file}.damaged-….sqlite in the data folder, and a new one was begun.`,
  kept:
    file === 'history'
      ? 'The damaged file and its journal under a new name; commands go on and are recorded'
      : 'The damaged file and its journal under a new name; what happens from now on is delivered',
  remedy: 'Put a good file back while the service is stopped, or move the damaged one elsewhere',
});

const databases = {
  'notifications-truncated': damagedDatabase('notifications', 'Cut off in the middle', '…'),
  'notifications-zeroed': damagedDatabase('notifications', 'Zeros of the same size', '…'),
  'notifications-garbage': damagedDatabase('notifications', 'No database', '…'),
  'notifications-empty': damagedDatabase('notifications', 'Empty, with its journal', 'the file is empty'),
  'notifications-missing': damagedDatabase(
    'notifications',
    'Missing, but its journal is there',
    'the file is missing, but not its journal',
  ),
  'notifications-directory': damagedDatabase(
    'notifications',
    'A directory in its place',
    'it is a directory, not a file',
  ),
  'notifications-pipe': damagedDatabase('notifications', 'A pipe in its place', 'it is a pipe, not a file'),
  'notifications-future': damagedDatabase('notifications', 'Written by a later version', 'it has format 99, …'),
  'notifications-no-permission': {
    condition: 'Not readable for the user of the service',
    says: 'The log of notifications cannot be used, so nothing is polled: EACCES…',
    kept: 'The file as it is. NetBackup keeps the jobs meanwhile',
    remedy: 'Give the file to that user; it is tried again every 30 seconds',
  },
  'history-truncated': damagedDatabase('history', 'Cut off in the middle', '…'),
  'history-zeroed': damagedDatabase('history', 'Zeros of the same size', '…'),
  'history-empty': damagedDatabase('history', 'Empty, with its journal', 'the file is empty'),
  'history-pipe': damagedDatabase('history', 'A pipe in its place', 'it is a pipe, not a file'),
  'history-future': damagedDatabase('history', 'Written by a later version', 'it has format 99, …'),
  'history-no-permission': {
    condition: 'Not readable for the user of the service',
    says: 'Commands are relayed, but their history cannot be written: EACCES…',
    kept: 'The file as it is. What was not recorded is counted, and told in the history as a gap',
    remedy: 'Give the file to that user; it is tried again every 30 seconds',
  },
} as const satisfies Record<string, DamagedFile>;

const freshWindow = (condition: string, why: string): DamagedFile => ({
  condition,
  says: `window-state.json cannot be used (${why}): the window opens as at the first time.`,
  kept: 'Nothing of value is in it: place, size and zoom. It is written anew when the window is moved',
  remedy: 'Nothing',
});

const windowState = {
  'window-state-truncated': freshWindow('Cut off in the middle', 'it is damaged'),
  'window-state-pipe': freshWindow('A pipe in its place', 'it is a pipe, not a file'),
  'window-state-huge': freshWindow('1 MB', 'it is larger than 64 KiB'),
} as const satisfies Record<string, DamagedFile>;

const lostSecrets = (condition: string, says: string, remedy: string): DamagedFile => ({
  condition,
  says: `2 saved secrets cannot be read. ${says}`,
  kept: 'The rows, which say “Credentials cannot be read”, and the sealed secrets, byte for byte. Nothing is sent to a server',
  remedy,
});
const vaultCopy = (condition: string, says: string): DamagedFile => ({
  condition,
  says: `vault.json ${says}, and was set aside as vault.damaged-….json. Its copy vault.backup.json is used.`,
  kept: 'All secrets; the damaged file under its new name',
  remedy: 'Move the damaged file elsewhere',
});

const vault = {
  'vault-truncated': vaultCopy('Cut off in the middle', 'is not JSON'),
  'vault-zeroed': vaultCopy('Zeros of the same size', 'is not JSON'),
  'vault-wrong-types': vaultCopy('JSON of another shape', 'is not valid at secrets'),
  'vault-missing': {
    condition: 'Missing, and its copy is there',
    says: 'vault.json was missing. Its copy vault.backup.json is used.',
    kept: 'All secrets',
    remedy: 'Nothing',
  },
  'vault-changed-while-running': {
    condition: 'Edited or replaced while the service runs; seen when a secret is saved or removed next',
    says: 'vault.json was changed or replaced while the service ran. What stood there was kept as vault.damaged-….json in the data folder, and the credentials that the service has were saved.',
    kept: 'The credentials that the service has, and the other file under its new name',
    remedy: 'Stop the service before a copy is put back, config.json together with it',
  },
  'vault-both-damaged': {
    condition: 'Damaged, and so is its copy',
    says: 'vault.json is not JSON, and was set aside as vault.damaged-….json. Put a copy of it back, or renew the credentials of each row.',
    kept: 'The rows, which say “Credentials cannot be read”; the damaged file under its new name',
    remedy: 'As it says',
  },
  'vault-future': refusedConfig(
    'Written by a later version',
    'vault.json has format 9; this version reads up to …',
    'Install that version again, or put a vault.json of this one back',
  ),
  'vault-pipe': refusedConfig(
    'A pipe in its place',
    'vault.json cannot be used: it is a pipe, not a file…',
    'Remove the pipe, then Retry',
  ),
  'vault-swapped': lostSecrets(
    'Two secrets were swapped in it, or changed',
    'It was sealed for another name, or has been changed.',
    'Put a good copy back and restart, or Renew credentials…',
  ),
  'key-missing': lostSecrets(
    'The key file vault.key is missing, or is that of another computer',
    'The key file that it was sealed with (key …) is not in the data folder. Put it back and restart.',
    'As it says, or Renew credentials…: a new key then comes beside the lost one, which can be put back at any time',
  ),
  'key-damaged': lostSecrets(
    'The key file vault.key is damaged',
    'The key file that it was sealed with (key …) is not in the data folder. Put it back and restart. The key file vault.key does not hold a key.',
    'Put the key file back and restart, or Renew credentials…',
  ),
  'key-open': {
    condition: 'The key file vault.key was put back so that others can read it (mode 0644)',
    says: 'The key file vault.key could be read by other users of this computer. It has mode 0600 again; if somebody may have copied it, use Rotate key under Properties.',
    kept: 'All secrets; the file is for its owner only again',
    remedy: 'As it says',
  },
} as const satisfies Record<string, DamagedFile>;

/** The parts of the table, in its order. */
export const damageSections = [
  ['config.json, the endpoints and settings', configFiles],
  ['vault.json, the sealed secrets, and vault.key', vault],
  ['The data folder and its lock', folderAndLock],
  ['nbwss.properties', properties],
  ['Certificates: truststore/*.pem', certificates],
  ['notifications.sqlite and history.sqlite', databases],
  ['window-state.json of the desktop app', windowState],
] as const;

const damagedFiles = {
  ...configFiles,
  ...vault,
  ...folderAndLock,
  ...properties,
  ...certificates,
  ...databases,
  ...windowState,
};
export type DamageId = keyof typeof damagedFiles;

/** The name of the test of a row. */
export const damage = (id: DamageId): string => `${id}: ${damagedFiles[id].condition}`;

/** What the user must see of it. */
export function said(id: DamageId): RegExp {
  const literal = damagedFiles[id].says.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(literal.replaceAll('…', '[^]*?'));
}

/** For `it.each`: the name of each row's test in front. */
export const named = <T>(rows: readonly (readonly [DamageId, T])[]): [string, DamageId, T][] =>
  rows.map(([id, row]) => [damage(id), id, row]);
