import { z } from 'zod';

/** What an administrator sets of the desktop app's REST API. */
export const restApiChoiceSchema = z.object({
  isOn: z.boolean(),
  /** On 127.0.0.1; 0: a free one at each start. */
  port: z.number().int().min(0).max(65_535),
});
export type RestApiChoice = z.infer<typeof restApiChoiceSchema>;

/** REST API and metrics of the desktop app, as `config.json` has them. */
export const restApiSettingsSchema = restApiChoiceSchema.extend({
  /** Of the token only its SHA-256 is kept, so there is no secret to lose here. */
  token: z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/), madeAt: z.number() }).optional(),
});
export type RestApiSettings = z.infer<typeof restApiSettingsSchema>;

/** Until somebody switches it on. */
export const defaultRestApiSettings: RestApiSettings = { isOn: false, port: 0 };

/** What the console shows of it. */
export const restApiStatusSchema = restApiChoiceSchema.extend({
  /** Epoch milliseconds; null while there is no token. */
  tokenMadeAt: z.number().nullable(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['off', 'starting']) }),
    /** `origin` such as `http://127.0.0.1:4711`. */
    z.object({ kind: z.literal('served'), origin: z.string() }),
    /** Such as a port that is taken, as a sentence. */
    z.object({ kind: z.literal('failed'), reason: z.string() }),
  ]),
});
export type RestApiStatus = z.infer<typeof restApiStatusSchema>;
