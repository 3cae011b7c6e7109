/** What the benchmarks share: the sides and their Python, one measurement as a process, and the machine's facts. */
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

/** @type {Record<string, () => [program: string, ...args: string[]]>} how to run each side of `npm run bench` */
export const SIDES = {
  dlts: () => [process.execPath, at('bench', 'dlts_side.mjs')],
  Keras: () => [python, at('bench', 'keras_side.py')],
  PyTorch: () => [python, at('bench', 'torch_side.py')],
  'PyTorch compiled': () => [python, at('bench', 'torch_side.py'), '--compile'],
  JAX: () => [python, at('bench', 'jax_side.py')],
};

/** Those that can run here; says of each other one in a sentence why it is left out. */
export function availableSides() {
  const out = execFileSync(python, [at('bench', 'present.py')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  /** @type {Record<string, string | null>} */
  const reasons = JSON.parse(out.trim().split('\n').at(-1) ?? '{}');
  const absent = Object.entries(reasons).filter(([, reason]) => reason !== null);
  for (const [side, reason] of absent) console.log(`${side} is left out: ${reason}.`);
  return Object.entries(SIDES).filter(([side]) => (reasons[side] ?? null) === null);
}

export function checkInstalled() {
  if (!fs.existsSync(python))
    throw new SetupError(
      'Keras, PyTorch and JAX are not installed.\n  npm run bench -- --install (about 1.5 GB in .venv-bench)',
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
  await run(python, pip, { log: 'bench-pip', what: 'Installing Keras, PyTorch and JAX' });
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
    jax: version('jax'),
    date: new Date().toISOString().slice(0, 10),
  };
}
