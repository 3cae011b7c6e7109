/** Exercise 07.2: count the big sister. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const [VOCABULARY, WIDTH, BLOCKS, HEADS, GROUPS, INNER] = [49_152, 960, 32, 15, 5, 2_560];
const SHARED = (WIDTH / HEADS) * GROUPS;
const TABLE = VOCABULARY * WIDTH;
const BLOCK = 2 * WIDTH * WIDTH + 2 * WIDTH * SHARED + 3 * WIDTH * INNER + 2 * WIDTH;
const ALL = TABLE + BLOCKS * BLOCK + WIDTH;

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The table',
    right: TABLE,
    mistakes: [{ gives: 2 * TABLE, says: 'The output reuses the table: count it once.' }],
  },
  {
    what: 'One block',
    right: BLOCK,
    mistakes: [
      {
        gives: BLOCK - 2 * WIDTH * SHARED + 2 * WIDTH * WIDTH,
        says: 'Keys and values have only 5 heads of 64 numbers.',
      },
      { gives: BLOCK - WIDTH * INNER, says: 'SwiGLU has three matrices: gate, up and down.' },
      { gives: BLOCK - 2 * WIDTH, says: 'The two norms are missing, 960 numbers each.' },
      { gives: BLOCK + 2 * WIDTH, says: 'An RMSNorm has a scale, but no shift.' },
    ],
  },
  {
    what: 'The whole model',
    right: ALL,
    mistakes: [
      { gives: ALL - WIDTH, says: 'The last norm is missing.' },
      { gives: ALL + TABLE, says: 'The output reuses the table: count it once.' },
    ],
  },
];

export const exercise = defineExercise({
  title: 'Count the big sister',
  difficulty: 1,
  task: `
SmolLM2-360M has the same parts: a vocabulary of 49,152, width 960, 32 blocks, 15 query heads, 5 heads for keys and values,
an inner width of 2,560; the table of tokens is also the output, and there are no biases. How many parameters have the table,
one block, and the whole model?`,
  answer: 'sister',
  placeholder: `
const sister: number[] | undefined = undefined; // [table, one block, whole model]`,
  hints: [
    'A head is $960 / 15 = 64$ wide, so keys and values are $5 \\cdot 64 = 320$ numbers a token.',
    'A block: $2 \\cdot 960^2$ for queries and output, $2 \\cdot 960 \\cdot 320$ for keys and values, $3 \\cdot 960 \\cdot 2560$, and two norms.',
    'The model adds one table and a last norm to 32 blocks.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    for (const [i, { what, right, mistakes }] of WANTED.entries())
      report.close(values[i], right, { what, tolerance: 1e-9, mistakes });
    report.remark('361.8 million: the name is the count, rounded.');
  },
});

export function solution() {
  const table = 49_152 * 960;
  const block = 2 * 960 * 960 + 2 * 960 * 320 + 3 * 960 * 2_560 + 2 * 960;
  const sister: number[] | undefined = [table, block, table + 32 * block + 960];
  return sister;
}
