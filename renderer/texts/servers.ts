import { grouped, notificationCount, plural, undeliveredWait } from './wording.ts';

export const serversTexts = {
  servers: {
    heading: 'WebSocket Server(s)', // P-2, K-11
    columns: {
      hostName: 'Host Name',
      url: 'URL',
      groupId: 'Group ID',
      priority: 'Priority',
      state: 'State',
      connectionState: 'Connection State',
      detail: 'Detail',
      since: 'Since',
      lastError: 'Last error',
      roundTrip: 'Round trip',
      undelivered: 'Undelivered',
    },
    show: 'Show',
    showChoices: {
      all: 'All',
      attention: 'Needs attention',
      connected: 'Connected',
      disconnected: 'Disconnected',
      deactivated: 'Deactivated',
    },
    choiceCount: (choice: string, count: number) => `${choice} (${grouped(count)})`,
    count: (all: number) => plural(all, 'WebSocket server', 'WebSocket servers'),
    countShown: (shown: number, all: number) =>
      `${grouped(shown)} of ${plural(all, 'WebSocket server', 'WebSocket servers')} shown`,
    announced: (host: string, state: string, connectionState: string, detail: string) =>
      [host, state, connectionState, detail].filter((part) => part !== '').join(', '),
    selected: (count: number) => `${grouped(count)} selected`,
    resize: (column: string) => `Resize column ${column}`,
    noMatch: 'No WebSocket server matches the filter.',
    starting: 'The service is starting',
    startingHint: 'The saved WebSocket servers appear as soon as it is ready.',
    empty: 'No WebSocket servers have been added',
    emptyHint:
      'Add the endpoint details that your cloud provider gave you, as a file or as a URL. Or look at it first with practice servers on this computer.',
    emptyElsewhere: 'Add the endpoint details that your cloud provider gave you, as a file or as a URL.',
    asking: 'The master server is being asked',
    askingHint: 'Its WebSocket servers appear as soon as it answers.',
    startPractice: 'Start practice mode',
    emptyPractice: 'Connect a practice server with one click, or add it by hand as you would a real one.',
    retry: 'Retry',
    certificateExpires: (host: string, days: number) =>
      days < 0
        ? `The accepted certificate of ${host} has expired.`
        : `The accepted certificate of ${host} expires in ${plural(days, 'day', 'days')}.`,
    certificatesExpire: (hosts: string) =>
      `The accepted certificates of ${hosts} expire within 30 days or have expired.`,
    clientCertificateExpires: (host: string, days: number) =>
      days < 0
        ? `The client certificate for ${host} has expired.`
        : `The client certificate for ${host} expires in ${plural(days, 'day', 'days')}.`,
    clientCertificatesExpire: (hosts: string) =>
      `The client certificates for ${hosts} expire within 30 days or have expired.`,
    hostList: (named: readonly string[], more: number) =>
      more > 0 ? `${named.join(', ')} and ${more} more` : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`,
    selectRows: (count: number) => (count === 1 ? 'Select its row' : `Select these ${count} rows`),
  },

  columns: {
    title: 'Columns',
    intro: 'Host Name, URL, Group ID, Priority, State and Connection State are always shown. Further columns:',
    optional: 'Further columns',
    resetWidths: 'Reset widths',
  },

  listExport: {
    title: 'Export list',
    intro: 'Host names, URLs, states and certificates, as they are now. No token or other secret is in it.',
    rows: 'Rows',
    extents: {
      all: (count: number) => `All (${grouped(count)})`,
      shown: (count: number) => `Those that the filter shows (${grouped(count)})`,
      selected: (count: number) => `Those that are selected (${grouped(count)})`,
    },
    format: 'Format',
    formats: { csv: 'CSV, for a spreadsheet', json: 'JSON, for a script' },
    export: 'Export',
  },

  details: {
    label: 'Details',
    close: 'Close details',
    many: (count: number) =>
      `${plural(count, 'WebSocket server', 'WebSocket servers')} selected. Select one to see its details.`,
    why: 'Why it is in this state',
    meanings: {
      deactivated: 'It is deactivated: NBWSS does not connect to it until it is activated.',
      connected: (group: string) => `The cloud application accepted the connection. It serves ${group}.`,
      connecting: 'An attempt to connect to it is under way.',
      'waiting-for-connect-response':
        'The WebSocket is open and the token was sent. The cloud application has to answer with CONNECT RESPONSE.',
      standby: (group: string, host: string) =>
        `Standby: ${group} is served by ${host}. A group has one connection at a time; this endpoint is tried when that one ends.`,
      waitingForRun: 'It waits for the next run of the connection process.',
      waitingForRegularRun:
        'It waits for the next regular run of the connection process: connectionInfo.earlyRun is false (Properties).',
    },
    found: 'What was found',
    nextAttempt: 'Next attempt',
    next: {
      at: (seconds: number, time: string) => (seconds === 0 ? 'due now' : `in ${seconds} s, at ${time}`),
      deactivated: 'None while it is deactivated',
      connected: 'None while it is connected',
      underWay: 'Under way now',
      served: (host: string) => `None while ${host} serves its group`,
      notPlanned: 'None is planned',
    },
    connection: 'Connection',
    connectionState: 'Connection State',
    since: (state: string, time: string) => `${state} since ${time}`,
    roundTrip: 'Round trip',
    roundTripNone: 'Not measured yet: the first ping is still to come, or unanswered',
    milliseconds: (value: number) => `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} ms`,
    missedPongs: 'Missed pongs',
    missedPongsInRow: (count: number) => (count === 0 ? '0' : `${count} in a row`),
    lastError: 'Last error',
    lastCloseStatus: 'Last close status',
    noClose: 'None yet',
    tokenRejections: 'Token rejections',
    undelivered: 'Undelivered',
    undeliveredOf: (count: number) =>
      count === 0 ? 'No notification of its group waits' : `${notificationCount(count)} of its group`,
    commands: 'Commands received',
    certificate: 'Accepted certificate',
    certificateMissing: 'The trust store cannot give it.',
    accepted: 'Accepted',
    presented: 'Server presents',
    expires: 'Expires',
    issuerExpires: 'Issuer expires',
    trust: 'Trusted',
    trustCertificate: 'This certificate only',
    trustIssuer: 'Certificates of its issuer for this host name',
    timeline: 'Timeline',
    timelineEmpty: 'No connection has been attempted since the service started.',
    transitions: {
      connecting: 'Connecting',
      'waiting-for-connect-response': 'Waiting for CONNECT RESPONSE',
      connected: 'Connected',
      disconnected: 'Disconnected',
    },
  },

  policy: {
    heading: 'Commands allowed',
    title: 'Command policy',
    change: 'Command policy…',
    inForce: {
      'allow all': 'All commands are carried out.',
      'read-only': 'Read-only: GET, HEAD and the login are carried out, everything else is refused.',
    },
    rulesInForce: (count: number) => `Only what ${plural(count, 'rule', 'rules')} allow is carried out.`,
    intro: (host: string) =>
      `Which commands of the cloud application ${host} are carried out on NetBackup. A change is in force from the next command on; the connection stays.`,
    kinds: { 'allow all': 'Allow all', 'read-only': 'Read-only', rules: 'Rules' },
    meanings: {
      'allow all': 'NetBackup itself decides, by the login of the cloud application.',
      'read-only': 'GET, HEAD and POST /netbackup/login.',
      rules: 'Only what a rule allows: a method, and the path that the call must lie at or under.',
    },
    rules: 'Rules',
    noRules: 'Without a rule every command is refused.',
    addRule: 'Add rule',
    removeRule: 'Remove rule',
    remove: (method: string, path: string) => `Remove rule ${method} ${path}`,
    method: 'Method',
    anyMethod: 'Any',
    path: 'Path',
    trial: 'Would this call pass?',
    trialMethod: 'Method of the call',
    trialUri: 'URI of the call',
    passes: 'It passes.',
    notValid: (problem: string) => `It is refused with 400 whatever the policy says: ${problem}.`,
    refused: 'It is refused with 403, and NetBackup does not hear of it.',
    save: 'Save',
    saved: (host: string) => `The command policy of ${host} was saved.`,
  },

  deletion: {
    hosts: 'Hosts',
    title: 'Delete',
    one: (host: string) => `Delete the credentials of ${host}?`,
    many: (count: number) => `Delete the credentials of these ${grouped(count)} WebSocket servers?`,
    more: (count: number) => `and ${grouped(count)} more`,
    consequence: (count: number) =>
      count === 1
        ? 'Its certificate is removed from the trust store and a live connection is closed.'
        : 'Their certificates are removed from the trust store and live connections are closed.',
    // Decision 20
    lastOf: (group: string, count: number | undefined) =>
      count === undefined
        ? `No endpoint of ${group} is left then. Its undelivered notifications are kept for 7 days.`
        : count === 0
          ? `No endpoint of ${group} is left then. No notification waits for it.`
          : `No endpoint of ${group} is left then: ${undeliveredWait(count)}, kept for 7 days.`,
    lastOfMore: (groups: number, count: number | undefined) =>
      count === undefined ? `and ${groups} more groups` : `and ${groups} more groups: ${undeliveredWait(count)}`,
    takeOver: 'An endpoint of the same group that is added until then takes them over.',
  },
} as const;
