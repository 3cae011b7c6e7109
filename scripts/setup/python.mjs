// @ts-check
/** Step: `.venv` with JupyterLab and its helpers, exactly as in requirements.txt. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { at, root, venv, venvPython } from './paths.mjs';
import { run, SetupError } from './process.mjs';
import { digest, readStamp, writeStamp } from './stamp.mjs';

const stamp = path.join(venv, '.dlts-stamp');
const OLDEST = [3, 11];

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
    const interpreter = findPython();
    fs.rmSync(stamp, { force: true });
    const options = { log: 'python', what: 'Making the Python environment' };
    await run(interpreter[0], [...interpreter.slice(1), '-m', 'venv', '--clear', venv], options);
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

/** @returns {string[]} command of a Python that is new enough */
export function findPython() {
  /** @type {string[]} */
  const found = [];
  const candidates = [
    process.env['PYTHON'],
    'python3',
    'python',
    'python3.14',
    'python3.13',
    'python3.12',
    'python3.11',
  ];
  const commands = candidates.filter((name) => name !== undefined).map((name) => [name]);
  if (process.platform === 'win32') commands.push(['py', '-3']);
  for (const [command, ...args] of commands) {
    const script = 'import sys; print(*sys.version_info[:3])';
    const { status, stdout } = spawnSync(command, [...args, '-c', script], { encoding: 'utf8' });
    if (status !== 0) continue;
    const [major, minor] = stdout.trim().split(' ').map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return [command, ...args];
    found.push(`${command} is ${stdout.trim().replaceAll(' ', '.')}`);
  }
  throw new SetupError(
    `Python ${OLDEST.join('.')} or newer was not found${found.length ? ` (${found.join(', ')})` : ''}.\n` +
      '  JupyterLab is written in Python. Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv;\n' +
      '  macOS: brew install python; Windows: winget install Python.Python.3.13),\n' +
      '  or name an interpreter: PYTHON=/path/to/python3 npm start',
  );
}
