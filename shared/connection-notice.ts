import { z } from 'zod';

/** Something that an administrator should hear of without looking: groups lost their connection, or have one again. */
export const connectionNoticeSchema = z.object({
  kind: z.enum(['lost', 'back']),
  /** Epoch milliseconds; no two notices of one host have the same. */
  at: z.number(),
  /** How many groups it is about. */
  count: z.number(),
  /** One of them: the one to look at first. */
  groupId: z.string(),
  /** Such as `sg1 lost its connection`. */
  title: z.string(),
  /** Why, or how long it was away; one or two sentences. */
  body: z.string(),
});
export type ConnectionNotice = z.infer<typeof connectionNoticeSchema>;
