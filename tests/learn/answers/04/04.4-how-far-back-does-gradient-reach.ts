/** Foreseen wrong answers to exercise 04.4, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'derivative of the tanh',
    answer: function gradientBack(u: number, h: number[]): number[] {
      return h.map((_, k) => u ** k);
    },
  },
  {
    says: 'factor $u$',
    answer: function gradientBack(u: number, h: number[]): number[] {
      const gradients = [1];
      for (let t = h.length - 1; t >= 1; t--)
        gradients.push(gradients[gradients.length - 1] * (1 - h[t] ** 2));
      return gradients;
    },
  },
  {
    says: 'one step too early',
    answer: function gradientBack(u: number, h: number[]): number[] {
      const gradients = [1];
      for (let t = h.length - 1; t >= 1; t--)
        gradients.push(gradients[gradients.length - 1] * u * (1 - h[t - 1] ** 2));
      return gradients;
    },
  },
  {
    says: 'square',
    answer: function gradientBack(u: number, h: number[]): number[] {
      const gradients = [1];
      for (let t = h.length - 1; t >= 1; t--)
        gradients.push(gradients[gradients.length - 1] * u * (1 - h[t]));
      return gradients;
    },
  },
  {
    says: 'from the last step',
    answer: function gradientBack(u: number, h: number[]): number[] {
      const gradients = [1];
      for (let t = 1; t < h.length; t++)
        gradients.push(gradients[gradients.length - 1] * u * (1 - h[t] ** 2));
      return gradients;
    },
  },
  {
    says: 'order is reversed',
    answer: function gradientBack(u: number, h: number[]): number[] {
      const gradients = [1];
      for (let t = h.length - 1; t >= 1; t--) gradients.unshift(gradients[0] * u * (1 - h[t] ** 2));
      return gradients;
    },
  },
  {
    says: 'multiply',
    answer: function gradientBack(u: number, h: number[]): number[] {
      return h.map((state) => u * (1 - state ** 2)).reverse();
    },
  },
  {
    says: 'must hold 8 numbers',
    answer: function gradientBack(u: number, h: number[]): number[] {
      const gradients: number[] = [];
      let gradient = 1;
      for (let t = h.length - 1; t >= 1; t--) gradients.push((gradient *= u * (1 - h[t] ** 2)));
      return gradients;
    },
  },
];
