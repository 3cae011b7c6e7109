/** What both benchmarks share: the Python of the other side, one measurement as a process, and the machine's facts. */
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { at } from '../scripts/setup/paths.mjs';
import { run, SetupError } from '../scripts/setup/process.mjs';
import { findPython } from '../scripts/setup/python.mjs';

export const python = at(
  '.venv-bench',
  process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python',
);

export function checkInstalled() {
  if (!fs.existsSync(python))
    throw new SetupError(
      'Keras and PyTorch are not installed.\n  npm run bench -- --install (about 1.5 GB in .venv-bench)',
    );
}

export async function install() {
  const [command, ...args] = findPython();
  await run(command, [...args, '-m', 'venv', at('.venv-bench')], {
    log: 'bench-venv',
    what: 'Making .venv-bench',
  });
  const pip = [
    '-m',
    'pip',
    'install',
    '--disable-pip-version-check',
    '-r',
    at('bench', 'requirements.txt'),
  ];
  await run(python, pip, { log: 'bench-pip', what: 'Installing Keras and PyTorch' });
}

/** @param {[string, ...string[]]} command @param {object} settings @returns {Promise<any>} the JSON line of one side */
export function measureOnce([program, ...args], settings) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(out.trim().split('\n').at(-1) ?? ''))
        : reject(
            new SetupError(`${args[0]} failed:\n${err.trim().split('\n').slice(-8).join('\n')}`),
          ),
    );
  });
}

export function machine() {
  const versions = execFileSync(python, ['-m', 'pip', 'freeze'], { encoding: 'utf8' });
  const version = (/** @type {string} */ name) =>
    new RegExp(`^${name}==(\\S+)`, 'm').exec(versions)?.[1];
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    node: process.versions.node,
    keras: version('keras'),
    tensorflow: version('tensorflow_cpu'),
    torch: version('torch'),
    date: new Date().toISOString().slice(0, 10),
  };
}
