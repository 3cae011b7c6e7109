/** Foreseen wrong answers to exercise 00.2, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'all numbers at once',
    answer: function standardize(x: tf.Tensor2D): tf.Tensor {
      const { mean, variance } = tf.moments(x);
      return x.sub(mean).div(variance.sqrt());
    },
  },
  {
    says: 'every row instead of every column',
    answer: function standardize(x: tf.Tensor2D): tf.Tensor {
      const { mean, variance } = tf.moments(x, 1, true);
      return x.sub(mean).div(variance.sqrt());
    },
  },
  {
    says: 'square root',
    answer: function standardize(x: tf.Tensor2D): tf.Tensor {
      const { mean, variance } = tf.moments(x, 0);
      return x.sub(mean).div(variance);
    },
  },
  {
    says: 'still to be divided',
    answer: function standardize(x: tf.Tensor2D): tf.Tensor {
      return x.sub(x.mean(0));
    },
  },
  {
    says: 'stopped with an error',
    answer: function standardize(x: tf.Tensor2D): tf.Tensor {
      const { mean, variance } = tf.moments(x, 1);
      return x.sub(mean).div(variance.sqrt());
    },
  },
  {
    says: 'Is a `return`',
    answer: function standardize(x: tf.Tensor2D) {
      x.sub(x.mean(0));
    },
  },
  {
    says: 'is a promise',
    answer: async function standardize(x: tf.Tensor2D): Promise<tf.Tensor> {
      return x.sub(x.mean(0));
    },
  },
  {
    says: 'must be a tensor',
    answer: function standardize(x: tf.Tensor2D): number[][] {
      return x.sub(x.mean(0)).arraySync() as number[][];
    },
  },
];
