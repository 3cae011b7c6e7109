/** Runs child processes quietly, keeps what they print in a log, and explains known failures. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cache, root } from './paths.mjs';

/** A failure that a person can mend. The message says what happened, what was expected and how to fix it. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/** Known causes, recognised in what a failed command printed. */
const CAUSES = [
  {
    pattern: /ENOSPC|No space left on device|not enough space/i,
    remedy:
      'The disk is full. Free about 4 GB and run the command again; it resumes where it stopped.',
  },
  {
    pattern: /EROFS|Read-only file system/i,
    remedy: 'The folder is read-only. Copy the project to a folder that you may write to.',
  },
  {
    pattern: /EACCES|EPERM|Permission denied/i,
    remedy:
      'A file could not be written. Check who owns the project folder, then run the command again.',
  },
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|getaddrinfo|Temporary failure in name resolution|Failed to establish a new connection|Network is unreachable|Connection refused|Read timed out|NewConnectionError|ProxyError|ERR_SOCKET_TIMEOUT/i,
    remedy:
      'The package registry could not be reached. Check the network (and the proxy settings of npm and pip), then run the command again; what was already downloaded is kept.',
  },
  {
    pattern: /ensurepip|No module named venv/i,
    remedy:
      'Python is there but cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv. Then run the command again.',
  },
  {
    pattern: /THESE PACKAGES DO NOT MATCH THE HASHES|EINTEGRITY|sha512|hash mismatch/i,
    remedy:
      'A download was damaged. Run the command again; if it happens twice: npm cache clean --force.',
  },
];

/**
 * @param {string} text what the command printed
 * @returns {string | undefined} the remedy for the first known cause in it
 */
export function remedyFor(text) {
  return CAUSES.find(({ pattern }) => pattern.test(text))?.remedy;
}

/**
 * Runs a command, writes its output to `.cache/logs/<log>.log`.
 *
 * @param {string} command executable
 * @param {readonly string[]} args passed as they are, without a shell: spaces in paths are safe
 * @param {{ log: string, cwd?: string, env?: NodeJS.ProcessEnv, what: string, timeout?: number }} options
 *   `what` names the work in an error message; `timeout` in ms
 * @returns {Promise<string>} everything that it printed
 * @throws {SetupError} when it fails, with the remedy where the cause is known
 */
export async function run(command, args, { log, cwd = root, env = process.env, what, timeout }) {
  const logFile = path.join(cache, 'logs', `${log}.log`);
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const { code, output } = await outcomeOf(command, args, { cwd, env, timeout });
  writeLog(logFile, `$ ${command} ${args.join(' ')}\n${output}`);
  if (code === 0) return output;
  const tail = output.trim().split('\n').slice(-6).join('\n    ');
  throw new SetupError(
    `${what} failed (exit ${code}).\n` +
      `  ${remedyFor(output) ?? 'The cause is not a known one; the last lines were:'}\n` +
      (remedyFor(output) ? '' : `    ${tail}\n`) +
      `  The whole output is in ${path.relative(root, logFile)}.`,
  );
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeout?: number }} options
 * @returns {Promise<{ code: number | string | null, output: string }>} exit code or signal; −1 if it did not start
 */
function outcomeOf(command, args, options) {
  return new Promise((resolve) => {
    /** @type {Buffer[]} */
    const chunks = [];
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    const done = (/** @type {number | string | null} */ code, extra = '') =>
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') + extra });
    child.on('error', (error) => done(-1, String(error)));
    child.on('close', (code, signal) => done(code ?? signal));
  });
}

/** A log that cannot be written must not hide the failure it was to describe. */
function writeLog(/** @type {string} */ file, /** @type {string} */ text) {
  try {
    fs.writeFileSync(file, text);
  } catch {
    // the error that follows carries the reason
  }
}
