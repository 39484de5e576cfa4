import { ORPCError } from '@orpc/client';
import { type ErrorReport, errorCatalogue } from '../../shared/error-catalogue.ts';
import { texts } from '../texts.ts';

/** An error as it is shown: the exact string first, then what was found, then what to do. */
export type Problem = Pick<ErrorReport, 'lines' | 'causes' | 'actions'> & {
  /** Absent when there was no connection to the service. */
  readonly code?: ErrorReport['code'];
};

const noConnection: Problem = texts.link.problem;

/** The report of a typed refusal of the service; `undefined` for anything else. */
export function reportOf(error: unknown): ErrorReport | undefined {
  return error instanceof ORPCError && error.code === 'NBWSS' && isReport(error.data) ? error.data : undefined;
}

/** Any error of a call to the service as something to show. */
export function problemOf(error: unknown): Problem {
  const report = reportOf(error);
  if (report) return report;
  if (!(error instanceof ORPCError)) return noConnection;
  const { lines, actions } = errorCatalogue.internal;
  return { code: 'internal', lines: [...lines], causes: [error.message], actions: [...actions] };
}

function isReport(data: unknown): data is ErrorReport {
  return typeof data === 'object' && data !== null && 'lines' in data && 'actions' in data;
}
