/** Foreseen wrong answers to exercise 03.6, each with a part of what the check must say. */

import { convolve } from '../../../../notebooks/exercises/03/convolve';
import { type WrongAnswer, earlierCell } from '../../wrong-answer';

export const setup = earlierCell('03/convolve.ts');

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'stride',
    answer: function convolveWith(
      x: number[][],
      kernel: number[][],
      s: number,
      p: number,
    ): number[][] {
      return convolve(x, kernel);
    },
  },
  {
    says: 'zeros',
    answer: function convolveWith(
      x: number[][],
      kernel: number[][],
      s: number,
      p: number,
    ): number[][] {
      const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
      return every(convolve(x, kernel)).map(every);
    },
  },
  {
    says: 'columns',
    answer: function convolveWith(
      x: number[][],
      kernel: number[][],
      s: number,
      p: number,
    ): number[][] {
      const range = (size: number) => [...Array(size).keys()];
      const padded = range(x.length + 2 * p).map((i) =>
        range(x[0].length + 2 * p).map((j) => x[i - p]?.[j - p] ?? 0),
      );
      return convolve(padded, kernel).filter((_, i) => i % s === 0);
    },
  },
  {
    says: 'flipped',
    answer: function convolveWith(
      x: number[][],
      kernel: number[][],
      s: number,
      p: number,
    ): number[][] {
      const flipped = [...kernel].reverse().map((row) => [...row].reverse());
      const range = (size: number) => [...Array(size).keys()];
      const padded = range(x.length + 2 * p).map((i) =>
        range(x[0].length + 2 * p).map((j) => x[i - p]?.[j - p] ?? 0),
      );
      const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
      return every(convolve(padded, flipped)).map(every);
    },
  },
  {
    says: 'round down',
    answer: function convolveWith(
      x: number[][],
      kernel: number[][],
      s: number,
      p: number,
    ): number[][] {
      const k = kernel.length;
      const places = (n: number) => Math.ceil((n + 2 * p - k) / s) + 1;
      const at = (i: number, j: number) => x[i - p]?.[j - p] ?? 0;
      const sum = (i: number, j: number) =>
        kernel.reduce((all, row, u) => row.reduce((s2, w, v) => s2 + w * at(i + u, j + v), all), 0);
      return [...Array(places(x.length)).keys()].map((i) =>
        [...Array(places(x[0].length)).keys()].map((j) => sum(i * s, j * s)),
      );
    },
  },
  {
    says: 'each side',
    answer: function convolveWith(
      x: number[][],
      kernel: number[][],
      s: number,
      p: number,
    ): number[][] {
      const range = (size: number) => [...Array(size).keys()];
      const padded = range(x.length + p).map((i) =>
        range(x[0].length + p).map((j) => x[i - p]?.[j - p] ?? 0),
      );
      const every = <T>(list: T[]) => list.filter((_, i) => i % s === 0);
      return every(convolve(padded, kernel)).map(every);
    },
  },
];
