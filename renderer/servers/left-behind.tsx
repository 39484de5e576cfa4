import Box from '@mui/material/Box';
import { useMemo } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { useEndpoints } from '../client/use-console.ts';
import { useCapabilities } from '../masters/masters-context.ts';
import { useUndelivered } from '../notifications/use-notifications.ts';
import { texts } from '../texts.ts';

/** So many groups are named, the others counted. */
const named = 10;

/** The groups of which no endpoint is left when these hosts are deleted. */
export function groupsLeftBehind(
  endpoints: readonly Pick<EndpointStatus, 'hostName' | 'groupId'>[],
  hosts: readonly string[],
): string[] {
  const deleted = new Set(hosts);
  const groups = new Set(endpoints.filter(({ hostName }) => deleted.has(hostName)).map(({ groupId }) => groupId));
  for (const { hostName, groupId } of endpoints) if (!deleted.has(hostName)) groups.delete(groupId);
  return [...groups];
}

/** Decision 20: before the last endpoint of a group is deleted, what waits for the group, and how long it is kept. */
export function LeftBehind({ hosts }: { hosts: readonly string[] }) {
  const endpoints = useEndpoints();
  const groupIds = useMemo(() => groupsLeftBehind(endpoints, hosts), [endpoints, hosts]);
  const { notifications } = useCapabilities();
  return groupIds.length === 0 || notifications === 'none' ? null : <Backlogs groupIds={groupIds} />;
}

function Backlogs({ groupIds }: { groupIds: readonly string[] }) {
  const { lastOf, lastOfMore, takeOver } = texts.deletion;
  const undelivered = useUndelivered(groupIds);
  const countOf = (groupId: string) => undelivered && (undelivered.get(groupId) ?? 0);
  const others = groupIds.slice(named);
  const sumOfOthers = undelivered && others.reduce((sum, groupId) => sum + (undelivered.get(groupId) ?? 0), 0);
  const isEmpty = groupIds.every((groupId) => countOf(groupId) === 0);
  const lines = [
    ...groupIds.slice(0, named).map((groupId) => lastOf(shownIdentifier(groupId), countOf(groupId))),
    ...(others.length > 0 ? [lastOfMore(others.length, sumOfOthers)] : []),
  ];
  return (
    <Box sx={{ mt: 1, overflowWrap: 'anywhere' }}>
      {lines.length === 1 ? (
        <div>{lines[0]}</div>
      ) : (
        <Box component="ul" sx={{ my: 0, pl: 2.5 }}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </Box>
      )}
      {!isEmpty && <Box sx={{ color: 'text.secondary' }}>{takeOver}</Box>}
    </Box>
  );
}
