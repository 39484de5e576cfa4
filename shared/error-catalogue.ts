/**
 * The error catalogue: every error string of the guide's troubleshooting tables (T-1…T-25), once, with what to do about
 * it. The strings are exact; the recommended actions are our own sentences. Where one string stands in several tables it
 * is one entry, and its rules say which.
 */

const checkNetwork = [
  'Make sure that the host name (or IP address) and the port of the WebSocket server are correct.',
  'Make sure that this computer can reach the WebSocket server (ping it, or connect to the port).',
  'Verify that the DNS lookup of the host name works on this computer.',
];
const checkDetails = [
  'Correct the endpoint details: all five fields (token, priority, groupId, hostName, url) are needed, none may be empty, and priority is a number without quotes.',
  "Remove every apostrophe ('): it is not supported anywhere in the endpoint details.",
];
const checkUrlFormat = [
  'A URL that you type is the https:// address of the document with the endpoint details, as the provider gave it to you, with a port up to 65535 if any.',
  'Inside that document, or the file, the WebSocket URL is wss://host_name.domain:port/uri. ws:// is not supported.',
];
const checkDetailsUrl = [
  'Type the https:// address of the document with the endpoint details, as the provider gave it to you.',
  'The wss:// URL of the endpoint stands inside that document; it is not typed here.',
];
const checkCertificate = ['Make sure that the server at this URL is running and presents a valid SSL certificate.'];
/** The same for those who call the REST API: they see no dialog, toolbar or menu. */
const checkSentDetails = [
  'attributeErrors names the fields that are wrong; GET /openapi.json has the schema of this request, and an example.',
  "An apostrophe (') is not supported anywhere in the endpoint details.",
];
const checkSentUrl = [
  'The WebSocket URL is wss://host_name.domain:port/uri. ws:// is not supported.',
  'validateurl takes the https:// address of the document with the endpoint details; the wss:// URL stands inside that document.',
];
const listSaved = 'GET /netbackup/config/servers/wssendpoints lists the saved endpoints.';
const contactSupport = 'If this continues, contact support with the log from the data folder.';
const checkDataFolder = [
  'Make sure that the data folder exists, is writable for this user, and that its disk has room.',
  'Make sure that no other program has changed or locked config.json in the data folder.',
];

/** The one thing to click that helps with an error; with wrong input only other input does. */
export type Remedy =
  /** The same again, once what stood in the way is gone. */
  | 'retry'
  /** What is shown is no longer what is saved. */
  | 'refresh'
  /** New credentials for a saved endpoint. */
  | 'renew'
  | 'netbackup-connection'
  /** Settings of the master server that it is about. */
  | 'edit-master';

/** One entry: the exact lines to show, the rules it implements, what to do, and the status that the REST API gives it. */
export interface CatalogueEntry {
  /** Rules of the guide, such as `T-16`. Empty for an extension of ours. */
  readonly rules: readonly string[];
  /** Exact lines; `<…>` is replaced by the error's parameter. */
  readonly lines: readonly string[];
  readonly actions: readonly string[];
  /** Instead of `actions` in the REST API, where those speak of the window. */
  readonly restActions?: readonly string[];
  /** HTTP status in the REST API. */
  readonly status: number;
  readonly remedy?: Remedy;
}

export const errorCatalogue = {
  /** T-1 and T-8 */
  detailsNotValid: {
    rules: ['T-1', 'T-8'],
    lines: ['JSON contents not valid'],
    actions: checkDetails,
    restActions: checkSentDetails,
    status: 400,
  },
  /** T-2 and T-9 */
  onlyWss: {
    rules: ['T-2', 'T-9'],
    lines: ['Invalid websocket protocol. Only wss protocol supported'],
    actions: checkUrlFormat,
    restActions: checkSentUrl,
    status: 400,
  },
  /** T-2 and T-4 */
  malformedUrl: {
    rules: ['T-2', 'T-4'],
    lines: ['Malformed URL: <url>'],
    actions: checkUrlFormat,
    restActions: checkSentUrl,
    status: 400,
  },
  /** T-4 */
  invalidCommandParameter: {
    rules: ['T-4'],
    lines: ['Invalid command parameter'],
    actions: checkDetailsUrl,
    restActions: [
      'Send {"url":"https://…"} with the address of the document with the endpoint details, as the provider gave it to you.',
      'The wss:// URL of the endpoint stands inside that document; validatehost takes the five fields themselves.',
    ],
    status: 400,
  },
  /** T-3, T-6, T-11 and T-23 */
  noConnection: {
    rules: ['T-3', 'T-6', 'T-11', 'T-23'],
    lines: ['Unable to establish connection with host: <host>'],
    actions: checkNetwork,
    status: 502,
    remedy: 'retry',
  },
  /** T-5 and T-15 */
  openFailed: {
    rules: ['T-5', 'T-15'],
    lines: ['Failed to open connection to the remote object referred to by the URL'],
    actions: checkCertificate,
    status: 502,
    remedy: 'retry',
  },
  /** T-7: the table's cell holds two strings, and both are shown. */
  detailsNotParsed: {
    rules: ['T-7'],
    lines: ['InvalidPacketException', 'Unable to parse JSON contents'],
    actions: ['Ask the provider to serve the endpoint details at this URL in the documented format.', ...checkDetails],
    status: 400,
    remedy: 'retry',
  },
  /** T-10: there is no EMM here; it stands for an endpoint store that cannot be written (decision 44). */
  storeNotWritten: {
    rules: ['T-10'],
    lines: ['Communication with EMM failed'],
    actions: ['The endpoint store (config.json) could not be written.', ...checkDataFolder, contactSupport],
    status: 500,
    remedy: 'retry',
  },
  /** T-12 and T-22: an endpoint store that cannot be opened (decision 44). */
  storeNotOpened: {
    rules: ['T-12', 'T-22'],
    lines: [
      'Webservices unable to connect to EMM. Hint: check your security settings; Config WebServices are not compatible with NBAC',
    ],
    actions: [
      'The endpoint store (config.json) could not be opened. It is left as it is, and nothing in it is lost.',
      'When it is damaged: put a good copy of it back, then click Retry.',
      ...checkDataFolder,
      contactSupport,
    ],
    restActions: [
      'The endpoint store (config.json) could not be opened. It is left as it is, and nothing in it is lost.',
      'When it is damaged: put a good copy of it back, then restart the service.',
      ...checkDataFolder,
      contactSupport,
    ],
    status: 500,
    remedy: 'retry',
  },
  /** T-13 */
  alreadyExists: {
    rules: ['T-13'],
    lines: ['the entity already exists'],
    actions: [
      'Make sure that a WebSocket server with the same host name or the same URL has not been added already.',
      'Click Refresh in the toolbar to see the saved endpoints.',
      'To replace its token, certificate, URL or group, use Renew credentials… in the menu of its row.',
    ],
    restActions: [
      listSaved,
      'To replace its token, certificate, URL or group, send the same body to renew instead of save.',
    ],
    status: 409,
    remedy: 'renew',
  },
  /** T-14 */
  tlsSetup: {
    rules: ['T-14'],
    lines: ['Failed to setup SSL security'],
    actions: checkCertificate,
    status: 500,
    remedy: 'retry',
  },
  /** T-16 */
  certificateDiffers: {
    rules: ['T-16'],
    lines: ['The certificate did not match with the one accepted by the user, please verify the certificate'],
    actions: [
      'The certificate that the server presents now is not the one that was accepted with Validate. Make sure that it was not changed meanwhile.',
      'If the change is expected, have the certificate shown again (Validate, or Retry), and accept it.',
    ],
    restActions: [
      'The certificate that the server presents now is not the one that was sent. Make sure that it was not changed meanwhile.',
      'If the change is expected, call validatehost or validateurl again, compare the fingerprint, and send that answer.',
    ],
    status: 500,
    remedy: 'retry',
  },
  /** T-17 */
  trustStoreNotWritten: {
    rules: ['T-17'],
    lines: ['Problem occurred while storing the SSL certificate in the truststore'],
    actions: [
      'The certificate could not be saved in the truststore folder of the data folder.',
      ...checkDataFolder,
      contactSupport,
    ],
    status: 500,
    remedy: 'retry',
  },
  /** T-18 and T-20 */
  trustStoreNotRead: {
    rules: ['T-18', 'T-20'],
    lines: ['Error loading keystore'],
    actions: [
      'A certificate in the truststore folder of the data folder could not be read.',
      ...checkDataFolder,
      contactSupport,
    ],
    status: 500,
    remedy: 'retry',
  },
  /** T-19 */
  certificateNotRemoved: {
    rules: ['T-19'],
    lines: ['Failed to remove certificate for host: <host>'],
    actions: [
      'The certificate could not be deleted from the truststore folder of the data folder.',
      ...checkDataFolder,
      contactSupport,
    ],
    status: 500,
    remedy: 'retry',
  },
  /** T-21 */
  notFound: {
    rules: ['T-21'],
    lines: ['no entity was found'],
    actions: [
      'The endpoint is no longer saved. Click Refresh in the toolbar to see the saved endpoints.',
      contactSupport,
    ],
    restActions: [listSaved],
    status: 404,
    remedy: 'refresh',
  },
  /** Extension: a saved token that this computer cannot decrypt (decision 42). */
  credentialsNotRead: {
    rules: [],
    lines: ['Credentials cannot be read'],
    actions: [
      'The saved token was sealed on another computer or with another passphrase, or its key is lost. Where the key or the passphrase is still there, put it back and restart.',
      'Get endpoint details with a new token from the provider, and use Renew credentials… in the menu of its row.',
    ],
    restActions: [
      'The saved token was sealed on another computer or with another passphrase, or its key is lost. Where the key or the passphrase is still there, put it back and restart.',
      'Get endpoint details with a new token from the provider, and send them to validatehost, then to renew.',
    ],
    status: 500,
    remedy: 'renew',
  },
  /** Extension: practice mode could not be started or left (decision 47). */
  practiceFailed: {
    rules: [],
    lines: ['Practice mode is not available'],
    actions: [
      'Practice mode opens ports on the loopback interface and a folder for temporary files: make sure that both are allowed.',
    ],
    status: 500,
    remedy: 'retry',
  },
  /** Extension: an action was called that this state does not allow. */
  notPossible: {
    rules: [],
    lines: ['This is not possible now'],
    actions: ['Click Refresh in the toolbar and try again.'],
    restActions: [listSaved, 'Try again when it is as it has to be.'],
    status: 409,
    remedy: 'refresh',
  },
  /** Extension: a NetBackup connection setting that cannot be used. */
  netBackupNotValid: {
    rules: [],
    lines: ['The NetBackup connection settings are not valid'],
    actions: [
      'Give the NetBackup address as https://master_server:1556 and the CA certificate in PEM format.',
      'Give the API key, or user name and password, where credentials are chosen. A saved secret is kept only for the server and the user that it was given for.',
    ],
    status: 400,
    remedy: 'netbackup-connection',
  },
  /** Extension: NetBackup's CA certificate was to be fetched from the server itself. */
  caNotFetched: {
    rules: [],
    lines: ['The CA certificate could not be fetched'],
    actions: [
      'Make sure that the base URL names the NetBackup master server, and that this computer can reach it.',
      'Or get the CA certificate on the master server itself, and choose it as a file or paste it.',
    ],
    status: 502,
    remedy: 'retry',
  },
  /** Extension: a proxy setting that cannot be used (decision 14). */
  proxyNotValid: {
    rules: [],
    lines: ['The proxy settings are not valid'],
    actions: [
      'Give the proxy as http://proxy.example.com:3128, without user name and password: those have fields of their own.',
      'Name hosts without proxy as host names, .domain, IP addresses or CIDR blocks, separated by commas.',
    ],
    status: 400,
  },
  /** Extension: values that nbwss.properties cannot have (decision 45). */
  propertiesNotValid: {
    rules: [],
    lines: ['The properties are not valid'],
    actions: ['Correct the values: each property says between which bounds its value has to be.'],
    status: 400,
  },
  /** Extension: nbwss.properties cannot be read or written (decision 45). */
  propertiesNotWritten: {
    rules: [],
    lines: ['The properties could not be saved'],
    actions: [
      'Make sure that nbwss.properties in the data folder is a file of at most 1 MiB, and that this user may read and write it.',
      'Make sure that the disk of the data folder has room.',
    ],
    status: 500,
    remedy: 'retry',
  },
  /** Extension: more notifications wait than the administrator was shown (decision 20). */
  backlogHasGrown: {
    rules: [],
    lines: ['The backlog has grown'],
    actions: ['Look at the new count, and discard the backlog then.'],
    status: 409,
  },
  /** Extension: notifications.sqlite cannot be written. */
  notificationLogNotWritten: {
    rules: [],
    lines: ['The log of notifications could not be written'],
    actions: [
      'Make sure that notifications.sqlite in the data folder is writable for this user, and that its disk has room.',
      contactSupport,
    ],
    status: 500,
    remedy: 'retry',
  },
  /** Extension: the log's files, or some of them, cannot be read. */
  logNotRead: {
    rules: [],
    lines: ['The log could not be read'],
    actions: [
      'Make sure that logs/nbwebservice in the data folder is a folder, and that this user may read it and the files in it.',
    ],
    status: 500,
  },
  /** Extension: the system could not show the log's folder. */
  logFolderNotOpened: {
    rules: [],
    lines: ['The log folder could not be opened'],
    actions: ['Open the folder that the pane Logs names with a file manager of your choice.'],
    status: 500,
  },
  /** Extension: a master server's settings that cannot be used. */
  masterNotValid: {
    rules: [],
    lines: ['The settings of the master server are not valid'],
    actions: [
      'Give its address as https://master_server:1556 (NetBackup) or as the https:// address of the headless host; http:// is for a tunnel on this computer only.',
      'Give each master server a name of its own, and the secret again where address or user are others than before.',
    ],
    status: 400,
  },
  /** Extension: a master server that is not, or no longer, in the list. */
  masterNotFound: {
    rules: [],
    lines: ['There is no such master server'],
    actions: ['It was removed. Choose another one in the tree.'],
    status: 404,
  },
  /** Extension: name, TCP or TLS. */
  masterNotReached: {
    rules: [],
    lines: ['The master server cannot be reached'],
    actions: [
      'Make sure that its address is right, that it is up, and that no firewall lies between it and this computer.',
      'Test connection (Edit master server…) says at which step the way ends.',
    ],
    status: 502,
    remedy: 'retry',
  },
  /** Extension: another certificate than the accepted one. Nothing was sent, the credentials least of all. */
  masterNotTrusted: {
    rules: [],
    lines: ['The certificate of the master server is not the accepted one'],
    actions: [
      'Find out on the master server itself whether its certificate was renewed, and compare the SHA-256 fingerprints.',
      'If the change is expected, accept the new certificate. Until then nothing is sent to it, the credentials least of all.',
    ],
    status: 502,
    remedy: 'edit-master',
  },
  /** Extension: 401 */
  masterNotSignedIn: {
    rules: [],
    lines: ['The master server does not accept the credentials'],
    actions: [
      'Make sure that API key, user and password, or token are right, and have not expired or been revoked.',
      'The token of a headless host is new at each start, unless NBWSS_TOKEN gives it one.',
    ],
    status: 502,
    remedy: 'edit-master',
  },
  /** Extension: 403 */
  masterNotPermitted: {
    rules: [],
    lines: ['The master server does not permit this to the account'],
    actions: ['Give the account a role that may view and manage WebSocket servers.'],
    status: 502,
    remedy: 'edit-master',
  },
  /** Extension: an answer that no master server gives. */
  masterNotUnderstood: {
    rules: [],
    lines: ['The answer of the master server is not understood'],
    actions: [
      'Make sure that the address is that of a NetBackup master server (8.2 or newer) or of a headless host, as its settings say.',
      'Where a proxy or a load balancer stands in between, make sure that it passes the calls on unchanged.',
    ],
    status: 502,
    remedy: 'edit-master',
  },
  /** Extension: a status of 500 and above. */
  masterFailed: {
    rules: [],
    lines: ['The master server reports an error'],
    actions: ['Look into the log of the master server.', 'It is asked again by itself.'],
    status: 502,
    remedy: 'retry',
  },
  /** Extension: what a master server says that the guide does not know, in its own words. */
  masterRefused: {
    rules: [],
    lines: ['<message>'],
    actions: ['This is what the master server says: look it up in its own documentation, or in its log.'],
    status: 502,
    remedy: 'retry',
  },
  /** Extension: the saved secret of a master server cannot be decrypted (decision 42). */
  masterCredentialsNotRead: {
    rules: [],
    lines: ['The credentials of the master server cannot be read'],
    actions: ['They were sealed on another computer, or their key is lost: enter them again.'],
    status: 500,
    remedy: 'edit-master',
  },
  /** Extension: "delete and add" that ended in between. */
  renewNotFinished: {
    rules: [],
    lines: ['The endpoint was deleted, but not added again'],
    actions: [
      'Retry: the new credentials are added then.',
      'Or add it by New WebSocket Server, with details from the provider. The former token is not known here, so that the former credentials cannot be put back.',
    ],
    status: 502,
    remedy: 'retry',
  },
  /** Extension: a fault of ours. */
  internal: {
    rules: [],
    lines: ['An unexpected error occurred'],
    actions: ['The log has the details.', contactSupport],
    status: 500,
    remedy: 'retry',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

/** What to do, for those who call the REST API. */
export function restActionsOf({ code, actions }: Pick<ErrorReport, 'code' | 'actions'>): readonly string[] {
  const entry: CatalogueEntry = errorCatalogue[code];
  // Those of where it happened are about that, and not about the window.
  const isOwn = actions.length === entry.actions.length && actions.every((each, at) => each === entry.actions[at]);
  return isOwn ? (entry.restActions ?? actions) : actions;
}

/** Symptoms without an error string, and what to verify. */
export const symptoms = {
  /** T-24: the Connection State is DISCONNECTED. */
  disconnected: {
    rules: ['T-24'],
    actions: [
      'Verify that the WebSocket server is running.',
      'Verify that its CONNECT RESPONSE contains valid information.',
      'Verify that this service is running and can reach the server.',
    ],
  },
  /** T-25: notifications are not sent. */
  notificationsNotSent: {
    rules: ['T-25'],
    actions: [
      'Verify that the WebSocket server is running.',
      'Verify that its State is ACTIVATED and its Connection State is CONNECTED.',
      'Verify that this service is running and can reach NetBackup.',
    ],
  },
} as const;

/** What a person, the window or the REST API is shown of an error. Holds no secret. */
export interface ErrorReport {
  code: ErrorCode;
  /** The exact string, one or two lines. */
  lines: string[];
  /** What was found: which field, which host, which TLS error. May be empty. */
  causes: string[];
  actions: string[];
  /** Field of the endpoint details → why it is refused. */
  fields: Record<string, string>;
}

/** What is known of an error beyond its code. */
export interface ErrorFacts {
  /** Replaces `<host>` or `<url>` in the exact string. */
  parameter?: string;
  causes?: readonly string[];
  fields?: Readonly<Record<string, string>>;
  /** Instead of the entry's own, where it happened elsewhere. */
  actions?: readonly string[];
}

/** An error from the catalogue. Its message is the exact string; two lines are joined by `: ` (decision 29). */
export class NbwssError extends Error {
  override readonly name = 'NbwssError';
  readonly report: ErrorReport;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: ErrorOptions) {
    const entry = errorCatalogue[code];
    const lines = entry.lines.map((line) => line.replace(/<\w+>/, () => facts.parameter ?? ''));
    super(lines.join(': '), options);
    const fields = { ...facts.fields };
    this.report = {
      code,
      lines,
      causes: [...(facts.causes ?? []), ...Object.entries(fields).map(([field, reason]) => `${field}: ${reason}`)],
      actions: [...(facts.actions ?? entry.actions)],
      fields,
    };
  }

  get code(): ErrorCode {
    return this.report.code;
  }
}

/** Any thrown value as an error of the catalogue; a foreign one becomes `internal` and is kept as its cause. */
export function asNbwssError(error: unknown): NbwssError {
  if (error instanceof NbwssError) return error;
  return new NbwssError('internal', {}, { cause: error });
}
