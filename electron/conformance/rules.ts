/** One rule that the provider's side has to keep: what is tested, what the guide asks for, and how to mend it. */
export interface ConformanceRule {
  readonly id: string;
  readonly text: string;
  /** What the guide asks for, with its rule ids; a decision where it is silent. */
  readonly asks: string;
  readonly mend: string;
}

const rules = [
  {
    id: 'details',
    text: 'The endpoint details are valid',
    asks: 'E-1 to E-12: one JSON object with token, priority, groupId, hostName and url (wss://), and no apostrophe.',
    mend: 'Correct the document that you give to the NetBackup administrator: a text field in double quotes, priority a number without quotes.',
  },
  {
    id: 'tls',
    text: 'The server can be reached, and speaks TLS 1.2 or newer',
    asks: 'E-6, G-2: TLS on the host and port of the url (decision 35: version 1.2 or newer).',
    mend: 'Check host and port of the url, that the server runs, and which TLS versions and ciphers it allows.',
  },
  {
    id: 'certificate',
    text: 'The certificate is valid and the accepted one',
    asks: 'D-9, D-17: the administrator accepts the certificate that the server shows, and it stays that one.',
    mend: 'Install a certificate that is valid now and was issued for the host of the url; tell the administrators before you change it. One that this computer does not trust has to be accepted by its fingerprint (--accept-certificate).',
  },
  {
    id: 'upgrade',
    text: 'The server opens the WebSocket at the url',
    asks: 'G-2, E-6: a WebSocket (RFC 6455) at path and query of the url, without a redirect, a login, a subprotocol or an extension.',
    mend: 'Answer GET with Upgrade: websocket with status 101 and the right Sec-WebSocket-Accept, at the very path of the url.',
  },
  {
    id: 'decodable',
    text: 'Every message can be decoded',
    asks: 'M-1, M-2, M-5: text frames of UTF-8 JSON with version "1.0", an id, type and subType; NBWSS closes the connection otherwise (C-14).',
    mend: 'Send each message as one JSON object in one text message, with the exact names and values of the guide.',
  },
  {
    id: 'connect-id',
    text: 'The CONNECT RESPONSE has the id of the CONNECT REQUEST',
    asks: 'M-4: a response carries the id of its request.',
    mend: 'Copy the id of the CONNECT REQUEST into the CONNECT RESPONSE; make no new one.',
  },
  {
    id: 'connect-valid',
    text: 'The CONNECT RESPONSE says valid: true for the token of the details',
    asks: 'M-9, C-11: the payload is {"valid": true} or {"valid": false}, a Boolean without quotes.',
    mend: 'Answer {"valid": true} when the token is the one of the endpoint details.',
  },
  {
    id: 'connect-time',
    text: 'The CONNECT RESPONSE comes within 30 s, with its time in seconds',
    asks: 'C-11, M-4, M-6: every CONNECT REQUEST is answered, timeStamp is UNIX time in seconds (decision 2: NBWSS waits for 30 s).',
    mend: 'Answer the CONNECT REQUEST at once, before anything else is sent, with timeStamp as a number of seconds.',
  },
  {
    id: 'connect-refuses-wrong-token',
    text: 'A wrong token is answered with valid: false',
    asks: 'E-2, M-4, M-9: the cloud application accepts the token or not, and says so; NBWSS then closes the connection (C-11).',
    mend: 'Compare the whole token, and answer {"valid": false} with the id of the request instead of closing or keeping silent.',
  },
  {
    id: 'stays-open',
    text: 'The connection stays open',
    asks: 'C-9: an established connection has no time limit.',
    mend: 'Do not close an accepted connection; look for idle limits of load balancers and proxies in front of the server (NBWSS pings each 30 s).',
  },
  {
    id: 'pong',
    text: 'A ping is answered with a pong',
    asks: 'C-12, C-13: NBWSS pings each 30 s, and closes the connection after 10 pings without a pong.',
    mend: 'Let the WebSocket library answer pings (RFC 6455, 5.5.3); most do so by themselves while the server reads.',
  },
  {
    id: 'ack-id',
    text: 'The NOTIFICATION RESPONSE has the id of the NOTIFICATION REQUEST',
    asks: 'N-10, M-4: a response carries the id of its request.',
    mend: 'Copy the id of the NOTIFICATION REQUEST into the NOTIFICATION RESPONSE.',
  },
  {
    id: 'ack-payload',
    text: 'The payload of the NOTIFICATION RESPONSE is an empty array',
    asks: 'N-10, M-7: "payload": [].',
    mend: 'Send "payload": [] in every NOTIFICATION RESPONSE.',
  },
  {
    id: 'ack-time',
    text: 'Every notification is acknowledged within 5 s, with the time in seconds',
    asks: 'N-1, N-12, N-13, M-6: a notification that is not acknowledged within notification.scheduledRate (5 s) is sent again, and holds up all others.',
    mend: 'Store the notification and acknowledge it at once; work on it afterwards. timeStamp is a number of seconds.',
  },
  {
    id: 'ack-after-resend',
    text: 'A notification that comes again is acknowledged again',
    asks: 'N-12, N-15, N-16: what was not acknowledged is sent again with the same id, on this connection or on another one.',
    mend: 'Acknowledge every NOTIFICATION REQUEST, also one whose id is known already; only do not work on it twice.',
  },
  {
    id: 'unknown-keys',
    text: 'Keys that are not known are ignored',
    asks: 'M-1, N-5 to N-7 name the keys of today; NetBackup may send more in a later release (decision 11).',
    mend: 'Read the keys that you need, and ignore all others in the message, its elements and their data.',
  },
  {
    id: 'image-update-first',
    text: 'An UPDATE of an image that was never created is acknowledged',
    asks: 'N-4, K-2: a new image is told with CREATE or with UPDATE.',
    mend: 'Take an UPDATE of an image that you do not know for its creation.',
  },
  {
    id: 'command-shape',
    text: 'What the endpoint sends by itself are COMMAND REQUESTs of the right form',
    asks: 'X-1 to X-6, M-6, M-10: payload with uri (a path under /netbackup), method, headers (an object of texts), parameters (text); after CONNECT only.',
    mend: 'Build COMMAND REQUESTs as docs/endpoint-guide.md shows them, and send them after the CONNECT RESPONSE.',
  },
  {
    id: 'close',
    text: 'A close is answered within 5 s, and the next connection is accepted',
    asks: 'C-7, C-10, Z-3: NBWSS closes a connection with 1000 and may connect again at once (decision 9: it waits for 5 s).',
    mend: 'Let the WebSocket library answer the close frame with the same code, close the socket, and take new connections.',
  },
] as const satisfies readonly ConformanceRule[];

/** The id of a rule, as it stands in results files. */
export type RuleId = (typeof rules)[number]['id'];

/** All of them, in the order in which they are told. */
export const conformanceRules: readonly (ConformanceRule & { readonly id: RuleId })[] = rules;
