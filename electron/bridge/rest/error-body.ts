import { z } from 'zod';
import { asNbwssError, errorCatalogue, restActionsOf } from '../../../shared/error-catalogue.ts';
import { RequestRefusal, requestRefusals } from './request-refusal.ts';

/** What every error is answered with, as the vendor's API does. */
export const errorBodySchema = z
  .object({
    errorCode: z.number().int().describe('The HTTP status.'),
    errorMessage: z.string().describe('The exact string of the NBWSS guide, where it has one.'),
    attributeErrors: z.record(z.string(), z.string()).describe('Field of the request → why it is refused.'),
    errorDetails: z.array(z.string()).describe('What was found, then what to do about it.'),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof errorBodySchema>;

/** Any thrown value as it is answered; a foreign one tells nothing of itself. */
export function errorBody(error: unknown): ErrorBody {
  if (error instanceof RequestRefusal) {
    const { status, message, actions } = requestRefusals[error.code];
    return { errorCode: status, errorMessage: message, attributeErrors: {}, errorDetails: [...actions] };
  }
  const { message, report } = asNbwssError(error);
  return {
    errorCode: errorCatalogue[report.code].status,
    errorMessage: message,
    attributeErrors: report.fields,
    errorDetails: [...report.causes, ...restActionsOf(report)],
  };
}
