/** Exercise 06.1: pool by hand. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Pool by hand',
  difficulty: 1,
  task: `
A network gives four places of a sentence these vectors, and the mask says which places are real:

| place | vector | mask |
|---|---|---|
| 1 | (2, 5) | 1 |
| 2 | (6, 1) | 1 |
| 3 | (1, 6) | 1 |
| 4 | (7, 0) | 0 |

Compute the masked mean, then divide it by its length. Write the two numbers to three decimals.`,
  answer: 'pooled',
  placeholder: `
const pooled: number[] | undefined = undefined; // [v₁, v₂], of length 1`,
  hints: [
    'Add up the vectors whose mask is 1, and divide by how many these are: not by four.',
    'The sums are 9 and 12. The length of $(a, b)$ is $\\sqrt{a^2 + b^2}$.',
    'The mean is (3, 4), and its length is 5.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    report.close(given, [0.6, 0.8], {
      tolerance: 2e-3,
      mistakes: [
        { gives: [3, 4], says: 'That is the masked mean; it still has to be divided by its length.' },
        { gives: [0.8, 0.6], says: 'You averaged over all four places: the padding took part.' },
        { gives: [4, 3], says: 'You averaged over all four places, and the length is missing.' },
        { gives: [3 / 7, 4 / 7], says: 'That divides by the sum of the numbers; L2 divides by the root of the sum of their *squares*.' },
        { gives: [2.25, 3], says: 'Divide by the sum of the mask, 3, and then by the length.' },
      ],
    }); // prettier-ignore
    report.remark(
      'Dividing by 4 in place of 3 would not have mattered after the normalization. Letting place 4 into the *sum* does.',
    );
  },
});

export function solution() {
  // sums over places 1 to 3: (9, 12); mean (3, 4); length 5
  const pooled: number[] | undefined = [0.6, 0.8];
  return pooled;
}
