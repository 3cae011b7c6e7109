/** Exercise 07.4: the memory of a conversation. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const [BLOCKS, GROUPS, HEADS, WIDTH, BYTES, TOKENS] = [30, 3, 9, 64, 4, 8_192];
const PER_TOKEN = 2 * BLOCKS * GROUPS * WIDTH * BYTES;
const MEGABYTES = (PER_TOKEN * TOKENS) / 1e6;

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The bytes for each token',
    right: PER_TOKEN,
    mistakes: [
      { gives: PER_TOKEN / 2, says: 'Keys **and** values are kept.' },
      { gives: PER_TOKEN * 3, says: 'Three heads keep keys and values; nine only ask.' },
      { gives: PER_TOKEN / BYTES, says: 'Those are numbers; each takes four bytes.' },
      { gives: PER_TOKEN / BLOCKS, says: 'That is one block of thirty.' },
    ],
  },
  {
    what: 'The megabytes of a full context',
    right: MEGABYTES,
    mistakes: [{ gives: PER_TOKEN * TOKENS, says: 'Those are bytes; asked are megabytes.' }],
  },
  {
    what: 'The factor without sharing',
    right: HEADS / GROUPS,
    mistakes: [{ gives: HEADS, says: 'Not against one shared head: against the three there are.' }],
  },
];

export const exercise = defineExercise({
  title: 'The memory of a conversation',
  difficulty: 1,
  task: `
While it answers, SmolLM2 keeps the keys and values of all tokens so far: in each of its 30 blocks, for each of the 3 heads
that keep any, 64 numbers of 4 bytes. How many bytes is that for each token? How many megabytes ($10^6$ bytes) for a full context of
8,192 tokens? And how many times as much would it be if each of the 9 query heads had keys and values of its own?`,
  answer: 'remembered',
  placeholder: `
const remembered: number[] | undefined = undefined; // [bytes per token, megabytes, times as much]`,
  hints: [
    'Keys and values: two lists of 64 numbers for each head that keeps any.',
    '$2 \\cdot 30 \\cdot 3 \\cdot 64 \\cdot 4$ bytes for each token.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    for (const [i, { what, right, mistakes }] of WANTED.entries())
      report.close(values[i], right, { what, tolerance: 5e-3, mistakes });
    report.remark('A long conversation takes nearly four times the memory of the whole file.');
  },
});

export function solution() {
  const perToken = 2 * 30 * 3 * 64 * 4;
  const remembered: number[] | undefined = [perToken, (perToken * 8192) / 1e6, 9 / 3];
  return remembered;
}
