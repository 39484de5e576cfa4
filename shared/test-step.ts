import { z } from 'zod';

/** How a step of "Test connection" or "Diagnose…" went. A warning does not end the way. */
const verdictSchema = z.enum(['passed', 'warning', 'failed', 'not tried']);

/** What is told of a step that has ended, whichever way it is a part of. Holds no secret. */
export const stepOutcomeSchema = z.object({
  verdict: verdictSchema,
  /** Milliseconds, by the monotonic clock; null when it was not tried. */
  duration: z.number().nullable(),
  /** What was seen; may be empty when it was not tried. */
  detail: z.string(),
  /** What was tried within the step, such as each address of a name. */
  parts: z.array(z.object({ verdict: verdictSchema, detail: z.string() })).optional(),
  /** What a failure means, for an administrator who does not read logs. */
  meaning: z.string().optional(),
  /** What to do about it; empty when it passed. */
  advice: z.array(z.string()),
});
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;
