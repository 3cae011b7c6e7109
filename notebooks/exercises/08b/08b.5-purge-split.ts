/** Exercise 08b.5: purge a split. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES = [
  { training: [0, 1, 2, 3, 4, 8, 9, 10, 11], test: [6], span: 3 },
  { training: [11, 5, 4, 30, 17], test: [20, 9], span: 5 },
];
const kept = (training: number[], test: number[], span: number): number[] =>
  training.filter((day) => test.every((asked) => Math.abs(day - asked) >= span));

export const exercise = defineExercise({
  title: 'Purge a split',
  difficulty: 2,
  task: `
A row for day $d$ has the days $d, d + 1, \\dots, d + \\text{span} - 1$ as its target. Write
\`purgedTraining(training, test, span)\`: the training days, in their order, whose target shares no day with the target of *any*
test day.`,
  answer: 'purgedTraining',
  placeholder: `
function purgedTraining(training: number[], test: number[], span: number): number[] {
  return todo(); // your code
}`,
  hints: [
    'When do two stretches of the same length overlap?',
    'They share no day if their first days are at least `span` apart, in either direction.',
    'Use `filter`, with `every` inside.',
  ],
  check(answer, report) {
    const purge = report.function(answer);
    for (const { training, test, span } of CASES) {
      const found = JSON.stringify(purge([...training], [...test], span));
      const is = (days: number[]): boolean => found === JSON.stringify(days);
      const on = `training days ${training.join(', ')}, test days ${test.join(', ')}, span ${span}`;
      report.demand(!is(training), `Nothing is left out on ${on}.`);
      report.demand(
        !is(kept(training, test, span + 1)),
        `One day too many is left out on ${on}: days exactly span apart share nothing.`,
      );
      report.demand(
        !is(training.filter((day) => test.every((asked) => asked - day >= span || day > asked))),
        'Days after the test day overlap too.',
      );
      report.demand(
        is(kept(training, test, span)),
        `Another list is expected on ${on}: ${kept(training, test, span).join(', ')}.`,
      );
    }
    report.remark('If features reach back in time as well, the gap must cover them too.');
  },
});

export function solution() {
  function purgedTraining(training: number[], test: number[], span: number): number[] {
    return training.filter((day) => test.every((asked) => Math.abs(day - asked) >= span));
  }
  return purgedTraining;
}
