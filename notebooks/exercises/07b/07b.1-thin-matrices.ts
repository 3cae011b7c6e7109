/** Exercise 07b.1: thin matrices. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const [WIDTH, SHARED, RANK, BLOCKS, ALL] = [576, 192, 8, 30, 134_515_008];
const QUERY = RANK * (WIDTH + WIDTH);
const VALUE = RANK * (WIDTH + SHARED);
const TOTAL = BLOCKS * (QUERY + VALUE);

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The adapter of the queries',
    right: QUERY,
    mistakes: [
      { gives: WIDTH * WIDTH, says: 'That is the matrix itself; the adapter is two thin ones.' },
      { gives: RANK * WIDTH, says: 'There are two matrices, $\\mathbf A$ and $\\mathbf B$.' },
      { gives: RANK * WIDTH * WIDTH, says: 'The sizes add up: $r (I + O)$.' },
    ],
  },
  {
    what: 'The adapter of the values',
    right: VALUE,
    mistakes: [{ gives: QUERY, says: 'Values have only 3 heads of 64 numbers.' }],
  },
  {
    what: 'The percentage',
    right: (100 * TOTAL) / ALL,
    mistakes: [
      { gives: TOTAL / ALL, says: 'Give percent.' },
      { gives: (100 * TOTAL) / ALL / BLOCKS, says: 'There are 30 blocks.' },
    ],
  },
];

export const exercise = defineExercise({
  title: 'Thin matrices',
  difficulty: 1,
  task: `
SmolLM2 of chapter 07 gets adapters of rank 8 beside the matrices for queries (576 × 576) and values (576 × 192) in each of its 30
blocks. How many numbers has the adapter of one query matrix, that of one value matrix, and what percentage of the model's 134,515,008
parameters are trained altogether?`,
  answer: 'thin',
  placeholder: `
const thin: number[] | undefined = undefined; // [queries, values, percent]`,
  hints: [
    'A matrix $I \\times O$ gets $\\mathbf A$ of $I \\times r$ and $\\mathbf B$ of $r \\times O$.',
    'Queries: $8 \\cdot (576 + 576)$. Values: $8 \\cdot (576 + 192)$.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    for (const [i, { what, right, mistakes }] of WANTED.entries())
      report.close(values[i], right, { what, tolerance: 3e-3, mistakes });
    report.remark(
      'The optimizer keeps two more numbers for each trained one: that is what shrinks by a factor of 300. The activations do not.',
    );
  },
});

export function solution() {
  const [queries, values] = [8 * (576 + 576), 8 * (576 + 192)];
  const thin: number[] | undefined = [
    queries,
    values,
    (100 * 30 * (queries + values)) / 134_515_008,
  ];
  return thin;
}
