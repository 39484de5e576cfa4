import type { EndpointStatus } from '../../shared/connection-status.ts';
import { detailText } from '../../shared/connection-text.ts';
import { wordsOf } from '../feedback/words.ts';
import { hasExpiring } from './expiry-warnings.ts';

/** Which rows are shown, beside the words of the filter. */
export const showChoices = ['all', 'attention', 'connected', 'disconnected', 'deactivated'] as const;
export type ShowChoice = (typeof showChoices)[number];

/** What of the list is asked for. */
export interface ListFilter {
  /** Words that each have to stand in the row. */
  readonly text: string;
  readonly show: ShowChoice;
}

export const noFilter: ListFilter = { text: '', show: 'all' };

export const isFiltering = ({ text, show }: ListFilter): boolean => text.trim() !== '' || show !== 'all';

/** Whether an administrator should look at it: the last attempt failed, or an accepted certificate expires soon. @param now epoch seconds */
export function needsAttention(endpoint: EndpointStatus, now: number): boolean {
  return hasExpiring(endpoint, now) || (endpoint.state === 'ACTIVATED' && endpoint.detail.kind === 'failed');
}

function isShown(endpoint: EndpointStatus, show: ShowChoice, now: number): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'attention':
      return needsAttention(endpoint, now);
    case 'connected':
      return endpoint.connectionState === 'CONNECTED';
    case 'disconnected':
      return endpoint.state === 'ACTIVATED' && endpoint.connectionState === 'DISCONNECTED';
    case 'deactivated':
      return endpoint.state === 'DEACTIVATED';
  }
}

/** How many rows each choice would show. @param now epoch seconds */
export function countChoices(endpoints: readonly EndpointStatus[], now: number): Record<ShowChoice, number> {
  const counts = { all: endpoints.length, attention: 0, connected: 0, disconnected: 0, deactivated: 0 };
  for (const endpoint of endpoints) {
    if (needsAttention(endpoint, now)) counts.attention += 1;
    if (endpoint.connectionState === 'CONNECTED') counts.connected += 1;
    if (endpoint.state === 'DEACTIVATED') counts.deactivated += 1;
    else if (endpoint.connectionState === 'DISCONNECTED') counts.disconnected += 1;
  }
  return counts;
}

/** `connected` must not find `DISCONNECTED`, nor `activated` find `DEACTIVATED`: they are each other's opposites. */
const opposites = new Map([
  ['connected', /(?<!dis)connected/],
  ['activated', /(?<!de)activated/],
]);

const hasWord = (text: string, word: string) => opposites.get(word)?.test(text) ?? text.includes(word);

/** Made once for each row while it stays as it is. */
const shownTexts = new WeakMap<EndpointStatus, string>();

/** What is read in a row, in lower case; a countdown is not. */
function shownText(endpoint: EndpointStatus): string {
  const known = shownTexts.get(endpoint);
  if (known !== undefined) return known;
  const { hostName, url, groupId, priority, state, connectionState } = endpoint;
  const detail = detailText({ ...endpoint, nextAttemptAt: null }, 0);
  const text = [hostName, url, groupId, priority, state, connectionState, detail].join('\n').toLowerCase();
  shownTexts.set(endpoint, text);
  return text;
}

/** The rows that match; the very same list when the filter asks for nothing. @param now epoch seconds */
export function filterEndpoints(
  endpoints: readonly EndpointStatus[],
  filter: ListFilter,
  now: number,
): readonly EndpointStatus[] {
  if (!isFiltering(filter)) return endpoints;
  const words = wordsOf(filter.text);
  return endpoints.filter((endpoint) => {
    if (!isShown(endpoint, filter.show, now)) return false;
    if (words.length === 0) return true;
    const shown = shownText(endpoint);
    return words.every((word) => hasWord(shown, word));
  });
}
