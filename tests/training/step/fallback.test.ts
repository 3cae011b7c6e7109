/** What cannot be replayed as a graph runs eagerly, with the right numbers and one sentence. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNative, setSeed, tf } from '../../../src/engine';
import { createTrainingStep } from '../../../src/training/step';
import {
  batchOf,
  meanSquaredError,
  relativeDifference,
  trainTask,
  values,
  type Task,
} from './helpers';
import { warnings } from '../../warnings';

const { layers } = tf;
const options = { skip: !isNative() };

/** A layer that scales its input by `factor`, computed anew at each call. */
function scaling(factor: (x: tf.Tensor) => number | tf.Tensor): tf.layers.Layer {
  class Scaling extends layers.Layer {
    static className = 'Scaling';
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
      return tf.tidy(() => x.mul(factor(x)));
    }
  }
  return new Scaling({ inputShape: [3] } as object);
}

function taskWith(layer: () => tf.layers.Layer): Task {
  return {
    model: () => tf.sequential({ layers: [layer(), layers.dense({ units: 2 })] }),
    x: values([7, 3], 1),
    y: values([7, 2], 2),
  };
}

function expectFallback(task: Task, reason: RegExp): void {
  const eager = trainTask(task, false, 10);
  let traced = eager;
  const said = warnings(() => (traced = trainTask(task, true, 10)));
  assert.equal(traced.traced, false);
  assert.match(traced.reason ?? '', reason);
  assert.equal(said.length, 1, said.join('\n'));
  assert.match(said[0] ?? '', /runs eagerly, which is slower: .*\./);
  assert.ok(relativeDifference(traced.losses, eager.losses) < 1e-6);
}

test('a layer that reads a tensor in JavaScript falls back', options, () => {
  const layer = () => scaling((x) => 1 + Math.abs(x.mean().dataSync()[0] ?? 0));
  expectFallback(taskWith(layer), /reads the value of a tensor/);
});

test('a layer that counts its calls falls back', options, () => {
  const layer = () => {
    let calls = 0;
    return scaling(() => 1 + 1 / ++calls);
  };
  const task = taskWith(layer);
  let traced: ReturnType<typeof trainTask> | undefined;
  const said = warnings(() => (traced = trainTask(task, true, 6)));
  assert.equal(traced?.traced, false);
  assert.match(traced?.reason ?? '', /a number that JavaScript changes/);
  assert.equal(said.length, 1);
});

test('an optimizer that counts in JavaScript falls back', options, () => {
  class Fading extends tf.SGDOptimizer {
    rounds = 0;
    override applyGradients(gradients: Parameters<tf.SGDOptimizer['applyGradients']>[0]): void {
      this.rounds++;
      super.applyGradients(gradients);
    }
  }
  const task = { ...taskWith(() => layers.dense({ units: 3, inputShape: [3] })) };
  expectFallback({ ...task, optimizer: () => new Fading(0.01) }, /a changing number in JavaScript/);
});

test('an optimizer whose formula uses its count of iterations falls back', options, () => {
  class Cooling extends tf.SGDOptimizer {
    override applyGradients(gradients: Parameters<tf.SGDOptimizer['applyGradients']>[0]): void {
      const rate = 1 / (1 + this.iterations);
      const list = gradients as Array<{ name: string; tensor: tf.Tensor }>;
      super.applyGradients(list.map(({ name, tensor }) => ({ name, tensor: tensor.mul(rate) })));
    }
  }
  const task = { ...taskWith(() => layers.dense({ units: 3, inputShape: [3] })) };
  expectFallback(
    { ...task, optimizer: () => new Cooling(0.01) },
    /a number that JavaScript changes/,
  );
});

test('a layer that looks across examples is not split, and stays exact', options, () => {
  // Subtracts the mean of the batch: two halves have other means than the whole.
  const layer = () => scaling((x) => tf.sub(1, x.mean(0).mul(0.3)));
  const task = taskWith(layer);
  const eager = trainTask({ ...task, options: { branches: 2 } }, false, 30);
  const traced = trainTask({ ...task, options: { branches: 2 } }, true, 30);
  assert.equal(traced.traced, true);
  assert.ok(relativeDifference(traced.losses, eager.losses) < 1e-5);
});

test('batch normalization sees the whole batch although the batch is split', options, () => {
  const task: Task = {
    model: () =>
      tf.sequential({
        layers: [
          layers.conv2d({ filters: 3, kernelSize: 2, inputShape: [5, 5, 1], activation: 'relu' }),
          layers.batchNormalization(),
          layers.flatten(),
          layers.dropout({ rate: 0.3 }),
          layers.dense({ units: 2 }),
        ],
      }),
    x: values([7, 5, 5, 1], 1),
    y: values([7, 2], 2),
    options: { branches: 3 },
  };
  const eager = trainTask(task, false, 30, 0.001);
  const traced = trainTask(task, true, 30, 0.001);
  assert.equal(traced.traced, true);
  assert.ok(relativeDifference(traced.losses, eager.losses) < 1e-5);
  // Moving mean and variance are among the weights.
  assert.ok(relativeDifference(traced.weights, eager.weights) < 1e-5);
});

test('a loss without sumAndWeight over unequal parts stays exact', options, () => {
  const loss = Object.assign(
    (yTrue: tf.Tensor, yPred: tf.Tensor) => yPred.sub(yTrue).abs().mean() as tf.Scalar,
    { lossName: 'meanAbsoluteError' },
  );
  const task: Task = {
    ...taskWith(() => layers.dense({ units: 3, inputShape: [3] })),
    options: { loss, branches: 3 },
  };
  const eager = trainTask(task, false, 30);
  const traced = trainTask(task, true, 30);
  assert.equal(traced.traced, true);
  assert.ok(relativeDifference(traced.losses, eager.losses) < 1e-5);
});

test('sample weights with a loss that has no sumAndWeight are refused with the remedy', () => {
  setSeed(1);
  const loss = Object.assign(
    (yTrue: tf.Tensor, yPred: tf.Tensor) => meanSquaredError(yTrue, yPred),
    { lossName: 'plain' },
  );
  const model = tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
  const step = createTrainingStep({ model, optimizer: tf.train.sgd(0.1), loss });
  const sampleWeight = tf.ones([7]);
  assert.throws(
    () =>
      step.run(batchOf(values([7, 3], 1), values([7, 2], 2), sampleWeight), { learningRate: 0.1 }),
    /expected a loss with sumAndWeight for sampleWeight; got plain/,
  );
  step.dispose();
});

test(
  'a batch that does not fit the model throws the eager error and no remark about speed',
  options,
  () => {
    const model = tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    const step = createTrainingStep({
      model,
      optimizer: tf.train.sgd(0.01),
      loss: meanSquaredError,
    });
    const said = warnings(() =>
      assert.throws(() =>
        step.run(batchOf(values([7, 5], 1), values([7, 2], 2)), { learningRate: 0.1 }),
      ),
    );
    assert.deepEqual(said, []);
    step.dispose();
  },
);

test('a stream of shapes is served, beyond what is kept as graphs', options, () => {
  const model = tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
  const step = createTrainingStep({ model, optimizer: tf.train.sgd(0.01), loss: meanSquaredError });
  for (let round = 0; round < 3; round++)
    for (let size = 1; size <= 19; size++)
      tf.tidy(() => {
        const [x, y] = [values([size, 3], size), values([size, 2], 2 * size)];
        const { loss } = step.run(batchOf(x, y), { learningRate: 0.01 });
        assert.ok(Number.isFinite(loss));
      });
  step.dispose();
});
