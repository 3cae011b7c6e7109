/** Exercise 04.4: how far back does the gradient reach?. */
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

/** Exercise 04.4: the derivatives back to each state, or a mistaken version of them. */
function backward(
  u: number,
  h: readonly number[],
  factor = (state: number): number => u * (1 - state * state),
  shift = 0,
): number[] {
  const last = h.length - 1;
  const derivatives = [1];
  for (let k = 1; k <= last; k++)
    derivatives.push((derivatives[k - 1] ?? 0) * factor(h[last - k + 1 - shift] ?? 0));
  return derivatives;
}

/** States of a unit that reads a wave. */
function wave(u: number, w: number, steps: number): number[] {
  const h = [0];
  for (let t = 1; t <= steps; t++) h.push(Math.tanh(w * Math.cos(2.4 * t) + u * (h[t - 1] ?? 0)));
  return h;
}

export const exercise = defineExercise({
  title: 'How far back does the gradient reach?',
  difficulty: 2,
  task: `
A unit computes $h_t = \\tanh(w x_t + u h_{t-1} + b)$. \`h\` holds its states $h_0, h_1, \\dots, h_T$. Write \`gradientBack(u, h)\`
that returns the $T + 1$ numbers $\\partial h_T / \\partial h_{T-k}$ for $k = 0, 1, \\dots, T$: how much the last state depends
on the state $k$ steps before. Plain numbers, no tensors. It must return as many numbers as \`h\` holds.`,
  answer: 'gradientBack',
  placeholder: `
function gradientBack(u: number, h: number[]): number[] {
  return todo(); // your code
}`,
  hints: [
    'One step: $\\partial h_t / \\partial h_{t-1} = u \\, (1 - h_t^2)$. The derivative of tanh is 1 minus the square of its **output**.',
    'Several steps: the chain rule multiplies, $\\partial h_T / \\partial h_{T-2} = u (1 - h_T^2) \\cdot u (1 - h_{T-1}^2)$. And $\\partial h_T / \\partial h_T = 1$.',
    'Begin with `[1]`; for `t` from `h.length - 1` down to 1 append the last number times `u * (1 - h[t] ** 2)`.',
  ],
  check(answer, report) {
    const gradientBack = report.function(answer);
    for (const [u, w, steps] of [
      [0.9, 1.5, 7],
      [-1.4, 0.6, 11],
      [0.9, 0.4, 40],
      [2, 1, 0],
    ] as const) {
      const h = wave(u, w, steps);
      const right = backward(u, h);
      const given = report.numbers(gradientBack(u, [...h]), 'What it returns', {
        length: h.length,
      });
      report.close(given, right, {
        what: 'The derivatives',
        on: `u = ${u}, ${h.length} states, the last of them ${(h.at(-1) ?? 0).toFixed(3)}`,
        mistakes: mistakesOn(u, h, right),
      });
      // Far back the numbers are below every tolerance; their quotient is not.
      report.close(given.map((value, k) => value / (right[k] ?? 1)), h.map(() => 1), {
        what: 'Each derivative, divided by the right one,',
        on: `u = ${u}, ${h.length} states; each of ${steps} steps has its own factor, however small the product is`,
        mistakes: [],
      }); // prettier-ignore
    }
    const far = backward(0.9, wave(0.9, 1.5, 60)).findIndex((value) => Math.abs(value) < 1e-3);
    report.remark(
      `With $u = 0.9$ and the first of the test signals, the derivative is below 0.001 from ${far} steps on. What lies further back hardly takes part in learning.`,
    );
  },
});

export function solution() {
  function gradientBack(u: number, h: number[]): number[] {
    const gradients = [1];
    for (let t = h.length - 1; t >= 1; t--)
      gradients.push(gradients[gradients.length - 1] * u * (1 - h[t] ** 2));
    return gradients;
  }
  return gradientBack;
}

function mistakesOn(u: number, h: readonly number[], right: readonly number[]): Mistake[] {
  return [
    {
      gives: h.map((_, k) => u ** k),
      says: 'The derivative of the tanh is missing: each step has the factor $1 - h_t^2$ as well.',
    },
    {
      gives: backward(u, h, (state) => 1 - state * state),
      says: 'The factor $u$ of each step is missing.',
    },
    {
      gives: backward(u, h, undefined, 1),
      says: 'The state is taken one step too early: the factor of the step from $h_{t-1}$ to $h_t$ contains $h_t$.',
    },
    {
      gives: backward(u, h, (state) => u * (1 - state)),
      says: 'It is 1 minus the *square* of the state.',
    },
    {
      gives: [...right].reverse(),
      says: 'The order is reversed: $k = 0$, the last state itself, comes first.',
    },
    {
      gives: backward(u, [0, ...h.slice(1).reverse()]),
      says: 'You go forward in time. $k$ counts back from the last step.',
    },
    {
      gives: h.map((state) => u * (1 - state * state)).reverse(),
      says: 'These are the factors of single steps; multiply them along the way.',
    },
  ];
}
