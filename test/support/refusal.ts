import { type ErrorReport, NbwssError } from '../../shared/error-catalogue.ts';

/** What `action` throws; fails when it throws nothing. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** The report of the catalogue's error that `action` throws; anything else thrown fails the test. */
export function refusalOf(action: () => unknown): ErrorReport {
  const error = thrownBy(action);
  if (!(error instanceof NbwssError)) throw error;
  return error.report;
}
