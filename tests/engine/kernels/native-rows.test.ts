/** GELU and layer normalization as operations of TensorFlow (`scripts/setup/native`) against their twins. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../../src/engine';
import { biasedSoftmax, gelu, layerNormalization, withTwins } from '../../../src/engine/kernels';
import { nativeOp, ownOperations } from '../../../src/engine/kernels/native-op';
import { assertClose } from '../../layers/fixture';

const skip = ownOperations() ? false : 'the binding was not compiled here';

type Run = (...inputs: tf.Tensor[]) => tf.Tensor;

const KERNELS: Record<string, (shape: number[]) => [Run, tf.Tensor[]]> = {
  'gelu by tanh': (shape) => [
    (x) => gelu(x as tf.Tensor, { approximate: true }),
    [tf.randomNormal(shape, 0, 3)],
  ],
  'softmax with a bias': (shape) => {
    const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
    const hidden = tf.randomUniform([rows, columns]).greater(0.7).toFloat().mul(-1e9);
    return [(x) => biasedSoftmax(x as tf.Tensor, hidden as tf.Tensor2D), [tf.randomNormal(shape)]];
  },
  'layer normalization': (shape) => {
    const width = [shape.at(-1) as number];
    return [
      (x, gamma, beta) =>
        layerNormalization(x as tf.Tensor, gamma as tf.Tensor1D, beta as tf.Tensor1D, 1e-5),
      [tf.randomNormal(shape, 2, 3), tf.randomNormal(width), tf.randomNormal(width)],
    ];
  },
};

for (const [name, make] of Object.entries(KERNELS))
  test(
    `${name}: the native operation gives the numbers and gradients of its twin`,
    { skip },
    () => {
      setSeed(5);
      for (const shape of [
        [1, 1],
        [3, 5],
        [2, 3, 16],
        [7, 33],
        [2, 5, 3, 128],
      ])
        tf.tidy(() => {
          const [run, inputs] = make(shape);
          const direction = tf.randomNormal(shape);
          const all = () => [
            run(...inputs),
            ...tf.grads((...values) =>
              run(...values)
                .mul(direction)
                .sum(),
            )(inputs),
          ];
          const [native, twin] = [all(), withTwins(all)];
          for (const [i, tensor] of native.entries())
            assertClose(tensor, twin[i] as tf.Tensor, 3e-5, `${name} [${shape}]: tensor ${i}`);
        });
    },
  );

test('what is not a number stays so, in its row alone', { skip }, () => {
  tf.tidy(() => {
    const x = tf.tensor2d([[1, NaN, 3], [4, 5, 7]]); // prettier-ignore
    const normalized = layerNormalization(x, tf.ones([3]), tf.zeros([3])).arraySync();
    assert.deepEqual(
      normalized.map((row) => row.map(Number.isNaN)),
      [Array(3).fill(true), Array(3).fill(false)],
    );
    assert.deepEqual(
      [
        ...gelu(tf.tensor1d([NaN, -Infinity, Infinity, -30, 30]), { approximate: true }).dataSync(),
      ].map(String),
      [
        'NaN',
        ...withTwins(() =>
          [...gelu(tf.tensor1d([-Infinity, Infinity]), { approximate: true }).dataSync()].map(
            String,
          ),
        ),
        '0',
        '30',
      ],
    );
  });
});

test(
  'whole numbers are normalized as before, and shapes that do not fit are refused',
  { skip },
  () => {
    tf.tidy(() => {
      const whole = tf.tensor2d([[1, 2, 3]], [1, 3], 'int32');
      const [gamma, beta] = [tf.ones<tf.Rank.R1>([3]), tf.zeros<tf.Rank.R1>([3])];
      assertClose(
        layerNormalization(whole, gamma, beta),
        layerNormalization(whole.toFloat(), gamma, beta),
        1e-6,
        'int32',
      );
      const call = (width: number) =>
        nativeOp(
          'CourseLayerNormalization',
          {},
          [tf.zeros([2, 3]), tf.zeros([width]), beta, tf.scalar(1)],
          3,
        );
      assert.throws(() => call(4), /an input has another shape than the rest asks for/);
    });
  },
);

test(
  'what a bias hides has weight 0, and a row hidden whole stays a distribution',
  { skip },
  () => {
    tf.tidy(() => {
      const bias = tf.tensor2d([0, -1e9, 0, -1e9, -1e9, -1e9], [2, 3]);
      const third = Math.fround(1 / 3);
      const expected = [
        [0.5, 0, 0.5],
        [third, third, third],
      ];
      assert.deepEqual(biasedSoftmax(tf.zeros([2, 2, 3]), bias).arraySync(), [expected, expected]);
      assert.throws(() => biasedSoftmax(tf.zeros([2, 3, 3]), bias), /expected a bias \[T, S\]/);
      const scores = tf.tensor2d([1, NaN, 2, 1, 1, 1], [2, 3]);
      const broken = [...biasedSoftmax(scores, tf.zeros([2, 3])).dataSync()];
      assert.deepEqual(broken.map(Number.isNaN), [true, true, true, false, false, false]);
    });
  },
);
