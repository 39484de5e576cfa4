import type { RuleResult } from './rule-sheet.ts';
import { conformanceRules } from './rules.ts';

const signs = { pass: '✓', fail: '✗', 'not tried': '–' } as const;

/** The results file: an endpoint and how it keeps each rule. `endpoint` is its url; null when the details have none that can be used. */
export const resultsFile = (endpoint: string | null, rules: readonly RuleResult[]): string =>
  `${JSON.stringify({ endpoint, rules }, undefined, 2)}\n`;

/** The report for people: rule by rule what was seen, and for a rule that failed what the guide asks for and how to mend it. */
export function report(endpoint: string | null, results: readonly RuleResult[]): string {
  const lines = [`Conformance of ${endpoint ?? 'the endpoint'}`, ''];
  for (const { id, text, result, detail } of results) {
    lines.push(`${signs[result]} ${id}: ${text}`);
    if (result !== 'fail') {
      lines.push(`    ${result === 'not tried' ? 'not tried: ' : ''}${detail}`);
      continue;
    }
    const rule = conformanceRules.find((each) => each.id === id);
    lines.push(`    seen:      ${detail}`, `    the guide: ${rule?.asks ?? ''}`, `    to mend:   ${rule?.mend ?? ''}`);
  }
  const count = (result: RuleResult['result']) => results.filter((each) => each.result === result).length;
  const counts = `${count('pass')} passed, ${count('fail')} failed, ${count('not tried')} not tried`;
  return `${[...lines, '', `${results.length} rules: ${counts}`].join('\n')}\n`;
}
