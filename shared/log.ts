import { z } from 'zod';
import { errorReportSchema } from './error-report.ts';
import { logLevels } from './log-level.ts';

/** One line of the log as the pane "Logs" shows it. Holds no secret (decision 43). */
export const logLineSchema = z.object({
  /** Epoch milliseconds; null when the line says none. */
  time: z.number().nullable(),
  /** null when the line says none, as one that is torn or foreign. */
  level: z.enum(logLevels).nullable(),
  /** Of a line that is no JSON object its beginning. */
  event: z.string(),
  endpoint: z.string().nullable(),
  group: z.string().nullable(),
  /** Its beginning; `text` has the rest. */
  detail: z.string().nullable(),
  /** The whole line, secrets masked: JSON, or what stands there instead. */
  text: z.string(),
  /** Whether `text` was cut because it is long. */
  isCut: z.boolean(),
  isJson: z.boolean(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** Where the log lies, and how it stands with it. */
export const logStatusSchema = z.object({
  folder: z.string(),
  /** Path of the file that is written to; null while there is none. */
  file: z.string().nullable(),
  /** What `NBWSS_LOG_LEVEL` came to. */
  level: z.enum(logLevels),
  /** Whether this host can open the folder for the administrator. */
  canOpenFolder: z.boolean(),
  /** What of the kept files could not be read: all of them, or some, as the causes say. */
  problem: errorReportSchema.nullable(),
  /** Why new lines cannot be written; null while they can. */
  notWritten: z.string().nullable(),
});
export type LogStatus = z.infer<typeof logStatusSchema>;

export const logUpdateSchema = z.discriminatedUnion('kind', [
  /**
   * Instead of all that was told before: the newest lines of the files, oldest first; more of them may follow. `isAll`: the files
   * have no older ones.
   */
  z.object({
    kind: z.literal('start'),
    status: logStatusSchema,
    lines: z.array(logLineSchema),
    isAll: z.boolean(),
  }),
  /** The lines that follow, oldest first. Before them `leftOut` were left out because too many came. */
  z.object({ kind: z.literal('lines'), lines: z.array(logLineSchema), leftOut: z.number() }),
  z.object({ kind: z.literal('status'), status: logStatusSchema }),
]);
export type LogUpdate = z.infer<typeof logUpdateSchema>;

const fileName = z.string().max(64);
const bytes = z.number().int().min(0);

/** Where an export goes on. */
export const logCursorSchema = z.object({
  file: fileName,
  offset: bytes,
  /** Whether `offset` lies within a line that is too long to be exported. */
  isWithinLine: z.boolean(),
  /** Where the log ended when the export began. */
  end: z.object({ file: fileName, size: bytes }),
  /** How much of how much was read, in bytes. */
  done: bytes,
  total: bytes,
});
export type LogCursor = z.infer<typeof logCursorSchema>;

/** One piece of an export: the pieces one after the other are the file, a JSON object a line. */
export const logExportSchema = z.object({ text: z.string(), next: logCursorSchema.nullable() });
export type LogExport = z.infer<typeof logExportSchema>;
