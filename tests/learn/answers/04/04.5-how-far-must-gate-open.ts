/** Foreseen wrong answers to exercise 04.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const logit = (f: number): number => Math.log(f / (1 - f));

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'That is the gate',
    answer: function biasFor(share: number, steps: number): number {
      return share ** (1 / steps);
    },
  },
  {
    says: 'larger bias',
    answer: function biasFor(share: number, steps: number): number {
      return -logit(share ** (1 / steps));
    },
  },
  {
    says: 'not $T$ times',
    answer: function biasFor(share: number, steps: number): number {
      return logit(share / steps);
    },
  },
  {
    says: 'single step',
    answer: function biasFor(share: number, _steps: number): number {
      return logit(share);
    },
  },
  {
    says: 'turned around',
    answer: function biasFor(share: number, steps: number): number {
      return logit(share ** steps);
    },
  },
  { says: 'must be a function', answer: 3 },
];
