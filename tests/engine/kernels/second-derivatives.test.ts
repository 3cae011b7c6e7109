/** Gradients of gradients agree with finite differences of the gradient, for every layer and activation. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { isNative, ready, setSeed, tf } from '../../../src/engine';
import { differentiable, sparseSoftmaxCrossEntropy, withTwins } from '../../../src/engine/kernels';
import { layers } from '../../../src/layers';
import { assertClose } from '../../layers/fixture';

before(() => ready());

/** Runs `body` natively, with the twins, and on the JavaScript backend. */
async function everyEngine(body: (engine: string) => void): Promise<void> {
  body('native');
  withTwins(() => body('twin'));
  const usual = tf.getBackend();
  await tf.setBackend('cpu');
  try {
    body('js');
  } finally {
    await tf.setBackend(usual);
  }
}

/** Fails unless the second derivative of `run`, along random directions, is what the first one's slope is. */
function checkSecond(
  run: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[],
  what: string,
  width = 1e-2,
): void {
  tf.tidy(() => {
    const direction = tf.randomNormal(run(...inputs).shape);
    const along = inputs.map((input) => tf.randomNormal(input.shape));
    const loss = (...values: tf.Tensor[]) =>
      run(...values)
        .square()
        .mul(direction)
        .sum();
    const slope = (...values: tf.Tensor[]) =>
      tf.addN(
        tf
          .grads(loss)(values)
          .map((gradient, i) => gradient.mul(along[i] as tf.Tensor).sum()),
      );
    const shifted = (step: number) =>
      inputs.map((input, i) => input.add((along[i] as tf.Tensor).mul(step * width)));
    const difference = (step: number) =>
      (slope(...shifted(step)).arraySync() as number) -
      (slope(...shifted(-step)).arraySync() as number);
    const measured = (8 * difference(1) - difference(2)) / (12 * width);
    const second = tf.grads(slope)(inputs);
    const claimed = second.reduce(
      (sum, gradient, i) =>
        sum +
        (gradient
          .mul(along[i] as tf.Tensor)
          .sum()
          .arraySync() as number),
      0,
    );
    const error = Math.abs(claimed - measured) / Math.max(1, Math.abs(measured));
    assert.ok(error < 5e-3, `${what}: ${claimed}, by differences ${measured}`);
  });
}

const ACTIVATIONS = [
  'elu',
  'hardSigmoid',
  'linear',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'swish',
  'mish',
  'tanh',
  'gelu',
  'gelu_new',
] as const;

const small = (...shape: number[]) => tf.randomNormal(shape, 0, 0.4);

for (const activation of ACTIVATIONS)
  test(`the second derivative of ${activation} is right, alone and in a dense layer`, async () => {
    await everyEngine((engine) => {
      setSeed(3);
      tf.tidy(() => {
        const layer = layers.activation({ activation: activation as 'relu' });
        // Away from the corners of relu, relu6 and hardSigmoid.
        const x = tf.randomUniform([3, 5], 0.2, 0.9).mul(tf.randomNormal([3, 5]).sign());
        checkSecond((v) => layer.apply(v) as tf.Tensor, [x], `${activation} (${engine})`, 5e-3);
        const dense = layers.dense({ units: 7, activation: activation as 'relu' });
        dense.apply(x);
        // Far from 0 by its bias, so that no unit crosses a corner.
        dense.weights[1]?.write(tf.fill([7], 0.3));
        checkSecond(
          (v) => dense.apply(v) as tf.Tensor,
          [tf.randomUniform([3, 5], 0.01, 0.05)],
          `dense ${activation} (${engine})`,
          1e-3,
        );
        dense.dispose();
      });
    });
  });

interface Case {
  layer: () => tf.layers.Layer;
  shape: number[];
  training?: boolean;
}

const plain = (create: () => tf.layers.Layer, ...shape: number[]): Case => ({
  layer: create,
  shape,
});
const gates = { recurrentActivation: 'sigmoid' } as const;

const LAYERS: Record<string, Case> = {
  dense: plain(() => layers.dense({ units: 7 }), 3, 5),
  'dense over steps': plain(() => layers.dense({ units: 7, activation: 'tanh' }), 2, 3, 5),
  conv1d: plain(() => layers.conv1d({ filters: 3, kernelSize: 2 }), 2, 5, 3),
  conv2d: plain(() => layers.conv2d({ filters: 3, kernelSize: 2, activation: 'tanh' }), 2, 5, 3, 2),
  'conv2d, same, strided': plain(
    () => layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', strides: 2 }),
    2,
    5,
    7,
    2,
  ),
  conv2dTranspose: plain(
    () => layers.conv2dTranspose({ filters: 3, kernelSize: 2, strides: 2, activation: 'tanh' }),
    ...[2, 3, 5, 2],
  ),
  depthwiseConv2d: plain(() => layers.depthwiseConv2d({ kernelSize: 2 }), 2, 5, 3, 2),
  separableConv2d: plain(
    () => layers.separableConv2d({ filters: 3, kernelSize: 2, activation: 'tanh' }),
    ...[2, 5, 3, 2],
  ),
  averagePooling1d: plain(() => layers.averagePooling1d({ poolSize: 2 }), 2, 6, 3),
  averagePooling2d: plain(() => layers.averagePooling2d({ poolSize: 2 }), 2, 4, 6, 3),
  maxPooling1d: plain(() => layers.maxPooling1d({ poolSize: 2 }), 2, 6, 3),
  maxPooling2d: plain(() => layers.maxPooling2d({ poolSize: 2 }), 2, 4, 6, 3),
  globalAveragePooling1d: plain(() => layers.globalAveragePooling1d({}), 2, 5, 3),
  globalAveragePooling2d: plain(() => layers.globalAveragePooling2d({}), 2, 5, 3, 2),
  globalMaxPooling1d: plain(() => layers.globalMaxPooling1d({}), 2, 5, 3),
  globalMaxPooling2d: plain(() => layers.globalMaxPooling2d({}), 2, 5, 3, 2),
  batchNormalization: plain(() => layers.batchNormalization(), 11, 3),
  'batchNormalization in training': {
    layer: () => layers.batchNormalization(),
    shape: [11, 3],
    training: true,
  },
  layerNormalization: plain(() => layers.layerNormalization(), 3, 5),
  'layerNormalization over two axes': plain(
    () => layers.layerNormalization({ axis: [1, 2] }),
    ...[3, 5, 2],
  ),
  lstm: plain(() => layers.lstm({ units: 3, ...gates }), 2, 5, 3),
  'lstm, its defaults, sequences': plain(
    () => layers.lstm({ units: 3, returnSequences: true }),
    ...[2, 5, 3],
  ),
  gru: plain(() => layers.gru({ units: 3, ...gates }), 2, 5, 3),
  'gru, resetAfter': plain(() => layers.gru({ units: 3, ...gates, resetAfter: true }), 2, 5, 3),
  simpleRNN: plain(() => layers.simpleRNN({ units: 3 }), 2, 5, 3),
  bidirectional: plain(
    () => layers.bidirectional({ layer: layers.gru({ units: 3 }), mergeMode: 'concat' }),
    ...[2, 5, 3],
  ),
  timeDistributed: plain(
    () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
    2,
    5,
    3,
  ),
  multiHeadAttention: plain(() => layers.multiHeadAttention({ numHeads: 2, keyDim: 3 }), 2, 5, 6),
  transformerEncoderBlock: plain(
    () => layers.transformerEncoderBlock({ numHeads: 2, intermediateDim: 7, activation: 'gelu' }),
    ...[2, 3, 6],
  ),
  transformerDecoderBlock: plain(
    () => layers.transformerDecoderBlock({ numHeads: 2, intermediateDim: 7, activation: 'gelu' }),
    ...[2, 3, 6],
  ),
  positionalEncoding: plain(() => layers.positionalEncoding(), 2, 3, 5),
  positionEmbedding: plain(() => layers.positionEmbedding({ maxSequenceLength: 3 }), 2, 3, 5),
  elu: plain(() => layers.elu(), 3, 5),
  leakyReLU: plain(() => layers.leakyReLU(), 3, 5),
  prelu: plain(() => layers.prelu({ alphaInitializer: 'ones' }), 3, 5),
  reLU: plain(() => layers.reLU(), 3, 5),
  softmax: plain(() => layers.softmax(), 3, 5),
  thresholdedReLU: plain(() => layers.thresholdedReLU({ theta: 0.3 }), 3, 5),
  gelu: plain(() => layers.gelu(), 3, 5),
  flatten: plain(() => layers.flatten(), 3, 5, 2),
  reshape: plain(() => layers.reshape({ targetShape: [2, 5] }), 3, 5, 2),
  permute: plain(() => layers.permute({ dims: [2, 1] }), 3, 5, 2),
  repeatVector: plain(() => layers.repeatVector({ n: 2 }), 3, 5),
  zeroPadding2d: plain(() => layers.zeroPadding2d({ padding: 1 }), 2, 3, 5, 2),
  cropping2D: plain(
    () =>
      layers.cropping2D({
        cropping: [
          [1, 0],
          [0, 1],
        ],
      }),
    ...[2, 3, 5, 2],
  ),
  dropout: { layer: () => layers.dropout({ rate: 0.4 }), shape: [3, 5] },
};

for (const [name, { layer: create, shape, training = false }] of Object.entries(LAYERS))
  test(`the second derivative of ${name} is right, for its input and its weights`, async () => {
    await everyEngine((engine) => {
      setSeed(5);
      tf.tidy(() => {
        const layer = create();
        const x = tf.randomNormal(shape);
        const run = (v: tf.Tensor) => {
          const output = layer.apply(v, { training }) as tf.Tensor;
          return training ? output.add(0) : output;
        };
        run(x);
        checkSecond(run, [x], `${name} (${engine})`, 3e-3);
        // A gradient penalty: the slope for the input, differentiated for the weights.
        const variables = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
        if (variables.length === 0) return;
        const direction = tf.randomNormal(run(x).shape);
        const penalty = () =>
          tf
            .grad((v) => run(v).square().mul(direction).sum())(x)
            .square()
            .sum() as tf.Scalar;
        const { grads } = tf.variableGrads(penalty, variables);
        for (const variable of variables) {
          const start = variable.clone();
          const along = tf.randomNormal(variable.shape);
          const width = 3e-3;
          const at = (step: number) => {
            variable.assign(start.add(along.mul(step * width)) as tf.Variable);
            return penalty().arraySync();
          };
          const measured = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * width);
          variable.assign(start as tf.Variable);
          const gradient = grads[variable.name] as tf.Tensor | null;
          const claimed = gradient ? (gradient.mul(along).sum().arraySync() as number) : 0;
          const error = Math.abs(claimed - measured) / Math.max(1, Math.abs(measured));
          assert.ok(error < 1e-2, `${name} ${variable.name} (${engine}): ${claimed}, ${measured}`);
        }
        layer.dispose();
      });
    });
  });

test('the second derivative of cross-entropy is right', async () => {
  await everyEngine((engine) => {
    setSeed(7);
    tf.tidy(() => {
      const labels = tf.tensor1d([3, 0, 6], 'int32');
      const loss = (v: tf.Tensor) => sparseSoftmaxCrossEntropy(v as tf.Tensor2D, labels);
      checkSecond(loss, [small(3, 7)], engine);
    });
  });
});

test('the second derivative of a sum of sigmoids is that computed by hand', async () => {
  await everyEngine(() =>
    tf.tidy(() => {
      const x = tf.tensor1d([0.5, -1.5, 2]);
      const second = tf.grad((v) =>
        tf
          .grad((u) => u.sigmoid().sum())(v)
          .sum(),
      )(x);
      const s = x.sigmoid();
      assertClose(second, s.mul(s.sub(1)).mul(s.mul(2).sub(1)), 1e-6, 's (1 − s) (1 − 2 s)');
    }),
  );
});

test('what cannot be differentiated twice is refused in words', () => {
  tf.tidy(() => {
    const x = tf.tensor1d([2, 3]);
    const double = (v: tf.Tensor) =>
      differentiable([v], {
        forward: () => [v.mul(2)],
        backward: ([dy]) => [() => (dy as tf.Tensor).mul(2)],
      })[0] as tf.Tensor;
    const twice = tf.grad((v) =>
      tf
        .grad((u) => double(u).square().sum())(v)
        .sum(),
    );
    assert.throws(() => twice(x), /tf.grad: expected operations whose gradient can be .*; got an/);
    const volume = layers.maxPooling3d({ poolSize: 2, strides: 2, padding: 'valid' });
    const input = tf.randomNormal([1, 2, 2, 2, 1]);
    const slope = (v: tf.Tensor) =>
      tf
        .grad((u) => (volume.apply(u) as tf.Tensor).square().sum())(v)
        .square()
        .sum();
    assert.throws(() => tf.grad(slope)(input), /tf.grad: expected .*; got MaxPool3DGrad; use/);
  });
});

test(
  'a first derivative leaves no tensor behind, a second one neither',
  { skip: !isNative() },
  () => {
    const x = tf.randomNormal([3, 5]);
    const layer = layers.dense({ units: 7, activation: 'tanh' });
    tf.dispose(layer.apply(x) as tf.Tensor);
    const slope = (v: tf.Tensor) => tf.grad((u) => (layer.apply(u) as tf.Tensor).square().sum())(v);
    const count = tf.memory().numTensors;
    slope(x).dispose();
    assert.equal(tf.memory().numTensors, count);
    tf.grad((v) => slope(v).square().sum())(x).dispose();
    assert.equal(tf.memory().numTensors, count);
    x.dispose();
  },
);
