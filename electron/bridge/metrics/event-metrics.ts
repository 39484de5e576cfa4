import { Counter, Histogram, type Registry } from 'prom-client';
import { connectionCauses, type FailureCause } from '../../../shared/connection-causes.ts';
import type { ServiceObserver } from '../../service/service-observer.ts';

/** Seconds. */
const commandBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const acknowledgementBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** HTTP statuses as they are; what a server answers beyond them is one label. */
const statusLabel = (status: number) => (status >= 100 && status <= 599 ? String(status) : 'other');

/** What is counted as it happens, since the service started. Labels have few values: causes, statuses, kinds; no group, no host. */
export function eventMetrics(registry: Registry): ServiceObserver {
  const registers = [registry];
  const attempts = new Counter({
    name: 'nbwss_connection_attempts_total',
    help: 'Attempts to connect to an endpoint that began.',
    registers,
  });
  const failures = new Counter({
    name: 'nbwss_connection_attempt_failures_total',
    help: 'Attempts to connect that failed, by cause.',
    labelNames: ['cause'],
    registers,
  });
  for (const cause of Object.keys(connectionCauses) as FailureCause[]) failures.inc({ cause }, 0);
  const closed = new Counter({
    name: 'nbwss_connections_closed_total',
    help: 'Established connections that ended, by close status.',
    labelNames: ['close_status'],
    registers,
  });
  const commands = new Counter({
    name: 'nbwss_commands_total',
    help: 'Commands that were answered, refused ones too, by response code and what became of them.',
    labelNames: ['status', 'verdict'],
    registers,
  });
  const commandDuration = new Histogram({
    name: 'nbwss_command_duration_seconds',
    help: 'From the arrival of a command to its answer.',
    buckets: commandBuckets,
    registers,
  });
  const produced = new Counter({
    name: 'nbwss_notifications_produced_total',
    help: 'Notifications that were found at NetBackup and stored, once for all groups.',
    labelNames: ['object'],
    registers,
  });
  for (const object of ['JOB', 'IMAGE']) produced.inc({ object }, 0);
  const acknowledgement = new Histogram({
    name: 'nbwss_notification_acknowledgement_seconds',
    help: 'From first sending a NOTIFICATION REQUEST to its acknowledgement, resends included.',
    buckets: acknowledgementBuckets,
    registers,
  });
  const acknowledged = new Counter({
    name: 'nbwss_notifications_acknowledged_total',
    help: 'Notifications that were acknowledged, of all groups together.',
    registers,
  });
  const givenUp = new Counter({
    name: 'nbwss_notifications_given_up_total',
    help: 'Notifications that will never be delivered: discarded by hand, over a limit, or of a group without endpoint.',
    registers,
  });
  const pollFailures = new Counter({
    name: 'nbwss_notification_poll_failures_total',
    help: 'Polls of NetBackup that failed.',
    labelNames: ['source'],
    registers,
  });
  for (const source of ['jobs', 'images']) pollFailures.inc({ source }, 0);
  return {
    connectionAttempted: () => attempts.inc(),
    connectionEnded({ cause, lived, closeStatus }) {
      if (lived !== undefined) closed.inc({ close_status: closeStatus ?? 'NO_STATUS_CODE' });
      else if (cause !== 'closed-by-us') failures.inc({ cause });
    },
    commandAnswered({ status, verdict, duration }) {
      commands.inc({ status: statusLabel(status), verdict });
      commandDuration.observe(duration / 1000);
    },
    notificationsProduced(notifications) {
      for (const { object } of notifications) produced.inc({ object });
    },
    batchAcknowledged(count, duration) {
      acknowledged.inc(count);
      acknowledgement.observe(duration / 1000);
    },
    notificationsGivenUp: (count) => givenUp.inc(count),
    pollFailed: (source) => pollFailures.inc({ source }),
  };
}
