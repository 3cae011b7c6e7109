/** Foreseen wrong answers to exercise 08b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (base: number, v: number, a: number) => number;
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('That is $1 - m$', (base, v, a) => ((a * (1 - base)) / base) * (v / (1 - v))),
  wrong('the identity does not hold', (base, v, a) => 1 - (a * base) / (1 - base) / v),
];
