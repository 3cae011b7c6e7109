/** Exercise 04.5: how far must the gate open?. */
import { defineExercise } from 'dlts/dist/learn/author';

const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));
const logit = (f: number): number => Math.log(f / (1 - f));

export const exercise = defineExercise({
  title: 'How far must the gate open?',
  difficulty: 2,
  task: `
The forget gate of an LSTM depends on its bias alone: $f = \\sigma(b)$ at every step. Nothing is written, so
$c_T = f^{\\,T} c_0$. On paper, solve for the bias with which the \`share\` $s$ of the memory is left after $T$ = \`steps\` steps,
and write it as \`biasFor(share, steps)\`. No search, no loop, no training: a formula.

Your formula must also hold for a share very near 1 and for a hundred thousand steps, where $1 - f$ is tiny.`,
  answer: 'biasFor',
  placeholder: `
function biasFor(share: number, steps: number): number {
  return todo(); // your code
}`,
  hints: [
    'First the gate: from $f^{\\,T} = s$ follows $f = s^{1/T}$.',
    'Then invert the sigmoid: solve $f = 1 / (1 + e^{-b})$ for $b$.',
    'Where $f$ is nearly 1, $1 - f$ loses its digits. $1 - s^{1/T} = 1 - e^{\\ln s / T}$, and `Math.expm1(a)` is $e^a - 1$ without that loss.',
  ],
  check(answer, report) {
    const biasFor = report.function(answer);
    for (const [share, steps] of [
      [0.3, 1],
      [0.5, 7],
      [0.1, 53],
      [0.999, 100_003],
    ] as const) {
      const a = Math.log(share) / steps;
      const given = report.number(biasFor(share, steps));
      report.close(given, a - Math.log(-Math.expm1(a)), {
        what: 'The bias',
        on: `share = ${share}, steps = ${steps}`,
        tolerance: 1e-6,
        mistakes: [
          { gives: share ** (1 / steps), says: 'That is the gate; which bias makes a sigmoid give it?' },
          { gives: -a + Math.log(-Math.expm1(a)), says: 'The sign: a gate that keeps more has a larger bias.' },
          { gives: logit(sigmoid(logit(share)) / steps), says: 'The steps multiply: the share is $f$ to the power $T$, not $T$ times $f$.' },
          { gives: logit(share), says: 'That is the bias for a single step.' },
          { gives: logit(share ** steps), says: 'The exponent is turned around: $f = s^{1/T}$.' },
        ],
      }); // prettier-ignore
    }
    report.remark(
      'For half of the memory, $b \\approx \\ln T - \\ln \\ln 2$: ten times as many steps need 2.3 more bias. Tallec and Ollivier choose biases near $\\ln T$ for this reason.',
    );
  },
});

export function solution() {
  // f = s^(1/T) = e^a with a = ln s / T, and b = ln(f / (1 − f)) = a − ln(1 − eᵃ)
  function biasFor(share: number, steps: number): number {
    const a = Math.log(share) / steps;
    return a - Math.log(-Math.expm1(a));
  }
  return biasFor;
}
