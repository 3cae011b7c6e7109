/** Exercise 02b.2: dropout with its way back. */
import { defineExercise } from 'dlts/dist/learn/author';

const H = [2, -3, 0.5, 7, 11];
const DRAWS = [0.1, 0.25, 0.9, 0.24, 0.6];
const ABOVE = [1, -2, 3, 5, -0.5];

export const exercise = defineExercise({
  title: 'Dropout with its way back',
  difficulty: 2,
  task: `
Write \`dropout(h, draws, rate, fromAbove)\` for lists. A value is dropped if its number in \`draws\`, drawn evenly between
0 and 1, is below \`rate\`. Return \`{ out, back }\`: the values passed on, and $\\partial L / \\partial \\mathbf h$ if \`fromAbove\`
is $\\partial L / \\partial \\text{out}$.`,
  answer: 'dropout',
  placeholder: `
function dropout(
  h: number[],
  draws: number[],
  rate: number,
  fromAbove: number[],
): { out: number[]; back: number[] } {
  return todo(); // your code
}`,
  hints: [
    'Make one mask first: 0 where a value is dropped.',
    'Kept values are scaled so that the expected value stays the same. By what?',
    '`out` is the input times a constant, element by element. What is the derivative of that?',
  ],
  check(answer, report) {
    const dropout = report.function(answer);
    for (const rate of [0.25, 0.5, 0]) {
      const kept: number[] = DRAWS.map((u) => Number(u >= rate));
      const mask = kept.map((each) => each / (1 - rate));
      const times = (a: readonly number[], b: readonly number[]) =>
        a.map((x, i) => x * (b[i] ?? 0));
      const result = report.object(
        dropout([...H], [...DRAWS], rate, [...ABOVE]),
        ['out', 'back'] as const,
        'What it returns',
      );
      const on = `rate ${rate}`;
      report.close(report.numbers(result.out, '`out`', { length: 5 }), times(H, mask), {
        what: '`out`',
        on,
        mistakes: [
          { gives: times(H, kept), says: 'The kept values are not scaled up yet.' },
          {
            gives: times(
              H,
              kept.map((each) => (1 - each) / (1 - rate)),
            ),
            says: 'You kept what should be dropped.',
          },
          {
            gives: times(
              H,
              mask.map((m) => m * (1 - rate) ** 2),
            ),
            says: 'Divide by 1 − rate; do not multiply.',
          },
        ],
      });
      report.close(report.numbers(result.back, '`back`', { length: 5 }), times(ABOVE, mask), {
        what: '`back`',
        on,
        mistakes: [
          { gives: ABOVE, says: 'A dropped value had no influence, so its gradient is 0.' },
          {
            gives: times(ABOVE, kept),
            says: 'The scale of the way forward is missing on the way back.',
          },
          {
            gives: times(ABOVE, times(H, mask)),
            says: 'The derivative of c · h by h is c, not c · h.',
          },
        ],
      });
    }
    report.remark(
      'The mask must be kept until the way back: another draw would be another function.',
    );
  },
});

export function solution() {
  function dropout(
    h: number[],
    draws: number[],
    rate: number,
    fromAbove: number[],
  ): { out: number[]; back: number[] } {
    const mask = draws.map((draw) => (draw < rate ? 0 : 1 / (1 - rate)));
    return { out: h.map((x, i) => x * mask[i]), back: fromAbove.map((g, i) => g * mask[i]) };
  }
  return dropout;
}
