/** Runs scripts/execute_notebook.py, the Jupyter side of the runner. */
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { at, venvPython } from '../setup/paths.mjs';
import { SetupError } from '../setup/process.mjs';

/**
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options] `onLine` gets stdout line by line
 * @returns {Promise<string>} stdout
 */
export function python(args, { env = process.env, onLine } = {}) {
  const child = spawn(venvPython, [at('scripts', 'execute_notebook.py'), ...args], {
    env: { ...env, PYTHONWARNINGS: 'ignore' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  if (onLine === undefined) child.stdout.setEncoding('utf8').on('data', (part) => (output += part));
  else readline.createInterface({ input: child.stdout }).on('line', onLine);
  child.stderr.setEncoding('utf8').on('data', (part) => (errors += part));
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ what) => reject(new SetupError(`notebooks: ${what}`));
    child.on('error', ({ message }) =>
      fail(`Python could not be started (${message}). Run npm start once.`),
    );
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else fail(`${args[0]} failed.\n  ${errors.trim().split('\n').slice(-3).join('\n  ')}`);
    });
  });
}
