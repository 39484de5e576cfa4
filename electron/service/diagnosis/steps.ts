import { causeEntry } from '../../../shared/connection-causes.ts';
import type { DiagnosisStep } from '../../../shared/diagnosis.ts';
import type { ConnectionEnd } from '../connection/connection-failure.ts';

export type StepName = DiagnosisStep['step'];

export const passed = (step: StepName, duration: number, detail: string): DiagnosisStep => ({
  step,
  verdict: 'passed',
  duration: Math.round(duration),
  detail,
  advice: [],
});

/** A step that failed as an attempt of the connection process would have: meaning and advice are those of its cause (T-24). */
export function failedBy(
  step: StepName,
  { cause, reason }: Pick<ConnectionEnd, 'cause' | 'reason'>,
  duration: number,
): DiagnosisStep {
  return { step, verdict: 'failed', duration: Math.round(duration), detail: reason, ...toldOf(cause) };
}

/** What is told of a cause, beside what was found. */
export function toldOf(cause: ConnectionEnd['cause']): { meaning: string; advice: string[] } {
  const { meaning, actions } = causeEntry(cause);
  return { meaning, advice: [...actions] };
}

/** @param detail why; empty where a step before it has failed */
export const notTried = (step: StepName, detail = ''): DiagnosisStep => ({
  step,
  verdict: 'not tried',
  duration: null,
  detail,
  advice: [],
});
