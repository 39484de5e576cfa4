import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { LogCursor, LogExport } from '../../../shared/log.ts';
import type { KnownSecrets } from '../known-secret.ts';
import type { LogFiles } from './log-files.ts';
import { type FoundLine, type RawLine, readLine } from './log-line.ts';
import { codeOf, compareLogFiles, logFileFlags, lookAtLogFolder, originatorId } from './log-names.ts';
import { lineOf, readAt, readLogTail } from './log-tail.ts';

/** What one piece is made of, in bytes. A longer line is left out, and the export says so. */
const pieceBytes = 512 * 1024;
/** Lines after which others come first. */
const atOnce = 100;
const lineBreak = 0x0a;

export interface LogExportOptions {
  files: LogFiles;
  /** Every saved secret, to be masked wherever it may stand. */
  secrets: () => KnownSecrets;
  /** For the first line: what the log is of. */
  about: string;
  /** Epoch milliseconds. */
  now: () => number;
}

/** Bytes of one file, and where the export goes on after them. */
interface Piece {
  readonly lines: readonly RawLine[];
  readonly next: LogCursor;
  readonly remark?: string;
}

/**
 * L-1: the kept log, oldest first and as far as it went when the export began, a JSON object a line, masked again (decision 43):
 * it is to be sent to others. One piece; to be asked for again with `next` until that is null.
 * @throws NbwssError `logNotRead` when nothing of the log can be read
 */
export async function exportLog(
  { files, secrets, about, now }: LogExportOptions,
  after: LogCursor | undefined,
  signal: AbortSignal | undefined,
): Promise<LogExport> {
  const known = secrets();
  const ourLine = (event: string, detail: string) =>
    `${JSON.stringify({ level: 'info', time: new Date(now()).toISOString(), oid: originatorId, event, detail })}\n`;
  if (!after) {
    const { files: kept, problems } = await files.between(() => lookAtLogFolder(files.folder));
    const [first, last] = [kept[0], kept.at(-1)];
    if (!first && problems.length > 0) throw new NbwssError('logNotRead', { causes: problems });
    const total = kept.reduce((sum, { size }) => sum + size, 0);
    const head = ourLine('log exported', `${about}; ${kept.length} files, ${total} bytes; secrets are masked`);
    const text = [head, ...problems.map((problem) => ourLine('file not exported', problem))].join('');
    if (!first || !last) return { text, next: null };
    const end = { file: last.name, size: last.size };
    return { text, next: { file: first.name, offset: 0, isWithinLine: false, end, done: 0, total } };
  }
  const { lines, next, remark } = await readPiece(files.folder, after);
  const parts: string[] = remark === undefined ? [] : [ourLine('not exported', remark)];
  for (const [index, line] of lines.entries()) {
    if (index % atOnce === atOnce - 1) await setImmediate(undefined, { ...(signal ? { signal } : {}) });
    parts.push(...readLine(line, known).map(written));
  }
  return { text: parts.join(''), next: next.file === '' ? null : next };
}

const written = (found: FoundLine) =>
  `${JSON.stringify(found.kind === 'object' ? found.value : { event: 'line that is no JSON object', detail: found.text })}\n`;

/** `next.file` is empty when there is no more. */
async function readPiece(folder: string, at: LogCursor): Promise<Piece> {
  // Only names of the list are opened, whatever the window says.
  const names = lookAtLogFolder(folder).files.map(({ name }) => name);
  const isLater = (name: string) => compareLogFiles(name, at.file) > 0 && compareLogFiles(name, at.end.file) <= 0;
  const afterFile: LogCursor = { ...at, file: names.find(isLater) ?? '', offset: 0, isWithinLine: false };
  if (!names.includes(at.file)) return { lines: [], next: afterFile, remark: `${at.file} was removed meanwhile.` };
  try {
    return await readFrom(join(folder, at.file), at, afterFile);
  } catch (error) {
    return { lines: [], next: afterFile, remark: `${at.file} cannot be read (${codeOf(error)}).` };
  }
}

async function readFrom(path: string, at: LogCursor, afterFile: LogCursor): Promise<Piece> {
  const file = await open(path, logFileFlags);
  try {
    const limit = at.file === at.end.file ? at.end.size : (await file.stat()).size;
    const bytes = await readAt(file, at.offset, Math.max(0, Math.min(pieceBytes, limit - at.offset)));
    const end = at.offset + bytes.length;
    const isLast = bytes.length < pieceBytes || end === limit;
    const on = (count: number, isWithinLine: boolean): LogCursor => {
      const done = at.done + count;
      return isLast ? { ...afterFile, done } : { ...at, offset: at.offset + count, isWithinLine, done };
    };
    const from = at.isWithinLine ? bytes.indexOf(lineBreak) + 1 : 0;
    if (at.isWithinLine && from === 0) return { lines: [], next: on(bytes.length, true) };
    const until = isLast ? bytes.length : bytes.lastIndexOf(lineBreak) + 1;
    if (until <= from && !isLast) {
      const remark = `A line of more than ${pieceBytes} bytes in ${at.file}, at byte ${at.offset + from}.`;
      if (from === 0) return { lines: [], next: on(bytes.length, true), remark };
      return { lines: [], next: on(from, false) };
    }
    return { lines: splitLines(bytes.subarray(from, until)), next: on(until, false) };
  } finally {
    await file.close();
  }
}

function splitLines(bytes: Buffer): RawLine[] {
  const lines: RawLine[] = [];
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(lineBreak, from);
    const end = found < 0 ? bytes.length : found;
    lines.push(lineOf(bytes.subarray(from, end)));
    from = end + 1;
  }
  return lines;
}

/** The newest lines of the log, at most 5,000 or 2 MiB, masked as in {@link exportLog}. */
export async function exportLogTail({ files, secrets }: Pick<LogExportOptions, 'files' | 'secrets'>): Promise<string> {
  const folder = await files.between(() => lookAtLogFolder(files.folder));
  const { lines, problems } = await readLogTail(files.folder, folder);
  const known = secrets();
  const parts = problems.map((problem) => `${JSON.stringify({ event: 'file not exported', detail: problem })}\n`);
  for (const [index, line] of lines.entries()) {
    if (index % atOnce === atOnce - 1) await setImmediate();
    parts.push(...readLine(line, known).map(written));
  }
  return parts.join('');
}
