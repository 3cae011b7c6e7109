/** Foreseen wrong answers to exercise 01.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const sum = (values: number[], of: (value: number, i: number) => number) =>
  values.reduce((total, value, i) => total + of(value, i), 0);
const sums = (x: number[], y: number[], c: number[]) => ({
  square: sum(x, (value, i) => (c[i] ?? NaN) * value ** 2),
  product: sum(x, (value, i) => (c[i] ?? NaN) * value * (y[i] ?? NaN)),
});

/** The right bottom, and a limit made of the weighted sum of squares and of N. */
const withLimit =
  (limit: (square: number, count: number) => number) => (x: number[], y: number[], c: number[]) => {
    const { square, product } = sums(x, y, c);
    return { w: product / square, limit: limit(square, x.length) };
  };

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'are missing',
    answer: function bottomAndLimit(x: number[], y: number[], c: number[]) {
      const { square } = sums(x, y, c);
      const plain = sum(x, (value, i) => value * (y[i] ?? NaN)) / sum(x, (value) => value ** 2);
      return { w: plain, limit: x.length / square };
    },
  },
  {
    says: 'weighted means',
    answer: function bottomAndLimit(x: number[], y: number[], c: number[]) {
      const weighted = (values: number[]) => sum(values, (value, i) => value * (c[i] ?? NaN));
      return { w: weighted(y) / weighted(x), limit: 1 };
    },
  },
  { says: 'factor $1/N$', answer: withLimit((square) => 1 / square) },
  { says: 'factor 2', answer: withLimit((square, count) => (2 * count) / square) },
  { says: 'the limit is $2 / h$', answer: withLimit((square, count) => (2 / count) * square) },
  {
    says: 'steeper too',
    answer: function bottomAndLimit(x: number[], y: number[], c: number[]) {
      const { square, product } = sums(x, y, c);
      return { w: product / square, limit: x.length / sum(x, (value) => value ** 2) };
    },
  },
  { says: 'lacks `limit`', answer: () => ({ w: 35 / 18 }) },
];
