import Box from '@mui/material/Box';
import { useCallback, useMemo, useRef, useState } from 'react';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { useEndpoints, useFramePart } from '../client/use-console.ts';
import { useNow } from '../feedback/now.ts';
import { formatTime } from '../feedback/time.ts';
import { Waiting } from '../feedback/waiting.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { RecordGrid } from '../records/record-grid.tsx';
import type { RecordColumn } from '../records/record-row.tsx';
import { texts } from '../texts.ts';
import { DiscardDialog } from './discard-dialog.tsx';
import { AllGroups, GroupDetails } from './group-details.tsx';
import { type GroupRow, groupRows, isTroubled, stateText } from './group-rows.ts';
import type { NotificationView } from './notification-store.ts';

const label = texts.notifications;
const idOf = ({ groupId }: GroupRow) => groupId;
const shownIdOf = ({ groupId }: GroupRow) => shownIdentifier(groupId);

/** The columns of the table of groups. @param now epoch milliseconds, for the age of the oldest notification */
const columnsAt = (now: number): readonly RecordColumn<GroupRow>[] => [
  { label: label.columns.group, content: shownIdOf, title: shownIdOf },
  {
    label: label.columns.servedBy,
    width: 132,
    content: ({ servedBy }) => servedBy ?? label.nobody,
    title: ({ servedBy }) => servedBy ?? '',
  },
  { label: label.columns.delivered, width: 78, isNumeric: true, content: (row) => label.number(row.delivered) },
  { label: label.columns.inFlight, width: 66, isNumeric: true, content: (row) => label.number(row.inFlight) },
  { label: label.columns.undelivered, width: 92, isNumeric: true, content: (row) => label.number(row.undelivered) },
  {
    label: label.columns.oldest,
    width: 62,
    isNumeric: true,
    content: ({ oldest }) => (oldest === null ? '' : label.age(Math.floor((now - oldest) / 1000))),
    title: ({ oldest }) => (oldest === null ? '' : formatTime(oldest)),
  },
  {
    label: label.columns.state,
    width: 214,
    content: (row) => (
      <Box component="span" sx={isTroubled(row) ? { color: 'warning.main', fontWeight: 600 } : {}}>
        {stateText(row, now)}
      </Box>
    ),
    title: (row) => stateText(row, now),
  },
];

/** Every server group, also those without endpoint, with what was delivered and what waits. */
export function GroupsView({ view }: { view: NotificationView }) {
  const served = useFramePart((frame) => frame.groups);
  const endpoints = useEndpoints();
  const now = useNow();
  const [selected, setSelected] = useState<string>();
  const [isDiscarding, setDiscarding] = useState(false);
  const details = useRef<HTMLElement>(null);
  const isFull = useCapabilities().notifications === 'full';
  const rows = useMemo(() => groupRows(view.groups, served, endpoints), [view.groups, served, endpoints]);
  const columns = useMemo(() => columnsAt(now), [now]);
  const row = rows.find(({ groupId }) => groupId === selected);
  const goToDetails = useCallback(() => void setTimeout(() => details.current?.focus(), 0), []);
  if (rows.length === 0) return <Waiting title={label.empty} hint={label.emptyHint} />;
  return (
    <>
      <RecordGrid
        label={label.groups}
        columns={columns}
        records={rows}
        idOf={idOf}
        selected={row && selected}
        onSelect={setSelected}
        onOpen={goToDetails}
      />
      {row ? (
        <GroupDetails
          row={row}
          now={now}
          sampledAt={view.sampledAt}
          ref={details}
          onClose={() => setSelected(undefined)}
          onDiscard={() => setDiscarding(true)}
        />
      ) : (
        isFull && <AllGroups sampledAt={view.sampledAt} />
      )}
      {row && isDiscarding && (
        <DiscardDialog
          group={row}
          onClose={() => setDiscarding(false)}
          onDiscarded={() => {
            setDiscarding(false);
            setTimeout(focusGroups, 0);
          }}
        />
      )}
    </>
  );
}

/** The button that opened the dialog may be gone with the backlog. */
const focusGroups = () =>
  document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"], [role="treeitem"][tabindex="0"]')?.focus();
