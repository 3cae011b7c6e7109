/** Exercises and self-test of chapter 00: tensors, shapes, broadcasting, memory, gradients. */
import { tf } from '../../engine';
import type { ChapterDefinition, ExerciseDefinition } from '../definitions';

const broadcastShape: ExerciseDefinition = {
  id: '00.1',
  title: 'Predict a broadcast shape',
  difficulty: 1,
  task: `
Tensor \`a\` has shape $[7, 1, 5]$ and tensor \`b\` has shape $[3, 1]$. **Without running it**, write the shape of
\`a.add(b)\` as an array of numbers in \`shape\`.`,
  answer: 'shape',
  placeholder: `
const shape: number[] | undefined = undefined; // for example [2, 3]`,
  hints: [
    'Broadcasting compares shapes **from the right**. Write them under one another, right-aligned.',
    'A missing axis on the left counts as 1: `b` is treated as $[1, 3, 1]$.',
    'On each axis the two sizes must be equal, or one of them is 1 and is stretched to the other: $5$ and $1$ give $5$.',
  ],
  solution: `
//  a:  [7, 1, 5]
//  b:     [3, 1]   counts as [1, 3, 1]
const shape: number[] | undefined = [7, 3, 5];`,
  wrongAnswers: [
    { code: 'const shape = [7, 1, 5];', says: 'the size 1 is stretched' },
    { code: 'const shape = [21, 1, 5];', says: 'stretched, never multiplied' },
    { code: 'const shape = [7, 3];', says: 'as many axes as the longer' },
    { code: 'const shape = [7, 5];', says: 'as many axes as the longer' },
    { code: 'const shape = [3, 1, 5];', says: 'from the right' },
    { code: "const shape = '7, 3, 5';", says: 'must be an array of numbers' },
    { code: 'const shape = tf.zeros([7, 1, 5]).add(tf.zeros([3, 1]));', says: 'a tensor of shape' },
  ],
  check(answer, report) {
    const shape = report.numbers(answer);
    report.demand(
      shape.length === 3,
      `\`shape\` has ${shape.length} axes. The result has as many axes as the longer of the two shapes.`,
    );
    report.demand(
      !shape.includes(21),
      'Sizes are stretched, never multiplied: 7 and 3 stand on different axes.',
    );
    report.equal(shape, [7, 3, 5], {
      mistakes: [
        {
          gives: [7, 1, 5],
          says: 'Look at the middle axis: `b` has 3 there, and the size 1 is stretched to it.',
        },
        {
          gives: [3, 1, 5],
          says: 'Shapes are compared from the right, so the 3 of `b` meets the 1 of `a`.',
        },
      ],
    });
    report.remark(
      'No number was copied in memory to do this: stretching an axis reads the same element again.',
    );
  },
};

const standardize: ExerciseDefinition = {
  id: '00.2',
  title: 'Standardize every column',
  difficulty: 2,
  task: `
A table of $N$ rows and $D$ columns is a tensor $X$ of shape $[N, D]$. Write \`standardize(x)\` that returns a tensor of
the same shape in which every **column** has mean 0 and standard deviation 1:

$$z_{nd} = \\frac{x_{nd} - \\mu_d}{\\sigma_d}, \\qquad \\mu_d = \\frac{1}{N} \\sum_n x_{nd}, \\qquad
\\sigma_d = \\sqrt{\\frac{1}{N} \\sum_n (x_{nd} - \\mu_d)^2}$$

Use no loop: broadcasting does the rest.`,
  answer: 'standardize',
  placeholder: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  return todo(); // your code, from x of shape [N, D]
}`,
  hints: [
    '`tf.moments(x, axis)` returns `mean` and `variance` along an axis. Which axis disappears when you average over rows?',
    'Rows are axis 0. `tf.moments(x, 0)` gives `mean` and `variance` of shape $[D]$, which broadcast against $[N, D]$.',
    'The standard deviation is the square root of the variance: `x.sub(mean).div(variance.sqrt())`.',
  ],
  solution: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  return tf.tidy(() => {
    const { mean, variance } = tf.moments(x, 0); // both [D]
    return x.sub(mean).div(variance.sqrt()); // [N, D]
  });
}`,
  wrongAnswers: [
    {
      code: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  const { mean, variance } = tf.moments(x);
  return x.sub(mean).div(variance.sqrt());
}`,
      says: 'all numbers at once',
    },
    {
      code: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  const { mean, variance } = tf.moments(x, 1, true);
  return x.sub(mean).div(variance.sqrt());
}`,
      says: 'every row instead of every column',
    },
    {
      code: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  const { mean, variance } = tf.moments(x, 0);
  return x.sub(mean).div(variance);
}`,
      says: 'square root',
    },
    {
      code: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  return x.sub(x.mean(0));
}`,
      says: 'still to be divided',
    },
    {
      code: `
function standardize(x: tf.Tensor2D): tf.Tensor {
  const { mean, variance } = tf.moments(x, 1);
  return x.sub(mean).div(variance.sqrt());
}`,
      says: 'stopped with an error',
    },
    {
      code: `
function standardize(x: tf.Tensor2D) {
  x.sub(x.mean(0));
}`,
      says: 'Is a `return`',
    },
    {
      code: `
async function standardize(x: tf.Tensor2D): Promise<tf.Tensor> {
  return x.sub(x.mean(0));
}`,
      says: 'is a promise',
    },
    {
      code: `
function standardize(x: tf.Tensor2D): number[][] {
  return x.sub(x.mean(0)).arraySync() as number[][];
}`,
      says: 'must be a tensor',
    },
  ],
  check(answer, report) {
    const standardize = report.function(answer);
    // Columns of very different size; 3 rows and 2 columns, so that a swapped axis shows.
    const input = [
      [1, 200],
      [2, 600],
      [6, 100],
    ];
    const x = tf.tensor2d(input);
    const result = report.tensor(standardize(x), { shape: [3, 2] }, 'The result');
    const columns = tf.moments(x, 0);
    const rows = tf.moments(x, 1, true);
    const all = tf.moments(x);
    const centered = x.sub(columns.mean);
    report.close(result, centered.div(columns.variance.sqrt()), {
      on: JSON.stringify(input),
      mistakes: [
        {
          gives: x.sub(all.mean).div(all.variance.sqrt()),
          says: 'You took mean and deviation of all numbers at once; each column needs its own.',
        },
        {
          gives: x.sub(rows.mean).div(rows.variance.sqrt()),
          says: 'You standardized every row instead of every column: change the axis.',
        },
        {
          gives: centered.div(columns.variance),
          says: 'You divided by the variance; the standard deviation is its square root.',
        },
        { gives: centered, says: 'The mean is right; it is still to be divided by the deviation.' },
        {
          gives: centered.div(columns.variance.mul(3 / 2).sqrt()),
          says: 'You divided the sum of squares by N − 1; the task asks for N.',
        },
      ],
    });
    report.remark('Chapter 01 uses this on real columns, with the mean of the training part only.');
  },
};

const tidyRms: ExerciseDefinition = {
  id: '00.3',
  title: 'Leave no tensor behind',
  difficulty: 2,
  task: `
Write \`rootMeanSquare(x)\` that returns the **number** $\\sqrt{\\frac{1}{N} \\sum_n x_n^2}$ of a tensor \`x\`, and leaves
\`tf.memory().numTensors\` as it was. \`x\` belongs to the caller: do not dispose it.`,
  answer: 'rootMeanSquare',
  placeholder: `
function rootMeanSquare(x: tf.Tensor): number {
  return todo(); // your code
}`,
  hints: [
    'First make it right: square, mean, square root, then read the one number out with `.dataSync()[0]`.',
    'Each of `square()`, `mean()` and `sqrt()` makes a tensor that stays until somebody disposes it.',
    '`tf.tidy(() => …)` disposes every tensor made inside, and may return a plain number.',
  ],
  solution: `
function rootMeanSquare(x: tf.Tensor): number {
  return tf.tidy(() => x.square().mean().sqrt().dataSync()[0] as number);
}`,
  wrongAnswers: [
    {
      code: `
function rootMeanSquare(x: tf.Tensor): number {
  return x.square().mean().sqrt().dataSync()[0] as number;
}`,
      says: '3 tensors',
    },
    {
      code: `
function rootMeanSquare(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => x.square().mean().sqrt());
}`,
      says: 'a plain number is wanted',
    },
    {
      code: `
function rootMeanSquare(x: tf.Tensor): number {
  return tf.tidy(() => x.square().mean().dataSync()[0] as number);
}`,
      says: 'square root',
    },
    {
      code: `
function rootMeanSquare(x: tf.Tensor): number {
  return tf.tidy(() => x.square().sum().sqrt().dataSync()[0] as number);
}`,
      says: 'mean',
    },
    {
      code: `
function rootMeanSquare(x: tf.Tensor): number {
  const result = tf.tidy(() => x.square().mean().sqrt().dataSync()[0] as number);
  x.dispose();
  return result;
}`,
      says: 'disposed its argument',
    },
    {
      code: `
function rootMeanSquare(x: tf.Tensor): number {
  return tf.norm(x).dataSync()[0] as number;
}`,
      says: 'mean',
    },
  ],
  check(answer, report) {
    const rootMeanSquare = report.function(answer);
    const input = [1, 5, 7, 5, 0];
    const x = tf.tensor1d(input);
    let value: unknown;
    const left = report.leftBehind(() => (value = rootMeanSquare(x)));
    report.close(report.number(value, 'The result'), Math.sqrt(20), {
      what: '`rootMeanSquare`',
      on: JSON.stringify(input),
      mistakes: [
        { gives: 20, says: 'That is the mean square; take its square root.' },
        { gives: 10, says: 'You took the sum of the squares; the task asks for their mean.' },
        { gives: 3.6, says: 'That is the plain mean; square the numbers first.' },
      ],
    });
    report.demand(
      left <= 0,
      `The number is right, but each call leaves ${left} tensor${left === 1 ? '' : 's'} behind. ` +
        'In a training loop that fills the memory.',
    );
  },
};

const descend: ExerciseDefinition = {
  id: '00.4',
  title: 'Walk downhill with a gradient',
  difficulty: 3,
  task: `
Write \`descend(f, start, learningRate, steps)\` that begins at the number $x_0$ = \`start\` and repeats \`steps\` times

$$x \\leftarrow x - \\eta \\, f'(x)$$

where $\\eta$ is \`learningRate\` and \`tf.grad(f)\` gives the derivative $f'$. Return the final $x$ as a **number**. The
same loop trains every network of this course.`,
  answer: 'descend',
  placeholder: `
function descend(
  f: (x: tf.Tensor) => tf.Tensor,
  start: number,
  learningRate: number,
  steps: number,
): number {
  return todo(); // your code
}`,
  hints: [
    '`const slope = tf.grad(f)` is a function: it takes a tensor and returns the derivative there as a tensor.',
    "Keep `x` as a plain number. In each step make a scalar of it, read $f'(x)$ out with `.dataSync()[0]`, and update `x`.",
    '`x -= learningRate * (tf.tidy(() => slope(tf.scalar(x)).dataSync()[0]) as number);`',
  ],
  solution: `
function descend(
  f: (x: tf.Tensor) => tf.Tensor,
  start: number,
  learningRate: number,
  steps: number,
): number {
  const slope = tf.grad(f);
  let x = start;
  for (let step = 0; step < steps; step++) {
    const gradient = tf.tidy(() => slope(tf.scalar(x)).dataSync()[0] as number);
    x -= learningRate * gradient;
  }
  return x;
}`,
  wrongAnswers: [
    {
      code: `
function descend(f: (x: tf.Tensor) => tf.Tensor, start: number, learningRate: number, steps: number): number {
  const slope = tf.grad(f);
  let x = start;
  for (let step = 0; step < steps; step++) {
    x += learningRate * (slope(tf.scalar(x)).dataSync()[0] as number);
  }
  return x;
}`,
      says: 'uphill',
    },
    {
      code: `
function descend(f: (x: tf.Tensor) => tf.Tensor, start: number, learningRate: number, steps: number): number {
  return start - learningRate * (tf.grad(f)(tf.scalar(start)).dataSync()[0] as number);
}`,
      says: 'a single step',
    },
    {
      code: `
function descend(f: (x: tf.Tensor) => tf.Tensor, start: number, learningRate: number, steps: number): number {
  let x = start;
  for (let step = 0; step < steps; step++) x -= learningRate * (f(tf.scalar(x)).dataSync()[0] as number);
  return x;
}`,
      says: 'the value of `f`',
    },
    {
      code: `
function descend(f: (x: tf.Tensor) => tf.Tensor, start: number, learningRate: number, steps: number): number {
  const gradient = tf.grad(f)(tf.scalar(start)).dataSync()[0] as number;
  let x = start;
  for (let step = 0; step < steps; step++) x -= learningRate * gradient;
  return x;
}`,
      says: 'computed once',
    },
    {
      code: `
function descend(f: (x: tf.Tensor) => tf.Tensor, start: number, learningRate: number, steps: number): tf.Tensor {
  const slope = tf.grad(f);
  let x: tf.Tensor = tf.scalar(start);
  for (let step = 0; step < steps; step++) x = x.sub(slope(x).mul(learningRate));
  return x;
}`,
      says: 'a plain number is wanted',
    },
    {
      code: `
function descend(f: (x: tf.Tensor) => tf.Tensor, start: number, learningRate: number, steps: number): number {
  return 3;
}`,
      says: 'expected 3.128',
    },
  ],
  check(answer, report) {
    const descend = report.function(answer);
    // f(x) = (x − 3)², f'(x) = 2 (x − 3): every step multiplies the distance to 3 by 1 − 2η.
    const f = (x: tf.Tensor): tf.Tensor => x.sub(3).square();
    const [start, learningRate, steps] = [5, 0.3, 3];
    const walked = (change: (x: number) => number, count = steps): number => {
      let x = start;
      for (let i = 0; i < count; i++) x = change(x);
      return x;
    };
    const slope = (x: number): number => 2 * (x - 3);
    report.close(
      report.number(descend(f, start, learningRate, steps), 'The result'),
      walked((x) => x - learningRate * slope(x)),
      {
        what: '`descend`',
        on: 'descend(x => x.sub(3).square(), 5, 0.3, 3)',
        mistakes: [
          {
            gives: walked((x) => x + learningRate * slope(x)),
            says: 'You walk uphill: the gradient points up, so subtract it.',
          },
          {
            gives: walked((x) => x - learningRate * slope(x), 1),
            says: 'You take a single step; repeat it `steps` times.',
          },
          {
            gives: walked((x) => x - learningRate * (x - 3) ** 2),
            says: 'You subtract the value of `f`; its derivative `tf.grad(f)` is needed.',
          },
          {
            gives: walked((x) => x - learningRate * slope(start)),
            says: 'The derivative is computed once, at the start; compute it anew where each step stands.',
          },
        ],
      },
    );
    report.close(report.number(descend(f, -4, 0.1, 0), 'The result'), -4, {
      what: '`descend`',
      on: 'descend(x => x.sub(3).square(), -4, 0.1, 0)',
    });
    report.remark(
      'Every step here multiplies the distance to the minimum by $1 - 2\\eta$. Try $\\eta$ = 1.1: what happens?',
    );
  },
};

/** Chapter 00. */
export const chapter: ChapterDefinition = {
  id: '00',
  exercises: [broadcastShape, standardize, tidyRms, descend],
  quiz: [
    {
      question:
        'A batch of 32 gray pictures of 28 × 28 pixels is one tensor. How many axes and numbers has it?',
      options: [
        {
          text: '`[28, 28]`: two axes, 784 numbers',
          because: 'That is a single picture; the batch adds an axis in front.',
        },
        {
          text: '`[32, 28, 28, 1]`: four axes, 25,088 numbers',
          right: true,
          because:
            'Batch, height, width, channels: $32 \\cdot 28 \\cdot 28 \\cdot 1 = 25{,}088$. The channel axis stays even when it has size 1.',
        },
        {
          text: '`[32, 784, 28]`: three axes, 702,464 numbers',
          because: 'Flattening a picture gives 784 numbers and uses up both axes: $[32, 784]$.',
        },
      ],
    },
    {
      question: 'What does `tf.tensor2d([[1, 2], [3, 4]]).add(tf.tensor1d([10, 20]))` give?',
      options: [
        {
          text: '`[[11, 22], [13, 24]]`',
          right: true,
          because: 'Shapes are aligned from the right, so the vector is added to every **row**.',
        },
        {
          text: '`[[11, 12], [23, 24]]`',
          because:
            'That would add 10 to the first row and 20 to the second: use shape $[2, 1]$ for it.',
        },
        {
          text: 'An error: the shapes differ',
          because: '$[2]$ counts as $[1, 2]$, and an axis of size 1 is stretched.',
        },
      ],
    },
    {
      question: 'Why does `tf.tidy` exist, when JavaScript collects garbage?',
      options: [
        {
          text: 'It makes operations faster by fusing them',
          because: 'It changes no computation, only when memory is given back.',
        },
        {
          text: 'Without it, gradients are not recorded',
          because: '`tf.grad` records by itself; `tidy` has nothing to do with derivatives.',
        },
        {
          text: 'Tensor numbers live outside the JavaScript heap, where the collector does not see their size',
          right: true,
          because:
            'The native engine holds them. `tidy` frees every tensor made inside except the one that it returns.',
        },
      ],
    },
    {
      question: 'Let `f = (x) => x.mul(x)`. What is `tf.grad(f)(tf.scalar(3))`?',
      options: [
        {
          text: 'A tensor that holds 9',
          because: 'That is $f(3)$, the value; `tf.grad` gives the derivative.',
        },
        {
          text: 'A tensor that holds 6',
          right: true,
          because: "$f(x) = x^2$, so $f'(x) = 2x$, and $f'(3) = 6$.",
        },
        {
          text: 'The formula 2x',
          because: 'Automatic differentiation computes numbers at one point, not formulas.',
        },
      ],
    },
    {
      question: 'A cell shows `a.shape` as `[2, 3]`. Which product of `a` with `b` fails?',
      options: [
        {
          text: '`tf.matMul(a, b)` with `b` of shape `[3, 5]`',
          because: '$[2, 3] \\times [3, 5]$ gives $[2, 5]$.',
        },
        {
          text: '`a.mul(b)` with `b` of shape `[2, 3]`',
          because: '`mul` multiplies element by element; equal shapes always work.',
        },
        {
          text: '`a.mul(b)` with `b` of shape `[2, 1]`',
          because: 'The axis of size 1 is stretched to 3.',
        },
        {
          text: '`tf.matMul(a, b)` with `b` of shape `[2, 3]`',
          right: true,
          because:
            'The last axis of `a` must equal the first of `b`: $3 \\ne 2$. `tf.matMul(a, b, false, true)` would transpose `b` first.',
        },
      ],
    },
  ],
};
