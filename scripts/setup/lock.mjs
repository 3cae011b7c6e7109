/**
 * One set-up at a time: a file with the number of the process that works, which that process keeps fresh.
 *
 * A number alone does not tell whether the process lives: a killed one stays visible as a zombie where nothing collects
 * it (containers without an init process), and numbers are used again. So a lock also counts as left behind when
 * nobody has touched it for a while.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './process.mjs';

/**
 * @typedef {object} Lock
 * @property {() => void} check throws a SetupError when another process has taken the lock over
 * @property {() => void} release
 */

/** How often the holder touches its lock, in ms. */
const BEAT = 3000;
/** Age from which a lock counts as left behind, in ms: several beats, because a busy machine may delay one. */
const STALE_AFTER = 15_000;

/**
 * @param {string} file
 * @param {{ beat?: number, staleAfter?: number }} [options] in ms
 * @returns {Lock}
 * @throws {SetupError} while a living process holds it
 */
export function lock(file, { beat = BEAT, staleAfter = STALE_AFTER } = {}) {
  const own = `${process.pid} ${randomUUID()}`;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  while (!created(file, own)) {
    const holder = read(file);
    if (holder !== undefined && holds(file, holder, staleAfter))
      throw new SetupError(
        `Another set-up (process ${pidOf(holder)}) is running in this folder. Wait until it has ended.\n` +
          `  Was it killed? Then run the command again in ${Math.ceil(staleAfter / 1000)} seconds.`,
      );
    fs.rmSync(file, { force: true });
  }
  const isOwn = () => read(file) === own;
  const timer = setInterval(() => isOwn() && touch(file), beat).unref();
  return {
    check: () => {
      if (!isOwn())
        throw new SetupError(
          'Another set-up has taken over in this folder. Wait until it has ended.',
        );
    },
    release: () => {
      clearInterval(timer);
      if (isOwn()) fs.rmSync(file, { force: true });
    },
  };
}

/** Writes the lock unless there is one. @param {string} file @param {string} text @returns {boolean} */
function created(file, text) {
  try {
    fs.writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file @returns {string | undefined} */
function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined; // released meanwhile
  }
}

/** @param {string} file */
function touch(file) {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // removed by hand, or the disk is gone: the work itself will say so
  }
}

const pidOf = (/** @type {string} */ holder) => Number(holder.split(' ')[0]);

/** Whether the process that wrote a lock still works. @param {string} file @param {string} holder @param {number} staleAfter */
function holds(file, holder, staleAfter) {
  const pid = pidOf(holder);
  // With our own number it is that of a process that had it before us.
  if (!pid || pid === process.pid || !alive(pid)) return false;
  const touched = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return touched !== undefined && Math.abs(Date.now() - touched) < staleAfter;
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'; // somebody else's
  }
  return !isZombie(pid);
}

/** Ended, but still in the list of processes; known on Linux only. @param {number} pid */
function isZombie(pid) {
  try {
    return /\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
