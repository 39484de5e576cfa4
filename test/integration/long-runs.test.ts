import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OwnProcess } from '../support/headless-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

const faults = 'test/faults/faults-command.ts';
const endurance = 'test/endurance/endurance-command.ts';
const bench = 'test/bench/bench-command.ts';
const checklist = 'test/checklist/checklist-command.ts';

describe('the commands of long runs', () => {
  it.concurrent.each([
    [faults, ['--bogus'], "Unknown option '--bogus'"],
    [faults, ['--cycles', '1', '--json', '/missing/r.json'], '--json /missing/r.json cannot be written (ENOENT)'],
    [endurance, ['--json', '/dev/null', '--plot', '/dev'], '--plot /dev cannot be written (EISDIR)'],
    [bench, ['--json', '/missing/r.json'], '--json /missing/r.json cannot be written (ENOENT)'],
    [checklist, ['3', '21'], 'There is no item 21'],
  ])('%s %j: told at once with the usage, exit status 2', async (command, args, complaint) => {
    const { status, stdout, stderr } = await new OwnProcess(command, args).ended;
    expect(stderr).toContain(complaint);
    expect(stderr).toContain('npm run ');
    expect(stderr).not.toContain('    at ');
    expect([status, stdout]).toEqual([2, '']);
  });

  it('a file that holds something is left alone until there are results', async () => {
    const file = join(tempFolder(), 'r.json');
    writeFileSync(file, 'before');
    await new OwnProcess(faults, ['--cycles', '1', '--json', file, '--plot', '/missing/p.svg']).ended;
    expect(readFileSync(file, 'utf8')).toBe('before');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in the middle: the disk that was mounted is gone, with its folder',
    async (signal) => {
      const folder = tempFolder();
      const run = new OwnProcess(faults, ['--cycles', '1000', '--json', join(folder, 'r.json')], { TMPDIR: folder });
      await new Promise<void>((begun) => {
        run.child.stderr?.on('data', () => void (run.output.includes('Seed') && begun()));
      });
      const { status } = await run.end(signal);
      expect(status).toBe(130);
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});
