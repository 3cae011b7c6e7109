/** Training in two processes of Keras is the training of one, and the model comes back as Keras saved it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createGpt, createRandom, exportKeras, importKeras, losses, setSeed, tf } from 'dlts';

const ROOT = path.join(__dirname, '..', '..');
const BIN = process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python';
const PYTHON = path.join(ROOT, '.venv-bench', BIN);
const WORKER = path.join(ROOT, 'bench', 'parallel_worker.py');
const skip = fs.existsSync(PYTHON) ? false : 'no .venv-bench; npm run bench -- --install makes it';
const [VOCABULARY, LENGTH, BATCH, STEPS] = [13, 7, 6, 5];

interface Run {
  losses: number[];
  heldOut: number;
  exchange: { bytes: number; seconds: number }[];
}
let folder: string;

before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dlts-parallel-test-'));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

test('the worker has at most eighty lines', () => {
  const lines = fs.readFileSync(WORKER, 'utf8').trimEnd().split('\n');
  assert.ok(lines.length <= 80, `${lines.length} lines`);
});

test('the stored results: two processes have the losses of one, and a model taken back has the loss it was saved with', () => {
  const file = path.join(ROOT, 'bench', 'parallel.json');
  const { keras, after: back } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    keras: { one: Run; two: Run };
    after: { heldOutAsTakenBack: number };
  };
  assert.ok(keras.one.losses.length >= 20);
  for (const [i, loss] of keras.one.losses.entries())
    assert.ok(Math.abs(loss - (keras.two.losses[i] ?? NaN)) < 1e-3);
  assert.ok(Math.abs(keras.two.heldOut - back.heldOutAsTakenBack) < 1e-4);
});

describe('with Keras', { skip }, () => {
  test('two processes follow one, and what Keras saves has here the loss that Keras found', async () => {
    setSeed(3);
    const model = createGpt({ vocabularySize: VOCABULARY, maxSequenceLength: LENGTH, hiddenDim: 8, numLayers: 1, numHeads: 2 }); // prettier-ignore
    exportKeras(model, path.join(folder, 'begun.keras'));
    writeWindows();
    const [one] = await inKeras(1);
    const [two, other] = await inKeras(2);
    assert.equal(one?.losses.length, STEPS);
    assert.equal(other, undefined); // only the first process speaks
    for (const [i, loss] of one.losses.entries())
      assert.ok(Math.abs(loss - (two?.losses[i] ?? NaN)) < 1e-4, `step ${i}: ${loss}, ${two?.losses[i]}`);
    assert.ok(one.losses.at(-1) !== one.losses[0]);
    assert.equal(two?.exchange.length, 2);
    const back = importKeras(path.join(folder, 'two.keras'));
    assert.ok(Math.abs(heldOutLoss(back) - two.heldOut) < 1e-5);
    assert.ok(Math.abs(heldOutLoss(model) - two.heldOut) > 1e-4); // Keras has changed it
    tf.dispose([model.getWeights(), back.getWeights()]);
  }); // prettier-ignore
});

/** Random tokens in each of the four files that a worker reads. */
function writeWindows(): void {
  const random = createRandom(5);
  for (const [name, count] of [['x', BATCH * STEPS], ['y', BATCH * STEPS], ['heldOutX', 3], ['heldOutY', 3]] as const) {
    const tokens = Int32Array.from({ length: count * LENGTH }, () => random.integer(VOCABULARY));
    fs.writeFileSync(path.join(folder, `${name}.bin`), tokens);
  }
} // prettier-ignore

function heldOutLoss(model: tf.LayersModel): number {
  const tokens = (name: string): tf.Tensor2D => {
    const bytes = fs.readFileSync(path.join(folder, `${name}.bin`));
    const values = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    return tf.tensor2d(values, [3, LENGTH], 'int32');
  };
  return tf.tidy(() => {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
    return loss(tokens('heldOutY'), model.predict(tokens('heldOutX')) as tf.Tensor).dataSync()[0] ?? NaN;
  });
} // prettier-ignore

/** What each process of one run printed, as JSON; `undefined` for those that print nothing. */
async function inKeras(world: number): Promise<(Run | undefined)[]> {
  const job = {
    ...{ folder, threads: 1, batches: STEPS, batchSize: BATCH, length: LENGTH, learningRate: 1e-2 },
    ...{ sizes: [1, 1000], model: path.join(folder, 'begun.keras') },
    meeting: path.join(folder, `meeting-${world}`),
    save: path.join(folder, world === 2 ? 'two.keras' : 'one.keras'),
  };
  const ranks = Array.from({ length: world }, (_, rank) => worker(JSON.stringify(job), rank, world));
  return (await Promise.all(ranks)).map((out) => {
    const line = out.trim().split('\n').at(-1);
    return line === undefined || line === '' ? undefined : (JSON.parse(line) as Run);
  });
} // prettier-ignore

function worker(job: string, rank: number, world: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const ranks = { OMP_WAIT_POLICY: 'PASSIVE', RANK: String(rank), WORLD_SIZE: String(world) };
    const env = { ...process.env, ...ranks };
    const child = spawn(PYTHON, [WORKER, job], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(err.slice(-800)))));
  });
}
