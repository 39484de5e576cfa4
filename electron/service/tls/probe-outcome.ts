import type { StepOutcome } from '../../../shared/test-step.ts';
import { isPartlyDown } from './probe-addresses.ts';
import type { ProbedStep } from './probe-server.ts';
import type { TlsFailureKind } from './tls-failure.ts';

/** What is told of a failure beside what was found. */
export interface FailureAdvice {
  meaning?: string;
  advice: readonly string[];
}

/**
 * What is told of a probed step. A name of which an address is down beside others of its kind is a warning.
 * @param adviceOn what to do about a failure; the two ways have different words for it
 */
export function outcomeOf(
  { detail, duration, failure, attempts }: ProbedStep,
  adviceOn: (kind: TlsFailureKind) => FailureAdvice,
): StepOutcome {
  const down =
    failure ?? (attempts && isPartlyDown(attempts) ? attempts.find((each) => each.failure)?.failure : undefined);
  const told = down && adviceOn(down.kind);
  return {
    verdict: failure ? 'failed' : down ? 'warning' : 'passed',
    duration,
    detail,
    ...(attempts
      ? { parts: attempts.map((each) => ({ verdict: each.failure ? 'failed' : 'passed', detail: each.detail })) }
      : {}),
    ...(told?.meaning === undefined ? {} : { meaning: told.meaning }),
    advice: [...(told?.advice ?? [])],
  };
}
