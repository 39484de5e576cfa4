/** Which figure is held against the goal, and in which direction; `ratio` is always ours divided by the reference. */
export type Goal =
  | { readonly kind: 'ours below'; readonly value: number }
  | { readonly kind: 'ratio at most'; readonly value: number }
  | { readonly kind: 'ratio at least'; readonly value: number };

/** How a run of a benchmark is asked for. */
export interface BenchmarkRun {
  /** Measured rounds; one more goes before them and warms up. */
  readonly rounds: number;
  /** Tells a line of what else was found. */
  readonly say: (line: string) => void;
}

/** One benchmark: it measures ours and a reference by turns, in the same run, so that the machine falls out of the ratio. */
export interface Benchmark {
  readonly name: string;
  /** What is measured, in a line. */
  readonly about: string;
  readonly unit: string;
  readonly referenceName: string;
  readonly goal: Goal;
  /** @throws MissingPeer when the reference cannot be had on this machine */
  measure(run: BenchmarkRun): Promise<Measured>;
}

/** The program to compare with cannot be had on this machine: that is a result, and not a benchmark left out. */
export class MissingPeer extends Error {
  override readonly name = 'MissingPeer';
}

/** One value for each round. */
export interface Measured {
  readonly ours: readonly number[];
  readonly reference: readonly number[];
  /** Of the longest task of ours, what the thread itself worked: on a busy computer it is less than what passes. */
  readonly oursWork?: readonly number[];
}

type Named = Pick<Benchmark, 'name' | 'unit' | 'referenceName'>;

/** A line of the results file. `ours` and `reference` are medians. */
export interface Result extends Named {
  readonly ours: number;
  readonly reference: number;
  readonly ratio: number;
  readonly goal: number;
  readonly goalIs: Goal['kind'];
  readonly holds: boolean;
  readonly rounds: number;
  /** Least and most of the rounds. */
  readonly oursSpread: readonly [number, number];
  readonly referenceSpread: readonly [number, number];
  readonly oursWork?: number;
}

/** The line of a benchmark whose reference cannot be had here: nothing was measured, so no goal holds. */
export interface Unmeasured extends Named {
  readonly ours: null;
  readonly reference: null;
  readonly ratio: null;
  readonly goal: number;
  readonly goalIs: Goal['kind'];
  readonly holds: false;
  readonly notMeasured: string;
}

export function resultOf(
  { name, unit, referenceName, goal }: Benchmark,
  { ours, reference, oursWork }: Measured,
): Result {
  const [own, other] = [median(ours), median(reference)];
  return {
    name,
    unit,
    ours: rounded(own),
    reference: rounded(other),
    referenceName,
    ratio: rounded(own / other),
    goal: goal.value,
    goalIs: goal.kind,
    holds: holds(goal, own, own / other),
    rounds: ours.length,
    oursSpread: spread(ours),
    referenceSpread: spread(reference),
    ...(oursWork ? { oursWork: rounded(median(oursWork)) } : {}),
  };
}

export function unmeasured({ name, unit, referenceName, goal }: Benchmark, notMeasured: string): Unmeasured {
  return {
    name,
    unit,
    ours: null,
    reference: null,
    referenceName,
    ratio: null,
    goal: goal.value,
    goalIs: goal.kind,
    holds: false,
    notMeasured,
  };
}

function holds({ kind, value }: Goal, own: number, ratio: number): boolean {
  if (kind === 'ours below') return own < value;
  return kind === 'ratio at most' ? ratio <= value : ratio >= value;
}

/** @throws when there is nothing to take it of */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('there is no median of nothing');
  return (low + high) / 2;
}

const spread = (values: readonly number[]): [number, number] => [
  rounded(Math.min(...values)),
  rounded(Math.max(...values)),
];

const rounded = (value: number) => Math.round(value * 100) / 100;

/** Such as `12.3 (11.9 to 14)`: median, least and most. */
export function figure(values: readonly number[]): string {
  const [least, most] = spread(values);
  return `${rounded(median(values))} (${least} to ${most})`;
}
