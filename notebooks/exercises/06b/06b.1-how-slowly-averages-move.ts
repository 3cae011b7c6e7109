/** Exercise 06b.1: how slowly do averages move?. */
import { defineExercise } from 'dlts/dist/learn/author';

const moved = (start: number, seen: number, momentum: number, steps: number): number =>
  seen + (start - seen) * momentum ** steps;

export const exercise = defineExercise({
  title: 'How slowly do averages move?',
  difficulty: 2,
  task: `
Batch normalization moves its stored average after each batch: $a \\leftarrow m\\, a + (1 - m)\\, s$ with momentum $m$. Suppose
every batch has the same mean $s$ = \`seen\`, and the average begins at $a_0$ = \`start\`. Derive $a$ after $n$ = \`steps\` batches
in closed form and write it as \`movingAverage(start, seen, momentum, steps)\`. No loop: it must hold for a billion steps.`,
  answer: 'movingAverage',
  placeholder: `
function movingAverage(start: number, seen: number, momentum: number, steps: number): number {
  return todo(); // your code
}`,
  hints: [
    'Look at the distance to $s$: what becomes of $a - s$ in one step?',
    '$a_{n+1} - s = m\\,(a_n - s)$: each step leaves the share $m$ of the distance.',
    'So $a_n = s + (a_0 - s)\\, m^n$.',
  ],
  check(answer, report) {
    const movingAverage = report.function(answer);
    for (const [start, seen, momentum, steps] of [
      [0, 1, 0.9, 2],
      [2, -3, 0.99, 54],
      [5, 1, 0.5, 3],
      [1, 4, 0.999, 1e9],
    ] as const) {
      const given = report.number(movingAverage(start, seen, momentum, steps));
      report.close(given, moved(start, seen, momentum, steps), {
        what: 'The average',
        on: `start ${start}, seen ${seen}, momentum ${momentum}, ${steps} steps`,
        mistakes: [
          { gives: start + (seen - start) * momentum ** steps, says: 'The share $m^n$ is left of the *old* value, not of the new one.' },
          { gives: moved(start, seen, 1 - momentum, steps), says: 'The momentum is the share of the old average that *stays*.' },
          { gives: momentum * start + (1 - momentum) * seen, says: 'That is a single step.' },
        ],
      }); // prettier-ignore
    }
    report.remark(
      'With a momentum of 0.99, 54 steps leave 58 % of the old average in place: a short fine-tuning ends with averages that belong to neither data set.',
    );
  },
});

export function solution() {
  function movingAverage(start: number, seen: number, momentum: number, steps: number): number {
    return seen + (start - seen) * momentum ** steps;
  }
  return movingAverage;
}
