/** Exercise 10b.3: the score of a softmax. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The score of a softmax',
  difficulty: 2,
  task: `
A policy chooses among three actions by a softmax over the logits $z_1, z_2, z_3$. Derive $\\partial \\log \\pi(a) / \\partial z_k$
for any $a$ and $k$. At the moment the probabilities are 0.5, 0.3 and 0.2. The second action is drawn, its return is 7, and
the baseline is 5. What does this draw add to the gradient of each logit?`,
  answer: 'scoreGradient',
  placeholder: `
const scoreGradient: number[] | undefined = undefined; // for the three logits`,
  hints: [
    '$\\log \\pi(a) = z_a - \\log \\sum_j e^{z_j}$. Differentiate both terms.',
    'The derivative is 1 minus $\\pi_k$ for the action that was drawn, and $-\\pi_k$ for the others.',
    'Multiply by $7 - 5$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, [-1, 1.4, -0.4], {
      mistakes: [
        { gives: [-3.5, 4.9, -1.4], says: 'The baseline is missing: weight by 7 − 5.' },
        { gives: [-0.5, 0.7, -0.2], says: 'That is the derivative alone. Weight it.' },
        {
          gives: [1, -1.4, 0.4],
          says: 'The sign is reversed: we climb, and the return is above the baseline.',
        },
        { gives: [0, 1.4, 0], says: 'The other logits change, too: they are in the denominator.' },
        {
          gives: [-0.3, 0.42, -0.12],
          says: 'That is the derivative of π. The logarithm divides by π once more.',
        },
      ],
    });
    report.remark(
      'The three add up to 0: a softmax does not notice when all logits rise together.',
    );
  },
});

export function solution() {
  // (7 − 5) · ([k = 2] − π_k)
  const scoreGradient: number[] | undefined = [-1, 1.4, -0.4];
  return scoreGradient;
}
