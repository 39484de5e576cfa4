import { z } from 'zod';
import { commandVerdicts, historyBounds, statusClasses } from './command-verdict.ts';

/** Decision 19: one command, allowed or refused, as it is handed to the history. */
export const commandRecordSchema = z.object({
  /** When it came, epoch milliseconds. */
  time: z.number(),
  /** Host name of the endpoint that it came from. */
  endpoint: z.string(),
  group: z.string(),
  /** Of the COMMAND REQUEST. */
  id: z.string(),
  method: z.string(),
  /** Path and query. The history masks secrets in it and cuts it. */
  path: z.string(),
  /** Response code of the answer. */
  status: z.number().int(),
  /** From the request's arrival to the answer, in milliseconds. */
  duration: z.number(),
  /** Of the request's and the answer's body, in bytes. */
  requestBytes: z.number().int(),
  responseBytes: z.number().int(),
  verdict: z.enum(commandVerdicts),
});
export type CommandRecord = z.infer<typeof commandRecordSchema>;

/** A line of the history. `key` is its place in the file. A gap says how many commands could not be recorded, and when. */
export const historyRowSchema = z.discriminatedUnion('kind', [
  commandRecordSchema.extend({ kind: z.literal('command'), key: z.number() }),
  z.object({
    kind: z.literal('gap'),
    key: z.number(),
    /** Of the last command that is missing, epoch milliseconds. */
    time: z.number(),
    /** Of the first one. */
    from: z.number(),
    count: z.number(),
  }),
]);
export type HistoryRow = z.infer<typeof historyRowSchema>;

/** What to look for; all that is given must hold. Gaps are found by their time alone: what they miss is not known. */
export const historyQuerySchema = z.object({
  /** Epoch milliseconds, both included. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Part of the host name, in any case. */
  endpoint: z.string().max(512).optional(),
  method: z.string().max(32).optional(),
  verdict: z.enum(commandVerdicts).optional(),
  status: z.enum(statusClasses).optional(),
  /** Part of path and query, in any case. */
  text: z.string().max(1024).optional(),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

/** The line after which to go on. */
export const historyCursorSchema = z.object({ time: z.number(), key: z.number() });
export type HistoryCursor = z.infer<typeof historyCursorSchema>;

const { days, megabytes } = historyBounds;
export const historyKeepingSchema = z.object({
  days: z.number().int().min(days.least).max(days.most),
  /** MiB */
  megabytes: z.number().int().min(megabytes.least).max(megabytes.most),
});
export type HistoryKeeping = z.infer<typeof historyKeepingSchema>;

export const presetKeeping: HistoryKeeping = { days: days.preset, megabytes: megabytes.preset };

/** The history as a whole. */
export const historySummarySchema = z.object({
  /** Lines. */
  count: z.number(),
  /** Of the file and its journal. */
  bytes: z.number(),
  keeping: historyKeepingSchema,
  /** What is wrong with it, as sentences. */
  warnings: z.array(z.string()),
});
export type HistorySummary = z.infer<typeof historySummarySchema>;

/** Newest first; `next` is null when there are no more. */
export const historyPageSchema = z.object({
  rows: z.array(historyRowSchema),
  next: historyCursorSchema.nullable(),
  summary: historySummarySchema,
});
export type HistoryPage = z.infer<typeof historyPageSchema>;

/** One piece of an export: the pieces one after the other are the file. */
export const historyExportSchema = z.object({ text: z.string(), next: historyCursorSchema.nullable() });
export type HistoryExport = z.infer<typeof historyExportSchema>;
export const exportFormatSchema = z.enum(['csv', 'json']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
