/** Foreseen wrong answers to exercise 00.3, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: '3 tensors',
    answer: function rootMeanSquare(x: tf.Tensor): number {
      return x.square().mean().sqrt().dataSync()[0] as number;
    },
  },
  {
    says: 'a plain number is wanted',
    answer: function rootMeanSquare(x: tf.Tensor): tf.Tensor {
      return tf.tidy(() => x.square().mean().sqrt());
    },
  },
  {
    says: 'square root',
    answer: function rootMeanSquare(x: tf.Tensor): number {
      return tf.tidy(() => x.square().mean().dataSync()[0] as number);
    },
  },
  {
    says: 'mean',
    answer: function rootMeanSquare(x: tf.Tensor): number {
      return tf.tidy(() => x.square().sum().sqrt().dataSync()[0] as number);
    },
  },
  {
    says: 'number of rows',
    answer: function rootMeanSquare(x: tf.Tensor): number {
      return tf.tidy(
        () =>
          tf
            .norm(x)
            .div(Math.sqrt(x.shape[0] ?? NaN))
            .dataSync()[0] as number,
      );
    },
  },
  {
    says: 'disposed its argument',
    answer: function rootMeanSquare(x: tf.Tensor): number {
      const result = tf.tidy(() => x.square().mean().sqrt().dataSync()[0] as number);
      x.dispose();
      return result;
    },
  },
  {
    says: 'mean',
    answer: function rootMeanSquare(x: tf.Tensor): number {
      return tf.norm(x).dataSync()[0] as number;
    },
  },
];
