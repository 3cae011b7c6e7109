/** Exercise 08b.4: correct a probability for another prevalence. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES = [
  [0.6, 0.5, 0.01],
  [0.9, 0.37, 0.01],
  [0.2, 0.1, 0.3],
] as const;
const odds = (p: number): number => p / (1 - p);
const back = (o: number): number => o / (1 + o);

export const exercise = defineExercise({
  title: 'Correct a probability for another prevalence',
  difficulty: 3,
  task: `
A model is calibrated where a share $\\pi$ is ill. Elsewhere the share is $\\pi'$, and within the ill and within the healthy the
measurements are distributed as before. Derive from Bayes' theorem how its probability $p$ must change, and write
\`corrected(p, trained, here)\` with $\\pi$ = \`trained\` and $\\pi'$ = \`here\`.`,
  answer: 'corrected',
  placeholder: `
function corrected(p: number, trained: number, here: number): number {
  return todo(); // your code
}`,
  hints: [
    'Write Bayes with odds: posterior odds are prior odds times the ratio of the densities of the measurements.',
    'The ratio of the densities is the same in both places. So divide by the old prior odds and multiply by the new ones.',
    'At the end turn odds $o$ back into a probability, $o / (1 + o)$.',
  ],
  check(answer, report) {
    const corrected = report.function(answer);
    for (const [p, trained, here] of CASES) {
      const found = Number(corrected(p, trained, here));
      const right = (odds(p) * odds(here)) / odds(trained);
      const is = (value: number): boolean => Math.abs(found - value) < 1e-9;
      report.demand(!is(right), 'Those are odds. Turn them back into a probability.');
      report.demand(
        !is((p * here) / trained),
        'Probabilities do not scale like that (this can exceed 1); odds do.',
      );
      report.demand(
        !is(back((odds(p) * odds(trained)) / odds(here))),
        'The two prevalences are exchanged.',
      );
      report.demand(
        is(back(right)),
        `For p = ${p}, from ${trained} to ${here}, your result does not follow from Bayes' theorem.`,
      );
    }
    report.remark(
      'For logits that is an addition: the bias of the last layer changes, and nothing else.',
    );
  },
});

export function solution() {
  function corrected(p: number, trained: number, here: number): number {
    const odds = (q: number) => q / (1 - q);
    const now = (odds(p) * odds(here)) / odds(trained);
    return now / (1 + now);
  }
  return corrected;
}
