/** Exercise 03.1: four layers in a row. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Four layers in a row',
  difficulty: 1,
  task: `
An image of 32 × 32 pixels passes through four layers. How wide is the output of each?

| layer | $k$ | $s$ | $p$ |
|---|---|---|---|
| convolution | 5 | 1 | 2 |
| pooling | 3 | 2 | 0 |
| convolution | 3 | 2 | 1 |
| pooling | 2 | 2 | 0 |

Write four whole numbers.`,
  answer: 'sizes',
  placeholder: `
const sizes: number[] | undefined = undefined; // [after each of the four layers]`,
  hints: [
    'Use $n\\prime = \\lfloor (n + 2p - k) / s \\rfloor + 1$ four times; each result is the next $n$.',
    'The second layer: $(32 + 0 - 3) / 2 = 14.5$. The window does not fit another half time: round down, then add 1.',
    'The third layer starts from 15 pixels with one zero on each side: $\\lfloor (15 + 2 - 3) / 2 \\rfloor + 1$.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 4 });
    const at = (i: number, value: number) => (given: readonly number[]) => given[i] === value;
    report.close(values, [32, 15, 8, 4], {
      mistakes: [
        {
          gives: at(0, 28),
          says: 'The first layer pads: $p = 2$ adds two zeros on both sides.',
        },
        { gives: at(0, 30), says: 'Padding adds $p$ zeros on both sides: $n + 2p$.' },
        {
          gives: at(0, 31),
          says: 'A window that fits exactly fits once: add 1 after the division.',
        },
        { gives: at(1, 16), says: 'Half a window does not fit: round down, then add 1.' },
        { gives: at(1, 14), says: 'Add 1 after rounding down: the first place counts too.' },
        { gives: at(2, 15), says: 'The third layer has a stride of 2.' },
      ],
    });
  },
});

export function solution() {
  // (32 + 4 − 5)/1 + 1 = 32 · ⌊29/2⌋ + 1 = 15 · ⌊14/2⌋ + 1 = 8 · ⌊6/2⌋ + 1 = 4
  const sizes: number[] | undefined = [32, 15, 8, 4];
  return sizes;
}
