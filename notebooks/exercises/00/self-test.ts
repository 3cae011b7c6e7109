/** Self-test of chapter 00. */
import { defineSelfTest } from 'dlts/dist/learn/author';

export const selfTest = defineSelfTest([
  {
    question:
      'A batch of 32 gray pictures of 28 × 28 pixels is one tensor. How many axes does it have, and how many numbers?',
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
        text: 'It makes several operations faster by joining them',
        because: 'It changes no computation, only when memory is given back.',
      },
      {
        text: 'Without it, no gradients would be recorded',
        because: '`tf.grad` records by itself; `tidy` has nothing to do with derivatives.',
      },
      {
        text: 'The collector does not see how large tensors are',
        right: true,
        because:
          'Their numbers lie outside the JavaScript heap. `tidy` frees every tensor made inside except the one that it returns.',
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
]);
