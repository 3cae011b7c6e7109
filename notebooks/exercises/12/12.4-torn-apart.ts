/** Exercise 12.4: torn apart. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Test share of the split. */
const P = 0.2;

export const exercise = defineExercise({
  title: 'Torn apart',
  difficulty: 3,
  task: `
Pictures come in groups of $k$ that show the same thing. A random split puts each picture into the test part with probability
$p = 0.2$, independently of the others, and into training otherwise. Derive

1. for pairs ($k = 2$): the share of test pictures whose partner is in training;
2. for groups of $k = 4$: the share of test pictures with *at least one* of their group in training;
3. for pairs: the smallest test share $p$ for which at most half of the test pictures have their partner in training.`,
  answer: 'shares',
  placeholder: `
const shares: number[] | undefined = undefined; // three numbers from 0 to 1`,
  hints: [
    'Given that a picture is in the test part, its partner is still free: it is in training with probability $1 - p$.',
    'None of the three others in training: all three are in the test part, $p^3$.',
    'For 3, solve $1 - p \\le \\frac12$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, [1 - P, 1 - P ** 3, 0.5], {
      tolerance: 1e-4,
      mistakes: [
        { gives: [2 * P * (1 - P), 1 - P ** 3, 0.5], says: 'That is the share of *pairs* that are torn apart. The question begins with a picture of the test part.' },
        { gives: [1 - P, 1 - P ** 4, 0.5], says: 'The picture itself is in the test part already: three others are left.' },
        { gives: [1 - P, (1 - P) ** 3, 0.5], says: 'That is *all three* in training. At least one is asked for.' },
      ],
    });
    report.remark('So the usual 20 % leaves four of five test pictures with a partner that training has seen, and no random split helps: split by group.');
  },
}); // prettier-ignore

export function solution() {
  // 1 − p; 1 − p³; 1 − p ≤ 1/2 from p = 1/2 on
  const shares: number[] | undefined = [1 - 0.2, 1 - 0.2 ** 3, 0.5];
  return shares;
}
