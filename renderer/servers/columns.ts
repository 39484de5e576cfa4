import {
  columnResizingFeature,
  columnSizingFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { detailText } from '../../shared/connection-text.ts';
import { texts } from '../texts.ts';
import { naturalOrder } from './natural-order.ts';

/** P-3: the columns of the guide, always shown, in their order. */
export const guideColumns = ['hostName', 'url', 'groupId', 'priority', 'state', 'connectionState'] as const;
/** What can be shown behind them (View > Columns…), in this order. */
export const optionalColumns = ['detail', 'since', 'lastError', 'roundTrip', 'undelivered'] as const;
export type OptionalColumn = (typeof optionalColumns)[number];
export type ColumnId = (typeof guideColumns)[number] | OptionalColumn;

/** A row of the grid. */
export type ServerEntry = EndpointStatus & {
  /** Undelivered notifications of its group; known only while that column is shown. */
  readonly undelivered?: number;
};

/** What the table keeps of the columns. It has no rows: 10,000 of them are sorted by `sorted-endpoints.ts`. */
export const features = tableFeatures({ rowSortingFeature, columnSizingFeature, columnResizingFeature });

type Compare = (a: ServerEntry, b: ServerEntry) => number;

const byText =
  (text: (entry: ServerEntry) => string): Compare =>
  (a, b) =>
    naturalOrder(text(a), text(b));
/** What has no number comes before everything that has one. */
const byNumber =
  (number: (entry: ServerEntry) => number | null | undefined): Compare =>
  (a, b) =>
    (number(a) ?? -1) - (number(b) ?? -1);

interface ColumnPlan {
  /** Share of the width until a column is resized, in pixels, and the least width. */
  readonly size: number;
  readonly minSize: number;
  /** What it can do with where the least widths do not fit, as at 200 % zoom; one without it keeps its least width. */
  readonly narrowSize?: number;
  readonly compare: Compare;
}

/** A countdown is not a matter of order: all that wait for their next attempt are alike. */
const shownDetail = (entry: ServerEntry) => detailText({ ...entry, nextAttemptAt: null }, 0);

export const columnPlans: Record<ColumnId, ColumnPlan> = {
  hostName: { size: 165, minSize: 80, narrowSize: 66, compare: byText(({ hostName }) => hostName) },
  url: { size: 250, minSize: 80, narrowSize: 28, compare: byText(({ url }) => url) },
  groupId: { size: 130, minSize: 70, narrowSize: 30, compare: byText(({ groupId }) => groupId) },
  priority: { size: 80, minSize: 74, narrowSize: 36, compare: byNumber(({ priority }) => priority) },
  state: { size: 134, minSize: 128, compare: byText(({ state }) => state) },
  connectionState: { size: 300, minSize: 150, compare: byText(({ connectionState }) => connectionState) },
  detail: { size: 260, minSize: 100, compare: byText(shownDetail) },
  since: { size: 160, minSize: 100, compare: byNumber(({ since }) => since) },
  lastError: { size: 260, minSize: 100, compare: byText(({ lastError }) => lastError ?? '') },
  roundTrip: { size: 96, minSize: 88, compare: byNumber(({ roundTrip }) => roundTrip) },
  undelivered: { size: 110, minSize: 98, compare: byNumber(({ undelivered }) => undelivered) },
};

/** Below it no column comes, however narrow the window is; pixels. */
export const narrowSize = (id: ColumnId): number => columnPlans[id].narrowSize ?? columnPlans[id].minSize;

const helper = createColumnHelper<typeof features, ServerEntry>();

/** The columns of the table for these ids, in their order. */
export const columnsOf = (ids: readonly ColumnId[]) =>
  helper.columns(
    ids.map((id) => {
      const { size } = columnPlans[id];
      const given = { id, header: texts.servers.columns[id], size, minSize: narrowSize(id) };
      return helper.accessor((entry) => entry[id], given);
    }),
  );
