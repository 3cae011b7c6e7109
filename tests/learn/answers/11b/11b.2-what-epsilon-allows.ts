/** Foreseen wrong answers to exercise 11b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (epsilon: number, delta: number, accused: number) => number;
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('cannot exceed 1', (epsilon, delta, accused) => Math.exp(epsilon) * accused + delta),
  wrong('not $\\varepsilon$', (epsilon, delta, accused) => epsilon * accused + delta),
  wrong('is missing', (epsilon, _, accused) => Math.min(1, Math.exp(epsilon) * accused)),
  wrong('another bound', () => 0.5),
];
