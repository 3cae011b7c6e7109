/** Exercise 09.1: a cloud and its price. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Divergence of N(mean, variance) from N(0, 1), in nats. */
const price = ([mean, variance]: readonly [number, number]): number =>
  0.5 * (mean ** 2 + variance - Math.log(variance) - 1);
const CLOUDS = [
  [2, 1],
  [0, 4],
  [0, 0.25],
] as const;
const PRICES = CLOUDS.map(price);

export const exercise = defineExercise({
  title: 'A cloud and its price',
  difficulty: 1,
  task: `
What does the divergence charge for the clouds $\\mathcal N(2, 1)$, $\\mathcal N(0, 4)$ and $\\mathcal N(0, 0.25)$ (mean and
*variance*)? Compute on paper, in nats, to three digits. Then say to yourself which is dearer: a cloud that is twice as wide
as the standard one, or one that is half as wide.`,
  answer: 'prices',
  placeholder: `
const prices: number[] | undefined = undefined; // nats, for the three clouds`,
  hints: [
    'The formula of section 2: half of $\\mu^2 + \\sigma^2 - \\ln \\sigma^2 - 1$.',
    'The second number is the variance, so $\\sigma^2 = 4$ and $\\sigma^2 = 0.25$.',
    '$\\ln 4 = 1.386$ and $\\ln 0.25 = -1.386$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, PRICES, {
      tolerance: 2e-3,
      mistakes: [
        { gives: PRICES.map((value) => 2 * value), says: 'The factor ½ is missing.' },
        {
          gives: CLOUDS.map(([mean, variance]) => price([mean, variance ** 2])),
          says: 'You squared the second number, but it is the variance already.',
        },
        {
          gives: PRICES.map((value) => value / Math.LN2),
          says: 'These are bits. The chapter counts in nats: take the natural logarithm.',
        },
        {
          gives: CLOUDS.map(([mean, variance]) => 0.5 * (mean ** 2 + variance - 1)),
          says: 'The logarithm of the variance is missing. Without it, a cloud of width 0 would be a bargain.',
        },
      ],
    });
    report.remark(
      'Twice as wide is dearer than half as wide: 0.807 against 0.318 nats. But as the width goes to 0, the price goes to infinity.',
    );
  },
});

export function solution() {
  // ½ (4 + 1 − 0 − 1), ½ (4 − ln 4 − 1), ½ (¼ + ln 4 − 1)
  const prices: number[] | undefined = [2, 0.807, 0.318];
  return prices;
}
