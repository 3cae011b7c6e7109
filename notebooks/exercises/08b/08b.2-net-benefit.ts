/** Exercise 08b.2: net benefit. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES = [
  [38, 3, 100, 0.25],
  [17, 11, 53, 0.1],
  [5, 7, 29, 0.6],
] as const;

export const exercise = defineExercise({
  title: 'Net benefit',
  difficulty: 1,
  task: `
Write \`benefit(tp, fp, n, threshold)\`: the net benefit of treating $TP$ ill and $FP$ healthy people of $n$, at threshold
probability $t$. What does it weigh a needless treatment with, and why does that follow from $t$?`,
  answer: 'benefit',
  placeholder: `
function benefit(tp: number, fp: number, n: number, threshold: number): number {
  return todo(); // your code
}`,
  hints: [
    'A found tumor counts 1. A needless treatment counts the odds of the threshold.',
    'The odds of a probability $t$ are $t / (1 - t)$.',
    'Both counts are divided by $n$.',
  ],
  check(answer, report) {
    const benefit = report.function(answer);
    for (const [tp, fp, n, t] of CASES) {
      const found = Number(benefit(tp, fp, n, t));
      const is = (value: number): boolean => Math.abs(found - value) < 1e-9;
      report.demand(
        !is((tp - fp * t) / n),
        'The weight is the odds $t / (1 - t)$, not $t$ itself.',
      );
      report.demand(!is((tp - fp) / n), 'A needless treatment is not as bad as a missed tumor.');
      report.demand(!is(tp - (fp * t) / (1 - t)), 'Divide by the number of people.');
      report.demand(
        is((tp - (fp * t) / (1 - t)) / n),
        `With ${tp} found, ${fp} needless, ${n} people and t = ${t}, your result does not fit the formula of section 5.`,
      );
    }
    report.remark('Who chooses t = 0.1 says that nine needless treatments are as bad as one miss.');
  },
});

export function solution() {
  function benefit(tp: number, fp: number, n: number, threshold: number): number {
    return (tp - (fp * threshold) / (1 - threshold)) / n;
  }
  return benefit;
}
