/** One benchmark: it measures ours and a reference by turns, in the same run, so that the machine falls out of the ratio. */
export interface Benchmark {
  readonly name: string;
  /** What is measured, in a line. */
  readonly about: string;
  readonly unit: string;
  readonly referenceName: string;
  /** What ours has to stay under, in `unit`. */
  readonly goal: number;
  /** @param say tells a line of what else was found */
  measure(say: (line: string) => void): Promise<Measured>;
}

/** One value for each round. */
export interface Measured {
  readonly ours: readonly number[];
  readonly reference: readonly number[];
  /** Of the longest task of ours, what the thread itself worked: on a busy computer it is less than what passes. */
  readonly oursWork?: readonly number[];
}

/** A line of the results file (interfaces.md, "Results files"). `ours` and `reference` are medians. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly reference: number;
  readonly referenceName: string;
  readonly ratio: number;
  readonly goal: number;
  readonly holds: boolean;
  readonly rounds: number;
  /** Least and most of the rounds. */
  readonly oursSpread: readonly [number, number];
  readonly referenceSpread: readonly [number, number];
  readonly oursWork?: number;
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
    goal,
    holds: own < goal,
    rounds: ours.length,
    oursSpread: spread(ours),
    referenceSpread: spread(reference),
    ...(oursWork ? { oursWork: rounded(median(oursWork)) } : {}),
  };
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
