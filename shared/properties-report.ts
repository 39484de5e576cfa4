import { z } from 'zod';

/** What the console shows of `nbwss.properties` (R-1, R-2, decision 45). */
export const propertiesReportSchema = z.object({
  /** Its path. */
  file: z.string(),
  /** Each key that NBWSS knows, in the order of the shipped file, then the extension keys (decision 48). */
  entries: z.array(
    z.object({
      key: z.string(),
      /** The value in force, such as `60` or `true`. */
      inForce: z.string(),
      /** The text in the file, shortened when it is long; null when the file does not set it or cannot be read. */
      inFile: z.string().nullable(),
      /** Why the value in the file is not used; null when it is. */
      problem: z.string().nullable(),
      default: z.string(),
      /** Whether the value in force is another than the default. */
      changed: z.boolean(),
    }),
  ),
  warnings: z.array(z.string()),
});
export type PropertiesReport = z.infer<typeof propertiesReportSchema>;
