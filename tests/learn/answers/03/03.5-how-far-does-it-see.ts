/** Foreseen wrong answers to exercise 03.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'strides',
    answer: function receptiveField(layers: { k: number; s: number }[]): number {
      return layers.reduce((r, { k }) => r + k - 1, 1);
    },
  },
  {
    says: 'overlap',
    answer: function receptiveField(layers: { k: number; s: number }[]): number {
      return layers.reduce((r, { k }) => r + k, 0);
    },
  },
  {
    says: 'after',
    answer: function receptiveField(layers: { k: number; s: number }[]): number {
      let [r, j] = [1, 1];
      for (const { k, s } of layers) {
        j *= s;
        r += (k - 1) * j;
      }
      return r;
    },
  },
  {
    says: 'expected',
    answer: function receptiveField(layers: { k: number; s: number }[]): number {
      return layers.reduce((r, { k }) => r * k, 1);
    },
  },
  {
    says: 'stopped with an error',
    answer: function receptiveField(layers: { k: number; s: number }[]): number {
      let r = layers[0].k;
      let j = layers[0].s;
      for (const { k, s } of layers.slice(1)) {
        r += (k - 1) * j;
        j *= s;
      }
      return r;
    },
  },
];
