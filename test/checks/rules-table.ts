import type { Finding } from './finding.ts';
import { citedIn, ruleIds } from './rules.ts';
import type { SourceFile } from './source-file.ts';
import { testNamesIn } from './test-names.ts';

export interface RulesTable {
  readonly markdown: string;
  readonly findings: readonly Finding[];
}

/** A rule's rows: the product files that cite it in a comment, and the tests that carry it in their name. */
interface Evidence {
  readonly builtIn: Set<string>;
  readonly tests: Set<string>;
}

const heading = `# Rules

Written by \`npm run check -- --write\`, from the sources: a rule counts as built where a comment of the product cites it, and
as tested where a test's name does. A built rule without a test, and a citation of a rule that does not exist, fail the check.

| rule | built in | tests |
|---|---|---|
`;

/** Who builds each rule of the requirements and which tests hold it, and what is missing there. */
export function rulesTableOf(product: readonly SourceFile[], tests: readonly SourceFile[]): RulesTable {
  const evidence = new Map<string, Evidence>(ruleIds.map((id) => [id, { builtIn: new Set(), tests: new Set() }]));
  const findings: Finding[] = [];
  const note = (text: string, file: string, line: number, found: (of: Evidence) => void): void => {
    const { rules, unknown } = citedIn(text);
    for (const id of unknown) findings.push({ file, line, problem: `cites ${id}, which is not a rule` });
    for (const id of rules) {
      const of = evidence.get(id);
      if (of) found(of);
    }
  };
  for (const source of product) {
    for (const comment of source.comments) {
      note(comment.value, source.path, source.lineOf(comment.start), ({ builtIn }) => builtIn.add(source.path));
    }
  }
  for (const source of tests) {
    for (const { name, line } of testNamesIn(source)) {
      note(name, source.path, line, (of) => of.tests.add(`${source.path}: ${name}`));
    }
  }
  for (const [id, { builtIn, tests: tested }] of evidence) {
    const [file] = builtIn;
    if (file && tested.size === 0)
      findings.push({ file, line: 1, problem: `cites ${id}, which no test's name carries` });
  }
  const rows = [...evidence].map(
    ([id, { builtIn, tests: tested }]) => `| ${id} | ${cell(builtIn)} | ${cell(tested)} |\n`,
  );
  return { markdown: heading + rows.join(''), findings };
}

function cell(entries: ReadonlySet<string>): string {
  return entries.size === 0
    ? '–'
    : [...entries].map((entry) => entry.replaceAll('|', '\\|').replaceAll('\n', ' ')).join('<br>');
}
