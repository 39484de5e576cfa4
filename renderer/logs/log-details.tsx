import { type Ref, useMemo } from 'react';
import type { LogLine } from '../../shared/log.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { formatClock } from '../feedback/figures.ts';
import { Notice } from '../feedback/notice.tsx';
import { formatDate } from '../feedback/time.ts';
import { FactColumns, RecordDetails, TextBlock } from '../records/record-details.tsx';
import { texts } from '../texts.ts';
import { LevelText } from './level-text.tsx';

const label = texts.logs;

interface LogDetailsProps {
  line: LogLine;
  onClose(): void;
  ref: Ref<HTMLElement>;
}

/** The selected line in full. "Copy" copies it as it stands in the file, without secrets. */
export function LogDetails({ line, onClose, ref }: LogDetailsProps) {
  const { time, level, event, endpoint, group, text, isCut, isJson } = line;
  const { pretty, lines } = useMemo(() => wholeOf(line), [line]);
  const title = [level, event].filter((part) => part !== null && part !== '').join(' · ');
  return (
    <RecordDetails title={title} copied={text} onClose={onClose} ref={ref}>
      {isJson && (
        <FactColumns>
          <Facts>
            {time !== null && (
              <Fact name={label.columns.time}>
                {formatDate(time)}, {formatClock(time)}
              </Fact>
            )}
            <Fact name={label.columns.level}>
              <LevelText level={level} />
            </Fact>
          </Facts>
          <Facts>
            {endpoint !== null && <Fact name={label.columns.endpoint}>{endpoint}</Fact>}
            {group !== null && <Fact name={label.columns.group}>{shownIdentifier(group)}</Fact>}
          </Facts>
        </FactColumns>
      )}
      {!isJson && <Notice severity="info">{label.notJson}</Notice>}
      {isCut && <Notice severity="info">{label.cut}</Notice>}
      {lines !== undefined && <TextBlock label={label.detail} text={lines} />}
      <TextBlock label={label.line} text={pretty} />
    </RecordDetails>
  );
}

/** The line as JSON with line breaks, and its detail as it reads where it has line breaks of its own, such as a stack. */
function wholeOf({ text, isCut, isJson }: LogLine): { pretty: string; lines?: string } {
  if (isCut || !isJson) return { pretty: text };
  const value = JSON.parse(text) as Record<string, unknown>;
  const pretty = JSON.stringify(value, null, 2);
  const { detail } = value;
  return typeof detail === 'string' && detail.includes('\n') ? { pretty, lines: detail } : { pretty };
}
