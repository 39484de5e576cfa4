import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { keptOfLongLine, maxLineLength, type RawLine } from './log-line.ts';
import { codeOf, type LogFolder, logFileFlags } from './log-names.ts';

/** What is shown of the log when one begins to watch: the newest lines, whichever limit comes first. */
export const tailLimits = { lines: 5000, bytes: 2 * 1024 * 1024 };

const lineBreak = 0x0a;

/** The newest lines of the log, oldest first, and why some of the files could not be read. */
export interface LogTail {
  readonly lines: readonly RawLine[];
  readonly problems: readonly string[];
  /** Whether the files have no older lines. */
  readonly isAll: boolean;
}

/**
 * Reads the newest lines of the log's files as far as they went when `folder` was looked at. A file that was removed since is
 * left out. What cannot be read is told, and never thrown.
 */
export async function readLogTail(folder: string, { files, problems: known }: LogFolder): Promise<LogTail> {
  const problems = [...known];
  let lines: RawLine[] = [];
  let left = tailLimits.bytes;
  let isAll = true;
  for (const { name, size } of [...files].reverse()) {
    if (left <= 0 || lines.length >= tailLimits.lines) {
      isAll = false;
      break;
    }
    const wanted = Math.min(size, left);
    left -= wanted;
    isAll &&= wanted === size;
    try {
      lines = [...linesIn(await readEnd(join(folder, name), size - wanted, wanted), size > wanted), ...lines];
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'ENOENT') problems.push(`${name} cannot be read (${code}).`);
    }
  }
  isAll &&= lines.length <= tailLimits.lines;
  return { lines: lines.slice(-tailLimits.lines), problems, isAll };
}

/** From the byte before `start`, so that one can tell whether a line begins at `start`. */
async function readEnd(path: string, start: number, length: number): Promise<Buffer> {
  const file = await open(path, logFileFlags);
  try {
    return start === 0 ? await readAt(file, 0, length) : await readAt(file, start - 1, length + 1);
  } finally {
    await file.close();
  }
}

/** Up to `length` bytes; fewer where the file has been made shorter. */
export async function readAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

/** @param isWithin whether `bytes` begin within a file: what stands before the first line break is no whole line then */
function linesIn(bytes: Buffer, isWithin: boolean): RawLine[] {
  const lines: RawLine[] = [];
  let from = isWithin ? bytes.indexOf(lineBreak) + 1 : 0;
  // The end of a single line that is longer than all that is read.
  if (isWithin && (from === 0 || from === bytes.length)) return [{ text: '', length: bytes.length }];
  while (from < bytes.length) {
    const found = bytes.indexOf(lineBreak, from);
    const end = found < 0 ? bytes.length : found;
    lines.push(lineOf(bytes.subarray(from, end)));
    from = end + 1;
  }
  return lines;
}

/** Bytes that are no UTF-8 give replacement characters. */
export function lineOf(bytes: Buffer): RawLine {
  if (bytes.length > maxLineLength) return { text: bytes.toString('utf8', 0, keptOfLongLine), length: bytes.length };
  const text = bytes.toString();
  return { text, length: text.length };
}
