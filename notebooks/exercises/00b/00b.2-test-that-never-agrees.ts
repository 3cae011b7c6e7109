/** Exercise 00b.2: a finite difference with three faults. */
import { defineExercise } from 'dlts/dist/learn/author';

/** Functions with their derivatives, and where they are asked. The values are float32, as a tensor's are. */
const CASES: readonly { name: string; f: (x: number) => number; x: number; slope: number }[] = [
  { name: 'x²', f: (x) => x * x, x: 3, slope: 6 },
  { name: 'x³', f: (x) => x ** 3, x: 2, slope: 12 },
  { name: 'eˣ', f: Math.exp, x: 1, slope: Math.E },
];

export const exercise = defineExercise({
  title: 'The test that never agrees',
  difficulty: 2,
  task: `
A colleague checks gradients with this function. It never agrees with anything, and the network is
about to be rewritten. The functions that it gets return float32 numbers, as tensors do.

\`\`\`ts
function measuredSlope(f: (x: number) => number, x: number): number {
  const h = 1e-10;
  return (f(x + h) - f(x)) / 2 * h;
}
\`\`\`

There are three faults in it. Write \`measuredSlope(f, x)\` without them. The check asks for the slopes of
$x^2$, $x^3$ and $e^x$ in float32, each to within 0.001 of it (relative).`,
  answer: 'measuredSlope',
  placeholder: `
function measuredSlope(f: (x: number) => number, x: number): number {
  return todo(); // the function from the task, repaired
}`,
  hints: [
    'Put in numbers: what does `6 / 2 * 3` give in TypeScript?',
    'Two steps of width $h$ must lie between the two places, if the divisor is $2h$.',
    'In float32, $3 + 10^{-10}$ is 3. Look at the V of section 2 for a better step.',
  ],
  check(answer, report) {
    const measuredSlope = report.function(answer);
    for (const { name, f, x, slope } of CASES) {
      const f32 = (at: number): number => Math.fround(f(Math.fround(Number(at))));
      const what = `The slope of ${name} at ${x}`;
      const got = report.number(measuredSlope(f32, x), what);
      const isNear = (value: number, share = 0.001): boolean =>
        Math.abs(got - value) <= share * Math.abs(value);
      report.demand(
        got !== 0,
        `${what} came out as 0: with that step, the two values of f are the same float32 number. Take a larger one.`,
      );
      report.demand(
        !isNear(slope / 2, 0.1),
        `${what} is half of what it should be: you walk one step, and divide by two.`,
      );
      report.demand(
        !isNear(2 * slope, 0.1),
        `${what} is twice what it should be: two steps lie between the places, and you divide by one.`,
      );
      report.demand(
        Math.abs(got) > 0.1,
        `${what} came out as ${got.toExponential(1)}, far too small: \`a / 2 * h\` is \`(a / 2) * h\`. Use parentheses.`,
      );
      report.demand(
        isNear(slope),
        `${what} is ${got.toPrecision(6)}; it should be ${slope.toPrecision(6)}. ` +
          (isNear(slope, 0.05)
            ? 'Nearly: take one step to *each* side, and a step between 0.001 and 0.02.'
            : 'Is the step so small that rounding is all that is left, or so large that the curve bends?'),
      );
    }
    report.remark(
      'The network was fine. Before you distrust a gradient, test the test on a function whose slope you know.',
    );
  },
});

export function solution() {
  function measuredSlope(f: (x: number) => number, x: number): number {
    const h = 0.01;
    return (f(x + h) - f(x - h)) / (2 * h);
  }
  return measuredSlope;
}
