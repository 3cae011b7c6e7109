/** Exercise 05b.3: a quarter turn per place. */
import { defineExercise } from 'dlts/dist/learn/author';

/** q · R(s − t) k with q = (2, 1), k = (1, 3) and a quarter turn per place. */
const WANTED = [5, -5, -5, 5];
const [Q, K] = [
  [2, 1],
  [1, 3],
] as const;

function scoreAt(distance: number, sign: 1 | -1): number {
  const angle = (sign * distance * Math.PI) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return Q[0] * (K[0] * cos - K[1] * sin) + Q[1] * (K[0] * sin + K[1] * cos);
}

const close = (a: readonly number[], b: readonly number[]) =>
  a.every((value, i) => Math.abs(value - (b[i] ?? NaN)) < 1e-2);

export const exercise = defineExercise({
  title: 'A quarter turn per place',
  difficulty: 2,
  task: `
A head of width $d = 2$ with RoPE turns queries and keys by $90°$ counterclockwise per place: $\\mathbf R_t$ turns by
$t \\cdot 90°$. The query $\\mathbf q = (2, 1)$ is at place $t$, the key $\\mathbf k = (1, 3)$ at place $s$. On paper: first derive that
the product of the two turned vectors depends on $s - t$ only. Then give it for $s - t = 0, 1, 2, 3$, without dividing by
$\\sqrt d$.`,
  answer: 'rotated',
  placeholder: `
const rotated: number[] | undefined = undefined; // the score at distances 0, 1, 2, 3`,
  hints: [
    'A rotation keeps products: turning *both* vectors back by $t$ places changes nothing. What is left of the query, and what of the key?',
    'A quarter turn counterclockwise sends $(a, b)$ to $(-b, a)$.',
    'Half a turn changes the sign of a vector, and so of the product.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 4 });
    const backward = [0, 1, 2, 3].map((distance) => scoreAt(distance, -1));
    report.demand(
      !close(values, backward),
      'You turned the other way round: the key is $s - t$ places *further on*, so it is turned on, not back.',
    );
    report.demand(
      !close(values, [5, 5, 5, 5]),
      'That is the product without any rotation. It would be right if both were at the same place.',
    );
    report.demand(
      Math.abs(values[0] - WANTED[0]) < 1e-2,
      'Begin with distance 0: both are turned by the same angle, and that changes no product.',
    );
    report.demand(
      Math.abs(values[2] + values[0]) < 1e-2,
      'Compare distance 2 with distance 0: half a turn. What does that do to a vector?',
    );
    report.demand(
      close(values, WANTED),
      'Distances 0 and 2 are right. For 1 and 3 turn the key by one and by three quarters, and multiply by $(2, 1)$.',
    );
    report.remark(
      'With one frequency the score comes back after four places. That is why a head has d / 2 pairs, each with a frequency of its own.',
    );
  },
});

export function solution() {
  // k turned: (1, 3), (−3, 1), (−1, −3), (3, −1); each times (2, 1)
  const rotated: number[] | undefined = [2 * 1 + 1 * 3, 2 * -3 + 1 * 1, -2 - 3, 6 - 1];
  return rotated;
}
