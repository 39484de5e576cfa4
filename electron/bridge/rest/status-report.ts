import { z } from 'zod';
import { detailText } from '../../../shared/connection-text.ts';
import type { NbwssService } from '../../service/nbwss-service.ts';

const epoch = z.number().int().nullable().describe('Epoch seconds; null when there is none.');

/** `GET /nbwss/status`: how groups, endpoints and the NetBackup connection are. Holds no secret. */
export const statusReportSchema = z
  .object({
    groups: z.array(
      z.object({
        groupId: z.string(),
        connectedHost: z.string().nullable(),
        undelivered: z.number().int().describe('Notifications that are not acknowledged, those in flight included.'),
        inFlight: z.number().int(),
        delivered: z.number().int(),
        oldestUndelivered: epoch,
      }),
    ),
    endpoints: z.array(
      z.object({
        hostName: z.string(),
        detail: z.string().describe('What is under way; empty when there is nothing to say.'),
        lastError: z.string().nullable(),
        nextAttempt: epoch,
      }),
    ),
    netbackup: z.object({ state: z.enum(['ok', 'failing', 'not configured']), detail: z.string() }),
    warnings: z
      .array(z.string())
      .describe(
        'What the console shows above the list: files that cannot be used or were set aside, backlogs, settings.',
      ),
    version: z.string(),
  })
  .meta({ id: 'Status' });
export type StatusReport = z.infer<typeof statusReportSchema>;

const seconds = (milliseconds: number | null) => (milliseconds === null ? null : Math.floor(milliseconds / 1000));

/**
 * Groups that have no endpoint any more, but a backlog, are there too (decision 20).
 * @param now epoch milliseconds
 */
export function statusReport(service: NbwssService, version: string, now: number): StatusReport {
  const { groups, netBackup, warnings } = service.frame();
  const connectedHosts = new Map(groups.map(({ groupId, connectedHost }) => [groupId, connectedHost]));
  const backlogs = new Map(service.notifications.groups().map((group) => [group.groupId, group]));
  return {
    groups: [...new Set([...connectedHosts.keys(), ...backlogs.keys()])].map((groupId) => {
      const { undelivered = 0, inFlight = 0, delivered = 0, oldest = null } = backlogs.get(groupId) ?? {};
      const connectedHost = connectedHosts.get(groupId) ?? null;
      return { groupId, connectedHost, undelivered, inFlight, delivered, oldestUndelivered: seconds(oldest) };
    }),
    endpoints: service.rows().map((row) => ({
      hostName: row.hostName,
      detail: detailText(row, now),
      lastError: row.lastError,
      nextAttempt: seconds(row.nextAttemptAt),
    })),
    netbackup: {
      // What was not asked yet is not failing.
      state: netBackup.state === 'unknown' ? 'ok' : netBackup.state,
      detail: netBackup.detail,
    },
    warnings,
    version,
  };
}
