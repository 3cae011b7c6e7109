/**
 * Makes a clean clone ready to run: npm packages, `.venv`, native TensorFlow, the compiled library, the kernel,
 * JupyterLab's settings and its extension for figures.
 *
 * Used by start, test, notebooks and site. Every step is skipped when it is done, and redone when it was
 * interrupted or its inputs changed. Run alone: `node scripts/setup.mjs`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelspec } from './setup/kernelspec.mjs';
import { labExtension } from './setup/lab-extension.mjs';
import { labSettings } from './setup/lab-settings.mjs';
import { library } from './setup/library.mjs';
import { lock } from './setup/lock.mjs';
import { packages } from './setup/packages.mjs';
import { cache, root } from './setup/paths.mjs';
import { remedyFor, SetupError } from './setup/process.mjs';
import { python } from './setup/python.mjs';
import { tensorflow } from './setup/tensorflow.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} needs names of the steps that come before
 * @property {() => { ok: boolean, detail: string, remedy?: string }} check cheap; changes nothing
 * @property {(notice: (text: string) => void) => Promise<void>} run
 */

/** @type {Step[]} */
export const steps = [packages, python, tensorflow, library, kernelspec, labSettings, labExtension];

/** Space that a complete set-up takes, downloads included, in bytes. */
const DISK_NEEDED = 3.5e9;

/** Does what is missing; prints a line a step. Steps that do not wait for each other run side by side. */
export async function setup() {
  checkNode();
  if (steps.every((step) => step.check().ok)) return;
  checkFolder();
  const held = lock(path.join(cache, 'setup.lock'));
  const started = Date.now();
  try {
    say(started, 'Setting up (only what is missing) …');
    await runAll(async (step) => {
      held.check();
      await runStep(step, started);
    });
    say(started, 'Ready.');
  } finally {
    held.release();
  }
}

/**
 * Every step as soon as those that it needs are done. The first failure is thrown when nothing runs any more.
 *
 * @param {(step: Step) => Promise<void>} runOne
 */
async function runAll(runOne) {
  /** @type {Map<string, Promise<void>>} */
  const done = new Map();
  for (const step of steps) {
    const before = Promise.all(step.needs.map((name) => done.get(name)));
    done.set(
      step.name,
      before.then(() => runOne(step)),
    );
  }
  const results = await Promise.allSettled(done.values());
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** @param {Step} step @param {number} started */
async function runStep(step, started) {
  if (step.check().ok) return;
  const begun = Date.now();
  say(started, `${step.name} …`);
  await step.run((text) => say(started, text));
  const state = step.check();
  if (!state.ok)
    throw new SetupError(
      `${step.name}: the step ended, but is not complete (${state.detail}). Run it again.`,
    );
  say(started, `${step.name}: done in ${Math.round((Date.now() - begun) / 1000)} s`);
}

/** @param {number} started @param {string} text */
function say(started, text) {
  console.log(`[${String(Math.round((Date.now() - started) / 1000)).padStart(4)} s] ${text}`);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `Node ${process.versions.node} is too old; the course needs 20.19 or newer (20, 22 and 24 are tested).\n` +
      '  Install a current one from nodejs.org or with your version manager, for example: nvm install 24',
  );
}

function checkFolder() {
  try {
    fs.mkdirSync(cache, { recursive: true });
    fs.writeFileSync(path.join(cache, '.writable'), '');
  } catch (error) {
    const text = String(error);
    throw new SetupError(
      `The project folder cannot be written to (${text}).\n  ${remedyFor(text) ?? ''}`,
    );
  }
  if (fs.existsSync(path.join(cache, 'library-stamp'))) return;
  const { bavail, bsize } = fs.statfsSync(root);
  if (bavail * bsize < DISK_NEEDED)
    throw new SetupError(
      `Only ${((bavail * bsize) / 1e9).toFixed(1)} GB are free on this disk; a first set-up needs ${DISK_NEEDED / 1e9} GB.\n` +
        '  Free some space and run the command again; it resumes where it stopped.',
    );
}

/**
 * Runs a script's main function: a failure that a person can mend is one message and exit code 1.
 *
 * @param {string} url the script's `import.meta.url`
 * @param {() => Promise<number | void>} main may return an exit code
 */
export function runMain(url, main) {
  if (path.resolve(process.argv[1] ?? '') !== fileURLToPath(url)) return;
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      const remedy = error instanceof SetupError ? undefined : remedyFor(String(error));
      const known = error instanceof SetupError ? error.message : remedy && `${error}\n  ${remedy}`;
      console.error(`\n${known ?? error?.stack ?? error}`);
      process.exitCode = 1;
    },
  );
}

runMain(import.meta.url, setup);
