import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingPeer } from '../result.ts';

const run = promisify(execFile);

/** Minutes that the installation of a peer may take: one of them is compiled. */
const installLimit = 10 * 60_000;

/** A step of an installation: a program and its arguments, in the folder that is being filled. */
export type InstallStep = (
  folder: string,
) => readonly [program: string, args: readonly string[], env?: NodeJS.ProcessEnv];

/**
 * A program to compare with, installed into a folder of its own in the user's cache the first time; nothing of the system is
 * changed.
 * @param name with its version: another version is another folder
 * @param file of it that has to be there afterwards
 * @returns path of that file
 * @throws MissingPeer with what the installation said, when it cannot be installed
 */
export async function installedPeer(name: string, file: string, steps: readonly InstallStep[]): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nbwss-console', 'peers');
  const folder = join(cache, name);
  if (existsSync(join(folder, file))) return join(folder, file);
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'installing-'));
  try {
    for (const step of steps) {
      const [program, args, env = {}] = step(work);
      await run(program, args, {
        cwd: work,
        env: { ...process.env, ...env },
        timeout: installLimit,
        maxBuffer: 64 * 2 ** 20,
      });
    }
    if (!existsSync(join(work, file))) throw new Error(`its installation made no ${file}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    const said = stderr?.trim().split('\n').slice(-3).join(' ');
    const why = code === 'ENOENT' ? `${(error as NodeJS.ErrnoException).path} is not installed` : said || String(error);
    throw new MissingPeer(`${name} cannot be installed: ${why}`, { cause: error });
  }
  return join(folder, file);
}
