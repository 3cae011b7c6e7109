/** Exercise 07b.2: larger or longer? */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const [FLOOR, A, B, COMPUTE] = [1.7, 400, 1_200, 5.4e19];
const PRODUCT = COMPUTE / 6;
const RATIO = (B / A) ** 2;
const N = Math.sqrt(PRODUCT / RATIO);
const D = RATIO * N;
const LOSS = FLOOR + A / Math.sqrt(N) + B / Math.sqrt(D);

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The ratio of tokens to parameters',
    right: RATIO,
    mistakes: [
      {
        gives: B / A,
        says: 'The two terms are equal at the minimum: $A / \\sqrt N = B / \\sqrt D$. Solve it for $D / N$.',
      },
      { gives: 1 / RATIO, says: 'That is parameters per token.' },
      { gives: 1, says: 'Equal shares would be right if $A$ and $B$ were equal.' },
    ],
  },
  {
    what: 'The number of parameters',
    right: N,
    mistakes: [
      {
        gives: Math.sqrt(PRODUCT),
        says: 'That is the root of $ND$: it would be $N$ if $D$ were equal to $N$.',
      },
      { gives: Math.sqrt(COMPUTE / RATIO), says: 'The 6 of $C = 6ND$ is missing.' },
      { gives: D, says: 'That is the number of tokens.' },
    ],
  },
  {
    what: 'The loss',
    right: LOSS,
    mistakes: [
      { gives: FLOOR, says: 'That is the loss of an infinite model on infinite text.' },
      { gives: LOSS - FLOOR, says: 'The constant 1.7 is missing.' },
    ],
  },
];

export const exercise = defineExercise({
  title: 'Larger or longer?',
  difficulty: 2,
  task: `
Suppose that the loss of a model with $N$ parameters after $D$ tokens is

$$
L = 1.7 + \\frac{400}{\\sqrt N} + \\frac{1200}{\\sqrt D} ,
$$

and that you may spend $C = 6 N D = 5.4 \\cdot 10^{19}$ FLOP. Derive which $N$ and $D$ have the lowest loss: express $D$ by $N$, set
the derivative with respect to $N$ to zero. Automatic differentiation gives you slopes at points, not this formula. What is $D / N$ at the
minimum, what is $N$, and what is $L$ (four digits)?`,
  answer: 'optimal',
  placeholder: `
const optimal: number[] | undefined = undefined; // [D / N, N, L]`,
  hints: [
    'With $D = C / (6N)$ the last term is $1200 \\sqrt{6N / C}$: it grows with $N$ while the other shrinks.',
    'The derivatives of both terms with respect to $\\ln N$ are minus and plus half of the term itself. So at the minimum the terms are equal.',
    '$400 / \\sqrt N = 1200 / \\sqrt D$ gives $D = 9 N$; together with $6 N D = 5.4 \\cdot 10^{19}$ this gives $N$.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    for (const [i, { what, right, mistakes }] of WANTED.entries())
      report.close(values[i], right, { what, tolerance: 1e-4, mistakes });
    report.remark(
      'With twice the compute both grow by √2: the ratio stays. That is the shape of the argument of Hoffmann and others (2022), with other exponents and constants fitted to 400 trainings.',
    );
  },
});

export function solution() {
  // Equal terms: 400 / √N = 1200 / √D, so D = 9 N; N · 9 N = 9e18, so N = 1e9
  const loss = 1.7 + 400 / Math.sqrt(1e9) + 1200 / Math.sqrt(9e9);
  const optimal: number[] | undefined = [9, 1e9, loss];
  return optimal;
}
