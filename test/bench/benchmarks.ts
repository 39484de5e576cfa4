import { commandRelay } from './command-relay.ts';
import { commandRelayVsLocaltunnel } from './command-relay-vs-localtunnel.ts';
import { commandRelayVsRathole } from './command-relay-vs-rathole.ts';
import { commandRelayVsSsh } from './command-relay-vs-ssh.ts';
import { connectionsMemory, connectionsTime } from './connections.ts';
import { grid10000 } from './grid-10000.ts';
import { masters20 } from './masters-20.ts';
import { notifications } from './notifications.ts';
import { notificationsBacklog } from './notifications-backlog.ts';
import { notificationsVsJetstream } from './notifications-vs-jetstream.ts';
import type { Benchmark } from './result.ts';
import { startUp } from './start-up.ts';
import { updateStorm } from './update-storm.ts';

/** The benchmarks that there are, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  grid10000,
  updateStorm,
  notificationsBacklog,
  masters20,
  commandRelay,
  commandRelayVsLocaltunnel,
  commandRelayVsSsh,
  commandRelayVsRathole,
  notifications,
  notificationsVsJetstream,
  connectionsMemory,
  connectionsTime,
  startUp,
];
