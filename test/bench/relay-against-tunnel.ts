import { alternately } from './alternately.ts';
import { callsInFlight, callsPerRound, measureCalls } from './command-relay.ts';
import { OwnHost } from './own-host.ts';
import { RelayedCalls } from './relayed-calls.ts';
import { RestServer } from './rest-server.ts';
import type { BenchmarkRun, Measured } from './result.ts';
import { runThroughTunnel, type TunnelledCall } from './tunnelled-calls.ts';

/** A reverse tunnel that leads from the cloud application's side to the REST server. */
export interface Tunnel {
  readonly call: TunnelledCall;
  /** The process on NetBackup's side, where ours would run. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/**
 * The cloud application has the same REST calls made, with as many in flight: by our relay, and through a reverse tunnel.
 * @param open opens the tunnel to the REST server; ready for calls when it resolves
 */
export async function relayAgainstTunnel(
  run: BenchmarkRun,
  open: (rest: RestServer) => Promise<Tunnel>,
): Promise<Measured> {
  const rest = await RestServer.start();
  const calls = await RelayedCalls.start();
  const ours = OwnHost.start(calls.server, ['ours'], { netBackup: rest });
  let tunnel: Tunnel | undefined;
  try {
    const opened = await open(rest);
    tunnel = opened;
    await Promise.all([ours.process.ready(), calls.connected('ours')]);
    return await alternately(run, {
      ours: () => measureCalls(rest, ours.pid, () => calls.run('ours', callsPerRound, callsInFlight)),
      reference: () =>
        measureCalls(rest, opened.pid, () => runThroughTunnel(opened.call, callsPerRound, callsInFlight)),
    });
  } finally {
    await Promise.all([ours.close(), tunnel?.close()]);
    await calls.close();
    await rest.close();
  }
}
