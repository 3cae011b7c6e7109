/** Exercise 07.3: what rounding costs. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

const RANGE = 3;
/** Root mean square of an error that is even between −step/2 and step/2. */
const error = (bits: number): number => RANGE / (2 ** bits - 1) / Math.sqrt(12);
const DECIBELS = 20 * Math.log10(2);

const WANTED: { what: string; right: number; mistakes: Mistake[] }[] = [
  {
    what: 'The error at 4 bits',
    right: error(4),
    mistakes: [
      { gives: RANGE / 15, says: 'That is the step between two levels; the error is smaller.' },
      { gives: RANGE / 16 / Math.sqrt(12), says: '16 levels have 15 steps between them.' },
      {
        gives: RANGE / 15 / 12,
        says: 'That divides by 12: the mean **square** is the square of the step over 12. Take the root.',
      },
      {
        gives: RANGE / 15 / 4,
        says: 'That is the mean **size** of the error; asked is the root of the mean square.',
      },
      { gives: RANGE / 15 / 2, says: 'That is the largest error.' },
    ],
  },
  {
    what: 'The error at 8 bits',
    right: error(8),
    mistakes: [
      {
        gives: error(4) / 2,
        says: 'Twice the bits are not twice the levels: there are 255 steps.',
      },
      { gives: error(4) / 16, says: 'Nearly: 255 steps are 17 times 15.' },
    ],
  },
  {
    what: 'The decibels for each bit',
    right: DECIBELS,
    mistakes: [
      {
        gives: 10 * Math.log10(2),
        says: 'Decibels compare powers, which are squares: $20 \\log_{10}$ of a ratio of sizes.',
      },
      { gives: 2, says: 'The error halves. What is a factor of 2 in decibels?' },
    ],
  },
];

export const exercise = defineExercise({
  title: 'What rounding costs',
  difficulty: 2,
  task: `
The 32 weights of a block lie between −1 and 2. They are rounded to $2^b$ equidistant levels, the first at −1, the last at 2.
Suppose that the rounding error is equally likely anywhere between minus half a step and plus half a step. Derive, on paper,
the root of the mean square of the error ($\\int e^2\\, p(e)\\, de$, with $p$ constant):

1. for $b = 4$;
2. for $b = 8$;
3. for large $b$: by how many decibels ($20 \\log_{10}$ of the ratio of two errors) does each further bit lower it?

Three significant digits. (Automatic differentiation can't help: rounding has derivative 0 almost everywhere.)`,
  answer: 'rounded',
  placeholder: `
const rounded: number[] | undefined = undefined; // [error at 4 bits, error at 8 bits, decibels per bit]`,
  hints: [
    'With step $s$: $\\frac1s \\int_{-s/2}^{s/2} e^2\\, de = \\frac{s^2}{12}$.',
    'The range is 3, and $2^b$ levels have $2^b - 1$ steps between them.',
    'For large $b$ one bit more halves the step, and so the error.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    for (const [i, { what, right, mistakes }] of WANTED.entries()) {
      const given = values[i];
      const known = mistakes.find(
        ({ gives }) => typeof gives === 'number' && Math.abs(given - gives) < 2e-3 * gives,
      );
      if (Math.abs(given - right) > 4e-3 * right)
        report.wrong(known?.says ?? `${what} is something else.`);
    }
    report.remark(
      'Six decibels a bit is the rule of thumb of every audio engineer. Weights are no different.',
    );
  },
});

export function solution() {
  const error = (bits: number) => 3 / (2 ** bits - 1) / Math.sqrt(12);
  const rounded: number[] | undefined = [error(4), error(8), 20 * Math.log10(2)];
  return rounded;
}
