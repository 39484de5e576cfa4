import { alternately } from './alternately.ts';
import { OwnHost } from './own-host.ts';
import { processorTime } from './processor-time.ts';
import { ReferenceProcess } from './reference-process.ts';
import { RelayedCalls } from './relayed-calls.ts';
import { RestServer } from './rest-server.ts';
import type { Benchmark } from './result.ts';

/** Calls of one round, and how many of them are in flight. */
export const callsPerRound = 10_000;
export const callsInFlight = 64;

/** REST calls a second over one connection, with every check, the history on the disk and the log. */
export const commandRelay: Benchmark = {
  name: 'command-relay',
  about: `${callsPerRound} REST calls of 1 KiB both ways, ${callsInFlight} in flight on one TLS connection`,
  unit: 'calls/s',
  referenceName: 'minimal relay of ws and undici, without checks, history or log',
  goal: { kind: 'ratio at least', value: 0.9 },
  async measure(run) {
    const rest = await RestServer.start();
    const calls = await RelayedCalls.start();
    const { certificate } = calls.server.identity;
    const { origin, caCertificate } = rest;
    const ours = OwnHost.start(calls.server, ['ours'], { netBackup: rest });
    const url = calls.server.url('reference');
    const reference = new ReferenceProcess('minimal-relay', { url, certificate, origin, caCertificate });
    try {
      await Promise.all([ours.process.ready(), calls.connected('ours'), calls.connected('reference')]);
      return await alternately(run, {
        ours: () => measureCalls(rest, ours.pid, () => calls.run('ours', callsPerRound, callsInFlight)),
        reference: () => measureCalls(rest, reference.pid, () => calls.run('reference', callsPerRound, callsInFlight)),
      });
    } finally {
      await Promise.all([ours.close(), reference.close()]);
      await calls.close();
      await rest.close();
    }
  },
};

/**
 * One round of calls. @returns calls a second; and the processor that each takes in the process that is compared, in ms
 * @throws when not every call reached the REST server exactly once
 */
export async function measureCalls(rest: RestServer, pid: number | undefined, run: () => Promise<void>) {
  const answered = rest.answered;
  const processor = processorTime(pid);
  const started = performance.now();
  await run();
  const seconds = (performance.now() - started) / 1000;
  const took = processorTime(pid) - processor;
  if (rest.answered - answered !== callsPerRound)
    throw new Error(`${rest.answered - answered} calls reached the REST server instead of ${callsPerRound}`);
  return {
    value: callsPerRound / seconds,
    ...(Number.isNaN(took) ? {} : { also: { 'processor for a call, in ms': took / callsPerRound } }),
  };
}
