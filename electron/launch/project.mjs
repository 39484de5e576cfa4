import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder: every command works from here, wherever it was started. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What is put into a package beside the app: licences of third parties, and the bill of materials. */
export const papersFolder = join(projectFolder, 'dist', 'papers');

/**
 * What a command has to say goes to stderr: stdout belongs to results.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command's main function and ends the process with the exit status that it returns. What it throws is a
 * sentence for the reader, not a stack.
 *
 * @param {() => Promise<number>} command
 */
export async function runCommand(command) {
  try {
    process.exitCode = await command();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
