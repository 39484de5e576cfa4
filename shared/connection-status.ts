import { z } from 'zod';
import { clientCertificateFactsSchema } from './client-certificate.ts';
import { commandPolicySchema } from './command-policy-schema.ts';
import { connectionCauses, type FailureCause } from './connection-causes.ts';

/** P-4: what the administrator wants. */
export const endpointStateSchema = z.enum(['ACTIVATED', 'DEACTIVATED']);
export type EndpointState = z.infer<typeof endpointStateSchema>;

/** P-5: what is. CONNECTED only after a CONNECT RESPONSE with `valid: true` (decision 1). */
export const connectionStateSchema = z.enum(['CONNECTED', 'DISCONNECTED']);

/** How an established connection ended, under the vendor's names. */
const closeStatusNames: Record<number, string> = {
  1000: 'NORMAL_CLOSURE',
  1001: 'GOING_AWAY',
  1002: 'PROTOCOL_ERROR',
  1003: 'CANNOT_ACCEPT',
  1005: 'NO_STATUS_CODE',
  1006: 'CLOSED_ABNORMALLY',
  1007: 'NOT_CONSISTENT',
  1008: 'VIOLATED_POLICY',
  1009: 'TOO_BIG',
  1010: 'NO_EXTENSION',
  1011: 'UNEXPECTED_CONDITION',
  1012: 'SERVICE_RESTART',
  1013: 'TRY_AGAIN_LATER',
  1015: 'TLS_HANDSHAKE_FAILURE',
};

/** The vendor's name of a WebSocket close code; any other code is `GENERIC_CLOSE`. */
export function closeStatusName(code: number): string {
  return closeStatusNames[code] ?? 'GENERIC_CLOSE';
}

const failureCauseSchema = z.enum(Object.keys(connectionCauses) as [FailureCause, ...FailureCause[]]);

/** What is under way for an endpoint: secondary text, never a third value of Connection State (decision 1). */
export const connectionDetailSchema = z.discriminatedUnion('kind', [
  /** Nothing to say: DEACTIVATED, or CONNECTED. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('connecting') }),
  z.object({ kind: z.literal('waiting-for-connect-response') }),
  z.object({ kind: z.literal('standby'), servedBy: z.string() }),
  /** `text` says what was found; `at` is in epoch milliseconds. */
  z.object({ kind: z.literal('failed'), cause: failureCauseSchema, text: z.string() }),
  z.object({ kind: z.literal('waiting-for-run') }),
  /** What a master server elsewhere says of it, in its own words. */
  z.object({ kind: z.literal('told'), text: z.string() }),
]);
export type ConnectionDetail = z.infer<typeof connectionDetailSchema>;

/** One line of an endpoint's timeline: every transition has a code, a reason and a time (epoch milliseconds). */
export const transitionSchema = z.object({
  time: z.number(),
  to: z.enum(['connecting', 'waiting-for-connect-response', 'connected', 'disconnected']),
  code: z.string(),
  reason: z.string(),
});
export type Transition = z.infer<typeof transitionSchema>;

/** One row of the pane "WebSocket Server(s)" (P-3), and what its details show. Never holds the token (P-6). */
export const endpointStatusSchema = z.object({
  hostName: z.string(),
  url: z.string(),
  groupId: z.string(),
  priority: z.number(),
  state: endpointStateSchema,
  connectionState: connectionStateSchema,
  detail: connectionDetailSchema,
  /** When `connectionState` last changed, epoch milliseconds; null where that is not known. */
  since: z.number().nullable(),
  /** When the next attempt is due, epoch milliseconds; null when none is planned. */
  nextAttemptAt: z.number().nullable(),
  /** How the last established connection ended; null before the first ended (decision 9). */
  closeStatus: z.string().nullable(),
  lastError: z.string().nullable(),
  /** How often the token was rejected since it was last accepted (decision 3). */
  tokenRejections: z.number(),
  /** The accepted certificate; null when the trust store cannot give it. */
  certificate: z
    .object({ sha256Fingerprint: z.string(), validTo: z.number(), trust: z.enum(['certificate', 'issuer']) })
    .nullable(),
  /** The client certificate that the server is shown; null when it has none. */
  clientCertificate: clientCertificateFactsSchema.nullable(),
  /** SHA-256 of another certificate that the server presented instead of the accepted one; null when there is none. */
  changedCertificate: z.string().nullable(),
  /** Both null where they are not known. */
  commands: z.number().nullable(),
  commandPolicy: commandPolicySchema.nullable(),
  /** How long the last answered ping took, in milliseconds; null before the first, and while not connected (C-12). */
  roundTrip: z.number().nullable(),
  /** Pings in a row without a pong, of those that close the connection (C-13). */
  missedPongs: z.number(),
  /** The latest transitions, oldest first. The console is told the last {@link latestTransitions}; `endpoints.timeline` has all. */
  timeline: z.array(transitionSchema),
});
export type EndpointStatus = z.infer<typeof endpointStatusSchema>;

/** A row of this computer's own service, which knows it all. */
export type OwnEndpointStatus = EndpointStatus & {
  [Known in 'since' | 'commands' | 'commandPolicy']: NonNullable<EndpointStatus[Known]>;
};

/** One server group: which endpoint serves it. */
export const groupStatusSchema = z.object({ groupId: z.string(), connectedHost: z.string().nullable() });
