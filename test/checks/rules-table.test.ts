import { describe, expect, test } from 'vitest';
import { citedIn, ruleIds } from './rules.ts';
import { rulesTableOf } from './rules-table.ts';
import { parse } from './source-file.ts';

function tableOf(product: string, tests: string) {
  return rulesTableOf([parse('shared/product.ts', product)], [parse('test/unit/product.test.ts', tests)]);
}

/** The table's row of one rule. */
function row(markdown: string, id: string): string | undefined {
  return markdown.split('\n').find((line) => line.startsWith(`| ${id} |`));
}

describe('citations', () => {
  test.each([
    ['keeps C-5 to the letter', ['C-5']],
    ['see D-1, D-2 and D-3.', ['D-1', 'D-2', 'D-3']],
    ['E-3…E-5', ['E-3', 'E-4', 'E-5']],
    ['E-3 to E-5', ['E-3', 'E-4', 'E-5']],
    ['E-3..5', ['E-3', 'E-4', 'E-5']],
    ['UTF-8, ISO-8859-1, X-509-like, ABC-1', []],
  ])('%s', (text, rules) => {
    expect(citedIn(text)).toEqual({ rules, unknown: [] });
  });

  test('of rules that do not exist', () => {
    expect(citedIn('C-18 and Z-4')).toEqual({ rules: [], unknown: ['C-18', 'Z-4'] });
  });

  test('every rule is known', () => {
    expect(ruleIds).toHaveLength(17 + 18 + 10 + 17 + 10 + 9 + 20 + 5 + 4 + 25 + 3);
  });
});

describe('the table', () => {
  test('names the files that build a rule and the tests that carry it', () => {
    const { markdown, findings } = tableOf(
      '/** Fail-back, C-5. */\nexport const a = 1;',
      "describe('C-5: the connection', () => { test.each([1])(`stays | open`, () => {}); });",
    );
    expect(findings).toEqual([]);
    expect(row(markdown, 'C-5')).toBe('| C-5 | shared/product.ts | test/unit/product.test.ts: C-5: the connection |');
    expect(row(markdown, 'C-6')).toBe('| C-6 | – | – |');
  });

  test('a built rule without a test is a finding', () => {
    expect(tableOf('// C-5', "test('something else', () => {});").findings).toEqual([
      { file: 'shared/product.ts', line: 1, problem: "cites C-5, which no test's name carries" },
    ]);
  });

  test('a string is no citation, and a comment in a test no name', () => {
    expect(tableOf("export const a = 'C-5';", '// C-5').findings).toEqual([]);
  });

  test('a name or comment that cites a rule that does not exist is a finding', () => {
    expect(tableOf('\n// C-99', "test.skipIf(false)('T-26: texts', () => {});").findings).toEqual([
      { file: 'shared/product.ts', line: 2, problem: 'cites C-99, which is not a rule' },
      { file: 'test/unit/product.test.ts', line: 1, problem: 'cites T-26, which is not a rule' },
    ]);
  });
});
