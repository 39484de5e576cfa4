import { z } from 'zod';
import { commandResponsePayloadSchema } from './messages.ts';
import { scenarioNames, scenarioProblem } from './practice-scenarios.ts';

/** Practice mode (decision 47): what the console is shown of the practice servers. */

/** A COMMAND that a practice cloud application is asked to send. */
export const practiceCommandSchema = z.object({
  method: z.string().min(1).max(16),
  uri: z.string().min(1).max(8192),
  /** The request body as text; empty for none. */
  body: z.string().max(1024 * 1024),
});
export type PracticeCommand = z.infer<typeof practiceCommandSchema>;

/** A COMMAND that was sent, and what came back. Long bodies are cut for the console. */
export const practiceExchangeSchema = z.object({
  id: z.string(),
  /** Epoch milliseconds. */
  time: z.number(),
  method: z.string(),
  uri: z.string(),
  /** null while the answer is awaited, or when none came. */
  response: commandResponsePayloadSchema.nullable(),
  /** Why no answer came; null otherwise. */
  problem: z.string().nullable(),
});
export type PracticeExchange = z.infer<typeof practiceExchangeSchema>;

/** A message with notifications (NOTIFICATION REQUEST) that a practice cloud application received. */
export const practiceNotificationSchema = z.object({
  /** Of the message. */
  id: z.string(),
  /** When it came, epoch milliseconds. */
  time: z.number(),
  /** Notifications in it. */
  count: z.number(),
  /** The first of them: `JOB`, its number and state, or `IMAGE`, its id and operation; null when there is none. */
  first: z.object({ object: z.string(), name: z.string(), state: z.string() }).nullable(),
  /** The message as JSON with line breaks; a long one is cut. */
  json: z.string(),
});
export type PracticeNotification = z.infer<typeof practiceNotificationSchema>;

/** One practice cloud application. */
export const practiceApplicationSchema = z.object({
  /** `1` or `2` */
  id: z.string(),
  name: z.string(),
  hostName: z.string(),
  groupId: z.string(),
  priority: z.number(),
  endpointUrl: z.string(),
  /** Path of the file with its endpoint details. */
  detailsFile: z.string(),
  /** https URL that serves the same details. */
  detailsUrl: z.string(),
  sha256Fingerprint: z.string(),
  /** Whether it accepts connections; off is an outage. */
  online: z.boolean(),
  /** Whether NBWSS is connected to it, after a valid CONNECT. */
  connected: z.boolean(),
  /** The last 20, newest first. */
  exchanges: z.array(practiceExchangeSchema),
  /** Notifications received, in all. */
  notifications: z.number(),
  /** The last 20 messages that brought them, newest first. */
  notificationMessages: z.array(practiceNotificationSchema),
  /** What it does otherwise than it should until it is proper again. */
  scenarios: z.array(z.enum(scenarioNames)),
});
export type PracticeApplication = z.infer<typeof practiceApplicationSchema>;

export const practiceStatusSchema = z.object({
  netBackup: z.object({
    origin: z.string(),
    caFile: z.string(),
    userName: z.string(),
    password: z.string(),
    apiKey: z.string(),
    online: z.boolean(),
    jobs: z.number(),
    images: z.number(),
  }),
  applications: z.array(practiceApplicationSchema),
});
export type PracticeStatus = z.infer<typeof practiceStatusSchema>;

/** What is to happen at the practice servers; refused is what the table of scenarios does not allow. */
export const givenScenarioSchema = z
  .object({
    scenario: z.enum(scenarioNames),
    amount: z.number().optional(),
    application: z.string().max(16).optional(),
  })
  .superRefine((given, context) => {
    const message = scenarioProblem(given);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
