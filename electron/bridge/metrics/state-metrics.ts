import { Counter, Gauge, type Registry } from 'prom-client';
import { connectionDetailSchema, connectionStateSchema } from '../../../shared/connection-status.ts';
import type { NbwssService } from '../../service/nbwss-service.ts';
import { labelGroups } from './labelled-groups.ts';

const netBackupStates = ['ok', 'failing', 'not configured', 'unknown'] as const;
const sourceStates = ['ok', 'failing', 'idle', 'not configured', 'paused'] as const;
const details = connectionDetailSchema.options.map(({ shape }) => shape.kind.value);

type ConnectionState = (typeof connectionStateSchema.options)[number];

/** Asks the service how it is, and writes that into the metrics that {@link stateMetrics} made. */
export type Look = (now: number) => void;

/** What is asked for at each scrape. Series by group are bounded, see {@link labelGroups}. */
export function stateMetrics(registry: Registry, service: NbwssService): Look {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers });
  const up = gauge('nbwss_service_up', '1 while the service runs, 0 while it starts or has failed.');
  const connections = gauge(
    'nbwss_connections',
    'Endpoints of a server group by Connection State; at most one of a group is CONNECTED.',
    'group',
    'state',
  );
  const endpoints = gauge('nbwss_endpoints', 'Saved endpoints by State and what is under way.', 'state', 'detail');
  const undelivered = gauge(
    'nbwss_notifications_undelivered',
    'Notifications that wait for their acknowledgement, those in flight included.',
    'group',
  );
  const oldest = gauge(
    'nbwss_notifications_oldest_undelivered_seconds',
    'Age of the oldest undelivered notification; 0 when none waits.',
    'group',
  );
  const delivered = new Counter({
    name: 'nbwss_notifications_delivered_total',
    help: 'Notifications that were acknowledged since the group exists; survives restarts.',
    labelNames: ['group'],
    registers,
  });
  const netBackup = gauge('nbwss_netbackup_state', '1 for the state of the NetBackup connection.', 'state');
  const source = gauge('nbwss_notification_source_state', '1 for the state of the polls of NetBackup.', 'state');

  const lookAtEndpoints = (labelOf: (groupId: string) => string) => {
    for (const state of ['ACTIVATED', 'DEACTIVATED']) for (const detail of details) endpoints.set({ state, detail }, 0);
    const byGroup = new Map<string, Record<ConnectionState, number>>();
    for (const { groupId, connectionState, state, detail } of service.rows()) {
      const group = labelOf(groupId);
      const counts = byGroup.get(group) ?? { CONNECTED: 0, DISCONNECTED: 0 };
      counts[connectionState]++;
      byGroup.set(group, counts);
      endpoints.inc({ state, detail: detail.kind });
    }
    for (const [group, counts] of byGroup)
      for (const state of connectionStateSchema.options) connections.set({ group, state }, counts[state]);
  };
  const lookAtNotifications = (labelOf: (groupId: string) => string, now: number) => {
    const byLabel = new Map<string, { undelivered: number; delivered: number; age: number }>();
    for (const group of service.notifications.groups()) {
      const label = labelOf(group.groupId);
      const age = group.oldest === null ? 0 : Math.max(0, now - group.oldest) / 1000;
      const sum = byLabel.get(label) ?? { undelivered: 0, delivered: 0, age: 0 };
      sum.undelivered += group.undelivered;
      sum.delivered += group.delivered;
      sum.age = Math.max(sum.age, age);
      byLabel.set(label, sum);
    }
    for (const [group, sum] of byLabel) {
      undelivered.set({ group }, sum.undelivered);
      delivered.inc({ group }, sum.delivered);
      oldest.set({ group }, sum.age);
    }
  };
  return (now) => {
    const frame = service.frame();
    for (const metric of [connections, endpoints, undelivered, oldest, delivered]) metric.reset();
    const groupIds = frame.groups.map(({ groupId }) => groupId);
    const labelOf = labelGroups([...groupIds, ...service.notifications.counts().map(({ groupId }) => groupId)]);
    lookAtEndpoints(labelOf);
    lookAtNotifications(labelOf, now);
    up.set(frame.service.state === 'ready' ? 1 : 0);
    for (const state of netBackupStates) netBackup.set({ state }, frame.netBackup.state === state ? 1 : 0);
    for (const state of sourceStates) source.set({ state }, service.notifications.source.state === state ? 1 : 0);
  };
}
