/**
 * `npm run parallel`: the small GPT of chapter 05, begun here, trained further in Keras by one and by two processes, and
 * taken back.
 *
 * Every process of Keras is a process of its own (bench/parallel_worker.py); two of them average their gradients over
 * loopback. Options: `--install` makes .venv-bench first; `--steps 150`; `--rounds 2`; `--write` stores the result in
 * bench/parallel.json, which chapter 11b reads.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain, setup } from '../scripts/setup.mjs';
import { writeAtomically } from '../scripts/setup/files.mjs';
import { at } from '../scripts/setup/paths.mjs';
import { SetupError } from '../scripts/setup/process.mjs';
import { checkInstalled, install, machine, python } from './sides.mjs';

/** @typedef {typeof import('dlts')} Library */
/** @typedef {import('dlts').tf.LayersModel} Model */
/** @typedef {{ losses: number[], seconds: number[], heldOut: number, exchange: { bytes: number, seconds: number }[], parameters: number }} Run */

const LENGTH = 64;
const BATCH = 24;
const LEARNING_RATE = 1e-3;
/** Steps here before and after those in Keras. */
const STEPS_HERE = 100;
/** Numbers in the lists whose exchange is measured; the third is about the size of the model. */
const SIZES = [1, 100_000, 800_000, 3_200_000];
/** The fastest of so many runs counts for time. */
const ROUNDS = 2;
/** Steps of the runs that serve for time only. */
const TIMED_STEPS = 20;

runMain(import.meta.url, async () => {
  const { values } = parseArgs({
    options: {
      install: { type: 'boolean' },
      write: { type: 'boolean' },
      steps: { type: 'string', default: '150' },
      rounds: { type: 'string', default: String(ROUNDS) },
    },
  });
  await setup();
  if (values.install) await install();
  checkInstalled();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-parallel-'));
  try {
    const report = await measure(folder, Number(values.steps), Number(values.rounds));
    console.log(summary(report));
    if (values.write)
      writeAtomically(at('bench', 'parallel.json'), JSON.stringify(report, null, 2) + '\n');
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

/** @param {string} folder for the data and the models @param {number} steps in Keras @param {number} rounds */
async function measure(folder, steps, rounds) {
  /** @type {Library} */
  const dlts = createRequire(import.meta.url)('dlts'); // the set-up compiles it
  const data = await textWindows(dlts, steps);
  const before = await beginHere(dlts, data, folder);
  const kinds = /** @type {const} */ ([
    ['one', { processes: 1, threads: 1, batches: steps }],
    ['two', { processes: 2, threads: 1, batches: steps }],
    ['oneWithTwoThreads', { processes: 1, threads: 2, batches: TIMED_STEPS }],
    ['half', { processes: 1, threads: 1, batches: TIMED_STEPS, batchSize: BATCH / 2 }],
  ]);
  /** @type {Record<string, Run>} */
  const runs = {};
  for (let round = 0; round < rounds; round++)
    for (const [name, kind] of kinds)
      runs[name] = faster(runs[name], await inKeras(folder, name, kind));
  const after = await goOnHere(dlts, data, path.join(folder, 'two.keras'));
  const { one, two, oneWithTwoThreads, half } = /** @type {Record<'one' | 'two' | 'oneWithTwoThreads' | 'half', Run>} */ (runs); // prettier-ignore
  const keras = { one, two, oneWithTwoThreads, halfBatch: { seconds: half.seconds } };
  return { machine: machine(), batchSize: BATCH, length: LENGTH, before, keras, after };
}

/** @param {Library} dlts @param {number} steps */
async function textWindows({ characterTokenizer, loadMobyDick, sampleWindows, languageModelWindows }, steps) {
  const moby = await loadMobyDick();
  const { encode, vocabularySize } = characterTokenizer(moby.train);
  const tokens = Int32Array.from(encode(moby.train));
  const windows = (/** @type {number} */ seed, /** @type {number} */ count) =>
    sampleWindows(tokens, { length: LENGTH, count: BATCH * count, seed });
  const heldOut = languageModelWindows(Int32Array.from(encode(moby.validation)), { length: LENGTH });
  const firstOf = (/** @type {import('dlts').tf.Tensor} */ all) => all.slice(0, 100);
  return {
    vocabularySize,
    before: windows(1, STEPS_HERE),
    inKeras: windows(2, steps),
    after: windows(3, STEPS_HERE),
    heldOut: { x: firstOf(heldOut.x), y: firstOf(heldOut.y) },
  };
} // prettier-ignore

/** Trains the GPT a little and writes model and windows for Keras. @param {Library} dlts @param {Awaited<ReturnType<typeof textWindows>>} data @param {string} folder */
async function beginHere(dlts, data, folder) {
  dlts.setSeed(1);
  const { vocabularySize, before, inKeras: windows, heldOut } = data;
  const model = dlts.createGpt({ vocabularySize, maxSequenceLength: LENGTH });
  const losses = await trainHere(dlts, model, before);
  dlts.exportKeras(model, path.join(folder, 'begun.keras'));
  const parts = { x: windows.x, y: windows.y, heldOutX: heldOut.x, heldOutY: heldOut.y };
  for (const [name, part] of Object.entries(parts))
    fs.writeFileSync(path.join(folder, `${name}.bin`), Int32Array.from(part.dataSync()));
  return { losses, heldOut: await lossHere(dlts, model, heldOut) };
}

/** @param {Library} dlts @param {Awaited<ReturnType<typeof textWindows>>} data @param {string} file as Keras saved it */
async function goOnHere(dlts, { after, heldOut }, file) {
  const model = dlts.importKeras(file);
  const first = await lossHere(dlts, model, heldOut);
  const losses = await trainHere(dlts, model, after);
  return { heldOutAsTakenBack: first, losses, heldOut: await lossHere(dlts, model, heldOut) };
}

/** @param {Library} dlts @param {Model} model @param {{ x: any, y: any }} windows @returns {Promise<number[]>} loss of each step */
async function trainHere({ losses, tf, train }, model, windows) {
  /** @type {number[]} */
  const seen = [];
  await train(model, windows, {
    ...{ batchSize: BATCH, shuffle: false, live: false, optimizer: tf.train.adam(LEARNING_RATE) },
    loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
    onBatch: ({ values }) => seen.push(values.loss ?? NaN),
  });
  return seen;
}

/** @param {Library} dlts @param {Model} model @param {{ x: any, y: any }} windows */
async function lossHere({ evaluate, losses }, model, windows) {
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  return (await evaluate(model, windows, { loss })).loss;
}

/**
 * Starts the processes of one run and waits for all.
 *
 * @param {string} folder
 * @param {string} name of the model that it saves
 * @param {{ processes: number, threads: number, batches: number, batchSize?: number }} kind threads of each process
 * @returns {Promise<Run>}
 */
async function inKeras(folder, name, { processes, threads, batches, batchSize = BATCH }) {
  const job = {
    ...{ folder, threads, batches, batchSize, length: LENGTH, learningRate: LEARNING_RATE },
    sizes: SIZES,
    model: path.join(folder, 'begun.keras'),
    meeting: path.join(folder, `meeting-${Date.now()}`), // must not exist
    save: path.join(folder, `${name}.keras`),
  };
  const ranks = Array.from({ length: processes }, (_, rank) => worker(job, rank, processes));
  const [first] = await Promise.all(ranks);
  console.log(`${name}: done`);
  return JSON.parse((first ?? '').trim().split('\n').at(-1) ?? '');
}

/** @param {object} job @param {number} rank @param {number} world @returns {Promise<string>} what it printed */
function worker(job, rank, world) {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [at('bench', 'parallel_worker.py'), JSON.stringify(job)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Waiting threads sleep: on a machine with other work to do, spinning ones slow everybody.
      env: {
        ...process.env,
        OMP_WAIT_POLICY: 'PASSIVE',
        RANK: String(rank),
        WORLD_SIZE: String(world),
      },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('close', (code) => {
      const last = err.trim().split('\n').slice(-8).join('\n');
      if (code === 0) resolve(out);
      else reject(new SetupError(`parallel_worker.py, process ${rank}, failed:\n${last}`));
    });
  });
}

/** @param {Run | undefined} a @param {Run} b */
const faster = (a, b) => (a !== undefined && median(a.seconds) < median(b.seconds) ? a : b);

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** @param {Awaited<ReturnType<typeof measure>>} report */
function summary({ before, keras, after }) {
  const { one, two } = keras;
  const apart = Math.max(...one.losses.map((loss, i) => Math.abs(loss - (two.losses[i] ?? NaN))));
  return [
    `losses of one and of two processes: at most ${apart.toExponential(1)} apart`,
    `ms a step: one ${(1e3 * median(one.seconds)).toFixed(0)}, two ${(1e3 * median(two.seconds)).toFixed(0)}`,
    `held-out loss: ${before.heldOut.toFixed(4)} here, ${two.heldOut.toFixed(4)} by Keras, ` +
      `${after.heldOutAsTakenBack.toFixed(4)} taken back, ${after.heldOut.toFixed(4)} trained on here`,
  ].join('\n');
}
