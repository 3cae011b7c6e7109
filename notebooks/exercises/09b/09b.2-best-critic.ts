/** Exercise 09b.2: the best critic. */
import { defineExercise } from 'dlts/dist/learn/author';

/** −½ Σ (p ln D + q ln (1 − D)) for the best answers D. */
const COST =
  -0.5 * (0.8 * Math.log(0.8) + 0.2 * Math.log(0.5) + 0.2 * Math.log(0.2) + 0.2 * Math.log(0.5));

export const exercise = defineExercise({
  title: 'The best critic',
  difficulty: 2,
  task: `
There are three possible images. The data has $p(a) = 0.8$, $p(b) = 0.2$ and $p(c) = 0$. The generator draws $q(a) = 0.2$,
$q(b) = 0.2$ and $q(c) = 0.6$. A batch holds as many real as drawn images, and a critic may answer differently for each of the
three. What does the best critic answer for $a$ and for $b$, and what is its mean cost per image, in nats?`,
  answer: 'best',
  placeholder: `
const best: number[] | undefined = undefined; // [D*(a), D*(b), mean cost in nats]`,
  hints: [
    '$D^* = p / (p + q)$, at each image. At $c$ it is 0, and costs nothing.',
    'A real image costs $-\\ln D$, a drawn one $-\\ln(1 - D)$. Half of the images are real.',
    'The cost is $-\\tfrac12 (0.8 \\ln 0.8 + 0.2 \\ln 0.5 + 0.2 \\ln 0.2 + 0.2 \\ln 0.5)$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, [0.8, 0.5, COST], {
      tolerance: 3e-3,
      mistakes: [
        {
          gives: [0.8, 0.5, 2 * COST],
          says: 'The mean over all images: each kind is only half of them.',
        },
        { gives: [0.8, 0.2, COST], says: 'At $b$, as much is real as is drawn.' },
        {
          gives: [0.2, 0.5, COST],
          says: 'D is the share of *real* images among those that look like $a$.',
        },
        {
          gives: (values) => Math.abs((values[2] ?? 0) - Math.LN2) < 3e-3,
          says: 'ln 2 is the cost where real and drawn images have the same distribution. Here a critic can do better.',
        },
      ],
    });
    report.remark(
      'The cost is well below ln 2 = 0.693: the critic can tell. As the generator gets better, the best critic gets worse, and its loss rises.',
    );
  },
});

export function solution() {
  // −½ (0.8 ln 0.8 + 0.2 ln 0.5 + 0.2 ln 0.2 + 0.2 ln 0.5)
  const best: number[] | undefined = [0.8, 0.5, 0.3888];
  return best;
}
