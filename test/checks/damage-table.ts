import { existsSync, readFileSync } from 'node:fs';
import { damageSections } from '../support/damage/damaged-files.ts';
import type { Finding } from './finding.ts';

/** Where its rows stand. */
export const damageRows = 'test/support/damage/damaged-files.ts';

/** Where the table is in the project; what stands before its first heading is written by hand. */
export const damageDocument = 'docs/damaged-files.md';

/** The document with the table as the rows have it. @param file as it stands now */
export function withDamageTable(file: string): string {
  const document = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [byHand = ''] = document.split(/^## /m);
  return `${byHand.trimEnd()}\n\n${damageTable()}`;
}

function damageTable(): string {
  return damageSections
    .map(([title, rows]) => {
      const lines = Object.entries(rows).map(
        ([id, { condition, says, kept, remedy }]) =>
          `| ${id} | ${condition} | ${says === '' ? '–' : cell(says)} | ${kept} | ${remedy} |`,
      );
      const heading = '| test | what has happened | what you see | what is kept | what to do |\n|---|---|---|---|---|';
      return `## ${title}\n\n${heading}\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

const cell = (text: string) => `\`${text.replaceAll('|', '\\|').replaceAll('…The', '… The')}\``;

/** Each row is a test: one that names it must be there. @param texts of the tests */
export function rowsWithoutTest(texts: readonly string[]): Finding[] {
  return damageSections
    .flatMap(([, rows]) => Object.keys(rows))
    .filter((id) => !texts.some((text) => text.includes(`'${id}'`)))
    .map((id) => ({ file: damageDocument, line: 1, problem: `has a row ${id} without a test` }));
}
