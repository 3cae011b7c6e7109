/** Traced and eager steps agree for every kind of model and optimizer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNative, setSeed, tf } from '../../../src/engine';
import {
  gelu,
  layerNormalization,
  lstm,
  sparseSoftmaxCrossEntropy,
} from '../../../src/engine/kernels';
import { AdamWOptimizer } from '../../../src/training/optimizers/adamw';
import { integers, relativeDifference, trainTask, values, type Task } from './helpers';

const { layers } = tf;
const options = { skip: !isNative() };

/** A small transformer in one layer: embedding, attention with a causal mask, layer norm, GELU. */
class TinyGpt extends layers.Layer {
  static className = 'TinyGpt';
  private readonly parts: Record<string, { read(): tf.Tensor }> = {};

  override build(): void {
    const normal = tf.initializers.randomNormal({ stddev: 0.3 });
    const weights: Record<string, number[]> = {
      tokens: [13, 6],
      positions: [5, 6],
      queryKeyValue: [6, 18],
      scale: [6],
      shift: [6],
      wide: [6, 11],
      narrow: [11, 6],
    };
    for (const [name, shape] of Object.entries(weights))
      this.parts[name] = this.addWeight(name, shape, 'float32', normal);
    this.built = true;
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return [shape[0] ?? null, 5, 13];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs;
      const w = (name: string) => this.parts[name]?.read() as tf.Tensor2D;
      const tokens = w('tokens').gather(x.toInt()).add(w('positions')).reshape([-1, 6]);
      const rows = tf.matMul(tokens as tf.Tensor2D, w('queryKeyValue'));
      const [q, k, v] = tf.unstack(rows.reshape([-1, 5, 3, 2, 3]).transpose([2, 0, 3, 1, 4]));
      const mask = tf.linalg
        .bandPart(tf.ones([5, 5]), -1, 0)
        .sub(1)
        .mul(1e9);
      const scores = tf.matMul(q as tf.Tensor, k as tf.Tensor, false, true).div(Math.sqrt(3));
      const mixed = tf.matMul(tf.softmax(scores.add(mask)), v as tf.Tensor);
      const h = tokens.add(mixed.transpose([0, 2, 1, 3]).reshape([-1, 6]));
      const unit = layerNormalization(
        h,
        w('scale') as unknown as tf.Tensor1D,
        w('shift') as unknown as tf.Tensor1D,
      );
      const out = h.add(gelu(unit.matMul(w('wide'))).matMul(w('narrow')));
      return tf.matMul(out as tf.Tensor2D, w('tokens'), false, true).reshape([-1, 5, 13]);
    });
  }
}

/** LSTM by the native kernel. */
class NativeLstm extends layers.Layer {
  static className = 'NativeLstm';
  private weightsOf: { read(): tf.Tensor }[] = [];

  override build([, , size]: number[]): void {
    const glorot = tf.initializers.glorotUniform({});
    this.weightsOf = [
      this.addWeight('kernel', [size as number, 20], 'float32', glorot),
      this.addWeight('recurrent', [5, 20], 'float32', glorot),
      this.addWeight('bias', [20], 'float32', tf.initializers.zeros()),
    ];
    this.built = true;
  }

  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return [shape[0] ?? null, 5];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
      const [kernel, recurrentKernel, bias] = this.weightsOf.map((weight) => weight.read());
      return lstm(x.transpose([1, 0, 2]), {
        kernel: kernel as tf.Tensor2D,
        recurrentKernel: recurrentKernel as tf.Tensor2D,
        bias: bias as tf.Tensor1D,
      }).output;
    });
  }
}

const crossEntropy = Object.assign(
  (yTrue: tf.Tensor, yPred: tf.Tensor) => {
    const { sum, weight } = crossEntropy.sumAndWeight(yTrue, yPred);
    return sum.div(weight) as tf.Scalar;
  },
  {
    lossName: 'crossEntropy',
    sumAndWeight(yTrue: tf.Tensor, yPred: tf.Tensor) {
      const classes = yPred.shape[yPred.rank - 1] as number;
      const logits = yPred.reshape<tf.Tensor2D>([-1, classes]);
      const losses = sparseSoftmaxCrossEntropy(logits, yTrue.reshape<tf.Tensor1D>([-1]));
      return { sum: losses.sum() as tf.Scalar, weight: tf.scalar(losses.size) };
    },
  },
);

function recurrent(layer: () => tf.layers.Layer): Task {
  return {
    model: () => tf.sequential({ layers: [layer(), layers.dense({ units: 2 })] }),
    x: values([7, 3, 3], 1),
    y: values([7, 2], 2),
  };
}

const sequence = { inputShape: [3, 3], units: 4, dropout: 0.2 };

const families: Record<string, Task> = {
  'linear regression': {
    model: () => tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [3] })] }),
    x: values([11, 3], 1),
    y: values([11, 1], 2),
  },
  'MLP with dropout, batch normalization and L2': {
    model: () =>
      tf.sequential({
        layers: [
          layers.dense({
            units: 7,
            inputShape: [3],
            activation: 'relu',
            kernelRegularizer: 'l1l2',
          }),
          layers.batchNormalization(),
          layers.dropout({ rate: 0.3 }),
          layers.dense({ units: 5, activation: 'tanh' }),
          layers.dropout({ rate: 0.2, seed: 5 }),
          layers.dense({ units: 2 }),
        ],
      }),
    x: values([13, 3], 1),
    y: values([13, 2], 2),
  },
  CNN: {
    model: () =>
      tf.sequential({
        layers: [
          layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [11, 7, 2], activation: 'relu' }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.conv2d({ filters: 5, kernelSize: 2, padding: 'same', strides: 2, useBias: false }),
          layers.batchNormalization(),
          layers.activation({ activation: 'elu' }),
          layers.averagePooling2d({ poolSize: [2, 1], strides: 1 }),
          layers.flatten(),
          layers.dropout({ rate: 0.25 }),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
    x: values([5, 11, 7, 2], 1),
    y: values([5, 3], 2),
    // Batch normalization leaves some gradients at rounding noise, which Adam would scale up to full steps.
    optimizer: () => tf.train.momentum(0.001, 0.9),
  },
  'depthwise, separable and transposed convolutions': {
    model: () =>
      tf.sequential({
        layers: [
          layers.depthwiseConv2d({ kernelSize: 2, inputShape: [7, 7, 2] }),
          layers.separableConv2d({ filters: 3, kernelSize: 3 }),
          layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2 }),
          layers.globalAveragePooling2d({}),
          layers.dense({ units: 1 }),
        ],
      }),
    x: values([5, 7, 7, 2], 1),
    y: values([5, 1], 2),
  },
  'LSTM of tf.layers with dropout': recurrent(() => layers.lstm({ ...sequence })),
  'GRU of tf.layers with dropout': recurrent(() => layers.gru({ ...sequence })),
  'simple RNN of tf.layers, both directions': recurrent(() =>
    layers.bidirectional({
      layer: layers.simpleRNN({ units: 4 }) as tf.RNN,
      mergeMode: 'concat',
      inputShape: [3, 3],
    }),
  ),
  'native LSTM': recurrent(() => new NativeLstm({ inputShape: [3, 3] } as object)),
  'embedding with masking': {
    model: () =>
      tf.sequential({
        layers: [
          layers.embedding({ inputDim: 17, outputDim: 3, inputLength: 3, maskZero: true }),
          layers.lstm({ units: 4 }),
          layers.dense({ units: 2 }),
        ],
      }),
    x: integers([7, 3], 17, 1),
    y: values([7, 2], 2),
  },
  'two inputs': {
    model: () => {
      const [a, b] = [tf.input({ shape: [3] }), tf.input({ shape: [5] })];
      const branch = layers
        .dense({ units: 7, activation: 'sigmoid' })
        .apply(a) as tf.SymbolicTensor;
      const joined = layers.concatenate().apply([branch, b]) as tf.SymbolicTensor;
      const output = layers.dense({ units: 2 }).apply(joined) as tf.SymbolicTensor;
      return tf.model({ inputs: [a, b], outputs: output });
    },
    x: [values([11, 3], 1), values([11, 5], 3)],
    y: values([11, 2], 2),
  },
  GPT: {
    model: () =>
      tf.sequential({
        layers: [layers.inputLayer({ inputShape: [5], dtype: 'int32' }), new TinyGpt({})],
      }),
    x: integers([3, 5], 13, 1),
    y: integers([3, 5], 13, 2),
    options: { loss: crossEntropy },
  },
  'gaussian noise and alpha dropout': {
    model: () =>
      tf.sequential({
        layers: [
          layers.gaussianNoise({ stddev: 0.3, inputShape: [3] }),
          layers.dense({ units: 5 }),
          layers.gaussianDropout({ rate: 0.2 }),
          layers.alphaDropout({ rate: 0.2 }),
          layers.dense({ units: 1 }),
        ],
      }),
    x: values([7, 3], 1),
    y: values([7, 1], 2),
  },
};

for (const [name, task] of Object.entries(families)) {
  test(`${name}: 100 traced steps equal 100 eager ones to 1e-5`, options, () => {
    const adam = { optimizer: () => tf.train.adam(0.001), ...task };
    const eager = trainTask(adam, false, 100, 0.001);
    const traced = trainTask(adam, true, 100, 0.001);
    assert.equal(traced.reason, undefined);
    assert.equal(traced.traced, true);
    assert.ok((eager.losses.at(-1) as number) < (eager.losses[0] as number), 'loss falls');
    const losses = relativeDifference(traced.losses, eager.losses);
    assert.ok(losses < 1e-5, `losses differ by ${losses}`);
    // Adam divides tiny gradients by themselves: rounding shows in weights that barely matter.
    const weights = relativeDifference(traced.weights, eager.weights);
    assert.ok(weights < 1e-4, `weights differ by ${weights}`);
  });
}

const optimizers: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.01),
  momentum: () => tf.train.momentum(0.01, 0.9),
  'Nesterov momentum': () => tf.train.momentum(0.01, 0.9, true),
  adam: () => tf.train.adam(0.01, 0.8, 0.99, 1e-4),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5),
  adagrad: () => tf.train.adagrad(0.01),
  adadelta: () => tf.train.adadelta(0.01),
  adamax: () => tf.train.adamax(0.01),
};

for (const [name, optimizer] of Object.entries(optimizers)) {
  test(`${name}: traced equals eager, with clipping and weight decay`, options, () => {
    const task: Task = {
      model: () =>
        tf.sequential({
          layers: [
            layers.dense({ units: 5, inputShape: [3], activation: 'tanh' }),
            layers.dense({ units: 2 }),
          ],
        }),
      x: values([7, 3], 1),
      y: values([7, 2], 2),
      optimizer,
      options: { clipNorm: 0.5, clipValue: 0.3, weightDecay: 0.1 },
    };
    // Small enough that no optimizer arrives: around the optimum, rounding decides the direction.
    const eager = trainTask(task, false, 100, 0.001);
    const traced = trainTask(task, true, 100, 0.001);
    assert.equal(traced.traced, true);
    assert.ok(relativeDifference(traced.losses, eager.losses) < 1e-5);
    assert.ok(relativeDifference(traced.weights, eager.weights) < 1e-5);
    assert.notDeepEqual(eager.weights, trainTask({ ...task, options: {} }, false).weights);
  });
}

class SlowStart extends tf.AdamOptimizer {
  override applyGradients(gradients: Parameters<tf.AdamOptimizer['applyGradients']>[0]): void {
    super.applyGradients(gradients);
  }
}

test(
  'a subclass of an optimizer is recorded, and follows a changing learning rate',
  options,
  () => {
    const task: Task = {
      model: () => tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] }),
      x: values([7, 3], 1),
      y: values([7, 2], 2),
      optimizer: () => new SlowStart(0.01, 0.9, 0.999, 1e-7),
    };
    const eager = trainTask(task, false, 20, 0.03);
    const traced = trainTask(task, true, 20, 0.03);
    assert.equal(traced.traced, true);
    assert.ok(relativeDifference(traced.losses, eager.losses) < 1e-5);
  },
);

test('AdamW, traced as fused Adam and decay, equals its own eager updates', options, () => {
  const make = () => new AdamWOptimizer({ learningRate: 0.01, weightDecay: 0.3 });
  const task: Task = {
    model: () => tf.sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] }),
    x: values([7, 3], 1),
    y: values([7, 2], 2),
    optimizer: make,
  };
  const traced = trainTask(task, true, 50, 0.01);
  assert.equal(traced.traced, true);

  setSeed(7);
  const model = task.model();
  const optimizer = make();
  for (let i = 0; i < 50; i++)
    optimizer.minimize(() => {
      const yPred = model.apply(task.x as tf.Tensor) as tf.Tensor;
      return yPred.sub(task.y).square().mean() as tf.Scalar;
    });
  const weights = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
  assert.ok(relativeDifference(traced.weights, weights) < 1e-5);
});
