/** Foreseen wrong answers to exercise 03b.2, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

const masked = (x: tf.Tensor4D, inside: (i: number, j: number) => boolean): tf.Tensor => {
  const [, rows, columns] = x.shape;
  const mask = Array.from({ length: rows * columns }, (_, at) =>
    inside(Math.floor(at / columns), at % columns) ? 0 : 1,
  );
  return x.mul(tf.tensor4d(mask, [1, rows, columns, 1]));
};

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'exchanged',
    answer: (x: tf.Tensor4D, row: number, column: number, size: number) =>
      masked(x, (i, j) => i >= column && i < column + size && j >= row && j < row + size),
  },
  {
    says: 'too large',
    answer: (x: tf.Tensor4D, row: number, column: number, size: number) =>
      masked(x, (i, j) => i >= row && i <= row + size && j >= column && j <= column + size),
  },
  {
    says: 'kept the square',
    answer: (x: tf.Tensor4D, row: number, column: number, size: number) =>
      masked(x, (i, j) => !(i >= row && i < row + size && j >= column && j < column + size)),
  },
  { says: 'Nothing is erased', answer: (x: tf.Tensor4D) => x.clone() },
];
