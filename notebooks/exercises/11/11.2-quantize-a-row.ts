/** Exercise 11.2: quantize a row. */
import { defineExercise } from 'dlts/dist/learn/author';

const ROW = [0.9, -0.2, 0.05, -1.6, 1.2];

function right(w: number[], bits: number): number[] {
  const step = (2 * Math.max(...w.map(Math.abs))) / 2 ** bits;
  const most = 2 ** (bits - 1) - 1;
  return w.map((value) => (Math.min(most, Math.floor(value / step)) + 0.5) * step);
}

/** Largest difference of two lists, infinite when one is no list of that length. */
function gap(given: unknown, wanted: number[]): number {
  if (!Array.isArray(given) || given.length !== wanted.length) return Infinity;
  return Math.max(...wanted.map((value, i) => Math.abs(Number(given[i]) - value)));
}

export const exercise = defineExercise({
  title: 'Quantize a row',
  difficulty: 2,
  task: `
Write \`quantize(w, bits)\` without tensors: the weights as they come back from \`bits\` bits, by the formulas of section 4. Mind
the largest weight: $\\lfloor m / \\Delta \\rfloor = 2^{k-1}$ is one step too high, and belongs to the step below.`,
  answer: 'quantize',
  placeholder: `
function quantize(w: number[], bits: number): number[] {
  return todo(); // your code
}`,
  hints: [
    '`Math.max(...w.map(Math.abs))` is $m$, and $\\Delta = 2m / 2^k$.',
    'The highest code is $2^{k-1} - 1$: take `Math.min` of it and `Math.floor(value / step)`.',
    'The answer is `(code + 0.5) * step`.',
  ],
  check(answer, report) {
    const quantize = report.function(answer);
    for (const bits of [2, 3, 1]) {
      const given: unknown = quantize([...ROW], bits);
      const step = (2 * 1.6) / 2 ** bits;
      const nearest = ROW.map((value) => Math.round(value / step) * step);
      report.demand(Array.isArray(given), '`quantize` must return a list of numbers.');
      report.demand(gap(given, nearest) > 1e-6, 'Rounding to multiples of Δ needs one level more than there is. Take `Math.floor`, and the middle of the step.'); // prettier-ignore
      report.demand(gap(given, ROW.map((value) => Math.floor(value / step))) > 1e-6, 'These are the codes. Turn them back into weights.'); // prettier-ignore
      report.demand(
        gap(given, right(ROW, bits)) < 1e-6,
        `With ${bits} bits, [${ROW.join(', ')}] must come back as [${right(ROW, bits).map((v) => +v.toFixed(3)).join(', ')}].`,
      ); // prettier-ignore
    }
    const highest: unknown = quantize([1, -0.5], 2);
    report.demand(
      gap(highest, [0.75, -0.25]) < 1e-6,
      'The largest weight itself has no step above it: [1, −0.5] with 2 bits must give [0.75, −0.25].',
    );
    report.remark('With one bit only the sign is left, and one size for all.');
  },
});

export function solution() {
  function quantize(w: number[], bits: number): number[] {
    const step = (2 * Math.max(...w.map(Math.abs))) / 2 ** bits;
    const most = 2 ** (bits - 1) - 1;
    return w.map((value) => (Math.min(most, Math.floor(value / step)) + 0.5) * step);
  }
  return quantize;
}
