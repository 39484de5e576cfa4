import { z } from 'zod';
import { type ErrorCode, errorCatalogue } from './error-catalogue.ts';

/** An error of the catalogue as it is shown. Holds no secret. */
export const errorReportSchema = z.object({
  code: z.enum(Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]),
  lines: z.array(z.string()),
  causes: z.array(z.string()),
  actions: z.array(z.string()),
  fields: z.record(z.string(), z.string()),
});
