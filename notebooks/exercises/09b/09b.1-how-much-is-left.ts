/** Exercise 09b.1: how much is left? */
import { defineExercise } from 'dlts/dist/learn/author';

const BAR = 0.6 * 0.8 * 0.75;

export const exercise = defineExercise({
  title: 'How much is left?',
  difficulty: 1,
  task: `
Three steps of a noise schedule have $\\beta_1 = 0.4$, $\\beta_2 = 0.2$ and $\\beta_3 = 0.25$. By which factor is the data
multiplied in $\\mathbf x_3$, and which variance has the noise in it? On paper, to three digits. Check that the order of the
three steps makes no difference.`,
  answer: 'left',
  placeholder: `
const left: number[] | undefined = undefined; // [factor of the data, variance of the noise]`,
  hints: [
    '$\\bar\\alpha_3$ is the product of the $1 - \\beta_i$.',
    '$0.6 \\cdot 0.8 \\cdot 0.75 = 0.36$.',
    'The factor of the data is its square root; the variance of the noise is what is missing to 1.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    report.close(given, [Math.sqrt(BAR), 1 - BAR], {
      tolerance: 2e-3,
      mistakes: [
        {
          gives: [BAR, 1 - BAR],
          says: 'The data is multiplied by the square root of $\\bar\\alpha$.',
        },
        {
          gives: [Math.sqrt(BAR), Math.sqrt(1 - BAR)],
          says: 'That is the standard deviation of the noise; its variance is asked for.',
        },
        {
          gives: [Math.sqrt(BAR), 0.85],
          says: 'The noise of earlier steps is shrunk by later ones, so the $\\beta_i$ do not add up.',
        },
        {
          gives: (values) => Math.abs((values[0] ?? 0) - Math.sqrt(0.02)) < 1e-3,
          says: 'You multiplied the $\\beta_i$. What is kept of the variance is $1 - \\beta_i$.',
        },
      ],
    });
    report.remark(
      'A product has no order, so neither has the schedule, as far as the last step is concerned.',
    );
  },
});

export function solution() {
  // ᾱ = 0.6 · 0.8 · 0.75 = 0.36
  const left: number[] | undefined = [0.6, 0.64];
  return left;
}
