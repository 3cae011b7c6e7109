/** Foreseen wrong answers to exercise 02.5, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'exchanged',
    answer: function scoresOf(confusion: number[][], c: number) {
      const column = confusion.reduce((sum, row) => sum + row[c], 0);
      const row = confusion[c].reduce((sum, count) => sum + count, 0);
      const [precision, recall] = [confusion[c][c] / row, confusion[c][c] / column];
      return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
    },
  },
  {
    says: 'harmonic',
    answer: function scoresOf(confusion: number[][], c: number) {
      const precision = confusion[c][c] / confusion.reduce((sum, row) => sum + row[c], 0);
      const recall = confusion[c][c] / confusion[c].reduce((sum, count) => sum + count, 0);
      return { precision, recall, f1: (precision + recall) / 2 };
    },
  },
  {
    says: 'That is the accuracy',
    answer: function scoresOf(confusion: number[][], c: number) {
      const all = confusion.flat().reduce((sum, count) => sum + count, 0);
      const right = confusion.reduce((sum, row, i) => sum + row[i], 0);
      const precision = confusion[c][c] / confusion.reduce((sum, row) => sum + row[c], 0);
      const recall = right / all;
      return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
    },
  },
  {
    says: 'division by 0',
    answer: function scoresOf(confusion: number[][], c: number) {
      const precision = confusion[c][c] / confusion.reduce((sum, row) => sum + row[c], 0);
      const recall = confusion[c][c] / confusion[c].reduce((sum, count) => sum + count, 0);
      return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
    },
  },
];
