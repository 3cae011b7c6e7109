/** Exercise 10b.2: returns on paper. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Returns on paper',
  difficulty: 1,
  task: `
An episode has four steps with the rewards 0, 2, 0, 8, and the discount is $\\gamma = 0.5$. Compute the return
$G_t = r_t + \\gamma G_{t+1}$ of each step.`,
  answer: 'discounted',
  placeholder: `
const discounted: number[] | undefined = undefined; // [G₀, G₁, G₂, G₃]`,
  hints: [
    'Begin at the end: nothing comes after the last step.',
    'The last return is 8; the one before is 0 + 0.5 · 8.',
    'Then 2 + 0.5 · 4, and 0 + 0.5 · 4.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 4 });
    report.close(given, [2, 4, 4, 8], {
      mistakes: [
        { gives: [10, 10, 8, 8], says: 'That is without the discount.' },
        { gives: [0, 2, 1, 8.5], says: 'Those look back. A return looks at what comes.' },
        { gives: [8, 4, 4, 2], says: 'The order is reversed: begin with step 0.' },
        {
          gives: [2, 4, 8, 8],
          says: 'The third step has no reward itself, and sees 8 a step later.',
        },
      ],
    });
    report.remark(
      'The push at step 0 gets credit for a reward three steps later, an eighth of it.',
    );
  },
});

export function solution() {
  // from the end: 8, 0 + 4, 2 + 2, 0 + 2
  const discounted: number[] | undefined = [2, 4, 4, 8];
  return discounted;
}
