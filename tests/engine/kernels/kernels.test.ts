import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNative, ready, setSeed, tf } from '../../../src/engine';
import {
  batchNormalization,
  differentiable,
  gelu,
  gru,
  layerNormalization,
  lstm,
  nativeKernels,
  rmsNormalization,
  silu,
  simpleRnn,
  sparseSoftmaxCrossEntropy,
  statelessNormal,
  statelessUniform,
  withTwins,
} from '../../../src/engine/kernels';
import { assertClose, bothWays, readCases, tensorOf } from '../../layers/fixture';

/** Largest error of the gradients of `run` for `inputs` against central differences, relative. */
function gradientError(run: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[]): number {
  return tf.tidy(() => {
    const direction = tf.randomNormal(run(...inputs).shape);
    const loss = (...values: tf.Tensor[]) =>
      run(...values)
        .mul(direction)
        .sum() as tf.Scalar;
    const gradients = tf.grads(loss)(inputs);
    let worst = 0;
    inputs.forEach((input, index) => {
      // One random direction through all numbers of the input tests every one of them.
      const along = tf.randomNormal(input.shape);
      const step = 1e-2;
      const shifted = (width: number) =>
        inputs.map((other, i) => (i === index ? other.add(along.mul(width * step)) : other));
      const difference = (width: number) =>
        loss(...shifted(width)).arraySync() - loss(...shifted(-width)).arraySync();
      // Central differences of two widths, combined so that the third derivative cancels.
      const measured = (8 * difference(1) - difference(2)) / (12 * step);
      const claimed = (gradients[index] as tf.Tensor).mul(along).sum().arraySync() as number;
      worst = Math.max(worst, Math.abs(measured - claimed) / Math.max(1, Math.abs(measured)));
    });
    return worst;
  });
}

const small = (...shape: number[]) => tf.randomNormal(shape, 0, 0.4);

test('every kernel has the gradient that finite differences measure, natively and by twin', () => {
  setSeed(13);
  tf.tidy(() => {
    const labels = tf.tensor1d([3, 0, 10, 7, 7], 'int32');
    const [x, h, c] = [small(5, 3, 7), small(3, 11), small(3, 11)];
    const weights = (gates: number) => [
      small(7, gates * 11),
      small(11, gates * 11),
      small(gates * 11),
    ];
    const named = ([kernel, recurrentKernel, bias]: tf.Tensor[]) => ({
      kernel: kernel as tf.Tensor2D,
      recurrentKernel: recurrentKernel as tf.Tensor2D,
      bias: bias as tf.Tensor1D,
    });
    const sequence = { sequence: true };
    const kernels: Record<string, [(...inputs: tf.Tensor[]) => tf.Tensor, tf.Tensor[]]> = {
      crossEntropy: [
        (logits) => sparseSoftmaxCrossEntropy(logits as tf.Tensor2D, labels),
        [small(5, 11)],
      ],
      layerNormalization: [
        (v, g, b) => layerNormalization(v as tf.Tensor, g as tf.Tensor1D, b as tf.Tensor1D),
        [small(3, 5, 7), small(7), small(7)],
      ],
      batchNormalization: [
        (v, g, b) => batchNormalization(v as tf.Tensor, g as tf.Tensor1D, b as tf.Tensor1D).output,
        [small(11, 5, 7), small(7), small(7)],
      ],
      rmsNormalization: [
        (v, scale) => rmsNormalization(v as tf.Tensor, scale as tf.Tensor1D),
        [small(3, 5, 7), small(7)],
      ],
      silu: [(v) => silu(v as tf.Tensor), [small(5, 7)]],
      gelu: [(v) => gelu(v as tf.Tensor), [small(5, 7)]],
      geluTanh: [(v) => gelu(v as tf.Tensor, { approximate: true }), [small(5, 7)]],
      lstm: [
        (v, k, u, b, h0, c0) =>
          lstm(v as tf.Tensor3D, named([k, u, b] as tf.Tensor[]), {
            ...sequence,
            initialState: [h0 as tf.Tensor2D, c0 as tf.Tensor2D],
          }).output,
        [x, ...weights(4), h, c],
      ],
      lstmCellStates: [
        (v, k, u, b) => {
          const result = lstm(v as tf.Tensor3D, named([k, u, b] as tf.Tensor[]), {
            ...sequence,
            cellState: 'sequence',
          });
          return tf.concat([result.output, result.cell as tf.Tensor]);
        },
        [x, ...weights(4)],
      ],
      lstmLastCellState: [
        (v, k, u, b) => {
          const result = lstm(v as tf.Tensor3D, named([k, u, b] as tf.Tensor[]), {
            cellState: 'last',
          });
          return tf.concat([result.output, result.cell as tf.Tensor]);
        },
        [x, ...weights(4)],
      ],
      gru: [
        (v, k, u, b, h0) =>
          gru(v as tf.Tensor3D, named([k, u, b] as tf.Tensor[]), {
            ...sequence,
            initialState: h0 as tf.Tensor2D,
          }),
        [x, ...weights(3), h],
      ],
      simpleRnn: [
        (v, k, u, b, h0) =>
          simpleRnn(v as tf.Tensor3D, named([k, u, b] as tf.Tensor[]), {
            initialState: h0 as tf.Tensor2D,
          }),
        [x, ...weights(1), h],
      ],
    };
    for (const [name, [run, inputs]] of Object.entries(kernels))
      bothWays((kind) => {
        const error = gradientError(run, inputs);
        assert.ok(error < 1e-3, `${name} (${kind}): gradient off by ${error}`);
      });
  });
});

test('twins run where they are forced, and the choice is restored', { skip: !isNative() }, () => {
  assert.equal(nativeKernels(), true);
  assert.equal(withTwins(nativeKernels), false);
  assert.throws(() => withTwins(() => assert.fail('inside')), /inside/);
  assert.equal(nativeKernels(), true);
});

test('cross-entropy of labels agrees with TensorFlow, forward and gradient', () => {
  const expected = readCases('layers_keras.json')['crossEntropy'];
  assert.ok(expected?.labels);
  const { labels, inputs, outputs, directions, inputGradients } = expected;
  tf.tidy(() =>
    bothWays((kind) => {
      const logits = tensorOf(inputs[0]!) as tf.Tensor2D;
      const classes = tensorOf(labels!, 'int32') as tf.Tensor1D;
      const losses = sparseSoftmaxCrossEntropy(logits, classes);
      assertClose(losses, outputs[0]!, 1e-5, kind);
      const gradient = tf.grad((x) =>
        sparseSoftmaxCrossEntropy(x as tf.Tensor2D, classes)
          .mul(tensorOf(directions[0]!))
          .sum(),
      )(logits);
      assertClose(gradient, inputGradients[0]!, 1e-5, `${kind} gradient`);
    }),
  );
});

test('cross-entropy stays finite for logits of any size', () => {
  tf.tidy(() =>
    bothWays(() => {
      const logits = tf.tensor2d([[1000, -1000, 0]]);
      const losses = sparseSoftmaxCrossEntropy(logits, tf.tensor1d([1], 'int32'));
      assert.deepEqual(losses.arraySync(), [2000]);
    }),
  );
});

test('stateless random numbers are the same natively and by twin, and differ between seeds', () => {
  tf.tidy(() => {
    for (const words of [
      [0, 0],
      [1, 2],
      [-7, 123456789],
    ]) {
      const seed = tf.tensor1d(words, 'int32');
      const shape = [3, 5, 7, 11];
      const twin = <T>(body: () => T) => withTwins(body);
      assertClose(
        statelessUniform(shape, seed),
        twin(() => statelessUniform(shape, seed)),
        0,
        'uniform',
      );
      assertClose(
        statelessNormal(shape, seed),
        twin(() => statelessNormal(shape, seed)),
        1e-6,
        'normal',
      );
    }
    const draw = (second: number) =>
      statelessUniform([101], tf.tensor1d([3, second], 'int32')).dataSync();
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });
});

test('a seed of another shape is refused with its shape', () => {
  tf.tidy(() => {
    const seed = tf.zeros<tf.Rank>([3, 5], 'int32') as tf.Tensor1D;
    assert.throws(
      () => statelessUniform([2], seed),
      /expected seed \[2\] int32; got \[3, 5\] int32; /,
    );
  });
});

test('stateless random numbers have the mean and variance of their distribution', () => {
  tf.tidy(() => {
    const seed = tf.tensor1d([17, 19], 'int32');
    const measure = (x: tf.Tensor) => {
      const { mean, variance } = tf.moments(x);
      return [mean.arraySync() as number, variance.arraySync() as number] as const;
    };
    // Standard error of a mean of 100,000 draws is about 0.003.
    const [uniformMean, uniformVariance] = measure(statelessUniform([100003], seed));
    assert.ok(Math.abs(uniformMean - 0.5) < 0.005 && Math.abs(uniformVariance - 1 / 12) < 0.002);
    const [mean, variance] = measure(statelessNormal([100003], seed));
    assert.ok(Math.abs(mean) < 0.015 && Math.abs(variance - 1) < 0.02);
  });
});

test('kernels leave no tensor behind', () => {
  const logits = tf.randomNormal([5, 7]) as tf.Tensor2D;
  const labels = tf.tensor1d([0, 1, 2, 3, 4], 'int32');
  const x = tf.randomNormal([5, 3, 7]) as tf.Tensor3D;
  const weights = {
    kernel: tf.randomNormal([7, 44]) as tf.Tensor2D,
    recurrentKernel: tf.randomNormal([11, 44]) as tf.Tensor2D,
    bias: tf.zeros([44]) as tf.Tensor1D,
  };
  bothWays(() => {
    const before = tf.memory().numTensors;
    sparseSoftmaxCrossEntropy(logits, labels).dispose();
    lstm(x, weights).output.dispose();
    gelu(x).dispose();
    tf.grad((v) => sparseSoftmaxCrossEntropy(v as tf.Tensor2D, labels).sum())(logits).dispose();
    tf.grad((v) => lstm(v as tf.Tensor3D, weights).output.sum())(x).dispose();
    assert.equal(tf.memory().numTensors, before);
  });
  tf.dispose([logits, labels, x, weights]);
});

test('an operation with several outputs passes each its own gradient', () => {
  tf.tidy(() => {
    const x = tf.tensor1d([2, 3]);
    const gradient = tf.grad((v) => {
      const [double, triple] = differentiable([v], {
        forward: () => [v.mul(2), v.mul(3)],
        backward: ([dDouble, dTriple]) => [
          () => (dDouble as tf.Tensor).mul(2).add((dTriple as tf.Tensor).mul(3)),
        ],
      }) as [tf.Tensor, tf.Tensor];
      return double.mul(10).add(triple).sum();
    })(x);
    assert.deepEqual(gradient.arraySync(), [23, 23]);
  });
});

test('the largest of negative numbers is negative, and found, on WebAssembly too', async () => {
  await ready();
  if (isNative()) return; // TensorFlow.js has no such kernel there.
  tf.tidy(() => {
    const x = tf.tensor4d([-3, -2, -7, -5], [2, 2, 1, 1]);
    const { result, indexes } = tf.maxPoolWithArgmax(x, [2, 1], 1, 'valid', true);
    assert.deepEqual(Array.from(result?.dataSync() ?? []), [-2, -5]);
    assert.deepEqual(Array.from(indexes?.dataSync() ?? []), [1, 3]);
  });
});

test('shapes and types that do not fit are refused with a remedy', () => {
  tf.tidy(() => {
    const logits = tf.zeros([3, 5]) as tf.Tensor2D;
    assert.throws(
      () => sparseSoftmaxCrossEntropy(logits, tf.zeros([3]) as tf.Tensor1D),
      /TypeError.*expected int32 labels; got float32/,
    );
    assert.throws(
      () => sparseSoftmaxCrossEntropy(logits, tf.zeros([2], 'int32') as tf.Tensor1D),
      /RangeError.*labels \[N\]; got \[3, 5\] and \[2\]/,
    );
    assert.throws(
      () =>
        lstm(tf.zeros([5, 3, 7]), {
          kernel: tf.zeros([3, 44]),
          recurrentKernel: tf.zeros([11, 44]),
          bias: tf.zeros([44]),
        }),
      /lstm: expected x \[T, N, I\], kernel \[I, 4H\]/,
    );
    assert.throws(
      () => layerNormalization(logits, tf.zeros([3]), tf.zeros([5])),
      /expected gamma \[5\]/,
    );
    assert.throws(() => statelessUniform([3], tf.zeros([2])), /expected seed \[2\] int32/);
  });
});
