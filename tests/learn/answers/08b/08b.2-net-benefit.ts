/** Foreseen wrong answers to exercise 08b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (tp: number, fp: number, n: number, t: number) => number;
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('The weight is the odds', (tp, fp, n, t) => (tp - fp * t) / n),
  wrong('not as bad as a missed tumor', (tp, fp, n) => (tp - fp) / n),
  wrong('Divide by the number', (tp, fp, _, t) => tp - (fp * t) / (1 - t)),
  wrong('does not fit the formula', () => 0),
];
