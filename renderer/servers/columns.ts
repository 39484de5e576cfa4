import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { texts } from '../texts.ts';
import { naturalOrder } from './natural-order.ts';

/** What the table keeps of the columns. It has no rows: 10,000 of them are sorted by `sorted-endpoints.ts`. */
export const features = tableFeatures({ rowSortingFeature, columnSizingFeature, columnResizingFeature });

const helper = createColumnHelper<typeof features, EndpointStatus>();
const { columns: label } = texts.servers;

/** P-3: the columns in their order. Sizes are shares of the width until a column is resized. */
export const columns = helper.columns([
  helper.accessor('hostName', { header: label.hostName, size: 165, minSize: 80 }),
  helper.accessor('url', { header: label.url, size: 250, minSize: 80 }),
  helper.accessor('groupId', { header: label.groupId, size: 130, minSize: 70 }),
  helper.accessor('priority', { header: label.priority, size: 80, minSize: 74 }),
  helper.accessor('state', { header: label.state, size: 134, minSize: 128 }),
  helper.accessor('connectionState', { header: label.connectionState, size: 300, minSize: 136 }),
]);

export const columnIds = ['hostName', 'url', 'groupId', 'priority', 'state', 'connectionState'] as const;
export type ColumnId = (typeof columnIds)[number];

type Compare = (a: EndpointStatus, b: EndpointStatus) => number;
const byText =
  (column: Exclude<ColumnId, 'priority'>): Compare =>
  (a, b) =>
    naturalOrder(a[column], b[column]);

/** How each column is sorted. */
export const compareBy: Readonly<Record<ColumnId, Compare>> = {
  hostName: byText('hostName'),
  url: byText('url'),
  groupId: byText('groupId'),
  priority: (a, b) => a.priority - b.priority,
  state: byText('state'),
  connectionState: byText('connectionState'),
};

/** The rows that hold every word of the filter in one of their columns; without a filter, the very same list. */
export function filterEndpoints(endpoints: readonly EndpointStatus[], filter: string): readonly EndpointStatus[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return endpoints;
  return endpoints.filter((endpoint) => {
    const text = searchedText(endpoint);
    return words.every((word) => matchesWord(text, word));
  });
}

/** Made once for each row while it stays as it is. */
const searchedTexts = new WeakMap<EndpointStatus, string>();

function searchedText(endpoint: EndpointStatus): string {
  const known = searchedTexts.get(endpoint);
  if (known !== undefined) return known;
  const { hostName, url, groupId, priority, state, connectionState } = endpoint;
  const text = `${hostName}\n${url}\n${groupId}\n${priority}\n${state}\n${connectionState}`.toLowerCase();
  searchedTexts.set(endpoint, text);
  return text;
}

/** `connected` must not find `DISCONNECTED`, nor `activated` find `DEACTIVATED`: they are each other's opposites. */
const opposites = new Map([
  ['connected', /(?<!dis)connected/],
  ['activated', /(?<!de)activated/],
]);

const matchesWord = (text: string, word: string) => opposites.get(word)?.test(text) ?? text.includes(word);
