import { z } from 'zod';

/** M-2: the only version. */
export const messageVersion = '1.0';

export const messageTypeSchema = z.enum(['CONNECT', 'COMMAND', 'NOTIFICATION']); // M-5
export const messageSubTypeSchema = z.enum(['REQUEST', 'RESPONSE']);
export type MessageType = z.infer<typeof messageTypeSchema>;
export type MessageSubType = z.infer<typeof messageSubTypeSchema>;

/**
 * M-1 to M-7: the envelope that every message has. What is not named here is lenient when we receive (decision 11):
 * unknown keys are dropped, an odd or missing `timeStamp` is tolerated, and the payload is judged by its type.
 */
export const envelopeSchema = z.object({
  version: z.literal(messageVersion),
  /** M-3: unique; M-4: a response carries its request's id. Compared without regard to case (decision 13). */
  id: z.string().min(1),
  type: messageTypeSchema,
  subType: messageSubTypeSchema,
  /** M-6: UNIX epoch in seconds, when the message was sent. */
  timeStamp: z.unknown().optional(),
  /** M-7: an object for CONNECT and COMMAND, an array for NOTIFICATION. */
  payload: z.unknown().optional(),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** M-8: what we send to open a connection. The token is a secret. */
export const connectRequestPayloadSchema = z.object({ token: z.string() });
/** M-9: the cloud application's answer. */
export const connectResponsePayloadSchema = z.object({ valid: z.boolean() });

/** a REST call that the cloud application asks for. */
export const commandRequestPayloadSchema = z.object({
  uri: z.string({ error: 'uri must be a string' }),
  method: z.string({ error: 'method must be a string' }),
  headers: z
    .record(z.string(), z.string({ error: 'headers must have string values' }), { error: 'headers must be an object' })
    .nullish()
    .transform((headers) => headers ?? {}),
  /** the request body; an object is accepted and made a string (decision 16). */
  parameters: z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())], {
      error: 'parameters must be a string or an object',
    })
    .nullish()
    .transform((body) =>
      body === null || body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    ),
});
export type CommandRequestPayload = z.infer<typeof commandRequestPayloadSchema>;

/** what came back from NetBackup. Header names are lower case. */
export const commandResponsePayloadSchema = z.object({
  headers: z.record(z.string(), z.string()),
  responseCode: z.number().int(),
  body: z.string(),
});
export type CommandResponsePayload = z.infer<typeof commandResponsePayloadSchema>;

/** A message as we or a cloud application write it. */
export interface Message {
  version: typeof messageVersion;
  id: string;
  type: MessageType;
  subType: MessageSubType;
  /** Epoch seconds. */
  timeStamp: number;
  payload: object;
}

/**
 * M-1: makes a message.
 * @param seconds wall-clock time in epoch seconds; a fraction is cut off (M-6)
 */
export function makeMessage(
  type: MessageType,
  subType: MessageSubType,
  id: string,
  seconds: number,
  payload: object,
): Message {
  return { version: messageVersion, id, type, subType, timeStamp: Math.floor(seconds), payload };
}

/** M-4, decision 13: whether two message ids are the same. */
export const sameMessageId = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();
