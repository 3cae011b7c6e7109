/** Exercise 10b.5: the best baseline. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The best baseline',
  difficulty: 3,
  task: `
A policy pushes right with probability $p = 0.8$, the sigmoid of one weight. Right earns 10, left earns 5. A draw adds
$(R - b)\\,s$ to the gradient, where $s = 1 - p$ for right and $s = -p$ for left. Every constant $b$ gives the same
expectation. Derive the $b$ with the smallest **variance** (automatic differentiation can't do that for you). Then compute the
variance with $b = 0$, with $b$ equal to the mean reward 9, and with the best $b$.`,
  answer: 'baselines',
  placeholder: `
const baselines: number[] | undefined = undefined; // [best b, variance without, with the mean, with the best]`,
  hints: [
    'The expectation does not depend on $b$, so minimize $\\mathbb E[(R - b)^2 s^2]$.',
    'Set the derivative to zero: $b = \\mathbb E[s^2 R] / \\mathbb E[s^2]$. For two actions that is $(1 - p) R_{right} + p R_{left}$.', // prettier-ignore
    'The expectation is 0.8. Without a baseline a draw is 2 (with probability 0.8) or −4.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 4 });
    report.close(given, [6, 5.76, 1.44, 0], {
      mistakes: [
        { gives: [9, 5.76, 1.44, 1.44], says: 'The mean reward is not the best one. Derive it: $s^2$ weighs the rewards.' },
        { gives: [6, 6.4, 2.08, 0.64], says: 'Those are second moments. Subtract the squared expectation, 0.64.' },
        { gives: [6, 0, 1.44, 5.76], says: 'The order is: without, with the mean, with the best.' },
      ],
    }); // prettier-ignore
    report.remark(
      'With the best baseline both actions say exactly the same, 0.8: with two actions and one weight, no noise is left.',
    );
  },
});

export function solution() {
  // b = 0.2 · 10 + 0.8 · 5 = 6; draws (2, −4), (0.2, 3.2), (0.8, 0.8) with probabilities 0.8 and 0.2
  const baselines: number[] | undefined = [6, 5.76, 1.44, 0];
  return baselines;
}
