import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './project.mjs';

/**
 * Does a piece of work while holding a lock file, so that two commands started at once on a fresh clone do not install
 * or build into each other. The file holds the pid of its holder; one left by a process that is gone is taken over.
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
    const holder = holderOf(lockFile);
    if (holder !== null && !isAlive(holder)) {
      setAside(lockFile, holder);
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

/** @param {string} lockFile */
function take(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * The pid in the lock file; null while its holder is just writing it, and where the file is gone.
 *
 * @param {string} lockFile
 */
function holderOf(lockFile) {
  try {
    return Number.parseInt(readFileSync(lockFile, 'utf8'), 10) || null;
  } catch {
    return null;
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
 * Moves a dead process's lock away. Another waiter may have done so already and taken the lock itself: what was moved is
 * looked at again, and a live one is put back.
 *
 * @param {string} lockFile
 * @param {number} holder
 */
function setAside(lockFile, holder) {
  const aside = `${lockFile}.${process.pid}`;
  try {
    renameSync(lockFile, aside);
    if (holderOf(aside) === holder) rmSync(aside);
    else renameSync(aside, lockFile);
  } catch {
    // the lock is gone: the next try takes it
  }
}
