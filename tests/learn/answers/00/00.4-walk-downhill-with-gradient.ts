/** Foreseen wrong answers to exercise 00.4, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'uphill',
    answer: function descend(
      f: (x: tf.Tensor) => tf.Tensor,
      start: number,
      learningRate: number,
      steps: number,
    ): number {
      const slope = tf.grad(f);
      let x = start;
      for (let step = 0; step < steps; step++) {
        x += learningRate * (slope(tf.scalar(x)).dataSync()[0] as number);
      }
      return x;
    },
  },
  {
    says: 'a single step',
    answer: function descend(
      f: (x: tf.Tensor) => tf.Tensor,
      start: number,
      learningRate: number,
      steps: number,
    ): number {
      return start - learningRate * (tf.grad(f)(tf.scalar(start)).dataSync()[0] as number);
    },
  },
  {
    says: 'the value of `f`',
    answer: function descend(
      f: (x: tf.Tensor) => tf.Tensor,
      start: number,
      learningRate: number,
      steps: number,
    ): number {
      let x = start;
      for (let step = 0; step < steps; step++)
        x -= learningRate * (f(tf.scalar(x)).dataSync()[0] as number);
      return x;
    },
  },
  {
    says: 'computed once',
    answer: function descend(
      f: (x: tf.Tensor) => tf.Tensor,
      start: number,
      learningRate: number,
      steps: number,
    ): number {
      const gradient = tf.grad(f)(tf.scalar(start)).dataSync()[0] as number;
      let x = start;
      for (let step = 0; step < steps; step++) x -= learningRate * gradient;
      return x;
    },
  },
  {
    says: 'a plain number is wanted',
    answer: function descend(
      f: (x: tf.Tensor) => tf.Tensor,
      start: number,
      learningRate: number,
      steps: number,
    ): tf.Tensor {
      const slope = tf.grad(f);
      let x: tf.Tensor = tf.scalar(start);
      for (let step = 0; step < steps; step++) x = x.sub(slope(x).mul(learningRate));
      return x;
    },
  },
  {
    says: 'expected 3.128',
    answer: function descend(
      f: (x: tf.Tensor) => tf.Tensor,
      start: number,
      learningRate: number,
      steps: number,
    ): number {
      return 3;
    },
  },
];
