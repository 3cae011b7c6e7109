/** Exercise 12.1: encode a row. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Encode a row',
  difficulty: 1,
  task: `
Four cars train: their weights are 2, 4, 6 and 4 tons, their power is 10, 30, unknown and 20 hp, and they come from the USA,
Japan, the USA and Europe. An encoder like that of section 4 learns from them. Then a fifth car comes in: 6 tons, power unknown, from
Europe.

Write its seven features in this order: weight, power, power missing, Europe, Japan, USA, and, as the seventh, the number that took the
place of the missing power *before* scaling.`,
  answer: 'features121',
  placeholder: `
const features121: number[] | undefined = undefined; // six features, then the number that filled the gap`,
  hints: [
    'The mean weight is 4. Its variance is the mean of 4, 0, 4 and 0, and the standard deviation is $\\sqrt 2$.',
    'The median of 10, 20 and 30 fills the gap: of the training cars, too, before mean and deviation are taken.',
    'With the gap filled by 20, the powers are 10, 30, 20, 20: their mean is 20, so the filled gap becomes 0.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 7 });
    report.close(given, [Math.SQRT2, 0, 1, 1, 0, 0, 20], {
      tolerance: 1e-3,
      mistakes: [
        {
          gives: [Math.sqrt(1.5), 0, 1, 1, 0, 0, 20],
          says: 'That is the deviation with $1/(N-1)$. Scaling takes that of the population, $1/N$.',
        },
        {
          gives: [Math.SQRT2, 0, 0, 1, 0, 0, 20],
          says: 'The third feature says that the power was missing: it is 1.',
        },
        {
          gives: [Math.SQRT2, 0, 1, 0, 0, 1, 20],
          says: 'The values of a category stand in alphabetical order: Europe comes first.',
        },
        {
          gives: [1, 0, 1, 1, 0, 0, 20],
          says: 'Divide the distance of 2 tons by the standard deviation, $\\sqrt 2$, not by the variance.',
        },
      ],
    });
    report.remark('A filled gap is close to 0, so only the feature beside it tells a network that there was a gap.');
  },
}); // prettier-ignore

export function solution() {
  // weight: (6 − 4) / √2; power: the median 20, and the mean is 20 as well
  const features121: number[] | undefined = [2 / Math.sqrt(2), 0, 1, 1, 0, 0, 20];
  return features121;
}
