/** Foreseen wrong answers to exercise 03.9, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

type Rows = number[][];
const zeros = (n: number): Rows =>
  Array.from({ length: n }, () => Array.from({ length: n }, () => 0));

function scatter(
  delta: Rows,
  kernel: Rows,
  n: number,
  put: (result: Rows, i: number, j: number, u: number, v: number) => void,
): Rows {
  const result = zeros(n);
  const k = kernel.length;
  delta.forEach((row, i) =>
    row.forEach((_, j) => {
      for (let u = 0; u < k; u++) for (let v = 0; v < k; v++) put(result, i, j, u, v);
    }),
  );
  return result;
}

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'stride is missing',
    answer: (delta: Rows, kernel: Rows, _s: number, n: number) =>
      scatter(delta, kernel, n, (result, i, j, u, v) => {
        result[i + u][j + v] += delta[i][j] * kernel[u][v];
      }),
  },
  {
    says: 'turned once too often',
    answer: (delta: Rows, kernel: Rows, s: number, n: number) => {
      const last = kernel.length - 1;
      return scatter(delta, kernel, n, (result, i, j, u, v) => {
        result[i * s + u][j * s + v] += delta[i][j] * kernel[last - u][last - v];
      });
    },
  },
  {
    says: 'add, do not replace',
    answer: (delta: Rows, kernel: Rows, s: number, n: number) =>
      scatter(delta, kernel, n, (result, i, j, u, v) => {
        result[i * s + u][j * s + v] = delta[i][j] * kernel[u][v];
      }),
  },
  {
    says: 'without `tf`',
    answer: function backward(delta: Rows, kernel: Rows, s: number, n: number) {
      const k = tf.tensor2d(kernel).reshape([kernel.length, kernel.length, 1, 1]) as tf.Tensor4D;
      const slope = tf.tensor2d(delta).expandDims(0).expandDims(3);
      const f = (x: tf.Tensor) =>
        tf
          .conv2d(x as tf.Tensor4D, k, s, 'valid')
          .mul(slope)
          .sum();
      return tf
        .grad(f)(tf.zeros([1, n, n, 1]))
        .reshape([n, n])
        .arraySync();
    },
  },
];
