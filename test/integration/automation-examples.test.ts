import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnProcess, type Ready, startHeadless } from '../support/headless-process.ts';

const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'automation.md'), 'utf8');
const run = promisify(execFile);

interface Block {
  readonly language: string;
  readonly text: string;
}
const blocks: Block[] = [...document.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
  language,
  text,
}));
/** Each command with what the block behind it says that it prints. */
const examples = blocks.flatMap((block, index) => {
  const next = blocks[index + 1];
  return block.language === 'sh' ? [{ command: block.text, printed: next?.language === 'sh' ? undefined : next }] : [];
});

const between = '--- the next example ---';

/** Practice mode makes notifications now and then. */
const differing: Readonly<Record<string, () => unknown>> = {
  undelivered: () => expect.any(Number),
  inFlight: () => expect.any(Number),
  delivered: () => expect.any(Number),
  oldestUndelivered: () => expect.toSatisfy((value) => value === null || typeof value === 'number'),
};

/** What is printed as it is, but for `…` in a text, which stands for anything, and for numbers that differ each time. */
function asExpected(shown: unknown): unknown {
  if (typeof shown === 'string' && shown.includes('…')) return expect.stringMatching(patternOf(shown));
  if (Array.isArray(shown)) return shown.map(asExpected);
  if (typeof shown === 'object' && shown !== null)
    return Object.fromEntries(
      Object.entries(shown).map(([key, value]) => [key, differing[key]?.() ?? asExpected(value)]),
    );
  return shown;
}

const patternOf = (shown: string) =>
  new RegExp(
    `^${shown
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]+')}$`,
  );

describe('docs/automation.md', () => {
  let folder: string;
  let host: OwnProcess;
  let ready: Ready;
  let printed: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    host = startHeadless(['--data', join(folder, 'data'), '--practice']);
    ready = await host.ready();
    const servers = join(dirname(ready.data), 'servers');
    const details = join(servers, 'cloud-application-2.json');
    copyFileSync(details, join(folder, 'endpoint-details.json'));
    writeFileSync(join(folder, 'ready.json'), JSON.stringify(ready));
    const { url } = JSON.parse(readFileSync(details, 'utf8')) as { url: string };
    const script = examples.map(({ command }) => command).join(`printf '\\n%s\\n' '${between}'\n`);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
        DETAILS_URL: new URL('/endpoint-details', url.replace(/^wss/, 'https')).href,
      },
    });
    printed = stdout.split(`\n${between}\n`);
  });
  afterAll(async () => {
    await host?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has examples for each call', () => {
    const commands = examples.map(({ command }) => command).join('\n');
    for (const call of [
      'validatehost',
      'validateurl',
      'save',
      'renew',
      'update',
      'DELETE',
      'nbwss/status',
      'nbwss/run',
      'metrics',
      'healthz',
    ])
      expect(commands).toContain(call);
    expect(printed).toHaveLength(examples.length);
  });

  it.each(examples.map(({ command, printed: shown }, index) => [index + 1, command.split('\n')[0], shown] as const))(
    'example %i prints what it says: %s',
    (number, _command, shown) => {
      const found = (printed[number - 1] ?? '').trim();
      if (shown === undefined) expect(found).toBe('');
      else if (shown.language === 'json') expect(JSON.parse(found)).toEqual(asExpected(JSON.parse(shown.text)));
      else expect(found).toBe(shown.text.trim());
    },
  );

  it('the token stands in no command line', () => {
    expect(document).not.toMatch(/--header\s+"Authorization/);
  });
});
