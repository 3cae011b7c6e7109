/** Exercise 08b.1: precision at another prevalence. */
import { defineExercise } from 'dlts/dist/learn/author';

const precision = (prevalence: number, sensitivity = 0.9, specificity = 0.8): number =>
  (sensitivity * prevalence) / (sensitivity * prevalence + (1 - specificity) * (1 - prevalence));

export const exercise = defineExercise({
  title: 'Precision elsewhere',
  difficulty: 1,
  task: `
A test has sensitivity 0.9 and specificity 0.8. What share of its alarms is right where 20 % are ill, and where 2 % are?`,
  answer: 'precisions',
  placeholder: `
const precisions: number[] | undefined = undefined; // [at 20 %, at 2 %], from 0 to 1`,
  hints: [
    'Imagine 1,000 people. How many are ill and found? How many are healthy and alarmed?',
    'Of 1,000 at 20 %: 180 right alarms and 160 wrong ones.',
    'At 2 %: 18 right alarms and 196 wrong ones.',
  ],
  check(answer, report) {
    const [first = NaN, second = NaN] = report.numbers(answer, undefined, { length: 2 });
    const near = (value: number, right: number): boolean => Math.abs(value - right) < 0.005;
    report.demand(
      !near(first, 0.9) && !near(second, 0.9),
      'That is the sensitivity: the share of the ill who are found, not of the alarms that are right.',
    );
    report.demand(
      !near(first, precision(0.02)) || !near(second, precision(0.2)),
      'The two are exchanged: the first is for 20 %.',
    );
    report.demand(
      near(first, precision(0.2)) && near(second, precision(0.02)),
      'Count right and wrong alarms among 1,000 people, and divide the right ones by all alarms.',
    );
    report.remark(
      'The same test: more than half of the alarms are right here, fewer than a tenth there.',
    );
  },
});

export function solution() {
  const precisions: number[] | undefined = [180 / 340, 18 / 214];
  return precisions;
}
