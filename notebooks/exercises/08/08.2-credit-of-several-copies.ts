/** Exercise 08.2: the credit of several copies. */
import { defineExercise } from 'dlts/dist/learn/author';

const COPIES = [2, 3, 5];

export const exercise = defineExercise({
  title: 'The credit of several copies',
  difficulty: 2,
  task: `
A linear model has one feature of slope $\\beta$. Somebody adds exact copies until there are $k$ columns, and training shares
the slope evenly. What share of the original permutation importance does *one* column then have, if it is shuffled alone?
Derive it for any $k$, and give the shares for $k = 2$, 3 and 5.`,
  answer: 'shares',
  placeholder: `
const shares: number[] | undefined = undefined; // for k = 2, 3 and 5`,
  hints: [
    'Which slope does each column have?',
    'Importance is $2 \\beta^2 \\operatorname{Var}$. Put in $\\beta / k$.',
    'The share is $1 / k^2$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(
      given,
      COPIES.map((k) => 1 / k ** 2),
      {
        tolerance: 1e-2,
        mistakes: [
          {
            gives: COPIES.map((k) => 1 / k),
            says: 'That is the share of the slope. Importance goes with its square.',
          },
          {
            gives: [1, 1, 1],
            says: 'The other columns still carry their part when one is shuffled.',
          },
          {
            gives: COPIES.map((k) => 1 / k ** 2).map((share, i) => share * (COPIES[i] ?? 1) * 2),
            says: 'One column, not all of them.',
          },
        ],
      },
    );
    report.remark(
      'All $k$ together, shuffled one by one, add up to $1/k$ of what one had: the credit is not shared but lost.',
    );
  },
});

export function solution() {
  // 2 (β/k)² Var divided by 2 β² Var is 1 / k²
  const shares: number[] | undefined = [1 / 4, 1 / 9, 1 / 25];
  return shares;
}
