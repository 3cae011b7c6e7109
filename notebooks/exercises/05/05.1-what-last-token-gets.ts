/** Exercise 05.1: what the last token gets. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';
import { softmax } from './shared';

/** Σ weight · row. */
function mix(weights: readonly number[], rows: readonly (readonly number[])[]): number[] {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, i) =>
    rows.reduce((sum, row, s) => sum + (weights[s] ?? 0) * (row[i] ?? 0), 0),
  );
}

const PRODUCTS = [4, 0, 2];

const VALUES = [
  [1, 0],
  [0, 4],
  [2, 2],
];

export const exercise = defineExercise({
  title: 'What the last token gets',
  difficulty: 1,
  task: `
Three tokens, queries and keys of $d = 4$ numbers, values of 2. The last token asks with $\\mathbf q = (2, 0, 1, 1)$; it may
look at all three:

| token | key | value |
|---|---|---|
| 0 | $(1, 1, 2, 0)$ | $(1, 0)$ |
| 1 | $(0, 3, -1, 1)$ | $(0, 4)$ |
| 2 | $(0, 2, 1, 1)$ | $(2, 2)$ |

Compute its row of $\\mathbf A$, the three attention weights, and its row of $\\mathbf Z$, the output: on paper, with a pocket
calculator for the exponentials. Three decimals are enough.`,
  answer: 'attended',
  placeholder: `
const attended: { weights: number[]; output: number[] } | undefined = undefined;`,
  hints: [
    'Three steps: the products $\\mathbf q \\cdot \\mathbf k_s$, divided by $\\sqrt d$; a softmax over the three; the values, mixed with these weights.',
    'The products are 4, 0 and 2; $\\sqrt 4 = 2$ turns them into scores of 2, 0 and 1.',
    '$e^2 = 7.389$, $e^0 = 1$, $e^1 = 2.718$. Their sum is 11.107; divide each by it.',
    'The output is $0.665 \\cdot (1, 0) + 0.090 \\cdot (0, 4) + 0.245 \\cdot (2, 2)$.',
  ],
  check(answer, report) {
    const given = report.object(answer, ['weights', 'output']);
    const weights = report.numbers(given.weights, '`weights`', { length: 3 });
    const scores = PRODUCTS.map((product) => product / 2);
    const right = softmax(scores);
    const tolerance = 2e-3;
    report.close(weights, right, {
      what: '`weights`',
      tolerance,
      mistakes: ofWeights(scores),
    });
    const output = report.numbers(given.output, '`output`', { length: 2 });
    report.close(output, mix(right, VALUES), {
      what: '`output`',
      tolerance: 3e-3,
      mistakes: [
        { gives: [1, 2], says: 'That is the plain mean of the values; use the weights.' },
        {
          gives: mix(scores, VALUES),
          says: 'You mixed the values with the scores instead of the weights.',
        },
        {
          gives: VALUES[0] ?? [],
          says: 'That is the likeliest value only; attention mixes all of them.',
        },
      ],
    });
    report.remark(
      'Token 1 has a weight of only 0.09, and still gives 0.36 of the 0.85 in the second number: its value is large there. A weight says how much is taken, not how much arrives.',
    );
  },
});

export function solution() {
  // Scores (4, 0, 2) / 2 = (2, 0, 1); powers 7.389, 1, 2.718; their sum 11.107
  const attended: { weights: number[]; output: number[] } | undefined = {
    weights: [7.389 / 11.107, 1 / 11.107, 2.718 / 11.107], // 0.665, 0.090, 0.245
    output: [0.665 * 1 + 0.245 * 2, 0.09 * 4 + 0.245 * 2], // 1.155, 0.850
  };
  return attended;
}

function ofWeights(scores: number[]): Mistake[] {
  return [
    { gives: softmax(PRODUCTS), says: 'The division by the square root of $d$ is missing.' },
    {
      gives: softmax(PRODUCTS.map((product) => product / 4)),
      says: 'You divided by $d$ itself; its square root is 2.',
    },
    { gives: scores, says: 'These are the scores; the softmax is missing.' },
    { gives: PRODUCTS, says: 'These are the products; scale them, then take the softmax.' },
    {
      gives: scores.map((score) => score / 3),
      says: 'You divided the scores by their sum. The softmax takes $e$ to their power first: no weight is 0.',
    },
  ];
}
