// A minimal WebSocket endpoint for NBWSS: accepts the connection, acknowledges notifications, sends one COMMAND.
// Usage: node endpoint.mjs endpoint-details.json certificate.pem key.pem     (needs the package ws)
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { WebSocketServer } from 'ws';

const [detailsFile, certificateFile, keyFile] = process.argv.slice(2);
const details = JSON.parse(readFileSync(detailsFile, 'utf8'));
const { port, pathname } = new URL(details.url);
const connectTimeLimit = 30_000;
const maxMessageBytes = 64 * 1024 * 1024; // a COMMAND RESPONSE may hold 16 MiB of body, escaped as a JSON string

const digest = (text) => createHash('sha256').update(String(text)).digest();
const isRightToken = (token) => timingSafeEqual(digest(token), digest(details.token));
const message = (type, subType, id, payload) =>
  JSON.stringify({ version: '1.0', id, type, subType, timeStamp: Math.floor(Date.now() / 1000), payload });

// Ids of notifications that were worked on. A real endpoint keeps them with its data, so that they survive a restart.
const known = new Set();

function takeNotification({ id, payload }) {
  if (known.has(id.toUpperCase())) return; // it came again, because the acknowledgement got lost
  known.add(id.toUpperCase());
  for (const { object, data } of payload) {
    for (const entry of data) console.log(object, entry.jobId ?? entry.backupId, entry.state ?? entry.operationId);
  }
}

function serve(socket) {
  let isAccepted = false;
  const tooLate = setTimeout(() => socket.close(1008, 'no CONNECT REQUEST'), connectTimeLimit);
  const send = (type, subType, id, payload) => socket.send(message(type, subType, id, payload));
  const answers = {
    'CONNECT REQUEST': ({ id, payload }) => {
      clearTimeout(tooLate);
      isAccepted = isRightToken(payload.token);
      send('CONNECT', 'RESPONSE', id, { valid: isAccepted }); // after false it is NBWSS that closes
      if (!isAccepted) return;
      const headers = { 'Content-Type': 'application/vnd.netbackup+json;version=1.0' };
      send('COMMAND', 'REQUEST', randomUUID().toUpperCase(), { uri: '/netbackup/ping', method: 'GET', headers });
    },
    'NOTIFICATION REQUEST': (request) => {
      if (!isAccepted) return;
      takeNotification(request);
      send('NOTIFICATION', 'RESPONSE', request.id, []); // also for one that came again
    },
    'COMMAND RESPONSE': ({ payload }) => console.log('answer', payload.responseCode, payload.body.slice(0, 200)),
  };
  socket.on('message', (data, isBinary) => {
    try {
      if (isBinary) throw new Error('a binary frame');
      const received = JSON.parse(data.toString());
      answers[`${received.type} ${received.subType}`]?.(received); // what is not known is ignored, keys as well
    } catch (error) {
      console.error('not a message:', error.message);
      socket.close(1007);
    }
  });
  socket.on('error', (error) => console.error(error.message));
  socket.on('close', () => clearTimeout(tooLate));
}

const server = createServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) });
// Pings are answered, and closes too, by the library.
new WebSocketServer({ server, path: pathname, maxPayload: maxMessageBytes }).on('connection', serve);
server.listen(Number(port || 443), () => console.log(`listening on port ${server.address().port}`));
