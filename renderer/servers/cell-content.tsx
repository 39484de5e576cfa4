import type { ReactNode } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { detailText } from '../../shared/connection-text.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { useNow } from '../feedback/now.ts';
import { formatTime } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import type { ColumnId, ServerEntry } from './columns.ts';
import { ConnectionStateText, StateText } from './state-text.tsx';

/** What a cell shows. `title` is the whole text where it may be cut off. */
interface CellContent {
  readonly content: ReactNode;
  readonly title?: string;
  readonly numeric?: boolean;
}

const text = (shown: string): CellContent => ({ content: shown, title: shown });
const number = (shown: ReactNode): CellContent => ({ content: shown, numeric: true });

/** P-3 to P-5 */
export function cellContent(column: ColumnId, entry: ServerEntry): CellContent {
  switch (column) {
    case 'hostName':
    case 'url':
    case 'groupId':
      return text(shownIdentifier(entry[column]));
    case 'priority':
      return number(entry.priority);
    case 'state':
      return { content: <StateText state={entry.state} /> };
    case 'connectionState':
      return { content: <ConnectionStateText endpoint={entry} /> };
    case 'detail':
      return { content: <Detail endpoint={entry} /> };
    case 'since':
      return number(entry.since === null ? '' : formatTime(entry.since));
    case 'lastError':
      return text(entry.lastError ?? '');
    case 'roundTrip':
      return number(entry.roundTrip === null ? '' : texts.details.milliseconds(entry.roundTrip));
    case 'undelivered':
      return number(entry.undelivered === undefined ? '' : texts.notifications.number(entry.undelivered));
  }
}

/** Ticks by itself; the row around it stays as it is. */
function Detail({ endpoint }: { endpoint: EndpointStatus }) {
  const shown = detailText(endpoint, useNow());
  return <span title={shown}>{shown}</span>;
}
