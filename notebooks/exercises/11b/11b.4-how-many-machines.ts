/** Exercise 11b.4: the number of machines at which a step is fastest. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES = [
  [20, 50e-6],
  [2, 1e-3],
  [0.5, 20e-6],
] as const;

export const exercise = defineExercise({
  title: 'How many machines?',
  difficulty: 3,
  task: `
A step takes \`computing\` seconds on one machine. On $n$ machines, with the global batch fixed, it takes
$t(n) = \\frac{c}{n} + 2(n-1)\\lambda + \\frac{2(n-1)}{n}\\tau$, with latency $\\lambda$ and $\\tau$ the seconds that the gradient's
bytes need. Take $\\tau = 0$ (a small model on a fast network) and derive the $n$ at which $t$ is smallest.
\`bestMachines(computing, latency)\` returns it as a real number; nobody will round it for you.`,
  answer: 'bestMachines',
  placeholder: `
function bestMachines(computing: number, latency: number): number {
  return todo(); // your code
}`,
  hints: [
    'Differentiate by $n$: $t\'(n) = -c/n^2 + 2\\lambda$.',
    'Set it to zero and solve for $n$.',
    '$n = \\sqrt{c / (2\\lambda)}$. The second derivative, $2c/n^3$, is positive: a minimum.',
  ],
  check(answer, report) {
    const bestMachines = report.function(answer);
    for (const [computing, latency] of CASES) {
      const found = Number(bestMachines(computing, latency));
      const is = (value: number): boolean => Math.abs(found - value) < 1e-6 * value;
      report.demand(!is(computing / (2 * latency)), 'That is $n^2$. Take the root.');
      report.demand(!is(Math.sqrt(computing / latency)), 'Each machine waits for $2(n-1)$ rounds: the 2 is missing.');
      report.demand(is(Math.sqrt(computing / (2 * latency))), `For c = ${computing} s and λ = ${latency} s, t is smaller elsewhere.`);
    }
    report.remark('At the best n, computing and latency take about the same time: half of each step is waiting.');
  },
}); // prettier-ignore

export function solution() {
  function bestMachines(computing: number, latency: number): number {
    return Math.sqrt(computing / (2 * latency));
  }
  return bestMachines;
}
