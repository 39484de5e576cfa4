import type { Page } from 'playwright-core';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { tamperWithFrames } from './console-frames.ts';

/**
 * Has the page show these rows instead of the service's own, for states that a real server comes to only after minutes or
 * with a network that is not there. Early runs look switched off. To be called before the page is loaded.
 */
export async function showPrepared(
  page: Page,
  endpoints: readonly EndpointStatus[],
  servedBy: Readonly<Record<string, string>> = {},
): Promise<void> {
  const groupIds = [...new Set(endpoints.map(({ groupId }) => groupId))];
  const groups = groupIds.map((groupId) => ({ groupId, connectedHost: servedBy[groupId] ?? null }));
  const replace = (key: string, value: unknown): unknown => {
    if (key === 'endpoints') return endpoints;
    if (key === 'groups') return groups;
    if (key === 'earlyRun') return false;
    // What becomes of the frame is told, such as a master server that no longer answers.
    return key === 'patches' && Array.isArray(value) ? value.filter(({ kind }) => kind === 'frame') : value;
  };
  await tamperWithFrames(page, {
    received: (text) => (/"(snapshot|patches)"/.test(text) ? JSON.stringify(JSON.parse(text, replace)) : text),
  });
}
