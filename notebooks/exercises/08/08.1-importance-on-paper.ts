/** Exercise 08.1: importance on paper. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Importance on paper',
  difficulty: 1,
  task: `
A model predicts $f(a, b) = 3a - b$, and it is right on these four rows:

| row | a | b |
|---|---|---|
| 1 | 1 | 0 |
| 2 | 1 | 4 |
| 3 | 3 | 0 |
| 4 | 3 | 4 |

Compute the permutation importance of $a$ and of $b$ (the rise of the mean squared error, averaged over all shuffles) on
paper. Give both, $a$ first.`,
  answer: 'importanceOfBoth',
  placeholder: `
const importanceOfBoth: number[] | undefined = undefined; // [a, b]`,
  hints: [
    'The chapter has a formula for a linear model: a slope and a variance.',
    'The variance is the mean squared distance from the mean: 1 for $a$ and 4 for $b$.',
    'With slopes 3 and −1: $2 \\cdot 9 \\cdot 1$ and $2 \\cdot 1 \\cdot 4$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    report.close(given, [18, 8], {
      mistakes: [
        { gives: [9, 4], says: 'The factor 2 is missing: both values of a pair vary.' },
        { gives: [6, -8], says: 'The slope enters squared, so no importance is negative.' },
        { gives: [6, 8], says: 'The slope enters squared.' },
        { gives: [8, 18], says: 'The two are exchanged: $a$ comes first.' },
        {
          gives: [24, 32 / 3],
          says: 'Divide the sum of squares by 4, not by 3: all shuffles of these four rows are averaged.',
        },
      ],
    });
    report.remark(
      'The range of $b$ is twice that of $a$, and its slope a third: importance depends on both.',
    );
  },
});

export function solution() {
  // 2 β² Var: 2 · 3² · 1 and 2 · 1² · 4
  const importanceOfBoth: number[] | undefined = [18, 8];
  return importanceOfBoth;
}
