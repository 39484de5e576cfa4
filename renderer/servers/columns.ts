import {
  columnFilteringFeature,
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  type Row,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { texts } from '../texts.ts';

export const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  filteredRowModel: createFilteredRowModel(),
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  columnSizingFeature,
  columnResizingFeature,
});
export type ServerRow = Row<typeof features, EndpointStatus>;

/** Numbers inside names count as numbers: `host2` stands before `host10`. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const byText = (a: ServerRow, b: ServerRow, column: string) =>
  collator.compare(String(a.getValue(column)), String(b.getValue(column)));
const byNumber = (a: ServerRow, b: ServerRow) => a.original.priority - b.original.priority;

const helper = createColumnHelper<typeof features, EndpointStatus>();
const { columns: label } = texts.servers;

/** P-3: the columns in their order. Sizes are shares of the width until a column is resized. */
export const columns = helper.columns([
  helper.accessor('hostName', { header: label.hostName, size: 200, minSize: 80, sortFn: byText }),
  helper.accessor('url', { header: label.url, size: 310, minSize: 80, sortFn: byText }),
  helper.accessor('groupId', { header: label.groupId, size: 120, minSize: 70, sortFn: byText }),
  helper.accessor('priority', { header: label.priority, size: 84, minSize: 70, sortFn: byNumber }),
  helper.accessor('state', { header: label.state, size: 130, minSize: 80, sortFn: byText }),
  helper.accessor('connectionState', { header: label.connectionState, size: 260, minSize: 120, sortFn: byText }),
]);

export const columnIds = ['hostName', 'url', 'groupId', 'priority', 'state', 'connectionState'] as const;
export type ColumnId = (typeof columnIds)[number];

/** Whether a row holds every word of the filter in one of its columns. */
export function matches(endpoint: EndpointStatus, filter: string): boolean {
  const text = columnIds.map((id) => String(endpoint[id])).join('\n').toLowerCase();
  const words = filter.toLowerCase().split(/\s+/);
  return words.every((word) => matchesWord(text, word));
}

/** `connected` must not find `DISCONNECTED`, nor `activated` find `DEACTIVATED`: they are each other's opposites. */
const opposites = new Map([
  ['connected', /(?<!dis)connected/],
  ['activated', /(?<!de)activated/],
]);

const matchesWord = (text: string, word: string) => opposites.get(word)?.test(text) ?? text.includes(word);
