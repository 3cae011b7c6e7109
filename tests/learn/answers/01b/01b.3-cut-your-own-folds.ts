/** Foreseen wrong answers to exercise 01b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'never validate',
    answer: function cutFolds(order: number[], k: number) {
      const size = Math.floor(order.length / k);
      return Array.from({ length: k }, (_, fold) => ({
        train: order.filter((_, i) => i < fold * size || i >= (fold + 1) * size),
        validation: order.slice(fold * size, (fold + 1) * size),
      }));
    },
  },
  {
    says: 'both trains and validates',
    answer: function cutFolds(order: number[], k: number) {
      return Array.from({ length: k }, (_, fold) => ({
        train: order,
        validation: order.filter((_, i) => i % k === fold),
      }));
    },
  },
  {
    says: 'differ by at most one',
    answer: function cutFolds(order: number[], k: number) {
      const size = Math.ceil(order.length / k);
      return Array.from({ length: k }, (_, fold) => ({
        train: order.filter((_, i) => i < fold * size || i >= (fold + 1) * size),
        validation: order.slice(fold * size, (fold + 1) * size),
      }));
    },
  },
  {
    says: 'places in `order`',
    answer: function cutFolds(order: number[], k: number) {
      return Array.from({ length: k }, (_, fold) => ({
        train: order.map((_, i) => i).filter((i) => i % k !== fold),
        validation: order.map((_, i) => i).filter((i) => i % k === fold),
      }));
    },
  },
  {
    says: 'expected 4 folds',
    answer: function cutFolds(order: number[], k: number) {
      return [{ train: order.slice(k), validation: order.slice(0, k) }];
    },
  },
];
