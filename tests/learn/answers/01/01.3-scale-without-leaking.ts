/** Foreseen wrong answers to exercise 01.3, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'its own mean',
    answer: function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
      const scaled = (x: tf.Tensor2D) => {
        const { mean, variance } = tf.moments(x, 0);
        const deviation = variance.sqrt();
        return x.sub(mean).div(tf.where(deviation.equal(0), tf.onesLike(deviation), deviation));
      };
      return { train: scaled(train), other: scaled(other) };
    },
  },
  {
    says: 'both tables together',
    answer: function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
      const { mean, variance } = tf.moments(tf.concat([train, other], 0), 0);
      const deviation = variance.sqrt();
      const safe = tf.where(deviation.equal(0), tf.onesLike(deviation), deviation);
      return { train: train.sub(mean).div(safe), other: other.sub(mean).div(safe) };
    },
  },
  {
    says: 'constant column',
    answer: function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
      const { mean, variance } = tf.moments(train, 0);
      return {
        train: train.sub(mean).div(variance.sqrt()),
        other: other.sub(mean).div(variance.sqrt()),
      };
    },
  },
  {
    says: 'lacks `other`',
    answer: function standardizeBoth(train: tf.Tensor2D, other: tf.Tensor2D) {
      return { train };
    },
  },
];
