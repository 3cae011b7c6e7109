/** Exercise 11b.2: the bound of differential privacy on any attack. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES = [
  [1, 1e-5, 0.01],
  [3, 1e-3, 0.01],
  [5, 0, 0.02],
] as const;

export const exercise = defineExercise({
  title: 'What epsilon allows',
  difficulty: 1,
  task: `
A training is $(\\varepsilon, \\delta)$-differentially private. An attacker accuses a share \`falselyAccused\` of the strangers.
What share of the members can he find at most, whatever he does? Write \`mostFound(epsilon, delta, falselyAccused)\`; a share
is never above 1.`,
  answer: 'mostFound',
  placeholder: `
function mostFound(epsilon: number, delta: number, falselyAccused: number): number {
  return todo(); // your code
}`,
  hints: [
    'In the definition let $S$ be the outcomes after which the attacker accuses you.',
    '"Without you" it is a false accusation, "with you" a find.',
    'So found is at most $e^\\varepsilon$ times falsely accused, plus $\\delta$; and at most 1.',
  ],
  check(answer, report) {
    const mostFound = report.function(answer);
    for (const [epsilon, delta, accused] of CASES) {
      const found = Number(mostFound(epsilon, delta, accused));
      const bound = Math.exp(epsilon) * accused + delta;
      const is = (value: number): boolean => Math.abs(found - value) < 1e-9;
      report.demand(bound <= 1 || !is(bound), 'A share cannot exceed 1: a bound above 1 says nothing.');
      report.demand(!is(epsilon * accused + delta), 'The factor is $e^\\varepsilon$, not $\\varepsilon$.');
      report.demand(delta === 0 || !is(bound - delta), 'The addend $\\delta$ is missing.');
      report.demand(is(Math.min(1, bound)), `For ε = ${epsilon}, δ = ${delta} and ${accused} falsely accused, the definition gives another bound.`);
    }
    report.remark('At ε = 5 the bound for 2 % is no bound at all. Published systems with ε of 8 or more exist.');
  },
}); // prettier-ignore

export function solution() {
  function mostFound(epsilon: number, delta: number, falselyAccused: number): number {
    return Math.min(1, Math.exp(epsilon) * falselyAccused + delta);
  }
  return mostFound;
}
