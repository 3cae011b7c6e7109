/** Exercise 05.3: what the square root keeps. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const D = 16;
const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The variance of the product',
    right: D,
    mistakes: [
      { gives: Math.sqrt(D), says: 'That is its standard deviation.' },
      { gives: 1, says: 'That is the variance of one term; there are 16, and they add up.' },
    ],
  },
  {
    what: 'The standard deviation after the division',
    right: 1,
    mistakes: [
      { gives: 1 / Math.sqrt(D), says: 'You divided by $d$; its square root is 4.' },
      { gives: Math.sqrt(D), says: 'That is the standard deviation before the division.' },
    ],
  },
  {
    what: 'The ratio without the division',
    right: Math.exp(2 * Math.sqrt(D)),
    mistakes: [
      { gives: Math.exp(Math.sqrt(D)), says: 'The scores are $+4$ and $-4$: they lie 8 apart.' },
      {
        gives: 2 * Math.sqrt(D),
        says: 'That is the difference of the scores; the softmax takes its exponential.',
      },
      { gives: Math.exp(2 * D), says: '16 is the variance; the standard deviation is 4.' },
    ],
  },
  {
    what: 'The ratio with the division',
    right: Math.exp(2),
    mistakes: [
      { gives: Math.E, says: 'The scores are $+1$ and $-1$: they lie 2 apart.' },
      { gives: 2, says: 'That is the difference of the scores; take its exponential.' },
      {
        gives: Math.exp(2 * Math.sqrt(D)),
        says: 'The division shrinks the difference from 8 to 2, so it changes the ratio.',
      },
    ],
  },
];

export const exercise = defineExercise({
  title: 'What the square root keeps',
  difficulty: 1,
  task: `
The entries of queries and keys are independent, with mean 0 and variance 1; $d = 16$.

1. What is the variance of $\\mathbf q \\cdot \\mathbf k$?
2. What is the standard deviation of $\\mathbf q \\cdot \\mathbf k / \\sqrt d$?
3. Of two keys, one has a product one standard deviation **above** 0, the other one **below**. How many times as large is the
   first one’s attention weight, **without** the division by $\\sqrt d$?
4. And **with** it?

Three significant digits are enough.`,
  answer: 'scaling',
  placeholder: `
const scaling: number[] | undefined = undefined; // [variance, deviation, ratio without, ratio with]`,
  hints: [
    'The product is a sum of 16 independent terms $q_i k_i$, and variances of independent terms add. Each term has the variance $1 \\cdot 1$.',
    'Dividing by a number divides the standard deviation by it. The standard deviation of the product is $\\sqrt{16} = 4$.',
    'The softmax turns a **difference** of scores into a **ratio** of weights: $e^{a} / e^{b} = e^{a - b}$.',
    'Without the division the scores are $+4$ and $-4$; with it, $+1$ and $-1$.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 4 });
    for (const [i, { what, right, mistakes }] of WANTED.entries())
      report.close(values[i], right, { what, tolerance: 2e-3, mistakes });
    report.remark(
      'Without the root, the ratio would depend on $d$: with $d = 64$ it would be $e^{16}$, nearly nine million. Such a softmax is a hard choice, and its gradient is almost 0.',
    );
  },
});

export function solution() {
  const scaling: number[] | undefined = [16, 4 / Math.sqrt(16), Math.exp(4 - -4), Math.exp(1 - -1)];
  return scaling;
}
