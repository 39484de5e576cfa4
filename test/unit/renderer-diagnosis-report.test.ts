import { describe, expect, it } from 'vitest';
import { diagnosisReport, resultOf } from '../../renderer/diagnosis/report.ts';
import type { DiagnosisStep } from '../../shared/diagnosis.ts';
import { diagnosisSteps } from '../../shared/diagnosis-steps.ts';

const step = (name: DiagnosisStep['step'], change: Partial<DiagnosisStep> = {}): DiagnosisStep => ({
  step: name,
  verdict: 'passed',
  duration: 3,
  detail: `about ${name}`,
  advice: [],
  ...change,
});
const notTried = { verdict: 'not tried', duration: null, detail: '' } as const;
const subject = {
  version: '1.2.3',
  time: Date.UTC(2026, 0, 15, 12),
  hostName: 'cloud.example',
  url: 'wss://cloud.example:8443/netbackup/face1?token=SENTINEL&x=1?2',
  groupId: 'sg1',
};

describe('decision 41: the report of a diagnosis', () => {
  it('is plain text with every step, its parts, its meaning and the advice; the query of the URL is left out (decision 43)', () => {
    const parts = [
      { verdict: 'passed', detail: '192.0.2.1 port 8443' },
      { verdict: 'failed', detail: '192.0.2.2 port 8443: refused' },
    ] as const;
    const report = diagnosisReport(subject, [
      step('tcp', { verdict: 'warning', parts: [...parts] }),
      step('connect', { verdict: 'failed', detail: 'rejected', meaning: 'It has expired.', advice: ['Renew it.'] }),
      step('ping', notTried),
    ]);
    expect(report).toBe(`# NBWSS Console: diagnosis of a WebSocket server

- Version: NBWSS Console 1.2.3
- Time: 2026-01-15T12:00:00.000Z
- Host Name: cloud.example
- URL: wss://cloud.example:8443/netbackup/face1?[query left out]
- Group ID: sg1
- Result: It fails at: CONNECT.

1. TCP connection: Warning (3 ms)
   - Passed: 192.0.2.1 port 8443
   - Failed: 192.0.2.2 port 8443: refused
2. CONNECT: Failed (3 ms)
   - rejected
   - It has expired.
   - Renew it.
3. Ping: Not tried
`);
  });

  it('the result in one sentence', () => {
    const all = (change: Partial<Record<DiagnosisStep['step'], Partial<DiagnosisStep>>>) =>
      resultOf(diagnosisSteps.map((name) => step(name, change[name])));
    expect(all({ proxy: notTried })).toBe('Every step has passed.');
    expect(all({ proxy: notTried, connect: notTried })).toBe('Every step that was tried has passed.');
    expect(all({ tcp: { verdict: 'warning' } })).toBe('It can be reached, with warnings.');
    expect(all({ tcp: { verdict: 'warning' }, tls: { verdict: 'failed' } })).toBe('It fails at: TLS.');
  });
});
