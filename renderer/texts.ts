/**
 * Every text of the window, in one place so that it can be translated. Labels that the guide prints (`D-…`, `P-…`) are
 * exact. Error strings and their recommended actions are in the error catalogue, which the service shares.
 */

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const grouped = (count: number) => count.toLocaleString('en');
const notifications = (count: number) => `${grouped(count)} ${count === 1 ? 'notification' : 'notifications'}`;
const wait = (count: number) =>
  `${grouped(count)} undelivered ${count === 1 ? 'notification waits' : 'notifications wait'}`;

export const texts = {
  product: 'NBWSS Console',

  link: {
    connecting: 'Connecting to the service…',
    down: 'No connection to the service. Trying again…',
    stale: 'There is no connection to the service: what you see may be out of date.',
    tokenNeeded: {
      title: 'Open the address that the service printed',
      body: 'This page needs the token of the service. When the service starts, it prints an address that ends with #token=…; open that address in this browser.',
      hint: 'The token is taken off the address bar at once, and this browser stays signed in until the service is restarted.',
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

  navigation: {
    label: 'Navigation',
    thisComputer: 'This computer',
    mediaAndDeviceManagement: 'Media and Device Management', // P-1
    credentials: 'Credentials',
    webSocketServers: 'WebSocket Servers',
    nbwss: 'NBWSS',
    activity: 'Activity',
    notifications: 'Notifications',
    properties: 'Properties',
    netBackupConnection: 'NetBackup Connection',
    practice: 'Practice',
  },

  menu: {
    label: 'Menu bar',
    file: 'File',
    quit: 'Quit',
    view: 'View',
    refresh: 'Refresh',
    theme: 'Theme',
    light: 'Light',
    dark: 'Dark',
    system: 'System',
    actions: 'Actions',
    new: 'New', // P-9
    newServer: 'New WebSocket Server',
    activate: 'Activate',
    deactivate: 'Deactivate',
    delete: 'Delete',
    renew: 'Renew credentials…', // decision 38
    acceptCertificate: 'Accept new certificate…', // decision 35
    reconnect: 'Reconnect by priority', // decision 8
    run: 'Run connection process now',
    help: 'Help',
    troubleshooting: 'Troubleshooting',
    shortcuts: 'Keyboard shortcuts',
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

  servers: {
    heading: 'WebSocket Server(s)', // P-2, K-11
    columns: {
      hostName: 'Host Name',
      url: 'URL',
      groupId: 'Group ID',
      priority: 'Priority',
      state: 'State',
      connectionState: 'Connection State',
    },
    count: (all: number) => plural(all, 'WebSocket server', 'WebSocket servers'),
    countShown: (shown: number, all: number) =>
      `${shown} of ${plural(all, 'WebSocket server', 'WebSocket servers')} shown`,
    selected: (count: number) => `${count} selected`,
    resize: (column: string) => `Resize column ${column}`,
    noMatch: 'No WebSocket server matches the filter.',
    starting: 'The service is starting',
    startingHint: 'The saved WebSocket servers appear as soon as it is ready.',
    empty: 'No WebSocket servers have been added',
    emptyHint:
      'Add the endpoint details that your cloud provider gave you, as a file or as a URL. Or look at it first with practice servers on this computer.',
    startPractice: 'Start practice mode',
    emptyPractice:
      'Add the endpoint details of a practice cloud application: the practice servers show where they are.',
    retry: 'Retry',
    certificateExpires: (host: string, days: number) =>
      days < 0
        ? `The accepted certificate of ${host} has expired.`
        : `The accepted certificate of ${host} expires in ${plural(days, 'day', 'days')}.`,
    certificatesExpire: (count: number) =>
      `The accepted certificates of ${count} WebSocket servers expire within 30 days or have expired.`,
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
      count === 0 ? 'No notification of its group waits' : `${notifications(count)} of its group`,
    commands: 'Commands received',
    certificate: 'Accepted certificate',
    certificateMissing: 'The trust store cannot give it.',
    accepted: 'Accepted',
    presented: 'Server presents',
    expires: 'Expires',
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
  },

  deletion: {
    hosts: 'Hosts',
    title: 'Delete',
    one: (host: string) => `Delete the credentials of ${host}?`,
    many: (count: number) => `Delete the credentials of these ${count} WebSocket servers?`,
    more: (count: number) => `and ${count} more`,
    consequence: (count: number) =>
      count === 1
        ? 'Its certificate is removed from the trust store and a live connection is closed.'
        : 'Their certificates are removed from the trust store and live connections are closed.',
    // Decision 20
    lastOf: (group: string, count: number | undefined) =>
      count === undefined
        ? `No endpoint of ${group} is left then. Its undelivered notifications are kept for 7 days.`
        : `No endpoint of ${group} is left then: ${wait(count)}, kept for 7 days.`,
    lastOfMore: (groups: number, count: number | undefined) =>
      count === undefined ? `and ${groups} more groups` : `and ${groups} more groups: ${wait(count)}`,
    takeOver: 'An endpoint of the same group that is added until then takes them over.',
  },

  serverDialog: {
    title: 'WebSocket Server', // D-1
    option: 'Select an option', // D-3
    file: 'FILE',
    url: 'URL',
    browse: 'Browse',
    noFile: 'No file chosen. You can also drop the file here.',
    fileNotRead: 'The file cannot be read',
    oneFile: 'One file defines one endpoint: drop one file.',
    urlField: 'URL',
    urlPlaceholder: 'https://host/path of the endpoint details',
    validate: 'Validate',
    information: 'Server Information', // D-10
    hostName: 'Host Name:',
    endpoint: 'WebSocket Server Endpoint:',
    groupId: 'Group ID:',
    token: 'Token:',
    view: 'View', // D-14
    hide: 'Hide',
    addHost: 'Add Host', // D-15
    reading: 'Reading the file…',
    validating: 'Fetching the certificate…',
    fetching: 'Fetching the endpoint details…',
    adding: 'Adding the host…',
    accepted: 'The certificate was accepted.',
    rejected: 'The certificate was rejected. Nothing has been saved.',
    notValidated: 'Click Validate to see the certificate of the server.',
    renews: (host: string) => `Renew the credentials of ${host}`,
    renewsHint:
      'Token, certificate, priority, group and URL are replaced in one step. A live connection is closed and opened again with the new ones.',
    renew: 'Renew',
    renewing: 'Renewing the credentials…',
    renewed: (host: string, priority: number, seconds: number) =>
      `Renewed the credentials of ${host}, priority ${priority}. It is connected within ${seconds} seconds at the latest.`,
    renewedDeactivated: (host: string) => `Renewed the credentials of ${host}. It stays deactivated.`,
    added: (host: string, priority: number, seconds: number) =>
      `Added ${host}, priority ${priority}. It is connected within ${seconds} seconds at the latest.`, // decision 37
    takenOver: (count: number) => `It takes over the backlog of its group: ${notifications(count)}.`, // decision 20
  },

  certificate: {
    title: 'SSL Certificate', // D-9
    detailsServer: 'Certificate of the server that holds the endpoint details',
    endpointServer: (host: string) => `Certificate of the WebSocket server ${host}`,
    afterDetailsServer: 'The details were read. This is the certificate of the endpoint itself.',
    subject: 'Subject',
    issuer: 'Issuer',
    alternativeNames: 'Alternative names',
    validFrom: 'Valid from',
    validTo: 'Valid to',
    daysLeft: (days: number) =>
      days < 0
        ? `expired ${plural(-days, 'day', 'days')} ago`
        : days === 0
          ? 'expires today'
          : `${plural(days, 'day', 'days')} left`,
    serialNumber: 'Serial number',
    key: 'Public key',
    signature: 'Signature',
    sha256: 'SHA-256',
    sha1: 'SHA-1',
    chain: 'Chain',
    chainEmpty: 'The server sent no further certificate.',
    chainUntil: (date: string) => `valid to ${date}`,
    compare: 'Compare the SHA-256 fingerprint with the one that the provider gave you by another way.',
    trustLabel: 'What to trust',
    trustCertificate: 'Trust this certificate only',
    trustIssuer: 'Trust certificates of this issuer for this host name',
    trustIssuerNot: 'Not possible: the server sends no issuer, or its certificate is for another host name.',
    accept: 'Accept',
    reject: 'Reject',
  },

  clientCertificate: {
    label: 'Client certificate',
    none: 'None. Few servers ask for one.',
    kept: (subject: string, date: string) => `Saved: ${subject}, valid to ${date}`,
    removed: 'The saved one is removed with Renew.',
    choose: 'Choose PEM file…',
    remove: 'Remove',
    passphrase: 'Passphrase',
    passphraseHint: 'Only when the private key in the file is encrypted. It is not saved.',
    empty: 'It is empty.',
    tooLarge: 'A client certificate with its key has at most 128 KiB.',
  },

  newCertificate: {
    title: 'Accept new certificate', // decision 35
    of: (host: string) => `Certificate of the WebSocket server ${host}`,
    fetching: 'Fetching the certificate that the server presents now…',
    accepting: 'Accepting the certificate…',
    fact: 'Certificate',
    accepted: 'Accepted',
    acceptedIssuer: 'Accepted issuer',
    presented: 'Presented now',
    differs: 'differs',
    acceptedMissing: 'The trust store cannot give the accepted certificate, so there is nothing to compare with.',
    issuerCompared:
      'Certificates of the issuer on the left were accepted for this host name. The certificate on the right does not come from it, or is for another host name.',
    unchanged: 'The server presents the accepted certificate again. There is nothing to accept.',
    unchangedButWarned:
      'The server presents the accepted certificate again. To accept it in spite of the following, choose Accept.',
    done: (host: string) =>
      `Accepted the new certificate of ${host}. It is tried at once, or by the next run of the connection process.`,
  },

  netBackup: {
    heading: 'NetBackup Connection',
    state: 'State',
    detail: 'Detail',
    apiVersion: 'API version',
    apiVersionUnknown: 'Not known yet',
    intro:
      'The NetBackup master server that commands of the cloud applications are relayed to, and the account of the service itself.',
    baseUrl: 'Base URL',
    baseUrlHint: 'Scheme, host and port of the NetBackup REST API. Without a port it is 1556.',
    baseUrlPlaceholder: 'https://master:1556',
    problem: (field: string, why: string) => `${field} ${why}.`,
    ca: 'CA certificate',
    caHint:
      'The only trust anchor for this server. Get it from the server and compare it, or give it as a file or text.',
    caPending: (from: string) => `From ${from}. It is not saved yet.`,
    caFromServer: 'the server, accepted by you',
    caFromText: 'the pasted text',
    fetchCa: 'Fetch CA certificate…',
    fetchingCa: 'Asking the server for its CA certificate…',
    caFetched: 'The server gave its CA certificate.',
    caStopped: 'The CA certificate was not fetched.',
    caAccepted: 'The CA certificate was accepted. Click Save to use it.',
    caRejected: 'The CA certificate was rejected. Nothing was changed.',
    caFile: 'From file…',
    caPaste: 'Paste…',
    caText: 'CA certificate (PEM)',
    caTextHint: 'One or more certificates in PEM.',
    caUse: 'Use this text',
    caRead: (from: string) => `Read ${from}. Click Save to use it.`,
    caDialog: {
      title: 'CA certificate',
      from: (url: string) => `CA certificate that ${url} gave`,
      unverified: 'Nothing vouches for this answer yet: only the fingerprint can tell whether it is the right one.',
      fits: 'The certificate of the server chains to it and is for this host name.',
      server: 'Server',
      compare:
        'Compare the SHA-256 fingerprint with the one that the master server itself shows (nbcertcmd -listCACertDetails), or that its administrator gave you by another way.',
    },
    credentials: 'Credentials',
    credentialsHint:
      'For calls of the service itself, such as the question for jobs. A command of a cloud application never gets them.',
    kinds: { none: 'None', 'api-key': 'API key', password: 'User name and password' },
    apiKey: 'API key',
    userName: 'User name',
    password: 'Password',
    domainName: 'Domain name',
    domainNameHint: 'Leave it empty when the user needs none.',
    domainType: 'Domain type',
    domainTypes: {
      unixpwd: 'UNIX or Linux password (unixpwd)',
      NT: 'Windows (NT)',
      vx: 'NetBackup (vx)',
      ldap: 'LDAP or Active Directory (ldap)',
    },
    secretHint: 'It is encrypted when it is saved, and never shown again.',
    secretKept: 'One is saved. Leave this empty to keep it.',
    save: 'Save',
    revert: 'Revert',
    saved: 'The NetBackup connection was saved.',
    test: {
      button: 'Test connection',
      hint: 'It uses what stands above, also before it is saved.',
      running: 'Testing…',
      steps: 'Steps of the test',
      names: {
        'name-resolution': 'Name resolution',
        tcp: 'TCP connection',
        tls: 'TLS',
        certificate: 'Certificate against the CA',
        ping: 'Ping',
        'api-version': 'API version',
        credentials: 'Credentials',
        'first-read': 'First read (jobs)',
      },
      verdicts: {
        passed: 'Passed',
        warning: 'Warning',
        failed: 'Failed',
        'not tried': 'Not tried',
        running: 'Running…',
        waiting: 'Waiting',
      },
      duration: (milliseconds: number) => `${milliseconds} ms`,
      passed: 'The test has passed.',
      withWarnings: 'The test has passed, with warnings.',
      failed: (step: string) => `The test failed: ${step}.`,
      stopped: 'The test was stopped.',
    },
    practiceHeading: 'Practice mode',
    practiceText:
      'A NetBackup master server and two cloud applications, all on this computer, to try everything out. They run on a data folder of their own and leave nothing behind.',
    practiceOn: 'Practice mode is on: the practice NetBackup server is used, and these settings cannot be changed.',
    started: 'Practice mode was started.',
    left: 'Practice mode was left.',
  },

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
      'The HTTP proxy of connections to cloud applications and to servers that hold endpoint details. NetBackup is always reached directly. A change holds for new connections.',
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

  leaving: {
    title: 'Unsaved changes',
    question: 'What you changed in this pane is not saved.',
    discard: 'Discard changes',
    stay: 'Stay',
  },

  activity: {
    heading: 'Activity',
    live: 'Live',
    history: 'History',
    liveList: 'Live activity',
    historyList: 'History of commands',
    any: 'Any',
    columns: {
      time: 'Time',
      direction: 'Direction',
      type: 'Type',
      endpoint: 'Endpoint',
      what: 'What',
      method: 'Method',
      path: 'Path',
      status: 'Status',
      verdict: 'Verdict',
      duration: 'Duration',
      size: 'Size',
    },
    directions: { in: 'In', out: 'Out' },
    transitions: {
      connecting: 'Connecting',
      'waiting-for-connect-response': 'Waiting for CONNECT RESPONSE',
      connected: 'Connected',
      disconnected: 'Disconnected',
      undecodable: 'Not decodable',
    },
    verdicts: {
      relayed: 'Relayed',
      repeated: 'Repeated',
      refused: 'Refused',
      'refused by policy': 'Refused by policy',
      failed: 'Failed',
    },
    id: 'Id',
    text: 'Text',
    pause: 'Pause',
    resume: 'Resume',
    paused: (waiting: number) => `Paused: ${waiting} came since`,
    clear: 'Clear',
    export: 'Export',
    exported: (name: string, count: number) => `Exported ${plural(count, 'entry', 'entries')} as ${name}.`,
    count: (count: number) => plural(count, 'entry', 'entries'),
    countShown: (shown: number, all: number) => `${shown} of ${plural(all, 'entry', 'entries')} shown`,
    dropped: (count: number) =>
      `${plural(count, 'older entry is', 'older entries are')} not shown: the list holds the latest 2,000.`,
    starting: 'Connecting to the service…',
    empty: 'Nothing has happened since this pane was opened',
    emptyHint:
      'Connections, messages and commands appear here as they happen, without secrets. What happened before is under History.',
    noMatch: 'No entry matches the filter.',
    cut: 'The message is long: only its beginning is shown.',
    message: 'Message',
    reason: 'Reason',
    searchForm: 'Search the history',
    from: 'From',
    to: 'To',
    pathText: 'Text in path',
    search: 'Search',
    reset: 'Reset',
    searching: 'Searching…',
    showOlder: 'Show older',
    noCommands: 'No command has been recorded yet',
    noCommandsHint: 'Every command of a cloud application is recorded here, allowed or refused, without its secrets.',
    noCommandMatches: 'No recorded command matches.',
    gap: (count: number, from: string) => `${plural(count, 'command was', 'commands were')} not recorded since ${from}`,
    gapHint:
      'The history could not be written at that time, because of a full disk for example. The commands themselves went on.',
    summary: (count: number, size: string, days: number, megabytes: number) =>
      `${plural(count, 'line', 'lines')}, ${size}. Kept for ${plural(days, 'day', 'days')}, at most ${megabytes} MiB.`,
    exportCsv: 'Export CSV',
    exportJson: 'Export JSON',
    historyExported: (name: string) => `Exported ${name}.`,
    keep: 'How much is kept…',
    keeping: 'How much is kept',
    days: 'Days',
    megabytes: 'Size in MiB',
    bounds: (least: number, most: number) => `Whole number from ${least} to ${most}.`,
    keepingHint: 'What is older, or over this size, is removed in the background, the oldest first.',
    keepingSaved: (days: number, megabytes: number) =>
      `Saved: commands are kept for ${plural(days, 'day', 'days')}, at most ${megabytes} MiB.`,
    save: 'Save',
    requestSize: 'Request body',
    responseSize: 'Response body',
  },

  notifications: {
    heading: 'Notifications',
    groups: 'Server groups',
    groupCount: (count: number) => plural(count, 'server group', 'server groups'),
    givenUp: (count: number) => `Given up (${count})`,
    starting: 'Looking up the notifications…',
    empty: 'There is no server group yet',
    emptyHint:
      'A group exists as soon as a WebSocket server of it is added. From then on it gets every notification of jobs and images.',
    source: 'Source',
    sourceStates: {
      ok: 'NetBackup is polled',
      failing: 'NetBackup cannot be polled',
      idle: 'Not polled: there is no server group',
      'not configured': 'NetBackup is not polled',
      paused: 'Polling is paused',
    },
    lastPoll: 'Last poll',
    lastFullImagePass: 'Last full image pass',
    nextPoll: 'Next poll',
    never: 'None yet',
    nextPollIn: (seconds: number) => (seconds <= 0 ? 'due now' : `in ${seconds} s`),
    none: '–',
    pollNow: 'Poll now',
    polled: 'A poll of NetBackup was started.',
    configure: 'Set the NetBackup connection',
    columns: {
      group: 'Group',
      servedBy: 'Served by',
      delivered: 'Delivered',
      inFlight: 'In flight',
      undelivered: 'Undelivered',
      oldest: 'Oldest',
      state: 'State',
    },
    nobody: '–',
    states: {
      problem: 'The log cannot be written',
      'without endpoint': (left: string) => `Without endpoint, ${left} left`,
      deactivated: 'Deactivated',
      'no connection': 'No connection',
      resent: (times: number) => `Not acknowledged, ${plural(times, 'resend', 'resends')}`,
      waiting: 'Waiting for the acknowledgement',
      sending: 'Sending',
      'up to date': 'Up to date',
    },
    age: (seconds: number) => {
      if (seconds < 60) return `${Math.max(0, seconds)} s`;
      if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
      return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : plural(Math.floor(seconds / 86_400), 'day', 'days');
    },
    number: grouped,
    allGroups: 'All groups',
    discard: 'Discard backlog…',
    discardTitle: 'Discard backlog',
    discardQuestion: (group: string) => `Discard the backlog of ${group}?`,
    discardCount: (count: number) =>
      count === 0 ? 'Nothing waits for this group.' : `${wait(count)}. They are given up, and are not sent any more.`,
    discardEnds:
      'The group has no endpoint, so it ends with this. An endpoint of it that is added later begins with nothing.',
    discardGoesOn: 'What comes from now on is sent as before.',
    discarded: (group: string, count: number) => `Discarded ${notifications(count)} of ${group}.`,
    throughput: 'Delivered per minute',
    backlog: 'Undelivered',
    plotsOf: (group: string) => `The last hour of ${group}`,
    plotsLoading: 'Drawing the plots…',
    plotsNotLoaded: 'The plots could not be loaded; the figures are in the table.',
    noSamples: 'Nothing has been counted yet: the first figures come within 10 seconds.',
    throughputSummary: (all: number, most: number) =>
      all === 0 ? 'None in the last hour' : `${grouped(all)} in the last hour, at most ${grouped(most)} in a minute`,
    backlogSummary: (most: number, time: string) =>
      most === 0 ? 'Nothing waited in the last hour' : `At most ${grouped(most)} in the last hour, at ${time}`,
    asTable: 'As a table',
    table: 'The last hour in steps of 5 minutes',
    tableColumns: { time: 'Time', delivered: 'Delivered since', undelivered: 'Undelivered then' },
    batch: 'Batch that waits for its acknowledgement',
    noBatch: 'None: everything that was sent is acknowledged.',
    batchId: 'Id',
    batchCount: 'Notifications',
    batchSince: 'Stored',
    batchSent: 'Sent',
    batchNotSent: 'Not since the service was started',
    batchSentTimes: (times: number, last: string) => `${plural(times, 'time', 'times')}, last ${last}`,
    message: 'Message',
    withoutEndpointSince: 'Without endpoint since',
    keptUntil: 'Kept until',
    problem: 'Problem',
    givenUpTable: 'Notifications that were given up',
    givenUpEmpty: 'No notification has been given up',
    givenUpHint:
      'Nothing is dropped silently: what is discarded by hand, over notification.maxUndelivered, or left without endpoint for 7 days, is listed here.',
    givenUpColumns: { time: 'When', group: 'Group', count: 'Notifications', range: 'Of the time', why: 'Why' },
    range: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
  },

  practice: {
    heading: 'Practice',
    banner: 'Practice mode',
    bannerText: 'Practice servers on this computer; nothing of it touches your own endpoints.',
    open: 'Show practice servers',
    leave: 'Leave practice mode',
    intro:
      'Add a cloud application with New WebSocket Server, either from its details file or from its details URL, and accept its certificate. Then send commands, and make outages to see what happens.',
    host: 'Host',
    group: (group: string, priority: number) => `${group}, priority ${priority}`,
    groupLabel: 'Group',
    endpointUrl: 'Endpoint URL',
    detailsFile: 'Details file',
    detailsUrl: 'Details URL',
    notifications: 'Notifications received',
    connected: 'Connected',
    notConnected: 'Not connected',
    online: 'Online',
    onlineHint: 'Off is an outage: no connection is accepted.',
    outage: (name: string, begins: boolean) => (begins ? `${name} is offline now.` : `${name} is online again.`),
    preset: 'Example',
    presetNone: 'Choose an example…',
    method: 'Method',
    uri: 'URI',
    body: 'Body',
    send: 'Send',
    command: 'Send a command',
    exchanges: 'Commands',
    noExchanges: 'No command has been sent yet.',
    waiting: 'Waiting for the answer…',
    showBody: 'Answer',
    sent: (method: string, uri: string, code: number | undefined) =>
      code === undefined ? `Sent ${method} ${uri}.` : `${method} ${uri}: answered ${code}.`,
    netBackup: 'NetBackup master server',
    origin: 'Origin',
    user: 'User',
    password: 'Password',
    apiKey: 'API key',
    caFile: 'CA certificate',
    jobs: 'Jobs',
    images: 'Images',
    backup: 'Start backup',
    restore: 'Start restore',
    expiry: 'Expire an image',
    triggered: { backup: 'A backup was started.', restore: 'A restore was started.', expiry: 'An image was expired.' },
  },

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
    ] as const,
  },

  about: {
    title: 'About',
    version: 'Version',
    dataFolder: 'Data folder',
    protection: 'Protection of secrets',
  },
} as const;
