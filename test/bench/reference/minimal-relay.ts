import { readFileSync } from 'node:fs';
import { Agent } from 'undici';
import { connectTo, type Endpoint } from './connect.ts';

/** The least that relays: ws and undici, no check, no limit, no history, no log. */

interface Settings extends Endpoint {
  readonly origin: string;
  readonly caCertificate: string;
}

interface Command {
  readonly id: string;
  readonly payload: {
    readonly uri: string;
    readonly method: 'POST';
    readonly headers: Record<string, string>;
    readonly parameters: string;
  };
}

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Settings;
const { origin } = settings;
const pool = new Agent({ connections: 64, connect: { ca: settings.caCertificate } });
const socket = await connectTo(settings);
socket.on('message', async (data) => {
  const { id, payload } = JSON.parse(String(data)) as Command;
  const { uri: path, method, headers, parameters: body } = payload;
  const answer = await pool.request({ origin, path, method, headers, body });
  const response = { headers: answer.headers, responseCode: answer.statusCode, body: await answer.body.text() };
  socket.send(
    JSON.stringify({
      version: '1.0',
      type: 'COMMAND',
      subType: 'RESPONSE',
      id,
      timeStamp: Date.now() / 1000,
      payload: response,
    }),
  );
});
process.on('SIGTERM', () => process.exit(0));
