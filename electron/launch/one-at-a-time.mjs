import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './project.mjs';

/** Milliseconds after which a lock without a pid is one that could not be written: a full disk, a kill at that moment. */
const writtenAfter = 5_000;

/**
 * Does a piece of work while holding a lock file, so that two commands started at once on a fresh clone do not install
 * or build into each other. The file holds the pid of its holder; one left by a process that is gone, or that has
 * held none for some seconds, is taken over.
 *
 * @template T
 * @param {string} lockFile
 * @param {string} what for the line that says what is waited for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function oneAtATime(lockFile, what, work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; !take(lockFile); ) {
    if (isLeftBehind(lockFile)) {
      setAside(lockFile);
      continue;
    }
    if (!told) say(`Waiting for another command that is ${what}…`);
    told = true;
    await wait(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/**
 * Leaves no lock behind when it cannot be written whole.
 *
 * @param {string} lockFile
 */
function take(lockFile) {
  let handle;
  try {
    handle = openSync(lockFile, 'wx');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeFileSync(handle, String(process.pid));
  } catch (error) {
    rmSync(lockFile, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  return true;
}

/**
 * Whether nobody holds the lock who could let go of it. While its holder is just writing it, it has no pid.
 *
 * @param {string} lockFile
 */
function isLeftBehind(lockFile) {
  try {
    const holder = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
    // A clock that was set back must not make it wait for ever either.
    return holder > 0 ? !isAlive(holder) : Math.abs(Date.now() - statSync(lockFile).mtimeMs) > writtenAfter;
  } catch {
    return false; // it is gone
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Moves a lock away that was left behind. Another waiter may have done so already and taken the lock itself: what was moved is
 * looked at again, and a live one is put back.
 *
 * @param {string} lockFile
 */
function setAside(lockFile) {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (isLeftBehind(aside)) rmSync(aside);
    else renameSync(aside, lockFile);
  } catch {
    // the lock is gone: the next try takes it
  }
}
