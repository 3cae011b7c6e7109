/** Foreseen wrong answers to exercise 00b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const size = (errors: readonly number[]): number => mean(errors.map(Math.abs));

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'the likeliest *Gaussian*',
    answer: (errors: number[]) => ({ b: Math.sqrt(mean(errors.map((e) => e * e))), nll: 0 }),
  },
  {
    says: 'The signs are still in it',
    answer: (errors: number[]) => ({ b: mean(errors), nll: 0 }),
  },
  {
    says: 'not their mean',
    answer: (errors: number[]) => ({ b: size(errors) * errors.length, nll: 0 }),
  },
  { says: 'only adds a constant', answer: (errors: number[]) => ({ b: size(errors) / 2, nll: 0 }) },
  {
    says: 'The 2 of $1/(2b)$ is missing',
    answer: (errors: number[]) => ({ b: size(errors), nll: Math.log(size(errors)) + 1 }),
  },
  {
    says: 'The mean of $|e|/b$ is missing',
    answer: (errors: number[]) => ({ b: size(errors), nll: Math.log(2 * size(errors)) }),
  },
  {
    says: 'The sign',
    answer: (errors: number[]) => ({ b: size(errors), nll: -Math.log(2 * size(errors)) - 1 }),
  },
  {
    says: 'the sum over the errors',
    answer: (errors: number[]) => ({
      b: size(errors),
      nll: errors.length * (Math.log(2 * size(errors)) + 1),
    }),
  },
  { says: 'lacks `nll`', answer: (errors: number[]) => ({ b: size(errors) }) },
];
