/** Foreseen wrong answers to exercise 01b.1, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'the penalty is missing',
    answer: function ridgeGradient(
      x: tf.Tensor2D,
      y: tf.Tensor2D,
      w: tf.Tensor2D,
      b: tf.Scalar,
      lambda: number,
    ) {
      const error = x.matMul(w).add(b).sub(y);
      return { w: tf.matMul(x, error, true).mul(2 / x.shape[0]), b: error.mean().mul(2) };
    },
  },
  {
    says: 'the bias is not penalized',
    answer: function ridgeGradient(
      x: tf.Tensor2D,
      y: tf.Tensor2D,
      w: tf.Tensor2D,
      b: tf.Scalar,
      lambda: number,
    ) {
      const error = x.matMul(w).add(b).sub(y);
      return {
        w: tf
          .matMul(x, error, true)
          .mul(2 / x.shape[0])
          .add(w.mul(2 * lambda)),
        b: error
          .mean()
          .mul(2)
          .add(b.mul(2 * lambda)),
      };
    },
  },
  {
    says: 'sign',
    answer: function ridgeGradient(
      x: tf.Tensor2D,
      y: tf.Tensor2D,
      w: tf.Tensor2D,
      b: tf.Scalar,
      lambda: number,
    ) {
      const error = tf.sub(y, x.matMul(w).add(b));
      return {
        w: tf
          .matMul(x, error, true)
          .mul(2 / x.shape[0])
          .add(w.mul(2 * lambda)),
        b: error.mean().mul(2),
      };
    },
  },
  {
    says: 'factor 2',
    answer: function ridgeGradient(
      x: tf.Tensor2D,
      y: tf.Tensor2D,
      w: tf.Tensor2D,
      b: tf.Scalar,
      lambda: number,
    ) {
      const error = x.matMul(w).add(b).sub(y);
      return {
        w: tf
          .matMul(x, error, true)
          .mul(2 / x.shape[0])
          .add(w.mul(lambda)),
        b: error.mean().mul(2),
      };
    },
  },
  {
    says: 'has shape [3, 3]',
    answer: function ridgeGradient(
      x: tf.Tensor2D,
      y: tf.Tensor2D,
      w: tf.Tensor2D,
      b: tf.Scalar,
      lambda: number,
    ) {
      const error = x.matMul(w).add(b).sub(y);
      return {
        w: x
          .mul(error)
          .mean(0)
          .mul(2)
          .add(w.mul(2 * lambda)),
        b: error.mean().mul(2),
      };
    },
  },
];
