import { makeCertificate } from '../../electron/practice/certificates.ts';
import { makeMessage } from '../../shared/messages.ts';
import { properCommand, textFrame } from './byte-endpoint.ts';
import {
  acknowledgement,
  acknowledges,
  afterConnect,
  answersConnect,
  but,
  commands,
  connectResponse,
  does,
  type Fault,
  holds,
  ignore,
  now,
  otherId,
  presents,
  repeated,
  sends,
  toWrongToken,
  writes,
} from './conformance-fault.ts';
import { closeFrame, frame, opcodes } from './web-socket-frames.ts';

const { payload: properPayload } = properCommand();
const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
const expired = { validFrom: new Date(Date.now() - 2e8), validTo: new Date(Date.now() - 1e8) };

/** What endpoints do wrong, in the order of the rules. */
export const faults: readonly Fault[] = [
  presents('tls', 'speaks TLS 1.1 only', /supports neither TLS 1\.2 nor TLS 1\.3/, async () => ({ tls: old })),
  presents('certificate', 'has an expired certificate', /has expired.*Nothing was sent to it/, async () => ({
    identity: await makeCertificate({ commonName: '127.0.0.1', ...expired }),
  })),

  does('upgrade', 'knows nothing at the path', /status 404/, () => ({ onUpgrade: () => ({ status: 404 }) })),
  does('upgrade', 'redirects', /status 302 \(a redirect/, () => ({ onUpgrade: () => ({ status: 302 }) })),
  does('upgrade', 'cuts the upgrade', /closed the connection instead/, () => ({ onUpgrade: () => 'cut' })),
  does('upgrade', 'never answers the upgrade', /within 10 s/, () => ({ onUpgrade: () => 'never' }), 5),
  writes('upgrade', 'answers with another accept key', /Sec-WebSocket-Accept/, {
    onUpgrade: (line) => line.write(line.switchingProtocols.replace(/(Accept: )\w/, '$1#')),
  }),
  writes('upgrade', 'insists on compression', /extension/, {
    onUpgrade: (line) =>
      line.write(
        line.switchingProtocols.replace('\r\n\r\n', '\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n'),
      ),
  }),

  does('decodable', 'sends a text that is no JSON', /not JSON/, sends('hello')),
  does('decodable', 'sends a binary frame', /a binary frame/, sends(Buffer.from(JSON.stringify(properCommand())))),
  does(
    'decodable',
    'has another version in CONNECT RESPONSE',
    /version is not valid/,
    answersConnect(({ id }) => connectResponse(id, { valid: true }, { version: '1' })),
  ),
  does(
    'decodable',
    'has another type in the acknowledgement',
    /type is not valid/,
    acknowledges(({ id }) => acknowledgement(id, [], { type: 'ACK' })),
  ),
  writes('decodable', 'sends a frame with a reserved bit', /reserved bit/, {
    onAccepted: (line) => line.write(frame(opcodes.text, '{}', { reserved: 4 })),
  }),
  writes('decodable', 'sends invalid UTF-8', /invalid UTF-8/, {
    onAccepted: (line) => line.write(Buffer.concat([textFrame(properCommand()), frame(opcodes.text, Buffer.of(0xff))])),
  }),

  does(
    'connect-id',
    'answers CONNECT with an id of its own',
    /has the id "0CEAB6C2/,
    answersConnect(() => connectResponse('0CEAB6C2-0BBF-4F60-974D-C1F3EF39B872', { valid: true })),
  ),
  does(
    'connect-id',
    'answers CONNECT with a piece of the token',
    /has the id "\*\*\*"/,
    answersConnect(({ payload }) => connectResponse(JSON.stringify(payload).slice(10, 40), { valid: true })),
  ),
  does(
    'connect-valid',
    'says valid: "true"',
    /\{"valid":"true"\}/,
    answersConnect(({ id }) => connectResponse(id, { valid: 'true' })),
  ),
  does(
    'connect-valid',
    'has an empty CONNECT RESPONSE',
    /payload is nothing/,
    answersConnect(({ id }) => connectResponse(id, undefined)),
  ),
  does(
    'connect-valid',
    'does not know the token of its details',
    /valid: false/,
    answersConnect(({ id }) => connectResponse(id, { valid: false })),
  ),
  does(
    'connect-valid',
    'sends the token back',
    /payload is .*\[redacted\]/,
    answersConnect(({ id, payload }) => connectResponse(id, payload)),
  ),
  does('connect-time', 'never answers CONNECT', /within 30 s/, () => ({ onConnect: ignore }), 5),
  does('connect-time', 'closes instead of answering CONNECT', /VIOLATED_POLICY/, () => ({
    onConnect: (_request, connection) => connection.close(1008, 'who are you?'),
  })),
  writes('connect-time', 'gives the time of CONNECT RESPONSE in milliseconds', /milliseconds/, {
    answerConnect: (line, { id }, valid) =>
      line.write(textFrame({ ...makeMessage('CONNECT', 'RESPONSE', id, Date.now(), { valid }) })),
  }),

  does(
    'connect-refuses-wrong-token',
    'accepts every token',
    /was accepted/,
    toWrongToken((request, connection) => connection.answerConnect(request, true)),
  ),
  does(
    'connect-refuses-wrong-token',
    'closes when the token is wrong',
    /no CONNECT RESPONSE/,
    toWrongToken((_request, connection) => connection.close(1008)),
  ),
  does(
    'connect-refuses-wrong-token',
    'says valid: 0',
    /\{"valid":0\}/,
    toWrongToken(({ id }, connection) => connection.send(connectResponse(id, { valid: 0 }))),
  ),
  does(
    'connect-refuses-wrong-token',
    'refuses a token with an id of its own',
    /another id/,
    toWrongToken((_request, connection) => connection.send(connectResponse(otherId(), { valid: false }))),
  ),

  does(
    'stays-open',
    'closes an idle connection',
    /NORMAL_CLOSURE/,
    afterConnect((connection) => void setTimeout(() => connection.close(1000, 'idle'), 50)),
  ),
  does(
    'stays-open',
    'cuts an idle connection',
    /connection broke/,
    afterConnect((connection) => void setTimeout(() => connection.terminate(), 50)),
  ),
  does(
    'stays-open',
    'closes right behind its CONNECT RESPONSE',
    /GOING_AWAY/,
    afterConnect((connection) => connection.close(1001)),
  ),
  does('stays-open', 'closes every connection that it accepts', /GOING_AWAY/, () => ({
    onConnect(request, connection, right) {
      connection.answerConnect(request, right);
      if (right) connection.close(1001);
    },
  })),
  does('pong', 'answers no pings', /None came within/, () => ({ onPing: ignore })),

  does(
    'ack-id',
    'acknowledges with ids of its own',
    /which no request had/,
    acknowledges(() => acknowledgement(otherId())),
  ),
  does(
    'ack-payload',
    'acknowledges with an object',
    /\{\}/,
    acknowledges(({ id }) => acknowledgement(id, {})),
  ),
  does(
    'ack-payload',
    'acknowledges without a payload',
    /payload is nothing/,
    acknowledges(({ id }) => acknowledgement(id, undefined, { payload: undefined })),
  ),
  does('ack-time', 'acknowledges nothing', /after it was sent again, either/, () => ({ onNotification: ignore })),
  does('ack-time', 'is slow with its first acknowledgement', /came within 2\.0 s/, () => {
    let isFirst = true;
    return but(
      () => isFirst,
      (connection, request) => {
        isFirst = false;
        setTimeout(() => connection.acknowledge(request), 2_300);
      },
    );
  }),
  does(
    'ack-time',
    'gives the time of its acknowledgements as a text',
    /as timeStamp/,
    acknowledges(({ id }) => acknowledgement(id, [], { timeStamp: '1459811734' })),
  ),
  does('ack-time', 'closes when a notification comes', /ended instead/, () =>
    but(
      () => true,
      (connection) => connection.close(1003, 'no notifications'),
    ),
  ),

  does('ack-after-resend', 'keeps silent about what it has had', /not acknowledged within .* on the same/, () =>
    but(repeated(), ignore),
  ),
  does('ack-after-resend', 'closes on what it has had', /ended instead on the same/, () =>
    but(repeated(), (connection) => connection.close(1008, 'twice')),
  ),
  does(
    'ack-after-resend',
    'remembers notifications of former connections',
    /not acknowledged within .* on the next/,
    () => {
      const first = new Map<string, number>();
      return {
        onNotification(request, connection) {
          if (!first.has(request.id)) first.set(request.id, connection.number);
          if (first.get(request.id) === connection.number) connection.acknowledge(request);
        },
      };
    },
  ),
  does('unknown-keys', 'drops messages with unknown keys', /not acknowledged/, () =>
    but(holds('nbwssConformance'), ignore),
  ),
  does('unknown-keys', 'closes on unknown keys', /ended instead/, () =>
    but(holds('nbwssConformance'), (connection) => connection.close(1007, 'unknown key')),
  ),
  does('image-update-first', 'waits for the CREATE of an image', /not acknowledged/, () =>
    but(holds('"UPDATE"'), ignore),
  ),
  does('image-update-first', 'fails at an UPDATE of an unknown image', /UNEXPECTED_CONDITION/, () =>
    but(holds('"UPDATE"'), (connection) => connection.close(1011, 'no such image')),
  ),

  does(
    'command-shape',
    'names a whole URL as uri',
    /begin with one \//,
    commands({ ...properPayload, uri: 'https://master:1556/netbackup/ping' }),
  ),
  does('command-shape', 'leaves the uri out', /uri must be a string/, commands({ method: 'GET' })),
  does('command-shape', 'calls outside /netbackup', /must lie under/, commands({ ...properPayload, uri: '/x' })),
  does(
    'command-shape',
    'writes the method in small letters',
    /method must be one of/,
    commands({ ...properPayload, method: 'get' }),
  ),
  does(
    'command-shape',
    'has one id for two commands',
    /has the id of another command/,
    commands({ ...properPayload, uri: '/netbackup/ping' }, { id: properCommand().id }),
  ),
  does(
    'command-shape',
    'has numbers as headers',
    /string values/,
    commands({ ...properPayload, headers: { 'Content-Length': 0 } }),
  ),
  does(
    'command-shape',
    'gives no time with a command',
    /nothing as timeStamp/,
    commands(properPayload, { timeStamp: undefined }),
  ),
  does('command-shape', 'sends a NOTIFICATION REQUEST', /which only NBWSS may send/, () =>
    sends(JSON.stringify(makeMessage('NOTIFICATION', 'REQUEST', otherId(), now(), [])))(),
  ),
  does('command-shape', 'sends a command before CONNECT RESPONSE', /before the CONNECT RESPONSE/, () => ({
    onConnect(request, connection, valid) {
      if (valid) connection.send(properCommand());
      connection.answerConnect(request, valid);
    },
  })),

  writes('close', 'does not answer a close', /No close frame came back \(after 5\.\d s\)/, { onClose: ignore }),
  writes('close', 'cuts the connection on a close', /No close frame came back/, { onClose: (line) => line.reset() }),
  writes('close', 'answers a close with an error', /answered with 1011/, {
    onClose(line) {
      line.write(closeFrame(1011));
      line.tls.end();
    },
  }),
  does('close', 'takes no second connection', /status 503/, () => {
    let connections = 0;
    return { onUpgrade: () => (connections++ === 0 ? 'accept' : { status: 503 }) };
  }),
];
