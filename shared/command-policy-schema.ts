import { z } from 'zod';
import { type CommandPolicy, commandMethods, ruleProblem } from './command-policy.ts';

const ruleSchema = z
  .object({ method: z.enum([...commandMethods, '*']), pathPrefix: z.string().max(2048) })
  .refine((rule) => ruleProblem(rule) === undefined, { error: ({ input }) => ruleProblem(input as never) ?? '' });

/** Decision 19: a policy as it is saved, and as the window sends it. */
export const commandPolicySchema: z.ZodType<CommandPolicy> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allow all') }),
  z.object({ kind: z.literal('read-only') }),
  z.object({ kind: z.literal('rules'), rules: z.array(ruleSchema).max(200) }),
]);
