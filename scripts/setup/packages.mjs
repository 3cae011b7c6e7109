/** Step: the npm packages, exactly as in package-lock.json, without running their install scripts. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { at } from './paths.mjs';
import { remedyFor, run, SetupError } from './process.mjs';
import { digest, readStamp, writeStamp } from './stamp.mjs';

const stamp = at('node_modules', '.dlts-stamp');
const wanted = () =>
  digest(
    fs.readFileSync(at('package-lock.json')),
    fs.readFileSync(at('package.json')),
    process.platform,
    process.arch,
  );

export const packages = {
  name: 'npm packages',
  needs: [],
  check() {
    return readStamp(stamp) === wanted()
      ? { ok: true, detail: `installed as in package-lock.json` }
      : { ok: false, detail: 'missing or out of date', remedy: 'npm start' };
  },
  async run() {
    const [command, prefix] = npm();
    // npm would retry for minutes before it says that there is no network.
    const quick = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000'];
    const output = await run(
      command,
      [...prefix, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', ...quick],
      {
        log: 'npm',
        what: 'Installing the npm packages',
      },
    );
    checkComplete(output);
    writeStamp(stamp, wanted());
  },
};

/**
 * npm can end with success on a full disk. Every package of the lock file must be there.
 *
 * @param {string} output what npm printed
 */
function checkComplete(output) {
  const { packages: locked } = JSON.parse(fs.readFileSync(at('package-lock.json'), 'utf8'));
  const missing = Object.keys(locked).filter(
    (folder) => folder && !locked[folder].optional && !fs.existsSync(at(folder, 'package.json')),
  );
  if (missing.length === 0 && !/ENOSPC/.test(output)) return;
  throw new SetupError(
    'The npm packages are not complete' +
      (missing.length > 0
        ? `: ${missing.length} are missing (${missing.slice(0, 3).join(', ')} …).\n`
        : '.\n') +
      `  ${remedyFor(output) ?? 'Run the command again.'}`,
  );
}

/** npm without a shell: its own script when npm started us, else the executable on the path. */
function npm() {
  const script = process.env['npm_execpath'];
  if (script && /\.[cm]?js$/.test(script))
    return /** @type {const} */ ([process.execPath, [script]]);
  if (process.platform !== 'win32') return /** @type {const} */ (['npm', []]);
  const folder = execFileSync('npm.cmd', ['prefix', '-g'], {
    shell: true,
    encoding: 'utf8',
  }).trim();
  return /** @type {const} */ ([process.execPath, [`${folder}/node_modules/npm/bin/npm-cli.js`]]);
}
