/**
 * The right column of the table in docs/architecture.md: what each folder may import. The longest matching `path` holds
 * for a file. Names without a dot are packages (`@mui/` stands for all of that scope), `node:` is Node's own modules.
 */
export interface Zone {
  /** A folder, ending with a slash, or a pattern for the files directly in one. */
  readonly path: string | RegExp;
  /** Folders and files of this project beside its own folder, or a pattern for them. */
  readonly project: readonly (string | RegExp)[];
  readonly packages: readonly string[];
}

/** What every part of the service may use of the service itself: time, also as it counts for removal, the log’s shape, files that last and who may read them, streams, messages as they go out, and TLS as the service opens it. */
const serviceGround = [
  'shared/',
  'electron/service/clock.ts',
  'electron/service/database-file.ts',
  'electron/service/durable-file.ts',
  'electron/service/log.ts',
  'electron/service/open-to-others.ts',
  'electron/service/plain-file.ts',
  'electron/service/retention-clock.ts',
  'electron/service/set-aside.ts',
  'electron/service/stream-sleep.ts',
  'electron/service/tls/',
  'electron/service/unless-aborted.ts',
  'electron/service/written-message.ts',
];

/** Earlier entries win. */
export const zones: readonly Zone[] = [
  {
    path: /^(electron|renderer)\/vite\.config\.ts$/,
    project: ['electron/launch/bundled-packages.mjs'],
    packages: ['vite', '@vitejs/plugin-react', 'node:'],
  },
  { path: 'shared/', project: [], packages: ['zod', '@orpc/contract'] },
  { path: 'electron/service/connection/', project: serviceGround, packages: ['ws', 'node:'] },
  {
    path: 'electron/service/diagnosis/',
    project: [...serviceGround, 'electron/service/connection/', 'electron/service/known-secret.ts'],
    packages: ['node:'],
  },
  { path: 'electron/service/command/', project: serviceGround, packages: ['undici', 'node:'] },
  {
    path: 'electron/service/notification/',
    project: [...serviceGround, 'electron/service/netbackup/'],
    packages: ['node:'],
  },
  {
    path: 'electron/service/netbackup/',
    project: [
      ...serviceGround,
      'electron/service/command/',
      'electron/service/credentials/',
      // What a server says is told without its secrets.
      'electron/service/known-secret.ts',
      'electron/service/redaction.ts',
    ],
    packages: ['undici', 'node:'],
  },
  {
    path: 'electron/service/credentials/',
    project: serviceGround,
    packages: ['@peculiar/x509', 'reflect-metadata', 'undici', 'zod', 'node:'],
  },
  {
    path: 'electron/service/log/',
    // What is shown and exported of the log is told without its secrets.
    project: [...serviceGround, 'electron/service/known-secret.ts', 'electron/service/redaction.ts'],
    packages: ['rotating-file-stream', 'node:'],
  },
  {
    // What is sent to support is told without its secrets.
    path: 'electron/service/diagnostics/',
    project: [...serviceGround, 'electron/service/known-secret.ts', 'electron/service/redaction.ts'],
    packages: ['fflate', 'node:'],
  },
  {
    path: 'electron/service/tls/',
    project: ['shared/', 'electron/service/clock.ts'],
    packages: ['undici', '@peculiar/x509', 'reflect-metadata', 'node:'],
  },
  {
    path: 'electron/service/',
    project: ['shared/'],
    packages: ['ws', 'undici', 'zod', 'pino', '@peculiar/x509', 'reflect-metadata', 'node:'],
  },
  {
    path: 'electron/masters/',
    // What is trusted elsewhere, and how NetBackup is spoken with, is the service's.
    project: ['shared/', 'electron/service/'],
    packages: ['undici', 'zod', 'node:'],
  },
  {
    path: 'electron/bridge/',
    project: ['shared/', 'electron/service/', 'electron/masters/'],
    packages: ['@orpc/server', 'hono', '@hono/node-server', 'prom-client', 'ws', 'zod', 'node:'],
  },
  {
    path: 'electron/practice/',
    project: ['shared/'],
    packages: ['ws', '@peculiar/x509', 'reflect-metadata', 'zod', 'node:'],
  },
  {
    // What a provider is tested with is what connects to them afterwards.
    path: 'electron/conformance/',
    project: [
      ...serviceGround,
      'electron/service/command/command-relay.ts',
      'electron/service/connection/',
      'electron/service/known-secret.ts',
      'electron/service/redaction.ts',
    ],
    packages: ['node:'],
  },
  { path: 'electron/launch/', project: [], packages: ['node:'] }, // runs before anything is installed
  { path: 'electron/preload.ts', project: ['shared/'], packages: ['electron'] },
  {
    path: 'electron/desktop/',
    // Of the files beside the hosts only what both are made of: nothing of the headless host.
    project: [
      'shared/',
      'electron/bridge/',
      'electron/service/',
      /^electron\/(connections|console-host|console-host-options|secret-files|vault-protection)\.ts$/,
      'electron/icons/',
    ],
    packages: ['electron', 'electron-store', 'electron-updater', 'node:'],
  },
  { path: 'electron/main.ts', project: ['shared/', 'electron/'], packages: ['electron', 'node:'] },
  {
    // The headless host, the commands, and what both hosts are made of: all this runs where there is no Electron.
    path: /^electron\/[^/]+\.ts$/,
    project: ['shared/', /^electron\/(?!desktop\/|main\.ts$)/],
    packages: ['conf', 'zod', '@orpc/server', '@orpc/client', 'node:'],
  },
  {
    path: 'renderer/',
    project: ['shared/'],
    packages: [
      'react',
      'react-dom',
      '@mui/',
      '@mdi/js',
      '@tanstack/',
      '@orpc/client',
      '@orpc/contract',
      '@emotion/',
      '@base-ui/',
      'partysocket',
    ],
  },
];

/** Where values of a package must not get, over any number of imports. */
export interface KeptOut {
  /** Of the files from which it is followed. */
  readonly from: RegExp;
  readonly packages: readonly string[];
  /** Said of what it finds. */
  readonly where: string;
}

export const keptOut: readonly KeptOut[] = [
  // A file of the window may take values from shared/, whose files may import zod.
  { from: /^renderer\/(?!vite\.config)/, packages: ['zod', '@orpc/contract'], where: 'into the window' },
  // There it falls over once something of it is called, which a run of a few views or rounds may not do.
  { from: /^test\/[^/]+\/[^/]+-command\.ts$/, packages: ['vitest'], where: 'into a command, which no Vitest runs' },
];
