import { afterEach, expect } from 'vitest';
import { type CloudApplicationOptions, PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { NetBackupSettings } from '../../electron/service/netbackup-connection.ts';
import { type CommandResponsePayload, makeMessage } from '../../shared/messages.ts';
import { guideMessage } from './guide-messages.ts';
import { type Script, ScriptedNetBackup, type ScriptedNetBackupOptions } from './scripted-netbackup.ts';
import { ServiceBench } from './service-bench.ts';

export const vmServers = '/netbackup/config/servers/vmservers';
export const jsonType = { 'Content-Type': 'application/json' };
export const payloadOf = (name: string) => guideMessage(name).payload as Record<string, unknown>;

/** Decision 17: the one form of an answer that is ours. @returns its code and message */
export const refusalIn = ({ headers, responseCode, body }: CommandResponsePayload) => {
  expect(headers).toEqual({ 'content-type': 'application/json' });
  const { errorCode, errorMessage, ...others } = JSON.parse(body) as Record<string, unknown>;
  expect({ errorCode, others }).toEqual({ errorCode: responseCode, others: {} });
  expect(errorMessage).toEqual(expect.stringMatching(/\S/));
  return { code: responseCode, message: String(errorMessage) };
};

export const netBackupSettings = ({ origin, caCertificate }: PracticeNetBackup): NetBackupSettings => ({
  baseUrl: origin,
  caCertificate,
});

/** What reached NetBackup on behalf of the cloud application; the service itself only pings. */
export const callsTo = (netBackup: PracticeNetBackup) =>
  netBackup.received.filter(({ target }) => target !== '/netbackup/ping');

/** The service between cloud applications and a NetBackup server; everything is closed after each test. */
export function useRelay() {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const server of open.splice(0).reverse()) await server.close();
  });

  const startNetBackup = async () => {
    const netBackup = await PracticeNetBackup.start();
    open.push(netBackup);
    return netBackup;
  };
  const startScripted = async (script: Script, options?: ScriptedNetBackupOptions) => {
    const server = await ScriptedNetBackup.start(script, options);
    open.push(server);
    return server;
  };
  /** The service, connected to a cloud application. */
  const connected = async (settings?: NetBackupSettings, options: CloudApplicationOptions = {}) => {
    const application = await PracticeCloudApplication.start({ groupId: 'sg1', ...options });
    open.push(application);
    const bench = new ServiceBench(settings ? { netBackup: settings } : {});
    open.push(bench);
    await bench.add(application);
    await bench.connected(application.hostName);
    const { connection } = application;
    /** COMMAND RESPONSEs that came, in their order. */
    const answers = () =>
      application.received.flatMap((entry) =>
        entry.kind === 'message' && entry.message?.type === 'COMMAND' ? [entry.message] : [],
      );
    return {
      bench,
      application,
      connection,
      answers,
      /** Sends any payload at all. @returns the answer to it */
      async sendAny(payload: unknown, id: string): Promise<CommandResponsePayload> {
        connection.send(JSON.stringify({ ...makeMessage('COMMAND', 'REQUEST', id, 1, {}), payload }));
        await application.changes.until(`an answer to ${id}`, () => answers().some((answer) => answer.id === id));
        return answers().find((answer) => answer.id === id)?.payload as CommandResponsePayload;
      },
      /** How often each id was answered. A last command goes behind all others, so that a second answer would be seen. */
      async answerCounts(): Promise<Record<string, number>> {
        await connection.command({ uri: '/netbackup/ping', method: 'GET' }, 'THE-LAST');
        const counts: Record<string, number> = {};
        for (const { id } of answers()) if (id !== 'THE-LAST') counts[id] = (counts[id] ?? 0) + 1;
        return counts;
      },
    };
  };
  /** The service between a cloud application and the practice NetBackup server. */
  const practice = async () => {
    const netBackup = await startNetBackup();
    return { netBackup, ...(await connected(netBackupSettings(netBackup))) };
  };
  /** logs in as a cloud application does. @returns the token */
  const logIn = async ({ netBackup, connection }: Awaited<ReturnType<typeof practice>>) => {
    const { userName, password } = netBackup.account;
    const parameters = JSON.stringify({ userName, password });
    const answer = await connection.command({
      uri: '/netbackup/login',
      method: 'POST',
      headers: jsonType,
      parameters,
    });
    expect(answer.responseCode).toBe(201);
    return (JSON.parse(answer.body) as { token: string }).token;
  };

  /** Another cloud application of the same service, connected. */
  const another = async (bench: ServiceBench, options: CloudApplicationOptions) => {
    const application = await PracticeCloudApplication.start(options);
    open.push(application);
    await bench.add(application);
    await bench.connected(application.hostName);
    return application;
  };
  return { startNetBackup, startScripted, connected, practice, logIn, another };
}
