/** Exercises and self-test of chapter 02: back-propagation, losses, metrics, and a network of one's own. */
import { makeSpiral } from '../../data/synthetic';
import { tf } from '../../engine/tensorflow';
import { createMlp } from '../../models/mlp';
import type { ChapterDefinition, ExerciseDefinition } from '../definitions';
import type { Report } from '../report';

const secondGradient: ExerciseDefinition = {
  id: '02.1',
  title: 'The second gradient, on paper',
  difficulty: 1,
  task: `
After one step the neuron of the chapter has $w_1 = 0.65$, $w_2 = 1.3$ and $b = -0.85$; still $x_1 = 1$, $x_2 = 2$ and
$y = 3$. Compute the gradient there, on paper, forward and then backward, and write it as \`[∂L/∂w₁, ∂L/∂w₂, ∂L/∂b]\`.`,
  answer: 'secondGradient',
  placeholder: `
const secondGradient: number[] | undefined = undefined; // [∂L/∂w₁, ∂L/∂w₂, ∂L/∂b]`,
  hints: [
    'Forward: $z = 0.65 \\cdot 1 + 1.3 \\cdot 2 - 0.85$. It is positive, so $h = z$.',
    'Backward: $\\partial L / \\partial h = 2 (h - y)$, and the ReLU lets it through unchanged.',
    '$\\partial L / \\partial z = -1.2$. Each weight gets that times its input, the bias gets it as it is.',
  ],
  solution: `
// z = 0.65 + 2.6 − 0.85 = 2.4 = h;  ∂L/∂z = 2 · (2.4 − 3) = −1.2
const secondGradient: number[] | undefined = [-1.2 * 1, -1.2 * 2, -1.2];`,
  wrongAnswers: [
    { code: 'const secondGradient = [1.2, 2.4, 1.2];', says: 'sign is reversed' },
    { code: 'const secondGradient = [-0.6, -1.2, -0.6];', says: 'factor 2' },
    { code: 'const secondGradient = [-3, -6, -3];', says: 'the first gradient' },
    { code: 'const secondGradient = [-1.2, -1.2, -1.2];', says: 'times its own input' },
    { code: 'const secondGradient = [-0.78, -1.56, -1.2];', says: 'by the weight' },
    { code: 'const secondGradient = [0.71, 1.42, -0.79];', says: 'took the step' },
    { code: 'const secondGradient = [-1.2, -2.4];', says: 'must hold 3 numbers' },
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: 3 });
    report.close(values, [-1.2, -2.4, -1.2], {
      mistakes: [
        {
          gives: [1.2, 2.4, 1.2],
          says: 'The sign is reversed: $h - y$ is negative, because the neuron says too little.',
        },
        { gives: [-0.6, -1.2, -0.6], says: 'The factor 2 of the square is missing.' },
        { gives: [-3, -6, -3], says: 'That is the first gradient; the weights have moved since.' },
        {
          gives: [-1.2, -1.2, -1.2],
          says: 'Each weight gets $\\partial L / \\partial z$ times its own input, and $x_2$ is 2.',
        },
        {
          gives: [-0.78, -1.56, -1.2],
          says: 'You multiplied by the weight; the derivative of $w x$ by $w$ is $x$.',
        },
        {
          gives: [0.71, 1.42, -0.79],
          says: 'You took the step as well. Only the gradient is asked for.',
        },
      ],
    });
    report.remark(
      'It is 2.5 times as short as the first one: near the bottom the steps become small by themselves.',
    );
  },
};

const countParameters: ExerciseDefinition = {
  id: '02.2',
  title: 'How many numbers to learn',
  difficulty: 1,
  task: `
Write \`countParameters(widths)\`: the number of weights and biases of a network of dense layers with these widths, the
inputs first. For \`[784, 64, 64, 10]\` it must return 55050.`,
  answer: 'countParameters',
  placeholder: `
function countParameters(widths: number[]): number {
  return todo(); // your code
}`,
  hints: [
    'Between two neighboring widths stands one weight for each pair: input times output.',
    'Each unit has one bias, except for the inputs, which are no units.',
    'Go through `widths.slice(1)` and add `widths[l] * outputs + outputs`.',
  ],
  solution: `
function countParameters(widths: number[]): number {
  return widths.slice(1).reduce((sum, outputs, l) => sum + (widths[l] + 1) * outputs, 0);
}`,
  wrongAnswers: [
    {
      code: `
function countParameters(widths: number[]): number {
  return widths.slice(1).reduce((sum, outputs, l) => sum + widths[l] * outputs, 0);
}`,
      says: 'biases are missing',
    },
    {
      code: `
function countParameters(widths: number[]): number {
  return widths.reduce((sum, width, l) => sum + width * (widths[l + 1] ?? 0) + width, 0);
}`,
      says: 'inputs have no bias',
    },
    {
      code: `
function countParameters(widths: number[]): number {
  return widths.reduce((product, width) => product * width, 1);
}`,
      says: 'only neighboring layers',
    },
    {
      code: `
function countParameters(widths: number[]): number {
  return 55050;
}`,
      says: '[2, 16, 16, 1]',
    },
  ],
  check(answer, report) {
    const countParameters = report.function(answer);
    for (const widths of [
      [784, 64, 64, 10],
      [2, 16, 16, 1],
      [7, 3],
    ]) {
      const count = report.number(countParameters([...widths]), 'What it returns');
      const weights = widths.slice(1).reduce((sum, to, l) => sum + (widths[l] ?? 0) * to, 0);
      const all = widths.reduce((sum, width) => sum + width, 0);
      const inputs = widths[0] ?? 0;
      report.close(count, weights + all - inputs, {
        what: 'The count',
        on: `[${widths.join(', ')}]`,
        tolerance: 1e-9,
        mistakes: [
          { gives: weights, says: 'The biases are missing.' },
          { gives: weights + all, says: 'The inputs have no bias: they are given, not computed.' },
          {
            gives: widths.reduce((product, width) => product * width, 1),
            says: 'There are weights between only neighboring layers.',
          },
        ],
      });
    }
    report.remark('Nine tenths of the 55,050 sit in the first layer, where the image comes in.');
  },
};

const stableSoftmax: ExerciseDefinition = {
  id: '02.3',
  title: 'A softmax that does not overflow',
  difficulty: 2,
  task: `
\`Math.exp(1000)\` is \`Infinity\`, and the formula of the chapter turns logits such as $(1000, 999)$ into \`NaN\`. Write
\`softmax(z)\` for a list of logits that works for numbers of any size. Softmax does not change if the same number is
subtracted from all logits: choose it well.`,
  answer: 'softmax',
  placeholder: `
function softmax(z: number[]): number[] {
  return todo(); // your code
}`,
  hints: [
    'Why may you subtract? $e^{z_k - c} / \\sum_j e^{z_j - c}$: both have the factor $e^{-c}$, and it cancels.',
    'After subtracting, no logit should be above 0, so that no exponential is above 1; and one should be 0, so that their sum is not 0.',
    'Subtract `Math.max(...z)`.',
  ],
  solution: `
function softmax(z: number[]): number[] {
  const top = Math.max(...z);
  const exponentials = z.map((value) => Math.exp(value - top));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}`,
  wrongAnswers: [
    {
      code: `
function softmax(z: number[]): number[] {
  const exponentials = z.map((value) => Math.exp(value));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}`,
      says: 'overflow',
    },
    {
      code: `
function softmax(z: number[]): number[] {
  const low = Math.min(...z);
  const exponentials = z.map((value) => Math.exp(value - low));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}`,
      says: 'overflow',
    },
    {
      code: `
function softmax(z: number[]): number[] {
  const sum = z.reduce((total, value) => total + value, 0);
  return z.map((value) => value / sum);
}`,
      says: 'exponentials are missing',
    },
    {
      code: `
function softmax(z: number[]): number[] {
  const top = Math.max(...z);
  return z.map((value) => Math.exp(value - top));
}`,
      says: 'add up to 1',
    },
    {
      code: `
function softmax(z: number[]): number[] {
  const exponentials = z.map((value) => Math.exp(Math.min(value, 700)));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}`,
      says: 'expected 0.731',
    },
  ],
  check(answer, report) {
    const softmax = report.function(answer);
    for (const z of [
      [2, 1, 0],
      [-1, 3, 0.5, 0.5],
      [1000, 999],
      [-1000, -1000, -1001],
      [800, -800],
    ]) {
      const on = `[${z.join(', ')}]`;
      const result = softmax([...z]);
      if (Array.isArray(result) && result.some((value) => !Number.isFinite(value)))
        report.wrong(
          `On \`${on}\` it returns \`${result.join(', ')}\`: an overflow, or 0 divided by 0. Subtract a number that leaves no logit above 0.`,
        );
      const top = Math.max(...z);
      const exponentials = z.map((value) => Math.exp(value - top));
      const sum = exponentials.reduce((total, value) => total + value, 0);
      const total = z.reduce((a, b) => a + b, 0);
      report.close(
        report.numbers(result, 'What it returns', { length: z.length }),
        exponentials.map((value) => value / sum),
        {
          what: '`softmax`',
          on,
          mistakes: [
            { gives: z.map((value) => value / total), says: 'The exponentials are missing.' },
            { gives: exponentials, says: 'They do not add up to 1 yet: divide by their sum.' },
          ],
        },
      );
    }
    report.remark(
      'Frameworks do the same inside a loss with `fromLogits: true`, which is why logits are passed on instead of probabilities.',
    );
  },
};

/** The part of the chapter's `Value` that an operation deals with. */
interface ValueLike {
  data: number;
  gradient: number;
  readonly parents: readonly ValueLike[];
  readonly passBack: (gradient: number) => void;
}

const valueOf = (data: number): ValueLike => ({
  data,
  gradient: 0,
  parents: [],
  passBack: () => undefined,
});

const tanhValue: ExerciseDefinition = {
  id: '02.4',
  title: 'A new operation for the engine',
  difficulty: 2,
  task: `
Teach the engine the hyperbolic tangent: write \`tanh(a)\` that takes a \`Value\` and returns a new one, in the manner of
\`relu\`. Mind that \`a\` may already have received a derivative from elsewhere.`,
  answer: 'tanh',
  setup: `
class Value {
  gradient = 0;
  constructor(
    public data: number,
    readonly parents: Value[] = [],
    readonly passBack: (gradient: number) => void = () => undefined,
  ) {}
}`,
  placeholder: `
function tanh(a: Value): Value {
  return todo(); // your code
}`,
  hints: [
    '`Math.tanh` gives the value. Its parent is `a`.',
    'The derivative is $1 - \\tanh^2 z$, and the tanh is known from the way forward.',
    'On the way back: `a.gradient += g * (1 - t ** 2)` with `t = Math.tanh(a.data)`.',
  ],
  solution: `
function tanh(a: Value): Value {
  const t = Math.tanh(a.data);
  return new Value(t, [a], (g) => {
    a.gradient += g * (1 - t ** 2);
  });
}`,
  wrongAnswers: [
    {
      code: `
function tanh(a: Value): Value {
  const t = Math.tanh(a.data);
  return new Value(t, [a], (g) => {
    a.gradient = g * (1 - t ** 2);
  });
}`,
      says: 'add',
    },
    {
      code: `
function tanh(a: Value): Value {
  return new Value(Math.tanh(a.data), [a], (g) => {
    a.gradient += g * (1 - a.data ** 2);
  });
}`,
      says: 'square of the tanh',
    },
    {
      code: `
function tanh(a: Value): Value {
  const t = Math.tanh(a.data);
  return new Value(t, [a], () => {
    a.gradient += 1 - t ** 2;
  });
}`,
      says: 'times what came from above',
    },
    {
      code: `
function tanh(a: Value): Value {
  const t = Math.tanh(a.data);
  return new Value(t, [], (g) => {
    a.gradient += g * (1 - t ** 2);
  });
}`,
      says: 'never be visited',
    },
    {
      code: `
function tanh(a: Value): Value {
  return new Value(Math.tanh(a.data), [a]);
}`,
      says: 'receives nothing',
    },
    {
      code: `
function tanh(a: Value): any {
  return Math.tanh(a.data);
}`,
      says: 'must return a `Value`',
    },
  ],
  check(answer, report) {
    const tanh = report.function(answer);
    for (const [data, from, earlier] of [
      [0.7, 1, 0],
      [-1.3, 2.5, 0],
      [0.4, -3, 10],
    ] as const) {
      const a = valueOf(data);
      a.gradient = earlier;
      const result = readValue(tanh(a), report);
      const t = Math.tanh(data);
      const on = `a.data = ${data}`;
      report.close(result.data, t, { what: 'The value', on });
      report.close(a.gradient, earlier, { what: '`a.gradient`, before the way back,', on });
      report.demand(
        result.parents.some((parent) => parent === a),
        'The new value does not name `a` as its parent, so `a` would never be visited on the way back.',
      );
      result.passBack(from);
      report.close(a.gradient, earlier + from * (1 - t * t), {
        what: `\`a.gradient\` after \`passBack(${from})\`, with ${earlier} before,`,
        on,
        mistakes: [
          {
            gives: from * (1 - t * t),
            says: 'Derivatives from several places add up: use `+=`.',
          },
          {
            gives: earlier + from * (1 - data * data),
            says: 'It is 1 minus the square of the tanh, not of its argument.',
          },
          {
            gives: earlier + (1 - t * t),
            says: 'The chain rule: your derivative times what came from above, `g`.',
          },
          { gives: earlier, says: '`a` receives nothing on the way back.' },
        ],
      });
    }
    report.remark(
      'With this and `backward`, your engine trains recurrent cells too: chapter 04 uses tanh everywhere.',
    );
  },
};

function readValue(result: unknown, report: Report): ValueLike {
  if (typeof result !== 'object' || result === null)
    report.wrong('`tanh` must return a `Value`: `new Value(data, [a], (g) => { … })`.');
  const value = report.object(result, ['data', 'parents', 'passBack'], 'What `tanh` returns');
  report.number(value.data, '`data` of the result');
  if (!Array.isArray(value.parents) || typeof value.passBack !== 'function')
    report.wrong('`tanh` must return a `Value`: `new Value(data, [a], (g) => { … })`.');
  return value as unknown as ValueLike;
}

const scoresOfClass: ExerciseDefinition = {
  id: '02.5',
  title: 'Precision, recall and F1 from a confusion matrix',
  difficulty: 2,
  task: `
\`confusion[i][j]\` counts the examples of true class $i$ that were called $j$. Write \`scoresOf(confusion, c)\` that
returns \`{ precision, recall, f1 }\` of class \`c\`. If class \`c\` was never called, its precision is 0, and so is an
$F_1$ whose parts are both 0.`,
  answer: 'scoresOf',
  placeholder: `
function scoresOf(
  confusion: number[][],
  c: number,
): { precision: number; recall: number; f1: number } {
  return todo(); // your code
}`,
  hints: [
    'True positives stand on the diagonal, at `confusion[c][c]`.',
    'What was *called* $c$ is a column, what *was* $c$ is a row.',
    'Column sum: `confusion.reduce((sum, row) => sum + row[c], 0)`. Guard each division by 0.',
  ],
  solution: `
function scoresOf(
  confusion: number[][],
  c: number,
): { precision: number; recall: number; f1: number } {
  const called = confusion.reduce((sum, row) => sum + row[c], 0);
  const was = confusion[c].reduce((sum, count) => sum + count, 0);
  const precision = called === 0 ? 0 : confusion[c][c] / called;
  const recall = was === 0 ? 0 : confusion[c][c] / was;
  const sum = precision + recall;
  return { precision, recall, f1: sum === 0 ? 0 : (2 * precision * recall) / sum };
}`,
  wrongAnswers: [
    {
      code: `
function scoresOf(confusion: number[][], c: number) {
  const column = confusion.reduce((sum, row) => sum + row[c], 0);
  const row = confusion[c].reduce((sum, count) => sum + count, 0);
  const [precision, recall] = [confusion[c][c] / row, confusion[c][c] / column];
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}`,
      says: 'exchanged',
    },
    {
      code: `
function scoresOf(confusion: number[][], c: number) {
  const precision = confusion[c][c] / confusion.reduce((sum, row) => sum + row[c], 0);
  const recall = confusion[c][c] / confusion[c].reduce((sum, count) => sum + count, 0);
  return { precision, recall, f1: (precision + recall) / 2 };
}`,
      says: 'harmonic',
    },
    {
      code: `
function scoresOf(confusion: number[][], c: number) {
  const all = confusion.flat().reduce((sum, count) => sum + count, 0);
  const right = confusion.reduce((sum, row, i) => sum + row[i], 0);
  const precision = confusion[c][c] / confusion.reduce((sum, row) => sum + row[c], 0);
  const recall = right / all;
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}`,
      says: 'That is the accuracy',
    },
    {
      code: `
function scoresOf(confusion: number[][], c: number) {
  const precision = confusion[c][c] / confusion.reduce((sum, row) => sum + row[c], 0);
  const recall = confusion[c][c] / confusion[c].reduce((sum, count) => sum + count, 0);
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}`,
      says: 'division by 0',
    },
  ],
  check(answer, report) {
    const scoresOf = report.function(answer);
    const digits = [
      [50, 3, 2],
      [10, 30, 0],
      [5, 7, 13],
    ];
    const healthy = [
      [990, 0],
      [10, 0],
    ];
    for (const [confusion, c] of [
      [digits, 0],
      [digits, 1],
      [digits, 2],
      [healthy, 0],
      [healthy, 1],
    ] as const)
      checkScores(scoresOf, confusion, c, report);
    report.remark(
      'The last matrix was the test that calls everybody healthy: accuracy 0.99, and recall and $F_1$ of the ill 0.',
    );
  },
};

function checkScores(
  scoresOf: (...args: unknown[]) => unknown,
  confusion: readonly (readonly number[])[],
  c: number,
  report: Report,
): void {
  const on = `${JSON.stringify(confusion)}, ${c}`;
  const copy = confusion.map((row) => [...row]);
  const keys = ['precision', 'recall', 'f1'] as const;
  const result = report.object(scoresOf(copy, c), keys, 'What it returns');
  const right = confusion[c]?.[c] ?? 0;
  const called = confusion.reduce((sum, row) => sum + (row[c] ?? 0), 0);
  const was = (confusion[c] ?? []).reduce((sum, count) => sum + count, 0);
  const [precision, recall] = [called === 0 ? 0 : right / called, right / was];
  const sum = precision + recall;
  const diagonal = confusion.reduce((total, row, i) => total + (row[i] ?? 0), 0);
  const accuracy = diagonal / confusion.flat().reduce((total, count) => total + count, 0);
  const swapped =
    'Precision and recall are exchanged: what was called $c$ is a column, what was $c$ is a row.';
  report.close(report.number(result.precision, '`precision`'), precision, {
    what: '`precision`',
    on,
    mistakes: [
      { gives: recall, says: swapped },
      { gives: accuracy, says: 'That is the accuracy, one number for all classes.' },
    ],
  });
  report.close(report.number(result.recall, '`recall`'), recall, {
    what: '`recall`',
    on,
    mistakes: [
      { gives: precision, says: swapped },
      { gives: accuracy, says: 'That is the accuracy, one number for all classes.' },
    ],
  });
  report.close(report.number(result.f1, '`f1`'), sum === 0 ? 0 : (2 * precision * recall) / sum, {
    what: '`f1`',
    on,
    mistakes: [
      { gives: sum / 2, says: 'That is the ordinary mean; $F_1$ is the harmonic one.' },
      {
        gives: (precision * recall) / (sum || 1),
        says: 'The factor 2 of the harmonic mean is missing.',
      },
    ],
  });
}

const tanhLayer: ExerciseDefinition = {
  id: '02.6',
  title: 'Backward through a layer',
  difficulty: 3,
  task: `
A layer computes $\\mathbf H = \\tanh(\\mathbf X \\mathbf W + \\mathbf b)$. From above comes \`fromAbove\`,
$\\partial L / \\partial \\mathbf H$ of shape \`[N, out]\`. Write \`tanhLayerBack(x, w, b, fromAbove)\` that returns
\`{ x, w, b }\`, the derivatives of $L$ by the inputs \`[N, in]\`, the weights \`[in, out]\` and the biases \`[out]\`.`,
  answer: 'tanhLayerBack',
  placeholder: `
function tanhLayerBack(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
  fromAbove: tf.Tensor2D,
): { x: tf.Tensor; w: tf.Tensor; b: tf.Tensor } {
  return todo(); // your code
}`,
  hints: [
    'Two stations: from $\\mathbf H$ to $\\mathbf Z = \\mathbf X \\mathbf W + \\mathbf b$ by the derivative of tanh, element by element; then from $\\mathbf Z$ by the three formulas of the chapter.',
    '$\\Delta = \\partial L / \\partial \\mathbf Z = \\partial L / \\partial \\mathbf H \\odot (1 - \\mathbf H^2)$, of shape `[N, out]`.',
    '`w`: `x.matMul(delta, true)`; `b`: `delta.sum(0)`; `x`: `delta.matMul(w, false, true)`.',
  ],
  solution: `
function tanhLayerBack(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
  fromAbove: tf.Tensor2D,
): { x: tf.Tensor; w: tf.Tensor; b: tf.Tensor } {
  return tf.tidy(() => {
    const h = x.matMul(w).add(b).tanh(); // [N, out]
    const delta = fromAbove.mul<tf.Tensor2D>(tf.sub(1, h.square())); // ∂L/∂Z: [N, out]
    return { x: delta.matMul(w, false, true), w: x.matMul(delta, true), b: delta.sum(0) };
  });
}`,
  wrongAnswers: [
    {
      code: `
function tanhLayerBack(x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D, fromAbove: tf.Tensor2D) {
  return { x: fromAbove.matMul(w, false, true), w: x.matMul(fromAbove, true), b: fromAbove.sum(0) };
}`,
      says: 'derivative of tanh is missing',
    },
    {
      code: `
function tanhLayerBack(x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D, fromAbove: tf.Tensor2D) {
  const z = x.matMul(w).add(b);
  const delta = fromAbove.mul(tf.sub(1, z.square())) as tf.Tensor2D;
  return { x: delta.matMul(w, false, true), w: x.matMul(delta, true), b: delta.sum(0) };
}`,
      says: 'the output of the tanh',
    },
    {
      code: `
function tanhLayerBack(x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D, fromAbove: tf.Tensor2D) {
  const h = x.matMul(w).add(b).tanh();
  const delta = fromAbove.mul(tf.sub(1, h.square())) as tf.Tensor2D;
  return { x: delta.matMul(w, false, true), w: x.matMul(delta, true), b: delta.mean(0) };
}`,
      says: 'Sum over the examples',
    },
    {
      code: `
function tanhLayerBack(x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D, fromAbove: tf.Tensor2D) {
  const h = x.matMul(w).add(b).tanh();
  const delta = fromAbove.mul(tf.sub(1, h.square())) as tf.Tensor2D;
  return { x: delta.matMul(w, false, true), w: tf.matMul(delta, x, true), b: delta.sum(0) };
}`,
      says: 'has shape [2, 3]',
    },
  ],
  check(answer, report) {
    const tanhLayerBack = report.function(answer);
    const x = tf.tensor2d([0.5, -1, 2, 1, 0.3, -0.7, -1.5, 0.2, 0.9, 0, 1, -1, 0.4, 0.8, 0.1], [5, 3]); // prettier-ignore
    const w = tf.tensor2d([0.2, -0.5, 0.7, 0.1, -0.3, 0.6], [3, 2]);
    const b = tf.tensor1d([0.1, -0.2]);
    const fromAbove = tf.tensor2d([1, -2, 0.5, 0.3, -1, 0.8, 2, 0.1, -0.4, 0.6], [5, 2]);
    const keys = ['x', 'w', 'b'] as const;
    const result = report.object(tanhLayerBack(x, w, b, fromAbove), keys, 'What it returns');
    const layer = (a: tf.Tensor, c: tf.Tensor, d: tf.Tensor): tf.Tensor =>
      tf.matMul(a as tf.Tensor2D, c as tf.Tensor2D).add(d).tanh().mul(fromAbove).sum(); // prettier-ignore
    const [ofX, ofW, ofB] = tf.grads(layer as (...args: tf.Tensor[]) => tf.Tensor)([x, w, b]);
    const z = x.matMul(w).add(b);
    const ofZ = fromAbove.mul<tf.Tensor2D>(tf.sub(1, z.square()));
    const parts = [
      { key: 'w', right: ofW, open: x.matMul(fromAbove, true), ofArgument: x.matMul(ofZ, true) },
      { key: 'b', right: ofB, open: fromAbove.sum(0), ofArgument: ofZ.sum(0) },
      {
        key: 'x',
        right: ofX,
        open: fromAbove.matMul(w, false, true),
        ofArgument: ofZ.matMul(w, false, true),
      },
    ] as const;
    for (const { key, right, open, ofArgument } of parts) {
      if (right === undefined) continue;
      const given = report.tensor(result[key], { shape: right.shape }, `\`${key}\` of the result`);
      report.close(given, right, {
        what: `\`${key}\` of the result`,
        mistakes: [
          { gives: open, says: 'The derivative of tanh is missing: go from H to Z first.' },
          {
            gives: ofArgument,
            says: 'It is 1 minus the square of $\\mathbf H$, the output of the tanh, not of its argument.',
          },
          { gives: right.div(5), says: 'Sum over the examples; do not average.' },
          { gives: right.neg(), says: 'The sign is reversed.' },
        ],
      });
    }
    report.remark(
      'These lines, once for each kind of layer, are all that a framework needs to know about it.',
    );
  },
};

/** What exercise 02.7 allows and asks for. */
const MOST_PARAMETERS = 200;
const SPIRAL_STEPS = 150;
const WANTED_SHARE = 0.95;

const spiralNet: ExerciseDefinition = {
  id: '02.7',
  title: 'Design a small network',
  difficulty: 3,
  task: `
Three spiral arms wind around one another, 50 training points each (\`makeSpiral({ examples: 150, seed: 1 })\`). Design
\`spiralNet = { hiddenUnits, activation, learningRate }\`. The check trains it with full-batch Adam for exactly
${SPIRAL_STEPS} steps, and wants **${100 * WANTED_SHARE} %** of 300 fresh points right, with at most **${MOST_PARAMETERS} parameters**
(two inputs, three outputs). Activations: \`'relu'\`, \`'tanh'\`, \`'sigmoid'\`.`,
  answer: 'spiralNet',
  placeholder: `
type Design = { hiddenUnits: number[]; activation: 'relu' | 'tanh' | 'sigmoid'; learningRate: number };
const spiralNet: Design | undefined = undefined; // { hiddenUnits: […], activation: …, learningRate: … }
`.trimEnd(),
  hints: [
    'Exercise 02.2 counts: `[2, 12, 8, 3]` has 167 parameters, `[2, 16, 16, 3]` has 371.',
    `${SPIRAL_STEPS} steps are few. Adam's usual rate of 0.001 suits thousands of steps; each weight moves by at most about the rate in each step.`,
    'Two layers of about ten units, ReLU or tanh, and a rate between 0.02 and 0.1.',
  ],
  solution: `
type Design = { hiddenUnits: number[]; activation: 'relu' | 'tanh' | 'sigmoid'; learningRate: number };
const spiralNet: Design | undefined = {
  hiddenUnits: [10, 10],
  activation: 'tanh',
  learningRate: 0.05,
};`,
  wrongAnswers: [
    {
      code: "const spiralNet = { hiddenUnits: [16, 16], activation: 'relu', learningRate: 0.03 };",
      says: 'has 371 parameters',
    },
    {
      code: "const spiralNet = { hiddenUnits: [], activation: 'relu', learningRate: 0.03 };",
      says: 'Without a hidden layer',
    },
    {
      code: "const spiralNet = { hiddenUnits: [10, 10], activation: 'tanh', learningRate: 0.001 };",
      says: 'still falling',
    },
    {
      code: "const spiralNet = { hiddenUnits: [10, 10], activation: 'softmax', learningRate: 0.03 };",
      says: '`activation`',
    },
    {
      code: "const spiralNet = { hiddenUnits: [10, 10], activation: 'tanh' };",
      says: 'lacks `learningRate`',
    },
    {
      code: "const spiralNet = { hiddenUnits: [2.5], activation: 'tanh', learningRate: 0.03 };",
      says: 'whole numbers',
    },
  ],
  check(answer, report) {
    const keys = ['hiddenUnits', 'activation', 'learningRate'] as const;
    const design = report.object(answer, keys);
    const hiddenUnits = report.numbers(design.hiddenUnits, '`hiddenUnits`');
    report.demand(
      hiddenUnits.every((units) => Number.isInteger(units) && units >= 1),
      '`hiddenUnits` must hold whole numbers of at least 1.',
    );
    const known = ['relu', 'tanh', 'sigmoid'] as const;
    const activation = known.find((name) => name === design.activation);
    if (activation === undefined)
      return report.wrong("`activation` must be `'relu'`, `'tanh'` or `'sigmoid'`.");
    const learningRate = report.number(design.learningRate, '`learningRate`');
    report.demand(learningRate > 0, '`learningRate` must be above 0.');
    const widths = [2, ...hiddenUnits, 3];
    const size = widths.slice(1).reduce((sum, to, l) => sum + ((widths[l] ?? 0) + 1) * to, 0);
    report.demand(
      size <= MOST_PARAMETERS,
      `\`spiralNet\` has ${size} parameters; at most ${MOST_PARAMETERS} are allowed.`,
    );
    report.demand(
      hiddenUnits.length > 0,
      'Without a hidden layer the borders are straight lines, and the arms are not.',
    );
    const { share, loss } = trainOnSpiral({ hiddenUnits, activation, learningRate });
    const percent = `${(100 * share).toFixed(1)} %`;
    report.demand(
      share >= WANTED_SHARE,
      `After ${SPIRAL_STEPS} steps ${percent} of the fresh points are right; ${100 * WANTED_SHARE} % are wanted. The training loss is ${loss.toFixed(2)}` +
        (loss > 0.3
          ? ': if it is still falling, the steps are too small for so few of them; if it stands still, they are too large, or the net too narrow.'
          : ', so it fits its own points better than new ones.'),
    );
    report.remark(
      `${percent} of the fresh points with ${size} parameters. Can you do it with 100?`,
    );
  },
};

/** Trains for the fixed number of steps from a fixed start. */
function trainOnSpiral(design: {
  hiddenUnits: number[];
  activation: 'relu' | 'tanh' | 'sigmoid';
  learningRate: number;
}): { share: number; loss: number } {
  const { learningRate, ...options } = design;
  const seen = makeSpiral({ examples: 150, seed: 1 });
  const fresh = makeSpiral({ examples: 300, seed: 2 });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 7 });
  const model = createMlp({ ...options, inputShape: [2], outputUnits: 3, kernelInitializer });
  const optimizer = tf.train.adam(learningRate);
  const y = tf.oneHot(seen.y, 3);
  const objective = (): tf.Scalar =>
    tf.losses.softmaxCrossEntropy(y, model.apply(seen.x, { training: true }) as tf.Tensor);
  for (let step = 0; step < SPIRAL_STEPS; step++) optimizer.minimize(objective);
  const guess = (model.predict(fresh.x) as tf.Tensor2D).argMax(1);
  const share = guess.equal(fresh.y).mean().dataSync()[0] ?? NaN;
  const loss = objective().dataSync()[0] ?? NaN;
  model.dispose();
  optimizer.dispose();
  return { share, loss };
}

/** Chapter 02. */
export const chapter: ChapterDefinition = {
  id: '02',
  exercises: [
    secondGradient,
    countParameters,
    stableSoftmax,
    tanhValue,
    scoresOfClass,
    tanhLayer,
    spiralNet,
  ],
  quiz: [
    {
      question:
        'You train a classifier of ten classes. The loss reads 2.303 in the first epoch and 2.303 in the fifth. What do you look at first?',
      options: [
        {
          text: 'The test accuracy',
          because:
            'It will be about 10 %, and tell you nothing that the loss has not: $\\ln 10 = 2.303$ is the loss of a model that knows nothing.',
        },
        {
          text: 'The gradient of each layer, before training',
          right: true,
          because:
            'Nothing is learned, so find out where the gradient dies: at zero or tiny weights, or layer by layer at sigmoids.',
        },
        {
          text: 'Whether there are enough training images',
          because:
            'With too few images the training loss falls all the better. Here not even that falls.',
        },
        {
          text: 'Whether dropout is strong enough',
          because: 'Dropout is for overfitting. This model does not fit at all.',
        },
      ],
    },
    {
      question: 'Why must the weights of a hidden layer not all start at the same value?',
      options: [
        {
          text: 'The loss would be infinite',
          because: 'It is quite ordinary: about ln K for K classes.',
        },
        {
          text: 'Equal weights are too large',
          because:
            'Their size is another question. Also equal and small weights keep the units equal.',
        },
        {
          text: 'All units would compute the same, receive the same gradient and stay the same',
          right: true,
          because: 'Nothing distinguishes them, so no step can. Random numbers break the symmetry.',
        },
      ],
    },
    {
      question:
        'A test for an illness that 1 % of people have is right for 99 % of them. How good is it?',
      options: [
        {
          text: 'One cannot tell from the accuracy: saying "healthy" to everybody also has 99 %',
          right: true,
          because:
            'Ask for precision and recall of the ill; for that useless test the recall is 0.',
        },
        {
          text: 'Very good: one error in a hundred',
          because: 'The test that calls everybody healthy also makes one error in a hundred.',
        },
        {
          text: 'Its recall is 99 %',
          because:
            'Recall is the share of the *ill* that were found. The share of all answers that are right is the accuracy.',
        },
      ],
    },
    {
      question: 'A model of ten classes trains, but its loss never gets below 1.46. What happened?',
      options: [
        {
          text: 'The learning rate is too large',
          because: 'Then the loss would jump about, and not stop at just this value.',
        },
        {
          text: 'The model overfits',
          because: 'Then its training loss would go toward 0.',
        },
        {
          text: 'A gradient vanishes',
          because: 'Then the loss would stay near 2.303, where it began.',
        },
        {
          text: 'Softmax is applied twice: in the model, and in a loss that expects logits',
          right: true,
          because:
            'Even a perfect answer, 1 and nine zeros, costs $\\ln(e + 9) - 1 = 1.461$ when it is taken for logits.',
        },
      ],
    },
    {
      question: 'Which sentence about optimizers is true?',
      options: [
        {
          text: 'Adam always reaches the lowest loss in the fewest steps',
          because:
            'On a valley along an axis RMSProp and AdaGrad were far ahead, and in a round bowl SGD needs a single step.',
        },
        {
          text: 'Their order depends on the surface, on the learning rates and on how long they run',
          right: true,
          because:
            'So compare them with the same budget, each at a rate that was chosen for it, and on held-out data.',
        },
        {
          text: 'Momentum makes each single step follow the gradient more exactly',
          because:
            'On the contrary: it follows the mean of the recent gradients, and so overshoots.',
        },
      ],
    },
  ],
};
