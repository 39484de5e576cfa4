import type { LogLevel } from '../../shared/log-level.ts';
import { grouped } from './wording.ts';

const lineCount = (count: number) => `${grouped(count)} ${count === 1 ? 'line' : 'lines'}`;

export const logsTexts = {
  logs: {
    heading: 'Logs',
    list: 'Log lines',
    columns: {
      time: 'Time',
      level: 'Level',
      event: 'Event',
      endpoint: 'Endpoint',
      group: 'Group',
      detail: 'Detail',
    },
    text: 'Text',
    /** The least level that is shown. */
    levels: {
      debug: 'All levels',
      info: 'info and above',
      warn: 'warn and above',
      error: 'error only',
    } satisfies Record<LogLevel, string>,
    noLevel: 'none',
    foreign: 'No log line',
    pause: 'Pause',
    resume: 'Resume',
    paused: (waiting: number) => `Paused: ${lineCount(waiting)} came since`,
    newest: 'Go to newest line',
    export: 'Export for support…',
    stopExport: 'Stop export',
    exporting: (percent: number) => `Exporting: ${percent} %`,
    exported: (name: string) => `Exported ${name}. Secrets are masked in it.`,
    exportStopped: 'The export was stopped.',
    openFolder: 'Open folder',
    folderOpened: 'The log folder was opened.',
    count: (count: number, isFull: boolean) => (isFull ? `The newest ${lineCount(count)}` : lineCount(count)),
    countShown: (shown: number, all: number) => `${grouped(shown)} of ${lineCount(all)} shown`,
    inForce: (level: LogLevel) => `Level in force: ${level} (NBWSS_LOG_LEVEL)`,
    file: 'Log file',
    gap: (count: number) =>
      `${lineCount(count)} left out here: more came than can be shown. The log file has all of them.`,
    reading: 'Reading the log…',
    empty: 'The log is empty',
    emptyHint: 'What the service logs appears here as it happens, without secrets.',
    noMatch: 'No line matches the filter.',
    notWritten: (reason: string) =>
      `New lines are shown here, but cannot be written to the log file: ${reason}. Make sure that its disk has room, and that this user may write there.`,
    cut: 'The line is long: only its beginning is shown. The log file has all of it.',
    notJson: 'This line is torn, or was not written by this service: it is no JSON object.',
    line: 'Line',
    detail: 'Detail',
  },
} as const;
