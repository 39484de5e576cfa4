import { texts } from '../../renderer/texts.ts';
import { type CatalogueEntry, errorCatalogue, symptoms } from '../../shared/error-catalogue.ts';

/** Where its rows stand. */
export const errorRows = 'shared/error-catalogue.ts';

/** Where the table is in the project. */
export const errorDocument = 'docs/error-messages.md';

const introduction = `# Error messages

Written by \`npm run check -- --write\` from \`${errorRows}\`.

Each message of the troubleshooting tables of the NBWSS guide (T-1 to T-25), and ours. Below the message the console shows the cause that
was found: which field, which host, which TLS error. Where a button helps, it stands beside the message. **Help → Troubleshooting** in the
console has the same table.
`;

/** The whole document. */
export function errorTable(): string {
  return `${introduction}\n${table()}`;
}

function table(): string {
  const entries: readonly CatalogueEntry[] = Object.values(errorCatalogue);
  const rows = [
    ...entries.map(({ rules, lines, actions, remedy }) => row(rules, lines.map(code), actions, remedy)),
    row(symptoms.disconnected.rules, [texts.troubleshooting.symptoms.disconnected], symptoms.disconnected.actions),
    row(
      symptoms.notificationsNotSent.rules,
      [texts.troubleshooting.symptoms.notificationsNotSent],
      symptoms.notificationsNotSent.actions,
    ),
  ];
  return `| rule | message | what to do | button |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function row(
  rules: readonly string[],
  lines: readonly string[],
  actions: readonly string[],
  remedy?: CatalogueEntry['remedy'],
): string {
  const button = remedy === undefined ? '' : texts.remedies[remedy];
  return `| ${rules.join(', ')} | ${lines.join('<br>')} | ${actions.map(inCell).join('<br>')} | ${button} |`;
}

const code = (line: string) => `\`${line.replaceAll('|', '\\|')}\``;

/** In a cell of Markdown. */
const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
