/** Foreseen wrong answers to exercise 03.7, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'invariance',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): boolean {
      const [n, height, width, channels] = x.shape;
      const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
      const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
      return layer(shifted).sub(layer(x)).abs().max().dataSync()[0] < 1e-4;
    },
  },
  {
    says: 'first column',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): boolean {
      const shift = (y: tf.Tensor4D) => {
        const [n, height, width, channels] = y.shape;
        const kept = y.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
        return tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
      };
      return (
        layer(shift(x))
          .sub(shift(layer(x)))
          .abs()
          .max()
          .dataSync()[0] < 1e-4
      );
    },
  },
  {
    says: 'pooling',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): boolean {
      return true;
    },
  },
  {
    says: 'share a block',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): boolean {
      const [n, height, width, channels] = x.shape;
      const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
      const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
      const [moved, still] = [layer(shifted), layer(x)];
      const [, rows, columns] = still.shape;
      const right = moved.slice([0, 0, 1, 0], [n, rows, columns - 1, -1]);
      const left = still.slice([0, 0, 0, 0], [n, rows, columns - 1, -1]);
      return right.sub(left).mean().abs().dataSync()[0] < 0.1;
    },
  },
  {
    says: 'a single image decides',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): boolean {
      const [n, height, width, channels] = x.shape;
      const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
      const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
      const [moved, still] = [layer(shifted), layer(x)];
      const [, rows, columns] = still.shape;
      const right = moved.slice([0, 0, 1, 0], [1, rows, columns - 1, -1]);
      const left = still.slice([0, 0, 0, 0], [1, rows, columns - 1, -1]);
      return right.sub(left).abs().max().dataSync()[0] < 1e-4;
    },
  },
  {
    says: 'a single row decides',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): boolean {
      const [n, height, width, channels] = x.shape;
      const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
      const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
      const [moved, still] = [layer(shifted), layer(x)];
      const columns = still.shape[2];
      const right = moved.slice([0, 0, 1, 0], [n, 1, columns - 1, -1]);
      const left = still.slice([0, 0, 0, 0], [n, 1, columns - 1, -1]);
      return right.sub(left).abs().max().dataSync()[0] < 1e-4;
    },
  },
  {
    says: 'a single channel decides',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): boolean {
      const [n, height, width, channels] = x.shape;
      const kept = x.slice([0, 0, 0, 0], [n, height, width - 1, channels]);
      const shifted = tf.concat([tf.zeros([n, height, 1, channels]), kept], 2) as tf.Tensor4D;
      const [moved, still] = [layer(shifted), layer(x)];
      const [, rows, columns] = still.shape;
      const right = moved.slice([0, 0, 1, 0], [n, rows, columns - 1, 1]);
      const left = still.slice([0, 0, 0, 0], [n, rows, columns - 1, 1]);
      return right.sub(left).abs().max().dataSync()[0] < 1e-4;
    },
  },
  {
    says: 'must be `true` or `false`',
    answer: function isEquivariant(
      layer: (x: tf.Tensor4D) => tf.Tensor4D,
      x: tf.Tensor4D,
    ): unknown {
      return layer(x);
    },
  },
];
