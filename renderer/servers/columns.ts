import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  createSortedRowModel,
  type Row,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { texts } from '../texts.ts';
import { naturalOrder } from './natural-order.ts';

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnSizingFeature,
  columnResizingFeature,
});
export type ServerRow = Row<typeof features, EndpointStatus>;

type TextColumn = Exclude<ColumnId, 'priority'>;
const byText = (column: TextColumn) => (a: ServerRow, b: ServerRow) =>
  naturalOrder(a.original[column], b.original[column]);
const byNumber = (a: ServerRow, b: ServerRow) => a.original.priority - b.original.priority;

const helper = createColumnHelper<typeof features, EndpointStatus>();
const { columns: label } = texts.servers;

/** P-3: the columns in their order. Sizes are shares of the width until a column is resized. */
export const columns = helper.columns([
  helper.accessor('hostName', { header: label.hostName, size: 165, minSize: 80, sortFn: byText('hostName') }),
  helper.accessor('url', { header: label.url, size: 250, minSize: 80, sortFn: byText('url') }),
  helper.accessor('groupId', { header: label.groupId, size: 130, minSize: 70, sortFn: byText('groupId') }),
  helper.accessor('priority', { header: label.priority, size: 80, minSize: 74, sortFn: byNumber }),
  helper.accessor('state', { header: label.state, size: 134, minSize: 128, sortFn: byText('state') }),
  helper.accessor('connectionState', {
    header: label.connectionState,
    size: 300,
    minSize: 136,
    sortFn: byText('connectionState'),
  }),
]);

export const columnIds = ['hostName', 'url', 'groupId', 'priority', 'state', 'connectionState'] as const;
export type ColumnId = (typeof columnIds)[number];

/** The rows that hold every word of the filter in one of their columns; without a filter, the very same list. */
export function filterEndpoints(endpoints: readonly EndpointStatus[], filter: string): readonly EndpointStatus[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return endpoints;
  return endpoints.filter((endpoint) => {
    const text = columnIds
      .map((id) => String(endpoint[id]))
      .join('\n')
      .toLowerCase();
    return words.every((word) => matchesWord(text, word));
  });
}

/** `connected` must not find `DISCONNECTED`, nor `activated` find `DEACTIVATED`: they are each other's opposites. */
const opposites = new Map([
  ['connected', /(?<!dis)connected/],
  ['activated', /(?<!de)activated/],
]);

const matchesWord = (text: string, word: string) => opposites.get(word)?.test(text) ?? text.includes(word);
