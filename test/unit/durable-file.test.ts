import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { replaceFile } from '../../electron/service/durable-file.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('P-6, T-10 a file that is replaced whole or not at all', () => {
  it('P-6: the new contents, for its owner only, and nothing beside it', () => {
    const file = join(tempFolder(), 'not there yet', 'config.json');
    replaceFile(file, 'first');
    replaceFile(file, 'second');
    expect(readFileSync(file, 'utf8')).toBe('second');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(file, '..'))).toEqual(['config.json']);
  });

  it('T-10: what cannot be put in its place leaves nothing behind', () => {
    const folder = tempFolder();
    const file = join(folder, 'config.json');
    mkdirSync(join(file, 'in the way'), { recursive: true });
    expect(() => replaceFile(file, 'new')).toThrow();
    expect(readdirSync(folder)).toEqual(['config.json']);
  });

  it('T-10: a write that the system cuts short is an error, and the old file stays whole', () => {
    const folder = tempFolder();
    const file = join(folder, 'config.json');
    writeFileSync(file, 'good');
    // A limit on file size makes the kernel take a part and then refuse, as a disk that is almost full does.
    const script = `import { replaceFile } from ${JSON.stringify(join(projectFolder, 'electron/service/durable-file.ts'))};
      process.on('SIGXFSZ', () => undefined);
      try { replaceFile(${JSON.stringify(file)}, 'x'.repeat(100_000)); console.log('written'); } catch (error) { console.log(error.code); }`;
    const command = 'ulimit -f 16; exec "$0" --input-type=module -e "$1"';
    expect(execFileSync('bash', ['-c', command, process.execPath, script], { encoding: 'utf8' }).trim()).toBe('EFBIG');
    expect(readFileSync(file, 'utf8')).toBe('good');
    expect(readdirSync(folder)).toEqual(['config.json']);
  });
});
