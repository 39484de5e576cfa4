import { grouped, plural } from './wording.ts';

const count = (masters: number) => plural(masters, 'master server', 'master servers');

/** Master servers: the overview, the dialogs, and what is said of them. */
export const mastersTexts = {
  masters: {
    heading: 'Master Servers',
    grid: 'Master Servers',
    loading: 'Asking for the list of master servers…',
    count,
    failing: (masters: number) => `${masters} with a problem`,
    columns: {
      name: 'Name',
      kind: 'Kind',
      state: 'State',
      connected: 'Connected',
      groups: 'Groups without connection',
      undelivered: 'Undelivered',
      lastAnswer: 'Last answer',
      problem: 'Problem',
    },
    kinds: { 'this computer': 'This computer', NetBackup: 'NetBackup', 'headless host': 'Headless host' },
    states: { asking: 'Being asked', ok: 'OK', failing: 'Failing' },
    connectedOf: (connected: number, activated: number) => `${grouped(connected)} of ${grouped(activated)}`,
    connectedFact: (connected: number, activated: number) => `${grouped(connected)} of ${grouped(activated)} activated`,
    endpoints: 'WebSocket servers',
    origin: 'Address',
    version: 'Version',
    account: 'Credentials',
    accounts: {
      none: 'None',
      'api-key': 'API key (saved)',
      password: (user: string) => `${user}, with a saved password`,
      token: 'Token (saved)',
    },
    period: 'Asked',
    every: (seconds: number) => `every ${seconds} s while a console looks`,
    /** While it fails it is asked less and less often. */
    again: (seconds: number) => `again in ${seconds} s while a console looks`,
    trust: 'Trusted',
    trustCertificate: 'this certificate only',
    trustIssuer: 'certificates of this CA for this host name',
    never: 'never',
    always: 'always: it is this console’s own service',
    ago: (seconds: number) =>
      seconds < 2
        ? 'just now'
        : seconds < 120
          ? `${seconds} s ago`
          : seconds < 7200
            ? `${Math.floor(seconds / 60)} min ago`
            : seconds < 172_800
              ? `${Math.floor(seconds / 3600)} h ago`
              : `${Math.floor(seconds / 86_400)} days ago`,
    open: 'Open',
    edit: 'Edit…',
    rename: 'Rename…',
    remove: 'Remove',
    refresh: 'Ask now',
    accept: 'Accept new certificate…',
    asked: (masters: number) => `Asking ${count(masters)} now.`,
    answers: (name: string) => `${name} answers.`,
    added: (name: string) => `Added the master server ${name}.`,
    edited: (name: string) => `Saved the master server ${name}.`,
    renamed: (name: string) => `Renamed to ${name}.`,
    removed: (name: string) => `Removed the master server ${name}. Nothing was changed there.`,
    gone: (name: string) => `The master server ${name} is no longer in the list.`,
    /** For screen readers, when one fails or is back. */
    nowFailing: (name: string, problem: string) => `${name}: ${problem}.`,
    nowBack: (name: string) => `${name} answers again.`,
    moreFailing: (masters: number) => `${count(masters)} more have a problem.`,
  },

  /** Above the panes, once there is more than one: whose they are. */
  masterBar: {
    label: 'Master server',
    answered: (when: string) => `last answer ${when}`,
    asOf: (time: string) => `What you see is as it was at ${time}. It is asked again by itself.`,
  },

  renameMaster: { title: 'Rename master server', save: 'Rename' },

  removeMaster: {
    title: 'Remove master server',
    one: (name: string) => `Remove the master server ${name} from this console?`,
    forgotten:
      'Forgotten here: its address, the accepted certificate and the saved credentials. On the master server itself nothing changes: its WebSocket servers and their connections stay as they are.',
  },

  masterDialog: {
    add: 'Add master server',
    edit: 'Edit master server',
    kind: 'Kind',
    kinds: { NetBackup: 'NetBackup', 'headless host': 'Headless host' },
    kindHints: {
      NetBackup: 'A NetBackup master server whose own WebSocket service runs. It is spoken with by its REST API.',
      'headless host': 'This service on another computer, started without a screen (npm run serve).',
    },
    name: 'Name',
    nameHint: (most: number) =>
      `What this console calls it, for example the site where it stands. At most ${most} characters.`,
    origin: 'Address',
    originHints: {
      NetBackup: 'Scheme, host and port of its REST API. Without a port it is 1556.',
      'headless host': 'The https:// address where it is published, or http:// on this computer for a tunnel.',
    },
    originPlaceholders: { NetBackup: 'https://master:1556', 'headless host': 'https://nbwss.example.com' },
    credentials: 'Credentials',
    credentialKinds: { 'api-key': 'API key', password: 'User name and password' },
    apiKey: 'API key',
    userName: 'User name',
    password: 'Password',
    domainName: 'Domain name',
    domainType: 'Domain type',
    token: 'Token',
    tokenHint: 'It is printed as the host starts, unless NBWSS_TOKEN gives it one.',
    secretHint: 'It is saved encrypted, and never shown again.',
    secretKept: 'Saved; leave empty to keep.',
    pollSeconds: 'Ask every … seconds',
    pollHint: (least: number, most: number) => `From ${least} to ${most}, while a console looks at it.`,
    certificate: 'Certificate',
    certificateHint:
      'Nothing is sent before its certificate is accepted, the credentials least of all. A CA certificate that you have already is taken from a file or from the clipboard.',
    certificateNone: 'Not accepted yet.',
    certificatePlain: 'Over http:// there is no certificate: the tunnel has to protect the way.',
    certificatePending: 'Accepted by you. It is not saved yet.',
    fetch: 'Fetch certificate…',
    fetching: 'Asking the server for its certificate…',
    fetchStopped: 'The certificate was not fetched.',
    save: 'Save',
    saving: 'Saving…',
    problem: (field: string, why: string) => `${field} ${why}.`,
    test: {
      button: 'Test connection',
      hint: 'Tries what is entered above; nothing is saved.',
      running: 'Testing…',
      steps: 'Steps of the connection test',
      stopped: 'The test was stopped.',
      passed: 'The connection test passed.',
      withWarnings: 'The connection test passed, with warnings.',
      failed: (step: string) => `The connection test failed: ${step}.`,
      names: {
        'name-resolution': 'Name resolution',
        tcp: 'TCP connection',
        proxy: 'Proxy',
        tls: 'TLS',
        certificate: 'Certificate',
        ping: 'Answer',
        'api-version': 'API version',
        credentials: 'Credentials',
        list: 'List of WebSocket servers',
      },
    },
  },

  masterCertificate: {
    title: 'SSL Certificate',
    of: (origin: string) => `Certificate of the master server ${origin}`,
    unverified: 'Nothing vouches for it yet: only the fingerprint can tell whether it is the right one.',
    trustLabel: 'What to trust',
    trustCertificate: 'Trust this certificate only',
    trustIssuer: 'Trust certificates of this issuer for this host name',
    trustCa: 'Trust certificates of the NetBackup CA for this host name',
    caProblem: (why: string) => `The NetBackup CA cannot be trusted for it: ${why}`,
    ca: 'NetBackup CA',
    server: 'Certificate of the server',
    compareServer:
      'Compare the SHA-256 fingerprint with the one that is shown on the master server itself, or that its administrator gave you by another way.',
    compareCa:
      'Compare the SHA-256 fingerprint of the CA with the one that the master server itself shows (nbcertcmd -listCACertDetails), or that its administrator gave you by another way.',
    accepted: 'Accepted until now (SHA-256)',
    same: 'The server presents what was accepted. There is nothing to accept.',
    done: (name: string) => `Accepted the certificate of ${name}. It is asked now.`,
  },
} as const;
