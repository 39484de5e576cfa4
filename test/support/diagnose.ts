import type { DiagnosisStep } from '../../shared/diagnosis.ts';
import type { ServiceBench } from './service-bench.ts';

type StepName = DiagnosisStep['step'];

/** The steps of a diagnosis, to be asked for one at a time, so that a test can act between them. */
export class DiagnosisCourse {
  readonly steps: DiagnosisStep[] = [];
  readonly #stream: AsyncGenerator<DiagnosisStep, void, void>;
  readonly #stop = new AbortController();

  constructor(bench: ServiceBench, hostName: string) {
    this.#stream = bench.service.diagnosis.run(hostName, this.#stop.signal);
  }

  /** Begins the next step. @returns resolves when it has ended; `undefined` when there is none */
  async next(): Promise<DiagnosisStep | undefined> {
    const { done, value } = await this.#stream.next();
    if (done) return undefined;
    this.steps.push(value as DiagnosisStep);
    return value as DiagnosisStep;
  }

  /** Goes on until a step has ended. */
  async after(step: StepName): Promise<this> {
    while (this.steps.at(-1)?.step !== step) if (!(await this.next())) throw new Error(`It ended before ${step}`);
    return this;
  }

  /** Goes on to the end. */
  async toEnd(): Promise<this> {
    while (await this.next());
    return this;
  }

  /** As the window does that is closed. */
  stop(): void {
    this.#stop.abort(new Error('stopped by the test'));
  }

  /** @throws when it was not told */
  step(name: StepName): DiagnosisStep {
    const found = this.steps.find(({ step }) => step === name);
    if (!found) throw new Error(`${name} was not told`);
    return found;
  }

  /** `tcp passed` and so on, in their order. */
  get verdicts(): string[] {
    return this.steps.map(({ step, verdict }) => `${step} ${verdict}`);
  }

  /** The step that failed; `undefined` when none has. */
  get failed(): DiagnosisStep | undefined {
    return this.steps.find(({ verdict }) => verdict === 'failed');
  }
}

/** A diagnosis from its beginning to its end. */
export const diagnose = (bench: ServiceBench, hostName: string): Promise<DiagnosisCourse> =>
  new DiagnosisCourse(bench, hostName).toEnd();
