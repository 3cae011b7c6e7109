/** Foreseen wrong answers to exercise 11b.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (gradients: number[][], sizes: number[]) => number[];
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });
const added = (gradients: number[][], weights: readonly number[]): number[] =>
  [0, 1].map((k) => gradients.reduce((sum, g, i) => sum + (g[k] ?? 0) * (weights[i] ?? 0), 0));

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('The plain mean', (gradients) => added(gradients, [1 / 3, 1 / 3, 1 / 3])),
  wrong('summed loss', added),
  wrong('expected [', (gradients) => gradients[0] ?? []),
];
