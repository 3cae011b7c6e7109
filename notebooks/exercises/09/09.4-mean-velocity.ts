/** Exercise 09.4: the mean velocity. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The mean velocity',
  difficulty: 3,
  task: `
The smallest flow there is, on a line. Noise is at 0 with probability ¾ and at 2 with probability ¼. Data are at −1 and at 1,
with probability ½ each. Noise and data are paired independently, and each pair is joined by a straight line. At time
$t = ½$ a point can be at −0.5, 0.5 or 1.5. Which velocity minimizes the loss of flow matching at each of the three places?`,
  answer: 'velocities',
  placeholder: `
const velocities: number[] | undefined = undefined; // at x = −0.5, 0.5 and 1.5`,
  hints: [
    'List the four pairs with their probability, their place at $t = ½$ (the middle) and their velocity (data minus noise).',
    'Two pairs meet at 0.5: from 0 to 1, and from 2 to −1.',
    'A squared error is smallest at the mean, weighted by the probabilities of the pairs that meet there.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, [-1, 0, -1], {
      mistakes: [
        {
          gives: [-1, -1, -1],
          says: 'At 0.5 you took the plain mean of 1 and −3. The first pair is three times as likely.',
        },
        { gives: [1, 0, 1], says: 'The signs are turned: the velocity is data minus noise.' },
        {
          gives: [-0.5, 0, -0.5],
          says: 'The whole way takes from 0 to 1: the velocity is data minus noise, not the way from the middle.',
        },
      ],
    });
    report.remark(
      'Nobody moves with velocity 0 at 0.5, and still it is the best answer. Three quarters go right there and a quarter goes left, three times as fast: on average, nothing crosses.',
    );
  },
});

export function solution() {
  // (0, −1): ⅜ at −0.5, −1 · (0, 1): ⅜ at 0.5, 1 · (2, −1): ⅛ at 0.5, −3 · (2, 1): ⅛ at 1.5, −1
  const velocities: number[] | undefined = [-1, (3 * 1 + 1 * -3) / 4, -1];
  return velocities;
}
