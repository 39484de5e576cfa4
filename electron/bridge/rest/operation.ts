import type { z } from 'zod';
import type { ErrorCode } from '../../../shared/error-catalogue.ts';
import type { NbwssService } from '../../service/nbwss-service.ts';

/** One request as an operation sees it. */
export interface Call {
  /** The service that is shown: that of practice mode while it is on (decision 47). */
  readonly service: NbwssService;
  /** From the path; empty where the path has none. */
  readonly hostName: string;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
  /** @throws RequestRefusal 413, 415 */
  body(): Promise<Uint8Array>;
}

/** What an operation is given and answers: it is checked and described by the same schemas. */
export interface Operation {
  readonly method: 'get' | 'post' | 'delete';
  /** As OpenAPI writes it: a variable is in braces. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  readonly request?: { readonly schema: z.ZodType; readonly examples: Readonly<Record<string, unknown>> };
  readonly answer: {
    readonly status: 200 | 201;
    readonly description: string;
    readonly schema: z.ZodType;
    readonly examples: Readonly<Record<string, unknown>>;
  };
  /** What it is refused with beside what can happen to every operation. */
  readonly errors: readonly ErrorCode[];
  /** What is answered. @throws NbwssError one of `errors`, or what can happen to every operation */
  run(call: Call): Promise<unknown>;
}

/** What can happen to every operation: the service has not started, has failed, or is going. */
export const commonErrors = ['storeNotOpened', 'notPossible', 'internal'] as const satisfies ErrorCode[];
