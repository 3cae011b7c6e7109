/** Exercise 08.3: integrated gradients on paper. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Integrated gradients on paper',
  difficulty: 2,
  task: `
For $z(x_1, x_2) = x_1^2 + x_1 x_2$ at $\\mathbf x = (1, 2)$, with the path starting at $(0, 0)$: compute the two integrated
gradients by integrating, and check by completeness that they add up to $z(1, 2)$.`,
  answer: 'attributions',
  placeholder: `
const attributions: number[] | undefined = undefined; // [of x1, of x2]`,
  hints: [
    'The derivatives are $2 x_1 + x_2$ and $x_1$. Put in the point $\\alpha \\cdot (1, 2)$.',
    'Along the path they are $4 \\alpha$ and $\\alpha$.',
    '$\\int_0^1 \\alpha\\, d\\alpha = 1/2$, so the means are 2 and 0.5. Multiply by $x_1 = 1$ and $x_2 = 2$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    report.close(given, [2, 1], {
      mistakes: [
        {
          gives: [4, 2],
          says: 'That is gradient × input. It adds up to 6, and there are only 3 to explain.',
        },
        {
          gives: [4, 1],
          says: 'That is the gradient at the point itself. Average it along the path.',
        },
        { gives: [2, 0.5], says: 'These are the mean gradients. Multiply each by its input.' },
      ],
    });
    report.remark(
      'The parts 2 + 1 are 3, which is $z(1, 2)$. Gradient × input doubles a bilinear or quadratic function.',
    );
  },
});

export function solution() {
  // x1 · ∫ 4α dα = 1 · 2, and x2 · ∫ α dα = 2 · 0.5
  const attributions: number[] | undefined = [2, 1];
  return attributions;
}
