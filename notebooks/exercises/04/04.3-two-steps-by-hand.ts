/** Exercise 04.3: two steps by hand. */
import { defineExercise } from 'dlts/dist/learn/author';

/** The two steps of exercise 04.3, or a mistaken version of them. */
function handSteps({ tanh = true, state = true, flip = false, bias = true } = {}): number[][] {
  const w = [1, -0.5];
  const u = [[0.5, 1], [-1, 0]]; // prettier-ignore
  const b = bias ? [0, 0.5] : [0, 0];
  const steps: number[][] = [];
  let h = [0, 0];
  for (const x of [1, -1]) {
    h = [0, 1].map((j) => {
      const fromState = h.reduce((sum, value, i) => sum + value * ((flip ? u[j]?.[i] : u[i]?.[j]) ?? 0), 0); // prettier-ignore
      const z = x * (w[j] ?? 0) + (state ? fromState : 0) + (b[j] ?? 0);
      return tanh ? Math.tanh(z) : z;
    });
    steps.push(h);
  }
  return steps;
}

export const exercise = defineExercise({
  title: 'Two steps by hand',
  difficulty: 1,
  task: `
A simple RNN, $\\mathbf h_t = \\tanh(\\mathbf x_t \\mathbf W + \\mathbf h_{t-1} \\mathbf U + \\mathbf b)$, has one input and two units:

$$\\mathbf W = \\begin{bmatrix} 1 & -0.5 \\end{bmatrix}, \\qquad
\\mathbf U = \\begin{bmatrix} 0.5 & 1 \\\\ -1 & 0 \\end{bmatrix}, \\qquad
\\mathbf b = \\begin{bmatrix} 0 & 0.5 \\end{bmatrix}, \\qquad \\mathbf h_0 = \\begin{bmatrix} 0 & 0 \\end{bmatrix}.$$

It reads $x_1 = 1$ and $x_2 = -1$. Compute $\\mathbf h_1$ and $\\mathbf h_2$ on paper, with a calculator for the tanh, to three
decimals.`,
  answer: 'states',
  placeholder: `
const states: number[][] | undefined = undefined; // [h₁, h₂], two numbers each`,
  hints: [
    'States are rows here: the first unit takes the first *column* of $\\mathbf W$ and of $\\mathbf U$.',
    'First step: $1 \\cdot [1, -0.5] + [0, 0] + [0, 0.5] = [1, 0]$, and then the tanh of both.',
    'Second step: from the state comes $[0.5 \\cdot 0.762 - 1 \\cdot 0,\\; 1 \\cdot 0.762 + 0 \\cdot 0]$, from the input $[-1, 0.5]$.',
  ],
  check(answer, report) {
    const right = handSteps();
    const [first = []] = right;
    report.close(answer, right, {
      tolerance: 2e-3,
      mistakes: [
        {
          gives: handSteps({ flip: true }),
          says: 'The state is a row, $\\mathbf h \\mathbf U$: unit 1 takes the first column of $\\mathbf U$; you took its row.',
        },
        {
          gives: handSteps({ tanh: false }),
          says: 'The tanh is missing: a state lies between −1 and 1.',
        },
        {
          gives: handSteps({ state: false }),
          says: 'Your network does not remember: $\\mathbf h_1 \\mathbf U$ belongs to the second sum.',
        },
        { gives: handSteps({ bias: false }), says: 'The bias is missing.' },
        { gives: [first, [-0.619, 1.762]], says: 'The second tanh is missing.' },
      ],
    });
    report.remark(
      'Without $\\mathbf h_1$ the second state would be [−0.762, 0.762]: what the network says of −1 depends on what came before.',
    );
  },
});

export function solution() {
  // h₁ = tanh [1, 0];  h₂ = tanh [−1 + 0.381 + 0, 0.5 + 0.762 + 0.5] = tanh [−0.619, 1.762]
  const states: number[][] | undefined = [
    [0.762, 0],
    [-0.551, 0.943],
  ];
  return states;
}
