import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, isNative, nextSeed, setSeed, tf } from '../../../src/engine';
import { losses, optimizers, train } from '../../../src/training';
import { createTrainingStep, type PlannedStep } from '../../../src/training/step';
import { batchOf, meanSquaredError, values } from './helpers';

const options = { skip: !isNative() && 'only the native engine traces' };
const SIZE = 40;

function model(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ units: 6, activation: 'relu', inputShape: [3] }),
      tf.layers.dropout({ rate: 0.4 }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 2 }),
    ],
  });
}

function plan(count: number): PlannedStep[] {
  const random = createRandom(4);
  return Array.from({ length: count }, (_, i) => ({
    indices: random.permutation(SIZE).slice(0, 8),
    learningRate: 0.01 / (1 + i),
  }));
}

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  adam: () => tf.train.adam(0.01),
  adamW: () => optimizers.adamW({ weightDecay: 0.1 }),
  momentum: () => tf.train.momentum(0.01, 0.9),
  rmsprop: () => tf.train.rmsprop(0.01),
  adagrad: () => tf.train.adagrad(0.01), // recorded, not fused
};

/** Everything that a training leaves: losses, weights, slots of the optimizer. */
async function trained(optimizer: tf.Optimizer, sizes: number[]): Promise<number[]> {
  setSeed(3);
  const net = model();
  const data = batchOf(values([SIZE, 3], 1), values([SIZE, 2], 2));
  const step = createTrainingStep({ model: net, optimizer, loss: meanSquaredError, data });
  const steps = plan(sizes.reduce((sum, size) => sum + size, 0));
  const found: number[] = [];
  for (const size of sizes)
    found.push(...step.runSteps(steps.splice(0, size)).map(({ loss }) => loss));
  assert.ok(step.traced);
  step.dispose();
  for (const weight of net.getWeights()) found.push(...weight.dataSync());
  for (const { tensor } of await optimizer.getWeights()) found.push(...tensor.dataSync());
  return found;
}

for (const [name, optimizer] of Object.entries(OPTIMIZERS))
  test(`several steps a call are single steps, bit for bit: ${name}`, options, async () => {
    const single = await trained(optimizer(), [1, 1, 1, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual(await trained(optimizer(), [4, 1, 4]), single);
    assert.deepEqual(await trained(optimizer(), [9]), single);
  });

test("Adam's powers of β advance once a step, not once more a call", options, async () => {
  const optimizer = tf.train.adam(0.01, 0.5, 0.5);
  await trained(optimizer, [3, 2]);
  const { accBeta1 } = optimizer as unknown as { accBeta1: tf.Variable };
  assert.ok(Math.abs((accBeta1.dataSync()[0] ?? 0) - 0.5 ** 6) < 1e-7); // it begins at β
});

test('weights set between two calls are those that the next call begins with', options, () => {
  const net = model();
  const data = batchOf(values([SIZE, 3], 1), values([SIZE, 2], 2));
  const optimizer = tf.train.sgd(0.01);
  const step = createTrainingStep({ model: net, optimizer, loss: meanSquaredError, data });
  const start = net.getWeights().map((weight) => weight.clone());
  const run = () => {
    setSeed(8);
    return step.runSteps(plan(3)).map(({ loss }) => loss);
  };
  const first = run();
  net.setWeights(start);
  assert.deepEqual(run(), first);
  step.dispose();
});

test('steps of different sizes in one call are refused, and nothing is lost', options, () => {
  const data = batchOf(values([SIZE, 3], 1), values([SIZE, 2], 2));
  const optimizer = tf.train.sgd(0.01);
  const step = createTrainingStep({ model: model(), optimizer, loss: meanSquaredError, data });
  const [a, b] = plan(2) as [PlannedStep, PlannedStep];
  const shorter = { ...b, indices: b.indices.slice(1) };
  assert.throws(() => step.runSteps([a, shorter]), /expected steps of 8 examples; got one of 7/);
  assert.equal(step.runSteps([a, b]).length, 2);
  assert.equal(step.runSteps([]).length, 0);
  step.dispose();
});

const task = () => ({ x: values([256, 3], 1), y: values([256, 2], 2) });
const settings = { loss: losses.meanSquaredError(), batchSize: 8, live: false, seed: 2 } as const;

test(
  'train gives the same numbers with and without somebody between the steps',
  options,
  async () => {
    const run = async (onBatch?: () => void) => {
      setSeed(5);
      const net = model();
      const { loss } = await train(net, task(), {
        ...settings,
        epochs: 3,
        ...(onBatch && { onBatch }),
      });
      return [...loss, ...net.getWeights().flatMap((weight) => [...weight.dataSync()])];
    };
    let calls = 0;
    assert.deepEqual(await run(() => void calls++), await run());
    assert.equal(calls, 96);
  },
);

test('a loss that breaks ends the call: all is as after single steps', options, async () => {
  const { x, y } = task();
  const rows = x.arraySync() as number[][];
  (rows[200] as number[])[0] = NaN;
  const run = async (onBatch?: () => void) => {
    setSeed(6);
    const net = model();
    const some = { ...settings, seed: undefined, epochs: 2, shuffle: false };
    const given = { x: tf.tensor2d(rows), y };
    await assert.rejects(
      train(net, given, { ...some, ...(onBatch && { onBatch }) }),
      /in epoch 1, step 26; likely cause: the inputs of this batch contain NaN/,
    );
    return [nextSeed(), ...net.getWeights().flatMap((weight) => [...weight.dataSync()])];
  };
  assert.deepEqual(await run(), await run(() => undefined));
});

test('ten thousand steps leave no tensor behind', options, async () => {
  const { x, y } = task();
  const net = model();
  const optimizer = tf.train.adam(0.001);
  await train(net, { x, y }, { ...settings, optimizer });
  const { numTensors, numBytes } = tf.memory();
  await train(net, { x, y }, { ...settings, optimizer, epochs: 312 });
  assert.deepEqual([tf.memory().numTensors, tf.memory().numBytes], [numTensors, numBytes]);
});
