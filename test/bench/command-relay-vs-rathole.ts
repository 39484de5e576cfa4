import { callsInFlight, callsPerRound } from './command-relay.ts';
import { openRatholeTunnel } from './peers/rathole.ts';
import { relayAgainstTunnel } from './relay-against-tunnel.ts';
import type { Benchmark } from './result.ts';

/** our relay against a reverse tunnel in Rust. */
export const commandRelayVsRathole: Benchmark = {
  name: 'command-relay-vs-rathole',
  about: `${callsPerRound} REST calls of 1 KiB both ways, ${callsInFlight} in flight`,
  unit: 'calls/s',
  referenceName: 'the same calls over HTTPS through rathole 0.5.0 with TLS',
  goal: { kind: 'ratio at least', value: 1 },
  measure: (run) => relayAgainstTunnel(run, (rest) => openRatholeTunnel(rest, callsInFlight)),
};
