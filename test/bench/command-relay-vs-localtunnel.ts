import { callsInFlight, callsPerRound } from './command-relay.ts';
import { openLocaltunnel } from './peers/localtunnel.ts';
import { relayAgainstTunnel } from './relay-against-tunnel.ts';
import type { Benchmark } from './result.ts';

/** our relay against npm's tunnel for HTTP servers. */
export const commandRelayVsLocaltunnel: Benchmark = {
  name: 'command-relay-vs-localtunnel',
  about: `${callsPerRound} REST calls of 1 KiB both ways, ${callsInFlight} in flight`,
  unit: 'calls/s',
  referenceName: `the same calls over HTTPS through npm's localtunnel, without TLS on its tunnel`,
  goal: { kind: 'ratio at least', value: 5 },
  measure: (run) => relayAgainstTunnel(run, (rest) => openLocaltunnel(rest, callsInFlight)),
};
