/** Step: `.venv` with JupyterLab and its helpers, exactly as in requirements.txt. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at, root, venv, venvPython } from './paths.mjs';
import { run, SetupError } from './process.mjs';
import { digest, readStamp, writeStamp } from './stamp.mjs';

const stamp = path.join(venv, '.dlts-stamp');
const OLDEST_MAJOR = 3;
const OLDEST_MINOR = 11;

/** A virtual environment holds absolute paths, so the folder belongs to what was installed. */
const wanted = () => digest(fs.readFileSync(at('requirements.txt')), root);

export const python = {
  name: 'Python environment (.venv)',
  needs: [],
  check() {
    if (readStamp(stamp) === wanted() && fs.existsSync(venvPython))
      return { ok: true, detail: 'JupyterLab as in requirements.txt' };
    return { ok: false, detail: 'missing or out of date', remedy: 'npm start' };
  },
  async run() {
    const [interpreter, ...args] = findPython();
    fs.rmSync(stamp, { force: true });
    const options = { log: 'python', what: 'Making the Python environment' };
    await run(interpreter, [...args, '-m', 'venv', '--clear', venv], options);
    await pip(['install', '-r', at('requirements.txt')], 'Installing JupyterLab and its helpers');
    writeStamp(stamp, wanted());
  },
};

/**
 * Runs pip of `.venv`, quietly and with few retries.
 *
 * @param {string[]} args @param {string} what names the work in an error message
 */
export function pip(args, what) {
  const quiet = ['--disable-pip-version-check', '--no-input', '--retries', '2', '--timeout', '30'];
  return run(venvPython, ['-m', 'pip', ...args, ...quiet], { log: `pip-${args[0]}`, what });
}

/** @typedef {[program: string, ...args: string[]]} Command */

/** @returns {Command} of a Python that is new enough */
export function findPython() {
  /** @type {string[]} */
  const found = [];
  for (const command of candidates()) {
    const version = versionOf(command);
    if (version === undefined) continue;
    if (isNewEnough(version)) return command;
    found.push(`${command[0]} is ${version.join('.')}`);
  }
  throw new SetupError(
    `Python ${OLDEST_MAJOR}.${OLDEST_MINOR} or newer was not found${found.length ? ` (${found.join(', ')})` : ''}.\n` +
      '  JupyterLab is written in Python. Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv;\n' +
      '  macOS: brew install python; Windows: winget install Python.Python.3.13),\n' +
      '  or name an interpreter: PYTHON=/path/to/python3 npm start',
  );
}

/** @returns {Command[]} in order of preference */
function candidates() {
  const versions = ['python3.14', 'python3.13', 'python3.12', 'python3.11'];
  const names = [process.env['PYTHON'], 'python3', 'python', ...versions];
  /** @type {Command[]} */
  const commands = names.filter((name) => name !== undefined).map((name) => [name]);
  return process.platform === 'win32' ? [...commands, ['py', '-3']] : commands;
}

/** @param {Command} command @returns {number[] | undefined} major, minor and patch; undefined if there is none */
function versionOf([program, ...args]) {
  const script = 'import sys; print(*sys.version_info[:3])';
  const { status, stdout } = spawnSync(program, [...args, '-c', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split(' ').map(Number) : undefined;
}

/** @param {number[]} version */
function isNewEnough([major = 0, minor = 0]) {
  return major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR);
}
