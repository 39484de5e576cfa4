import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { endure } from '../endurance/endurance.ts';
import { drawEndurance } from '../endurance/endurance-plot.ts';

it('N-11 to N-16, C-12: some seconds of the endurance run: commands are answered, nothing is lost, and a picture shows it', async () => {
  const said: string[] = [];
  const outcome = await endure({ minutes: 0.1, seed: 7, say: (line) => said.push(line) });
  const { result, samples } = outcome;
  expect(result, said.join('\n')).toMatchObject({ lost: 0, outOfOrder: 0, duplicatesWithoutResend: 0, seed: 7 });
  expect(result.delivered).toBe(result.produced);
  expect(result.commands.answered).toBeGreaterThan(20);
  expect(samples.length).toBe(360);
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-plot-'));
  try {
    await drawEndurance(join(folder, 'plot.svg'), outcome);
    expect(readFileSync(join(folder, 'plot.svg'), 'utf8')).toMatch(/^<svg.*Memory of the service.*Throughput/s);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 200_000);
