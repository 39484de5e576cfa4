import type { DiagnosisStep } from '../../shared/diagnosis.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { texts } from '../texts.ts';

/** What a report is about. */
export interface ReportSubject {
  readonly version: string;
  /** When the diagnosis ended, epoch milliseconds. */
  readonly time: number;
  readonly hostName: string;
  readonly url: string;
  readonly groupId: string;
}

/** What came of a diagnosis, in one sentence. */
export function resultOf(steps: readonly DiagnosisStep[]): string {
  const label = texts.diagnosis;
  const failed = steps.find(({ verdict }) => verdict === 'failed');
  if (failed) return label.failed(label.names[failed.step]);
  if (steps.some(({ verdict }) => verdict === 'warning')) return label.withWarnings;
  const isWhole = steps.every(({ step, verdict }) => verdict === 'passed' || step === 'proxy');
  return isWhole ? label.passed : label.passedAsFar;
}

/**
 * The report for somebody else, as Markdown. It is made of what the service has told, which holds no secret (decision 43), and the
 * query of the URL, which may hold one, is left out.
 */
export function diagnosisReport(subject: ReportSubject, steps: readonly DiagnosisStep[]): string {
  const { report } = texts.diagnosis;
  const head = [
    `${report.version}: ${texts.product} ${subject.version}`,
    `${report.time}: ${new Date(subject.time).toISOString()}`,
    `${report.hostName}: ${subject.hostName}`,
    `${report.url}: ${shownIdentifier(subject.url).replace(/\?.*$/s, report.queryLeftOut)}`,
    `${report.groupId}: ${shownIdentifier(subject.groupId)}`,
    `${report.result}: ${resultOf(steps)}`,
  ];
  return [`# ${report.title}`, '', ...head.map((line) => `- ${line}`), '', ...steps.flatMap(told), ''].join('\n');
}

function told({ step, verdict, duration, detail, parts, meaning, advice }: DiagnosisStep, index: number): string[] {
  const { names } = texts.diagnosis;
  const { verdicts, duration: took } = texts.steps;
  const time = duration === null ? '' : ` (${took(duration)})`;
  const found = parts
    ? parts.map((part) => `${verdicts[part.verdict]}: ${part.detail}`)
    : detail === ''
      ? []
      : [detail];
  const lines = [...found, ...(meaning === undefined ? [] : [meaning]), ...advice];
  return [`${index + 1}. ${names[step]}: ${verdicts[verdict]}${time}`, ...lines.map((line) => `   - ${line}`)];
}
