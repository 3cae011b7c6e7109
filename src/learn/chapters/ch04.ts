/** Exercises and self-test of chapter 04: recurrent networks, from shapes to a language model of one's own. */
import { readBundledText } from '../../data/files';
import { tf } from '../../engine/tensorflow';
import { layers } from '../../layers';
import type { ChapterDefinition, ExerciseDefinition } from '../definitions';
import type { GuardedFunction, Report } from '../report';

const shapes: ExerciseDefinition = {
  id: '04.1',
  title: 'What comes out?',
  difficulty: 1,
  task: `
A batch of 32 mails, each padded to 50 words, passes through four layers. What is the shape of the output of each?

| layer | |
|---|---|
| embedding | 10,000 words, 16 numbers each |
| LSTM | 24 units, \`returnSequences: true\` |
| LSTM | 12 units |
| dense | 3 units |

Write four shapes, the batch first.`,
  answer: 'shapes',
  placeholder: `
const shapes: number[][] | undefined = undefined; // [[32, …], …], one shape for each layer`,
  hints: [
    'What goes in is `[32, 50]`: a number for each word. The embedding puts a vector in the place of each number.',
    'A recurrent layer has a state at each of the 50 steps. With `returnSequences: true` it hands all of them on, `[N, T, H]`; without, only the last one, `[N, H]`.',
    'The first LSTM gives `[32, 50, 24]`. The second reads these 50 steps and hands on 12 numbers for each mail.',
  ],
  solution: `
// many to many in the first LSTM, many to one in the second
const shapes: number[][] | undefined = [
  [32, 50, 16],
  [32, 50, 24],
  [32, 12],
  [32, 3],
];`,
  wrongAnswers: [
    { code: 'const shapes = [[32, 50, 10000], [32, 50, 24], [32, 12], [32, 3]];', says: 'one-hot' },
    { code: 'const shapes = [[32, 16], [32, 24], [32, 12], [32, 3]];', says: 'every word' },
    { code: 'const shapes = [[32, 50, 16], [32, 24], [32, 12], [32, 3]];', says: 'all steps' },
    {
      code: 'const shapes = [[32, 50, 16], [32, 50, 40], [32, 12], [32, 3]];',
      says: 'input is not',
    },
    {
      code: 'const shapes = [[32, 50, 16], [32, 50, 24], [32, 50, 12], [32, 50, 3]];',
      says: 'only its last state',
    },
    { code: 'const shapes = [[50, 16], [50, 24], [12], [3]];', says: '32 mails' },
    { code: 'const shapes = [[32, 50, 16], [32, 50, 24], [32, 12]];', says: 'four shapes' },
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 4,
      '`shapes` must hold four shapes, one for each layer: `[[32, …], [32, …], [32, …], [32, …]]`.',
    );
    const given = (answer as unknown[]).map((shape, i) => report.numbers(shape, `Shape ${i + 1}`));
    report.demand(
      given.every(([batch]) => batch === 32),
      'The batch comes first in each shape: 32 mails go in, and no layer loses one.',
    );
    const at = (i: number, what: string, right: number[], mistakes: [number[], string][]): void =>
      report.equal(given[i], right, {
        what,
        mistakes: [
          ...mistakes.map(([gives, says]) => ({ gives, says })),
          // A general remark, where no mistake fits: the shape itself would give the answer away.
          { gives: given[i] ?? [], says: `It has ${right.length} axes: ${axes(right)}.` },
        ],
      });
    at(0, 'The output of the embedding', [32, 50, 16], [
      [[32, 50, 10000], 'That would be one-hot; the embedding puts 16 numbers in the place of a word.'],
      [[32, 16], 'The embedding has a vector for every word; nothing is added up yet.'],
    ]); // prettier-ignore
    at(1, 'The output of the first LSTM', [32, 50, 24], [
      [[32, 24], '`returnSequences: true`: it hands on the states of all steps.'],
      [[32, 50, 40], 'The input is not appended to the state: 24 units give 24 numbers.'],
      [[32, 50, 96], 'An LSTM computes four vectors of 24 at each step, but hands on only $\\mathbf h_t$.'],
    ]); // prettier-ignore
    at(2, 'The output of the second LSTM', [32, 12], [
      [[32, 50, 12], 'Without `returnSequences` it hands on only its last state.'],
      [[32, 24], 'It receives 24 numbers a step; it has 12 units of its own.'],
    ]); // prettier-ignore
    at(3, 'The output of the dense layer', [32, 3], []);
    report.remark(
      'With `returnSequences: true` in the second LSTM too, the last shape would be [32, 50, 3]: an answer for every word.',
    );
  },
};

const axes = (shape: readonly number[]): string =>
  shape.length === 3 ? 'mail, step, number' : 'mail, number';

const parameters: ExerciseDefinition = {
  id: '04.2',
  title: 'Count three cells',
  difficulty: 1,
  task: `
Sequences of 50 steps with $D = 10$ numbers at each step go into a recurrent layer with $H = 20$ units. How many parameters
has it as a simple RNN, as an LSTM, and as a GRU? The cells of this chapter have one bias for each sum.`,
  answer: 'parameters',
  placeholder: `
const parameters: number[] | undefined = undefined; // [simple RNN, LSTM, GRU]`,
  hints: [
    'One row of sums, $\\mathbf x_t \\mathbf W + \\mathbf h_{t-1} \\mathbf U + \\mathbf b$, needs $D H + H H + H$ numbers.',
    'Do the 50 steps occur in that? The same weights are used at every step.',
    'A simple RNN computes one such row at each step, an LSTM four (three gates and the candidate), a GRU three.',
  ],
  solution: `
const row = 10 * 20 + 20 * 20 + 20; // 620
const parameters: number[] | undefined = [row, 4 * row, 3 * row];`,
  wrongAnswers: [
    { code: 'const parameters = [600, 2400, 1800];', says: 'biases' },
    { code: 'const parameters = [220, 880, 660];', says: 'recurrent kernel' },
    { code: 'const parameters = [50 * 620, 50 * 2480, 50 * 1860];', says: 'every step' },
    { code: 'const parameters = [620, 1860, 1860];', says: 'candidate' },
    { code: 'const parameters = [620, 2480, 1240];', says: 'candidate' },
    { code: 'const parameters = [620, 2480, 1920];', says: 'two biases' },
    { code: 'const parameters = [310, 1240, 930];', says: '$D + H + 1$' },
    { code: 'const parameters = [620, 2480];', says: 'must hold 3 numbers' },
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    const row = (10 + 20 + 1) * 20;
    const common = (rows: number) => [
      { gives: rows * (10 + 20) * 20, says: 'The biases are missing: one for each sum.' },
      {
        gives: rows * (row + 20),
        says: 'You counted two biases for each sum. PyTorch has them, and the GRU of Keras; the cells of this chapter have one.',
      },
      {
        gives: rows * (10 + 1) * 20,
        says: 'The recurrent kernel $\\mathbf U$ is missing: the state goes in as well.',
      },
      {
        gives: rows * 50 * row,
        says: 'The number of steps does not matter: the same weights serve at every step.',
      },
    ];
    const [simple, lstm, gru] = given;
    report.close(simple, row, { what: 'The simple RNN', mistakes: [
      ...common(1),
      { gives: 310, says: 'Each of the $H$ units has $D + H + 1$ numbers; $H$ is 20.' },
    ] }); // prettier-ignore
    const candidate = 'Count the gates, and the candidate.';
    report.close(lstm, 4 * row, {
      what: 'The LSTM',
      mistakes: [{ gives: 3 * row, says: candidate }, ...common(4)],
    });
    report.close(gru, 3 * row, {
      what: 'The GRU',
      mistakes: [{ gives: 2 * row, says: candidate }, ...common(3)],
    });
    report.remark(
      'Twice as many units make about four times as many parameters, twice as many steps none.',
    );
  },
};

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

const twoSteps: ExerciseDefinition = {
  id: '04.3',
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
  solution: `
// h₁ = tanh [1, 0];  h₂ = tanh [−1 + 0.381 + 0, 0.5 + 0.762 + 0.5] = tanh [−0.619, 1.762]
const states: number[][] | undefined = [[0.762, 0], [-0.551, 0.943]];`,
  wrongAnswers: [
    { code: 'const states = [[0.762, 0], [-0.551, 0.234]];', says: 'column' },
    { code: 'const states = [[1, 0], [-0.5, 2]];', says: 'tanh' },
    { code: 'const states = [[0.762, 0], [-0.762, 0.762]];', says: 'does not remember' },
    { code: 'const states = [[0.762, -0.462], [-0.156, 0.852]];', says: 'bias' },
    { code: 'const states = [[0.762, 0], [-0.619, 1.762]];', says: 'second tanh' },
    { code: 'const states = [0.762, 0, -0.551, 0.943];', says: 'shape is [4]' },
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
};

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

const gradientBack: ExerciseDefinition = {
  id: '04.4',
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
  solution: `
function gradientBack(u: number, h: number[]): number[] {
  const gradients = [1];
  for (let t = h.length - 1; t >= 1; t--)
    gradients.push(gradients[gradients.length - 1] * u * (1 - h[t] ** 2));
  return gradients;
}`,
  wrongAnswers: [
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  return h.map((_, k) => u ** k);
}`,
      says: 'derivative of the tanh',
    },
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  const gradients = [1];
  for (let t = h.length - 1; t >= 1; t--)
    gradients.push(gradients[gradients.length - 1] * (1 - h[t] ** 2));
  return gradients;
}`,
      says: 'factor $u$',
    },
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  const gradients = [1];
  for (let t = h.length - 1; t >= 1; t--)
    gradients.push(gradients[gradients.length - 1] * u * (1 - h[t - 1] ** 2));
  return gradients;
}`,
      says: 'one step too early',
    },
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  const gradients = [1];
  for (let t = h.length - 1; t >= 1; t--)
    gradients.push(gradients[gradients.length - 1] * u * (1 - h[t]));
  return gradients;
}`,
      says: 'square',
    },
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  const gradients = [1];
  for (let t = 1; t < h.length; t++)
    gradients.push(gradients[gradients.length - 1] * u * (1 - h[t] ** 2));
  return gradients;
}`,
      says: 'from the last step',
    },
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  const gradients = [1];
  for (let t = h.length - 1; t >= 1; t--)
    gradients.unshift(gradients[0] * u * (1 - h[t] ** 2));
  return gradients;
}`,
      says: 'order is reversed',
    },
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  return h.map((state) => u * (1 - state ** 2)).reverse();
}`,
      says: 'multiply',
    },
    {
      code: `
function gradientBack(u: number, h: number[]): number[] {
  const gradients: number[] = [];
  let gradient = 1;
  for (let t = h.length - 1; t >= 1; t--) gradients.push((gradient *= u * (1 - h[t] ** 2)));
  return gradients;
}`,
      says: 'must hold 8 numbers',
    },
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
        mistakes: [
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
        ],
      });
    }
    const far = backward(0.9, wave(0.9, 1.5, 60)).findIndex((value) => Math.abs(value) < 1e-3);
    report.remark(
      `With $u = 0.9$ and the first of the test signals, the derivative is below 0.001 from ${far} steps on. What lies further back hardly takes part in learning.`,
    );
  },
};

const lastValid: ExerciseDefinition = {
  id: '04.5',
  title: 'The last real step',
  difficulty: 2,
  task: `
Sequences of different length are padded to $T$ steps. Write \`lastValid(h, mask)\`: \`h\` is \`[N, T, H]\`, the states at all
steps; \`mask\` is \`[N, T]\`, 1 at real steps and 0 at padding (float32). Return \`[N, H]\`: of each sequence the state at its
last real step. The padding may stand in front, at the end, or on both sides. A sequence without any real step gives zeros.`,
  answer: 'lastValid',
  placeholder: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'Find the place of the last 1 in each row first. How many ones there are is not enough: with padding in front they end elsewhere.',
    'Multiply the mask by the positions 1, 2, …, T (`tf.range`). The largest product of a row stands at its last real step: `argMax(1)`.',
    'Turn the place into a row of zeros with a single 1, `tf.oneHot(place, steps)`. Multiply it by the mask (for rows without a 1), then by the states, and sum over the steps.',
  ],
  solution: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  return tf.tidy(() => {
    const steps = mask.shape[1];
    const place = mask.mul(tf.range(1, steps + 1)).argMax(1); // [N]
    const chosen = tf.oneHot(place as tf.Tensor1D, steps).mul(mask); // [N, T]: one 1, or none
    return h.mul(chosen.expandDims(2)).sum(1); // [N, H]
  });
}`,
  wrongAnswers: [
    {
      code: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  const [n, steps, units] = h.shape;
  return h.slice([0, steps - 1, 0], [n, 1, units]).squeeze([1]);
}`,
      says: 'whether it is padding or not',
    },
    {
      code: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  const place = mask.sum(1).sub(1).toInt() as tf.Tensor1D;
  return h.mul(tf.oneHot(place, mask.shape[1]).expandDims(2)).sum(1);
}`,
      says: 'padding in front',
    },
    {
      code: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  const place = mask.mul(tf.range(1, mask.shape[1] + 1)).argMax(1) as tf.Tensor1D;
  return h.mul(tf.oneHot(place, mask.shape[1]).expandDims(2)).sum(1);
}`,
      says: 'without any real step',
    },
    {
      code: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  return h.mul(mask.expandDims(2)).sum(1).div(mask.sum(1, true));
}`,
      says: 'mean of all real steps',
    },
    {
      code: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  return h.mul(mask.expandDims(2)).sum(1);
}`,
      says: 'sum of all real steps',
    },
    {
      code: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  const place = mask.argMax(1) as tf.Tensor1D;
  return h.mul(tf.oneHot(place, mask.shape[1]).expandDims(2)).sum(1);
}`,
      says: 'first real step',
    },
    {
      code: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  return h.mul(mask.expandDims(2));
}`,
      says: 'has shape [3, 5, 2]',
    },
  ],
  check(answer, report) {
    const lastValid = report.function(answer);
    const padded = [[1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [1, 1, 1, 1, 1]]; // prettier-ignore
    const inFront = [[0, 0, 1, 1, 1], [0, 1, 1, 1, 0], [0, 0, 0, 0, 1], [0, 0, 1, 0, 0]]; // prettier-ignore
    const empty = [[0, 0, 0, 0], [0, 1, 1, 0]]; // prettier-ignore
    checkLastValid(lastValid, padded, 2, 'padding at the end', report);
    checkLastValid(lastValid, inFront, 3, 'padding in front and on both sides', report);
    checkLastValid(lastValid, empty, 3, 'a sequence without any real step, and another', report);
    report.remark(
      'This is what a recurrent layer returns when it gets a mask: padding leaves its state as it is.',
    );
  },
};

function checkLastValid(
  lastValid: GuardedFunction,
  mask: number[][],
  units: number,
  what: string,
  report: Report,
): void {
  const [n, steps] = [mask.length, mask[0]?.length ?? 0];
  const values = Array.from({ length: n * steps * units }, (_, i) => ((i * 41) % 89) / 89 - 0.4);
  const h = tf.tensor3d(values, [n, steps, units]);
  const m = tf.tensor2d(mask);
  const rows = h.arraySync();
  const none = new Array<number>(units).fill(0);
  const atPlace = (place: (row: number[]) => number): number[][] =>
    mask.map((row, i) => rows[i]?.[place(row)] ?? none);
  const masked = h.mul(m.expandDims(2));
  const result = report.tensor(lastValid(h, m), { shape: [n, units] }, `The result for ${what}`);
  const length = (row: number[]): number => row.reduce((sum, each) => sum + each, 0);
  report.close(result, atPlace((row) => row.lastIndexOf(1)), {
    what: `The result for ${what}`,
    mistakes: [
      { gives: atPlace(() => steps - 1), says: 'You take the step at the very end, whether it is padding or not.' },
      { gives: atPlace((row) => length(row) - 1), says: 'The number of real steps tells the place only if there is no padding in front.' },
      { gives: atPlace((row) => Math.max(row.lastIndexOf(1), 0)), says: 'A sequence without any real step must give zeros.' },
      { gives: atPlace((row) => row.indexOf(1)), says: 'That is the first real step.' },
      { gives: masked.sum(1).div(m.sum(1, true)), says: 'That is the mean of all real steps; the last one is wanted.' },
      { gives: masked.sum(1), says: 'That is the sum of all real steps; the last one is wanted.' },
      { gives: masked.max(1), says: 'That is the largest value of all real steps; the last one is wanted.' },
    ],
  }); // prettier-ignore
}

/** Exercise 04.6 for a whole batch, or a mistaken version of it. */
interface GruMistake {
  order?: readonly [number, number, number];
  /** Exchanges the shares of the old state and of the candidate. */
  exchange?: boolean;
  reset?: 'before' | 'after' | 'none';
  candidate?: 'tanh' | 'sigmoid' | 'linear';
  gates?: 'sigmoid' | 'tanh';
}

function gruState(
  [x, h, kernel, recurrentKernel, bias]: readonly [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
  { order = [0, 1, 2], exchange = false, reset = 'before', candidate = 'tanh', gates = 'sigmoid' }: GruMistake = {},
): tf.Tensor {
  const part = (all: tf.Tensor, which: 0 | 1 | 2): tf.Tensor =>
    tf.split(all, 3, all.rank - 1)[order[which]] as tf.Tensor;
  const input = (which: 0 | 1 | 2): tf.Tensor => x.matMul(part(kernel, which)).add(part(bias, which));
  const state = (which: 0 | 1 | 2, from = h): tf.Tensor => from.matMul(part(recurrentKernel, which));
  const gate = (which: 0 | 1): tf.Tensor => input(which).add(state(which))[gates]();
  const [z, r] = [gate(0), gate(1)];
  const past = reset === 'before' ? state(2, r.mul(h)) : reset === 'after' ? r.mul(state(2)) : state(2);
  const sum = input(2).add(past);
  const g = candidate === 'linear' ? sum : sum[candidate]();
  return exchange ? z.mul(g).add(tf.sub(1, z).mul(h)) : z.mul(h).add(tf.sub(1, z).mul(g));
} // prettier-ignore

const gruStep: ExerciseDefinition = {
  id: '04.6',
  title: 'One step of a GRU',
  difficulty: 2,
  task: `
Write \`gruStep(x, h, [kernel, recurrentKernel, bias])\`: one step for a batch. \`x\` is \`[N, D]\`, the old state \`h\` is
\`[N, H]\`; return the new state \`[N, H]\`. With update gate $\\mathbf z$, reset gate $\\mathbf r$ and candidate $\\mathbf g$,

$$\\begin{aligned}
\\mathbf z_t &= \\sigma(\\mathbf x_t \\mathbf W_z + \\mathbf h_{t-1} \\mathbf U_z + \\mathbf b_z), &
\\mathbf g_t &= \\tanh(\\mathbf x_t \\mathbf W_g + (\\mathbf r_t \\odot \\mathbf h_{t-1}) \\mathbf U_g + \\mathbf b_g), \\\\
\\mathbf r_t &= \\sigma(\\mathbf x_t \\mathbf W_r + \\mathbf h_{t-1} \\mathbf U_r + \\mathbf b_r), &
\\mathbf h_t &= \\mathbf z_t \\odot \\mathbf h_{t-1} + (1 - \\mathbf z_t) \\odot \\mathbf g_t .
\\end{aligned}$$

The weights are those of \`layers.gru\`: \`kernel\` \`[D, 3H]\`, \`recurrentKernel\` \`[H, 3H]\` and \`bias\` \`[3H]\` hold the columns of
$\\mathbf z$, then $\\mathbf r$, then $\\mathbf g$.`,
  answer: 'gruStep',
  placeholder: `
type Weights = [kernel: tf.Tensor2D, recurrentKernel: tf.Tensor2D, bias: tf.Tensor1D];
function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, weights: Weights): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'The share of the input is the same for all three: `tf.split(x.matMul(kernel).add(bias), 3, 1)` gives three tensors `[N, H]`.',
    'The gates can share a product with the state, the candidate cannot: its state has passed the reset gate. Cut the recurrent kernel with `tf.split(recurrentKernel, 3, 1)`.',
    '`const g = xg.add(r.mul(h).matMul(ug)).tanh();`, and then `z.mul(h).add(tf.sub(1, z).mul(g))`.',
  ],
  solution: `
type Weights = [kernel: tf.Tensor2D, recurrentKernel: tf.Tensor2D, bias: tf.Tensor1D];
function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, weights: Weights): tf.Tensor {
  return tf.tidy(() => {
    const [kernel, recurrentKernel, bias] = weights;
    const [xz, xr, xg] = tf.split(x.matMul(kernel).add(bias), 3, 1); // [N, H] each
    const [uz, ur, ug] = tf.split(recurrentKernel, 3, 1); // [H, H] each
    const z = xz.add(h.matMul(uz)).sigmoid();
    const r = xr.add(h.matMul(ur)).sigmoid();
    const g = xg.add(r.mul(h).matMul(ug)).tanh();
    return z.mul(h).add(tf.sub(1, z).mul(g));
  });
}`,
  wrongAnswers: [
    { code: gruCode({ last: 'z.mul(g).add(tf.sub(1, z).mul(h))' }), says: 'exchanged' },
    { code: gruCode({ g: 'xg.add(r.mul(h.matMul(ug))).tanh()' }), says: 'before the product' },
    { code: gruCode({ g: 'xg.add(h.matMul(ug)).tanh()' }), says: 'reset gate' },
    { code: gruCode({ g: 'xg.add(r.mul(h).matMul(ug)).sigmoid()' }), says: 'between −1 and 1' },
    { code: gruCode({ g: 'xg.add(r.mul(h).matMul(ug))' }), says: 'tanh of the candidate' },
    { code: gruCode({ order: 'xr, xz, xg', rows: 'ur, uz, ug' }), says: 'update gate come first' },
    { code: gruCode({ gate: 'tanh' }), says: 'between 0 and 1' },
    { code: gruCode({ last: 'g' }), says: 'is the candidate' },
    { code: gruCode({ last: 'tf.concat([h, g], 1)' }), says: 'has shape [5, 6]' },
  ],
  check(answer, report) {
    const gruStep = report.function(answer);
    for (const [n, d, units] of [
      [5, 2, 3],
      [2, 7, 5],
    ] as const) {
      const values = (shape: [number, ...number[]], scale: number, start: number): tf.Tensor => {
        const count = shape.reduce((product, length) => product * length, 1);
        return tf.tensor(Array.from({ length: count }, (_, i) => ((((i + start) * 61) % 103) / 51 - 1) * scale), shape); // prettier-ignore
      };
      const [x, h] = [values([n, d], 1.5, 3), values([n, units], 0.9, 17)];
      const weights = [values([d, 3 * units], 1.2, 29), values([units, 3 * units], 1.2, 43), values([3 * units], 0.8, 71)] as const; // prettier-ignore
      const all = [x, h, ...weights] as const;
      const result = report.tensor(
        gruStep(x, h, [...weights]),
        { shape: [n, units] },
        'The new state',
      );
      report.close(result, layerState(...all), {
        what: 'The new state',
        on: `N = ${n}, D = ${d}, H = ${units}`,
        mistakes: [
          { gives: gruState(all, { exchange: true }), says: 'The shares are exchanged: here $\\mathbf z$ says how much of the *old* state stays.' },
          { gives: gruState(all, { reset: 'after' }), says: 'The reset gate belongs before the product: $(\\mathbf r \\odot \\mathbf h) \\mathbf U_g$.' },
          { gives: gruState(all, { reset: 'none' }), says: 'The candidate does not use the reset gate.' },
          { gives: gruState(all, { candidate: 'sigmoid' }), says: 'The candidate is new content, between −1 and 1: a tanh.' },
          { gives: gruState(all, { candidate: 'linear' }), says: 'The tanh of the candidate is missing.' },
          { gives: gruState(all, { order: [1, 0, 2] }), says: 'The gates are exchanged: the columns of the update gate come first.' },
          { gives: gruState(all, { gates: 'tanh' }), says: 'A gate is a share, between 0 and 1: a sigmoid.' },
          { gives: candidateOf(all), says: 'That is the candidate; the new state mixes it with the old one.' },
        ],
      }); // prettier-ignore
    }
    report.remark('Your function agrees with `layers.gru` of the library, which judged it.');
  },
};

/** The likely variants of the solution of 04.6. */
function gruCode({
  order = 'xz, xr, xg',
  rows = 'uz, ur, ug',
  gate = 'sigmoid',
  g = 'xg.add(r.mul(h).matMul(ug)).tanh()',
  last = 'z.mul(h).add(tf.sub(1, z).mul(g))',
} = {}): string {
  return `
type Weights = [kernel: tf.Tensor2D, recurrentKernel: tf.Tensor2D, bias: tf.Tensor1D];
function gruStep(x: tf.Tensor2D, h: tf.Tensor2D, weights: Weights): tf.Tensor {
  const [kernel, recurrentKernel, bias] = weights;
  const [${order}] = tf.split(x.matMul(kernel).add(bias), 3, 1);
  const [${rows}] = tf.split(recurrentKernel, 3, 1);
  const z = xz.add(h.matMul(uz)).${gate}();
  const r = xr.add(h.matMul(ur)).${gate}();
  const g = ${g};
  return ${last};
}`;
}

/** What the library's own layer makes of one step. */
function layerState(
  x: tf.Tensor,
  h: tf.Tensor,
  kernel: tf.Tensor,
  recurrentKernel: tf.Tensor,
  bias: tf.Tensor,
): tf.Tensor {
  const layer = layers.gru({ units: h.shape[1] ?? 1, recurrentActivation: 'sigmoid' });
  layer.build([null, 1, x.shape[1] ?? 1]);
  layer.setWeights([kernel, recurrentKernel, bias]);
  const state = layer.call(x.expandDims(1), { initialState: [h] }) as tf.Tensor;
  return state;
}

function candidateOf(all: Parameters<typeof gruState>[0]): tf.Tensor {
  const [x, h, kernel, recurrentKernel, bias] = all;
  const [, xr, xg] = tf.split(x.matMul(kernel).add(bias), 3, 1);
  const [, ur, ug] = tf.split(recurrentKernel, 3, 1);
  if (!xr || !xg || !ur || !ug) return x;
  return xg.add(xr.add(h.matMul(ur)).sigmoid().mul(h).matMul(ug)).tanh();
}

/** Exercise 04.7, with the likely mistakes. */
interface WindowMistake {
  /** Mean and deviation of all days. */
  all?: boolean;
  /** Day of the last training target, relative to `cut - 1`. */
  over?: number;
  /** First test target, relative to `cut`. */
  late?: number;
  /** Days between the window and its target; 1 is right. */
  ahead?: number;
}

function windowsOf(
  series: readonly number[],
  steps: number,
  cut: number,
  { all = false, over = 0, late = 0, ahead = 1 }: WindowMistake = {},
) {
  const known = all ? series : series.slice(0, cut);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / known.length);
  const scaled = series.map((value) => (value - mean) / deviation);
  const part = (from: number, to: number) => {
    const targets = Array.from({ length: Math.max(to - from, 0) }, (_, i) => from + i);
    return {
      x: targets.map((day) => scaled.slice(day - steps, day)),
      y: targets.map((day) => scaled[day + ahead - 1] ?? NaN),
    };
  };
  const [train, test] = [part(steps, cut + over), part(cut + late, series.length)];
  return { mean, deviation, train, test };
}

const splitWindows: ExerciseDefinition = {
  id: '04.7',
  title: 'Windows that do not see the future',
  difficulty: 2,
  task: `
\`series\` holds one value for each day; the days before day \`cut\` are for training, the others for the test. Write
\`splitWindows(series, steps, cut)\` that returns \`{ mean, deviation, train, test }\`. \`train\` and \`test\` are
\`{ x, y }\`: \`x\` a list of windows of \`steps\` neighboring days, \`y\` the values of the day after each window, all
standardized: $(\\text{value} - \\text{mean}) / \\text{deviation}$.

A window belongs to the part in which its **target** lies; each training day from day \`steps\` on, and each test day, is a
target once, in order. Nothing that is used in training may have been learned from a test day. For the deviation, divide the
sum of squares by the number of days.`,
  answer: 'splitWindows',
  placeholder: `
type Windows = { x: number[][]; y: number[] };
function splitWindows(
  series: number[],
  steps: number,
  cut: number,
): { mean: number; deviation: number; train: Windows; test: Windows } {
  return todo(); // your code
}`,
  hints: [
    'Two things can leak. The obvious one are targets; the hidden one are `mean` and `deviation`, if they are computed from all days.',
    'The window of target `day` is `series.slice(day - steps, day)`. For the first test days it reaches back before `cut`: allowed, because on that day the past is known.',
    'Write `part(from, to)` for the targets from `from` to `to - 1`. Then `train` is `part(steps, cut)` and `test` is `part(cut, series.length)`.',
  ],
  solution: `
type Windows = { x: number[][]; y: number[] };
function splitWindows(
  series: number[],
  steps: number,
  cut: number,
): { mean: number; deviation: number; train: Windows; test: Windows } {
  const average = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const seen = series.slice(0, cut);
  const mean = average(seen);
  const deviation = Math.sqrt(average(seen.map((value) => (value - mean) ** 2)));
  const scaled = series.map((value) => (value - mean) / deviation);
  const part = (from: number, to: number): Windows => {
    const days = Array.from({ length: to - from }, (_, i) => from + i);
    return { x: days.map((day) => scaled.slice(day - steps, day)), y: days.map((day) => scaled[day]) };
  };
  return { mean, deviation, train: part(steps, cut), test: part(cut, series.length) };
}`,
  wrongAnswers: [
    { code: windowsCode({ seen: 'series' }), says: 'knows the test days' },
    { code: windowsCode({ root: '' }), says: 'square root' },
    { code: windowsCode({ divisor: '(list.length - 1)' }), says: 'number of days' },
    { code: windowsCode({ train: 'part(steps, cut + steps)' }), says: 'target of a training window' },
    { code: windowsCode({ train: 'part(steps, cut + 1)' }), says: 'target of a training window' },
    { code: windowsCode({ train: 'part(steps, cut - 1)' }), says: 'should have 22 windows' },
    { code: windowsCode({ test: 'part(cut + steps, series.length)' }), says: 'may reach back' },
    { code: windowsCode({ target: 'scaled[day - 1]' }), says: 'last day of the window' },
    { code: windowsCode({ target: 'series[day]' }), says: 'standardized' },
    { code: windowsCode({ window: 'series.slice(day - steps, day)' }), says: 'standardized' },
    { code: windowsCode({ window: 'scaled.slice(day - steps, day + 1)' }), says: 'must hold 6 numbers' },
    { code: windowsCode({ window: 'scaled.slice(day - steps + 1, day + 1)' }), says: 'contains its own target' },
  ], // prettier-ignore
  check(answer, report) {
    const splitWindows = report.function(answer);
    const days = (n: number): number[] =>
      Array.from({ length: n }, (_, t) => 10 + 0.3 * t + ((t * 29) % 17) / 2);
    for (const [n, steps, cut] of [
      [41, 6, 28],
      [19, 1, 11],
      [23, 4, 13],
    ] as const) {
      const series = days(n);
      const on = `${n} days, steps = ${steps}, cut = ${cut}`;
      const result = report.object(
        splitWindows([...series], steps, cut),
        ['mean', 'deviation', 'train', 'test'],
        'What it returns',
      );
      const right = windowsOf(series, steps, cut);
      const leaky = windowsOf(series, steps, cut, { all: true });
      const leak = 'It is computed from all days and so knows the test days.';
      report.close(report.number(result.mean, '`mean`'), right.mean, {
        what: '`mean`',
        on,
        mistakes: [{ gives: leaky.mean, says: leak }],
      });
      report.close(report.number(result.deviation, '`deviation`'), right.deviation, {
        what: '`deviation`',
        on,
        mistakes: [
          { gives: leaky.deviation, says: leak },
          { gives: right.deviation ** 2, says: 'That is the variance; take its square root.' },
          {
            gives: right.deviation * Math.sqrt(cut / (cut - 1)),
            says: 'Divide the sum of squares by the number of days, not by one less.',
          },
        ],
      });
      for (const part of ['train', 'test'] as const)
        checkWindows(result[part], part, { series, steps, cut, on }, report);
    }
    report.remark(
      'The same windows, split at random, would share days between training and test. Their score would say nothing about days to come.',
    );
  },
};

function checkWindows(
  value: unknown,
  part: 'train' | 'test',
  { series, steps, cut, on }: { series: number[]; steps: number; cut: number; on: string },
  report: Report,
): void {
  const given = report.object(value, ['x', 'y'], `\`${part}\``);
  const right = windowsOf(series, steps, cut);
  const wanted = right[part];
  const y = report.numbers(given.y, `\`${part}.y\``);
  if (part === 'train' && y.length > wanted.y.length)
    report.wrong(
      `\`train\` on \`${on}\` has ${y.length} windows; at most ${wanted.y.length} are possible. Day ${cut} is a test day, and must not be the target of a training window.`,
    );
  if (part === 'test' && y.length === wanted.y.length - steps)
    report.wrong(
      `\`test\` on \`${on}\` has ${y.length} windows; expected ${wanted.y.length}. The window of an early test day may reach back into the training days: its past is known by then.`,
    );
  report.demand(
    y.length === wanted.y.length,
    `\`${part}\` on \`${on}\` should have ${wanted.y.length} windows, one for each target; \`y\` has ${y.length}.`,
  );
  const raw = (values: readonly number[]): number[] =>
    values.map((each) => each * right.deviation + right.mean);
  report.close(y, wanted.y, {
    what: `\`${part}.y\``,
    on,
    mistakes: [
      { gives: windowsOf(series, steps, cut, { ahead: 0 })[part].y, says: 'That is the last day of the window; the target is the day after it.' },
      { gives: raw(wanted.y), says: 'The targets are not standardized.' },
      { gives: [...wanted.y].reverse(), says: 'Keep the order of the days.' },
    ],
  }); // prettier-ignore
  report.demand(
    Array.isArray(given.x) && given.x.length === y.length,
    `\`${part}.x\` must be a list of ${y.length} windows, as many as \`${part}.y\` has targets.`,
  );
  (given.x as unknown[]).forEach((window, i) => {
    const what = `window ${i} of \`${part}.x\``;
    const days = wanted.x[i] ?? [];
    report.close(report.numbers(window, what, { length: steps }), days, {
      what: `Window ${i} of \`${part}.x\``,
      on,
      mistakes: [
        { gives: raw(days), says: 'The windows are not standardized.' },
        { gives: [...days.slice(1), wanted.y[i] ?? 0], says: 'It contains its own target: the model could copy the answer.' },
        { gives: [...days].reverse(), says: 'The days of a window go from the oldest to the newest.' },
      ],
    }); // prettier-ignore
  });
}

/** The likely variants of the solution of 04.7. */
function windowsCode({
  seen = 'series.slice(0, cut)',
  root = 'Math.sqrt',
  divisor = 'list.length',
  window = 'scaled.slice(day - steps, day)',
  target = 'scaled[day]',
  train = 'part(steps, cut)',
  test = 'part(cut, series.length)',
} = {}): string {
  return `
function splitWindows(series: number[], steps: number, cut: number) {
  const total = (list: number[]) => list.reduce((sum, value) => sum + value, 0);
  const spread = (list: number[]) => total(list) / ${divisor};
  const seen = ${seen};
  const mean = total(seen) / seen.length;
  const deviation = ${root}(spread(seen.map((value) => (value - mean) ** 2)));
  const scaled = series.map((value) => (value - mean) / deviation);
  const part = (from: number, to: number) => {
    const days = Array.from({ length: to - from }, (_, i) => from + i);
    return { x: days.map((day) => ${window}), y: days.map((day) => ${target}) };
  };
  return { mean, deviation, train: ${train}, test: ${test} };
}`;
}

/** What exercise 04.8 asks for, in nats per letter on the validation names. */
const WANTED_LOSS = 1.96;
/** Nobody gets here who has not seen the validation names. */
const SUSPICIOUS_LOSS = 1.8;
const SYMBOLS = '.abcdefghijklmnopqrstuvwxyz';

/** The validation names of the chapter: the same tenth that `loadNames` gives. */
function validationNames(): string[] {
  const rows = readBundledText('exercise 04.8', 'names.tsv.gz').trimEnd().split('\n');
  const [from, to] = [Math.round(rows.length * 0.8), Math.round(rows.length * 0.9)];
  return rows.slice(from, to).map((row) => row.split('\t')[0] ?? '');
}

/** Probabilities of a model of the learner's for each of `prefixes`; rows checked. */
function probabilitiesOf(
  nextLetters: GuardedFunction,
  prefixes: readonly string[],
  report: Report,
): number[][] {
  const rows = nextLetters([...prefixes]);
  if (rows instanceof tf.Tensor)
    report.wrong('`nextLetters` returns a tensor; end with `.arraySync()`.');
  report.demand(
    Array.isArray(rows) && rows.length === prefixes.length,
    `\`nextLetters\` must return one row for each prefix; for ${prefixes.length} prefixes expected as many rows.`,
  );
  return (rows as unknown[]).map((row, i) => {
    const what = `The row for '${prefixes[i]}'`;
    if (Array.isArray(row) && row.some(Number.isNaN))
      report.wrong(
        `${what} holds NaN: 0 divided by 0. Nothing was counted after this context; leave something for what you have not seen.`,
      );
    const numbers = report.numbers(row, what.replace('The', 'the'));
    report.demand(
      numbers.length === SYMBOLS.length,
      `${what} holds ${numbers.length} numbers; 27 are wanted: first that the name ends, then a to z.`,
    );
    const sum = numbers.reduce((total, each) => total + each, 0);
    report.demand(
      Math.abs(sum - 1) < 1e-3 && numbers.every((each) => each >= 0),
      `${what} holds no probabilities: they must be at least 0 and add up to 1; the sum is ${sum.toFixed(3)}. Logits need a softmax, counts a division.`,
    );
    return numbers;
  });
}

/** Mean −ln p of the letters of `names` and of their ends. */
function lossOf(nextLetters: GuardedFunction, names: readonly string[], report: Report): number {
  const steps = names.flatMap((name) =>
    [...name, '.'].map((letter, i) => ({ prefix: name.slice(0, i), letter })),
  );
  const prefixes = [...new Set(steps.map(({ prefix }) => prefix))];
  const rows = probabilitiesOf(nextLetters, prefixes, report);
  const rowOf = new Map(prefixes.map((prefix, i) => [prefix, rows[i]]));
  const losses = steps.map(({ prefix, letter }) => {
    const p = rowOf.get(prefix)?.[SYMBOLS.indexOf(letter)] ?? 0;
    report.demand(
      p > 0,
      `After '${prefix}' your model gives probability 0 to '${letter}', which comes next in the name '${names.find((name) => `${name}.`.startsWith(prefix + letter)) ?? ''}': an infinite loss. Leave something for what you have not seen.`,
    );
    return -Math.log(p);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

const nextLetters: ExerciseDefinition = {
  id: '04.8',
  title: 'A language model of your own',
  difficulty: 3,
  task: `
Build a model that continues first names better than the LSTM of this chapter. Anything goes: counts, a network, both. Write
\`nextLetters(prefixes)\`: for each prefix, such as \`''\` or \`'cat'\`, a row of 27 probabilities in the order
\`.abcdefghijklmnopqrstuvwxyz\`, where \`.\` means that the name ends. Learn from \`names.train\` only.

The check asks for all prefixes of the 840 **validation** names in one call, and wants a mean $-\\ln p$ of at most
**${WANTED_LOSS} nats per letter**, ends included; the test names stay closed. On the validation names, counts of letter pairs
have 2.45 and the chapter’s LSTM about 1.99.`,
  answer: 'nextLetters',
  placeholder: `
// any training comes here
function nextLetters(prefixes: string[]): number[][] {
  return todo(); // your code: 27 probabilities for each prefix
}`,
  hints: [
    'One letter of context gives 2.45, two give 2.2, three 2.1. More letters help only if rare contexts are not trusted too much.',
    'Mix contexts from short to long: $p_n = (\\text{count} + k \\, p_{n-1}) / (\\text{total} + k)$, where $p_{n-1}$ is the mixture for a context shorter by one, $p_{-1} = 1/27$, and $k = 10$. Up to four letters this gives 2.00, without any network.',
    'Counts and a network make different mistakes. What is the loss of the average of their probabilities?',
    'The network: `createCharacterModel({ vocabularySize: 27, hiddenUnits: [64] })`, trained as in the chapter, six epochs at a learning rate of 0.01 that falls. Read it out with `tf.softmax` of the logits at position `prefix.length`, because the input begins with a dot.',
  ],
  solution: `
const symbols = '.abcdefghijklmnopqrstuvwxyz';
const contexts = (prefix: string) =>
  [0, 1, 2, 3, 4].map((n) => ('....' + prefix).slice(4 + prefix.length - n));
const counts = new Map<string, number[]>();
for (const name of names.train)
  [...name, '.'].forEach((letter, i) => {
    for (const context of contexts(name.slice(0, i))) {
      const row = counts.get(context) ?? new Array<number>(27).fill(0);
      row[symbols.indexOf(letter)]++;
      counts.set(context, row);
    }
  });
const counted = (prefix: string) =>
  contexts(prefix).reduce((shorter, context) => {
    const row = counts.get(context) ?? new Array<number>(27).fill(0);
    const total = row.reduce((sum, count) => sum + count, 0);
    return shorter.map((p, j) => (row[j] + 10 * p) / (total + 10));
  }, new Array<number>(27).fill(1 / 27));

const encode = (texts: string[], value = 0) =>
  padSequences(
    texts.map((text) => [...text].map((letter) => symbols.indexOf(letter))),
    { maxLength: 16, padding: 'post', value },
  );
setSeed(1);
const network = createCharacterModel({ vocabularySize: 27, hiddenUnits: [64] });
const x = encode(names.train.map((name) => '.' + name));
const y = encode(names.train.map((name) => name + '.'), -1);
await train(network, { x, y }, {
  epochs: 6,
  optimizer: tf.train.adam(0.01),
  schedule: schedules.cosine(),
  clipNorm: 1,
  metrics: [],
  loss: losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex: -1 }),
});
function nextLetters(prefixes: string[]): number[][] {
  return tf.tidy(() => {
    const logits = network.predict(encode(prefixes.map((prefix) => '.' + prefix))) as tf.Tensor;
    const at = prefixes.map((prefix, row) => 16 * row + prefix.length);
    const read = tf.softmax(logits.reshape([-1, 27]).gather(at)).arraySync() as number[][];
    return read.map((row, i) => {
      const share = counted(prefixes[i]);
      return row.map((p, j) => (p + share[j]) / 2);
    });
  });
}`,
  setup: `
const names = await loadNames();`,
  wrongAnswers: [
    { code: countCode({ length: 1 }), says: 'more than one or two letters' },
    { code: countCode({ length: 2 }), says: 'more than one or two letters' },
    { code: countCode({ alpha: 0 }), says: '0 divided by 0' },
    { code: countCode({ row: 'row.map((count) => (total === 0 ? 1 / 27 : count / total))' }), says: 'probability 0' },
    { code: countCode({ alpha: 1 }), says: 'smooth less' },
    { code: countCode(), says: 'average their probabilities' },
    { code: countCode({ list: '[...names.train, ...names.validation]', alpha: 0.01 }), says: 'too good' },
    { code: countCode({ row: 'row.map((count) => count + 0.1)' }), says: 'add up to 1' },
    { code: countCode({ row: 'row.slice(1).map((count) => (count + 0.1) / (total + 2.6))' }), says: '27 are wanted' },
    {
      code: `
function nextLetters(prefixes: string[]): number[][] {
  return prefixes.map(() => new Array(27).fill(1 / 27));
}`,
      says: 'as bad as guessing',
    },
    {
      code: `
function nextLetters(prefixes: string[]): any {
  return tf.fill([prefixes.length, 27], 1 / 27);
}`,
      says: 'returns a tensor',
    },
  ], // prettier-ignore
  check(answer, report) {
    const nextLetters = report.function(answer);
    probabilitiesOf(nextLetters, ['', 'an', 'cat'], report);
    const loss = lossOf(nextLetters, validationNames(), report);
    const text = `${loss.toFixed(3)} nats per letter on the validation names`;
    if (loss < SUSPICIOUS_LOSS)
      report.wrong(
        `${text}: too good to be true. Has the model learned from \`names.validation\` as well? Use \`names.train\` only.`,
      );
    const advice =
      loss > Math.log(27) - 0.05
        ? 'That is as bad as guessing, or worse: is the model trained, and are the columns in the order `.abc…z`?'
        : loss > 2.15
          ? 'Does your model use more than one or two letters of context? If so, smooth less, or train longer.'
          : 'One model alone hardly gets further. Counts and a network make different mistakes: average their probabilities.';
    report.demand(loss <= WANTED_LOSS, `${text}; at most ${WANTED_LOSS} are wanted. ${advice}`);
    report.remark(
      `${text}: a perplexity of ${Math.exp(loss).toFixed(1)}, where letter pairs have 11.6. Averaging models of different kinds is called an ensemble.`,
    );
  },
};

/** Counts of letters after contexts of a fixed length, as a learner might write them. */
function countCode({
  length = 3,
  alpha = 0.1,
  list = 'names.train',
  row = `row.map((count) => (count + ${alpha}) / (total + 27 * ${alpha}))`,
}: { length?: number; alpha?: number; list?: string; row?: string } = {}): string {
  return `
const symbols = '.abcdefghijklmnopqrstuvwxyz';
const counts = new Map<string, number[]>();
const rowOf = (prefix: string) => {
  const context = ('.'.repeat(${length}) + prefix).slice(-${length});
  if (!counts.has(context)) counts.set(context, new Array<number>(27).fill(0));
  return counts.get(context)!;
};
for (const name of ${list})
  [...name, '.'].forEach((letter, i) => rowOf(name.slice(0, i))[symbols.indexOf(letter)]++);
function nextLetters(prefixes: string[]): number[][] {
  return prefixes.map((prefix) => {
    const row = rowOf(prefix);
    const total = row.reduce((sum, count) => sum + count, 0);
    return ${row};
  });
}`;
}

/** Chapter 04. */
export const chapter: ChapterDefinition = {
  id: '04',
  exercises: [
    shapes,
    parameters,
    twoSteps,
    gradientBack,
    lastValid,
    gruStep,
    splitWindows,
    nextLetters,
  ],
  quiz: [
    {
      question:
        'A simple RNN forgets what it read 50 steps ago; an LSTM can learn to keep it. What makes the difference?',
      options: [
        {
          text: 'It has four times as many parameters',
          because:
            'A simple RNN with twice as many units has about as many, and its gradient is still a product of 50 factors that are mostly below 1.',
        },
        {
          text: 'Its gates cut off gradients that become too large',
          because:
            'Cutting is the work of gradient clipping, and it helps against exploding gradients, not against vanishing ones.',
        },
        {
          text: 'Its cell state is carried on by adding: along it each step multiplies the gradient by f, which can stay near 1',
          right: true,
          because:
            'From $\\mathbf c_t = \\mathbf f_t \\odot \\mathbf c_{t-1} + \\mathbf i_t \\odot \\mathbf g_t$ the derivative along the cell state is $\\mathbf f_t$. With $f = 0.99$, 0.61 of it is left after 50 steps. With half-open gates, $f = 0.5$, nothing is: the cell makes keeping *possible*, and an open gate does it.',
        },
        {
          text: 'It has no tanh, whose derivative is below 1',
          because:
            'It has two: for the candidate and on the way to $\\mathbf h_t$. They are not on the path from $\\mathbf c_{t-1}$ to $\\mathbf c_t$.',
        },
      ],
    },
    {
      question:
        'Mails of about 20 words are padded with zeros at the end to 200, without a mask. A classifier reads the last state of an LSTM, and learns nothing. Why?',
      options: [
        {
          text: 'The LSTM reads 180 words of padding after the text, and what it knew has faded',
          right: true,
          because:
            'Token 0 has a vector like any other word, and each step changes the state. A mask skips these steps; padding in front helps, too.',
        },
        {
          text: 'The zeros make the sums zero, so all gradients are zero',
          because:
            'The zeros are token *numbers*; the embedding gives them a vector. And even zero vectors would leave $\\mathbf h_{t-1} \\mathbf U + \\mathbf b$.',
        },
        {
          text: 'The zeros cannot hurt: nothing is added to the state; the learning rate must be wrong',
          because:
            'At each step of padding the gates work as always: something is forgotten, something is added.',
        },
      ],
    },
    {
      question:
        'A character model is trained with teacher forcing: at each step it reads the true letter before. What follows?',
      options: [
        {
          text: 'Training must go letter by letter, because each output is the next input',
          because:
            'Just the opposite: all inputs are known beforehand. One pass over the sequence gives the loss of all steps.',
        },
        {
          text: 'When it writes by itself it reads its own letters, and a mistake can lead to prefixes it never saw in training',
          right: true,
          because:
            'This gap between training and use is called exposure bias. The loss on true prefixes does not show it; read samples as well.',
        },
        {
          text: 'It sees the letter that it has to predict',
          because:
            'The input at step $t$ is the letter *before* the target: the target is the input moved by one. If it did see it, the loss would fall to 0.',
        },
        {
          text: 'Its loss on new names is too optimistic and must not be reported',
          because:
            'The product of these probabilities is exactly the probability that the model gives to the whole name. That is a fair score.',
        },
      ],
    },
    {
      question:
        'Windows of 14 days are cut from four years of temperatures, and 20 % of the windows, chosen at random, are the test set. What is wrong?',
      options: [
        {
          text: 'Nothing: a random split is fair, as with images',
          because:
            'Images are independent of one another. Windows that begin a day apart share 13 of 14 days.',
        },
        {
          text: 'The test set is too small',
          because: 'About 290 windows are enough to see a difference that matters.',
        },
        {
          text: 'Windows should not overlap',
          because:
            'Within the training part they may, and should: it is data for free. Across the border they must not.',
        },
        {
          text: 'Almost every test target also stands in training windows: split by time, and cut windows afterwards',
          right: true,
          because:
            'The model is asked about days whose neighbors, and the days themselves, it has been trained on. In use it will know no day of the future.',
        },
      ],
    },
    {
      question:
        'The predicted curve of tomorrow’s temperature lies almost upon the measured one, a day late. R² is 0.84. What do you do?',
      options: [
        {
          text: 'Publish: 0.84 is a high value',
          because:
            'It compares with predicting the mean of the whole test period. Summer is warm and winter is cold: that is easily beaten.',
        },
        {
          text: 'Compute the error of the naive forecast: tomorrow will be as today',
          right: true,
          because:
            'A curve that comes a day late *is* the naive forecast. In Seattle it reaches 0.84 by itself; only what a model gains over it has been learned.',
        },
        {
          text: 'Shift the predictions by one day to correct the delay',
          because:
            'Then you would forecast a day with the knowledge of that day. No such forecast can be made.',
        },
        {
          text: 'Add units until the delay disappears',
          because:
            'A persistence forecast may be the best that these data allow. Find out first how good it is.',
        },
      ],
    },
    {
      question:
        'A novel is cut into windows of 64 characters; an ordinary LSTM layer (`stateful: false`) is trained on them in random order. What does it know, at the first character of a window, of what stood before?',
      options: [
        {
          text: 'The 64 characters before: the state is kept from one window to the next',
          because:
            'That needs `stateful: true`, and windows in their order: row i of each batch must continue row i of the batch before.',
        },
        {
          text: 'All that it has read so far, through its weights',
          because:
            'The weights hold what is common to the whole text, such as the spelling of words. They do not know what stood just before this window.',
        },
        {
          text: 'Nothing: the state starts at zero in each window',
          right: true,
          because:
            'So the first predictions of a window are poor, and nothing is learned across its borders.',
        },
      ],
    },
  ],
};
