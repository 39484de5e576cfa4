import { callsInFlight, callsPerRound } from './command-relay.ts';
import { openSshTunnel } from './peers/ssh.ts';
import { relayAgainstTunnel } from './relay-against-tunnel.ts';
import type { Benchmark } from './result.ts';

/** our relay against the tunnel that people build where there is none. */
export const commandRelayVsSsh: Benchmark = {
  name: 'command-relay-vs-ssh',
  about: `${callsPerRound} REST calls of 1 KiB both ways, ${callsInFlight} in flight`,
  unit: 'calls/s',
  referenceName: `the same calls over HTTPS through OpenSSH's ssh -R on loopback`,
  goal: { kind: 'ratio at least', value: 1 },
  measure: (run) => relayAgainstTunnel(run, (rest) => openSshTunnel(rest, callsInFlight)),
};
