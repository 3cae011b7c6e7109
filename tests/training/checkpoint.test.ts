import { test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setSeed, tf } from '../../src/engine';
import {
  losses,
  optimizers,
  schedules,
  train,
  type History,
  type TrainOptions,
} from '../../src/training';
import { classes, classifier, weightsOf } from './helpers';

const folder = mkdtempSync(join(tmpdir(), 'dlts checkpoint '));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const freshPath = (): string => join(folder, `run ${count++}`, 'model.ckpt');

interface Outcome {
  history: History;
  weights: number[];
  slots: number[];
}

/** One call of train with dropout, shuffling, a schedule, validation and early stopping. */
async function run(path: string, options: Partial<TrainOptions> = {}, drawn = 0): Promise<Outcome> {
  const data = classes();
  const model = classifier({ dropout: 0.3, seed: 100 + drawn });
  const optimizer =
    (options.optimizer as tf.Optimizer | undefined) ?? optimizers.adam({ learningRate: 0.02 });
  setSeed(drawn);
  const history = await train(model, data, {
    ...{
      loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }),
      epochs: 6,
      batchSize: 17,
    },
    ...{ validationSplit: 0.2, schedule: schedules.warmupCosine(), earlyStopping: { patience: 9 } },
    ...{ seed: 7, checkpoint: { path }, traced: false },
    ...options,
    optimizer,
  });
  const weights = weightsOf(model);
  const fields = Object.values(optimizer as unknown as Record<string, unknown>).flat();
  const slots = fields.flatMap((value) => {
    const { variable, originalName } = (value ?? {}) as {
      variable?: tf.Variable;
      originalName?: string;
    };
    return variable && originalName ? [...variable.dataSync()] : [];
  });
  model.dispose();
  optimizer.dispose();
  tf.dispose([data.x, data.y]);
  return { history, weights, slots };
}

const numbers = ({ seconds: _, stopped: _s, ...rest }: History): object => rest;

for (const traced of [true, false]) {
  test(`a run killed after any epoch goes on bit for bit (${traced ? 'traced' : 'eager'})`, async () => {
    const whole = await run(freshPath(), { traced });
    for (const killedAfter of [1, 2, 4]) {
      const path = freshPath();
      const killed = { onEpoch: ({ epoch }: { epoch: number }) => assert.ok(epoch <= killedAfter) };
      await assert.rejects(run(path, { traced, ...killed }));
      // The kill comes in the middle of the following epoch; other numbers were drawn meanwhile.
      const resumed = await run(path, { traced }, 1);
      assert.deepEqual(numbers(resumed.history), numbers(whole.history), `after ${killedAfter}`);
      assert.deepEqual(resumed.weights, whole.weights);
      assert.deepEqual(resumed.slots, whole.slots);
    }
  });
}

for (const factory of ['sgd', 'momentum', 'rmsprop', 'adamW', 'adagrad'] as const) {
  test(`${factory} resumes bit for bit`, async () => {
    const options = (): Partial<TrainOptions> => ({ optimizer: optimizers[factory](), epochs: 3 });
    const whole = await run(freshPath(), options());
    const path = freshPath();
    await run(path, { ...options(), onEpoch: ({ epoch, stop }) => epoch === 2 && stop() });
    const resumed = await run(path, options(), 1);
    assert.deepEqual(resumed.weights, whole.weights);
    assert.deepEqual(resumed.slots, whole.slots);
    assert.deepEqual(numbers(resumed.history), numbers(whole.history));
  });
}

test('a finished run is not repeated: its numbers and weights come from the file', async () => {
  const path = freshPath();
  const first = await run(path);
  let steps = 0;
  const second = await run(path, { onBatch: () => void steps++ }, 1);
  assert.equal(steps, 0);
  assert.deepEqual(second.weights, first.weights);
  assert.deepEqual(numbers(second.history), numbers(first.history));
  assert.equal(second.history.stopped, 'finished');
});

test('more epochs continue a finished run; resume: false starts over', async () => {
  const path = freshPath();
  await run(path, { epochs: 2 });
  const longer = await run(path, { epochs: 4 });
  assert.deepEqual(longer.history.epoch, [1, 2, 3, 4]);
  let steps = 0;
  const checkpoint = { path, resume: false };
  await run(path, { epochs: 1, checkpoint, onBatch: () => void steps++ });
  assert.equal(steps, 5);
});

test('everyEpochs saves less often, and always at the end', async () => {
  const path = freshPath();
  const saved: boolean[] = [];
  const checkpoint = { path, everyEpochs: 3 };
  await run(path, {
    epochs: 4,
    checkpoint,
    onBatch: ({ step }) => void (saved[step] = existsSync(path)),
  });
  assert.equal(saved[15], false, 'epochs 1 to 3');
  assert.equal(saved[16], true, 'epoch 4');
  assert.match(readFileSync(path, 'latin1').slice(0, 2000), /"epoch":4/);
  assert.deepEqual(readdirSync(join(path, '..')), ['model.ckpt'], 'no partial file stays');
});

test('checkpoints leave no tensor behind', async () => {
  const path = freshPath();
  await run(path, { epochs: 2 });
  const before = tf.memory().numTensors;
  await run(path, { epochs: 3 });
  assert.equal(tf.memory().numTensors, before);
});

test('damaged, foreign and mismatched checkpoints are refused with the remedy', async () => {
  const path = freshPath();
  await run(path, { epochs: 1 });
  const bytes = readFileSync(path);
  const before = tf.memory().numTensors;
  await assert.rejects(
    run(path, { batchSize: 19 }),
    /other batchSize \(17 instead of 19\).*resume: false/,
  );
  const other = optimizers.sgd();
  await assert.rejects(run(path, { optimizer: other }), /other optimizer \(Adam instead of SGD\)/);
  other.dispose();
  writeFileSync(path, bytes.subarray(0, bytes.length - 1));
  await assert.rejects(run(path), /damaged or foreign file.*checksum.*delete it/);
  writeFileSync(path, 'hello');
  await assert.rejects(run(path), /damaged or foreign file/);
  assert.ok(tf.memory().numTensors >= before);
  await assert.rejects(
    run(join(path, 'inside', 'a file.ckpt')),
    /expected to write the checkpoint.*writable folder/,
  );
});
