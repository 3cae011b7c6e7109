/** Exercise 90.4: the expected best of many coins. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Expected largest share of heads: Σ over k of P(best ≥ k) / questions. */
function expectedBest(models: number, questions: number): number {
  let mass = 2 ** -questions;
  let below = 0; // P(heads < k)
  let sum = 0;
  for (let k = 0; k <= questions; k++) {
    if (k > 0) sum += 1 - below ** models;
    below += mass;
    mass *= (questions - k) / (k + 1);
  }
  return sum / questions;
}

const CASES: readonly [number, number][] = [
  [1, 20],
  [200, 100],
  [20, 500],
];

export const exercise = defineExercise({
  title: 'How lucky is the luckiest?',
  difficulty: 3,
  task: `
Section 4.3 kept the best of 200 coins. Write \`luckiest(models, questions)\`: the expected share of right answers of the
best of so many coins, exactly or by simulation (an error of 0.01 is accepted). It is what choosing on the test set gives
away in the worst case; look at how it changes with the number of questions.`,
  answer: 'luckiest',
  placeholder: `
function luckiest(models: number, questions: number): number {
  return todo(); // your code: the expected share of right answers of the best of \`models\` coins
}`,
  hints: [
    'By simulation: repeat a few hundred times — toss all coins for all questions, keep the largest share — and average.',
    'Exactly: the best has fewer than $k$ heads only if all have: $P(\\text{best} < k) = P(\\text{one} < k)^m$. The expectation of a count is the sum of $P(\\text{best} \\ge k)$ over $k = 1, 2, \\dots$',
  ],
  check(answer, report) {
    const luckiest = report.function(answer);
    for (const [models, questions] of CASES) {
      const wanted = expectedBest(models, questions);
      const what = `luckiest(${models}, ${questions})`;
      const got = report.number(luckiest(models, questions), what);
      report.demand(got <= 1, `${what} is ${got}: a share is asked for, not a count.`);
      report.demand(
        models === 1 || Math.abs(got - 0.5) > 0.01,
        `${what} is 0.5: that is the mean of the coins. The best of them is asked for.`,
      );
      report.demand(
        Math.abs(got - wanted) <= 0.01,
        `${what} is ${got.toFixed(3)}; about ${wanted.toFixed(3)} was expected.`,
      );
    }
    report.remark(
      'The prize for choosing shrinks with the root of the number of questions, and grows slowly with the number of models.',
    );
  },
});

export function solution() {
  function luckiest(models: number, questions: number): number {
    let mass = 2 ** -questions; // P(heads = k), for k = 0
    let below = 0; // P(heads < k)
    let expectedCount = 0;
    for (let k = 0; k <= questions; k++) {
      if (k > 0) expectedCount += 1 - below ** models;
      below += mass;
      mass *= (questions - k) / (k + 1);
    }
    return expectedCount / questions;
  }
  return luckiest;
}
