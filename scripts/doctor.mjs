/** `npm run doctor`: what is installed, which engine runs, what is missing and the command that mends it. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { checkNode, runMain, steps } from './setup.mjs';
import { at, root, venvPython } from './setup/paths.mjs';
import { findPython } from './setup/python.mjs';

runMain(import.meta.url, async () => {
  /** @type {Row[]} */
  const rows = [system(), node(), pythonRow(), disk(), ...steps.map(stepRow)];
  if (rows.every((row) => row.ok)) rows.push(engine(), lab());
  for (const row of rows) {
    console.log(`${row.ok ? 'ok     ' : 'MISSING'} ${row.name.padEnd(28)} ${row.detail}`);
    if (row.remedy) console.log(`${' '.repeat(8)}to mend: ${row.remedy}`);
  }
  const ok = rows.every((row) => row.ok);
  console.log(
    ok
      ? '\nThe course can run: npm start'
      : '\nThe course cannot run yet; see the lines marked MISSING.',
  );
  return ok ? 0 : 1;
});

const messageOf = (/** @type {unknown} */ error) =>
  String(error instanceof Error ? error.message : error).replaceAll('\n', `\n${' '.repeat(8)}`);

/** @typedef {{ ok: boolean, name: string, detail: string, remedy?: string }} Row */

/** @param {import('./setup.mjs').Step} step @returns {Row} */
function stepRow(step) {
  try {
    return { name: step.name, ...step.check() };
  } catch (error) {
    return { name: step.name, ok: false, detail: String(error), remedy: 'npm start' };
  }
}

function system() {
  const memory = (os.totalmem() / 1e9).toFixed(0);
  const detail = `${os.type()} ${os.release()} ${process.arch}, ${os.availableParallelism()} cores, ${memory} GB memory`;
  return { ok: true, name: 'system', detail };
}

/** @returns {Row} */
function node() {
  try {
    checkNode();
    return { ok: true, name: 'Node', detail: process.versions.node };
  } catch (error) {
    return { ok: false, name: 'Node', detail: process.versions.node, remedy: messageOf(error) };
  }
}

/** @returns {Row} */
function pythonRow() {
  if (fs.existsSync(venvPython)) {
    const { stdout } = spawnSync(venvPython, ['--version'], { encoding: 'utf8' });
    return { ok: true, name: 'Python', detail: `${stdout?.trim()} in .venv` };
  }
  try {
    return { ok: true, name: 'Python', detail: `${findPython().join(' ')} on the path` };
  } catch (error) {
    return { ok: false, name: 'Python', detail: 'not found', remedy: messageOf(error) };
  }
}

/** @returns {Row} */
function disk() {
  const { bavail, bsize } = fs.statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  const detail = `${free.toFixed(1)} GB free`;
  return free > 0.5
    ? { ok: true, name: 'disk', detail }
    : { ok: false, name: 'disk', detail, remedy: 'free at least 0.5 GB on this disk' };
}

/** Asks the library itself, in a process of its own, what it computes with. @returns {Row} */
function engine() {
  const code = `const { engineInfo, tf, ready } = require('dlts');
    ready().then(() => { tf.scalar(1).add(1).dataSync(); console.log(JSON.stringify(engineInfo())); });`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) {
    const detail = stderr.trim().split('\n')[0] ?? '';
    return { ok: false, name: 'engine', detail, remedy: 'npm start' };
  }
  const info = Object.entries(JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}'));
  return {
    ok: true,
    name: 'engine',
    detail: info
      .map(([key, value]) => `${key} ${JSON.stringify(value).replace(/["{}]/g, '')}`)
      .join(', '),
  };
}

/** @returns {Row} */
function lab() {
  const { status, stdout } = spawnSync(venvPython, ['-m', 'jupyterlab', '--version'], {
    encoding: 'utf8',
  });
  return status === 0
    ? { ok: true, name: 'JupyterLab', detail: stdout.trim() }
    : {
        ok: false,
        name: 'JupyterLab',
        detail: 'does not start',
        remedy: `delete ${at('.venv')} and run npm start`,
      };
}
