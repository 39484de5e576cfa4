import { z } from 'zod';

/** One thing that happened on a connection, as the pane "Activity" shows it. Holds no secret (decision 43). */
export const activityEntrySchema = z.object({
  /** Rises with every entry of the service. */
  number: z.number(),
  /** Epoch milliseconds. */
  time: z.number(),
  /** Of a message: `in` came from the cloud application. null for a transition of the connection. */
  direction: z.enum(['in', 'out']).nullable(),
  /** Such as `COMMAND REQUEST`; of a transition what the connection came to be; `undecodable` for what is no message. */
  type: z.string(),
  id: z.string().nullable(),
  /** Host name. */
  endpoint: z.string(),
  group: z.string(),
  /** One line: method and path of a command, the reason of a transition. */
  summary: z.string(),
  /** Response code of a COMMAND RESPONSE. */
  status: z.number().nullable(),
  /** Of a COMMAND RESPONSE, in milliseconds since its request came; null when that came before anybody watched. */
  duration: z.number().nullable(),
  /** Size of the message. */
  bytes: z.number().nullable(),
  /** The message as JSON with line breaks, secrets masked; or the reason. */
  detail: z.string(),
  /** Whether `detail` was cut because it is long. */
  isCut: z.boolean(),
});
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

/** What happened since the update before, oldest first. */
export const activityUpdateSchema = z.object({
  entries: z.array(activityEntrySchema),
  /** How many more there were, which are not told because there were too many. */
  dropped: z.number(),
});
export type ActivityUpdate = z.infer<typeof activityUpdateSchema>;
