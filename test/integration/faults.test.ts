import { describe, expect, it } from 'vitest';
import { runCampaign } from '../faults/campaign.ts';
import { findingLine } from '../faults/finding.ts';

/** Another seed can be asked for by hand; `npm run faults` runs longer. */
const seed = Number(process.env['NBWSS_FAULTS_SEED'] ?? 20_160_115);

describe('kills and outages', () => {
  it('N-11 to N-16, decisions 20 to 25: over 15 cycles of faults every group gets everything once, in order', async () => {
    const said: string[] = [];
    const { result, findings } = await runCampaign({ cycles: 15, seed, say: (line) => said.push(line) });
    expect(findings.map(findingLine), said.join('\n')).toEqual([]);
    expect(result).toMatchObject({ cycles: 15, lost: 0, outOfOrder: 0, duplicatesWithoutResend: 0, seed });
    expect(result.delivered).toBe(result.produced);
    expect(result.produced).toBeGreaterThan(150);
    for (const count of [result.kills, result.cuts, result.outages]) expect(count).toBeGreaterThan(4);
  }, 400_000);
});
