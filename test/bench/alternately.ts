import { type BenchmarkRun, figure, type Measured } from './result.ts';

/** What one round found: the figure that is compared, and others by name that are only told. */
export interface RoundFigures {
  readonly value: number;
  readonly also?: Readonly<Record<string, number>>;
}

type Side = 'ours' | 'reference';

/**
 * Measures both sides by turns, so that whatever else the computer does meets both. The first round of each warms up and is
 * in no figure.
 */
export async function alternately(
  { rounds, say }: BenchmarkRun,
  sides: Readonly<Record<Side, (round: number) => Promise<RoundFigures>>>,
): Promise<Measured> {
  const found: Record<Side, number[]> = { ours: [], reference: [] };
  const told: Record<Side, Map<string, number[]>> = { ours: new Map(), reference: new Map() };
  for (let round = 0; round <= rounds; round++) {
    for (const side of ['ours', 'reference'] as const) {
      const { value, also = {} } = await sides[side](round);
      if (round === 0) continue;
      found[side].push(value);
      for (const [name, other] of Object.entries(also)) told[side].set(name, [...(told[side].get(name) ?? []), other]);
    }
  }
  for (const side of ['ours', 'reference'] as const)
    for (const [name, values] of told[side]) say(`  ${side}: ${name}: ${figure(values)}`);
  return found;
}
