/** Exercise 03.4: average pooling. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

/** Mean (or another reduction) of square blocks, `[N, H, W, C]`. */
function blocks(x: tf.Tensor4D, size: number): tf.Tensor {
  const [n, height, width, channels] = x.shape;
  const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
  return x
    .slice([0, 0, 0, 0], [n, rows * size, columns * size, channels])
    .reshape([n, rows, size, columns, size, channels]);
}

export const exercise = defineExercise({
  title: 'Average pooling',
  difficulty: 2,
  task: `
Write \`averagePool(x, size)\`: the **mean** of each block of \`size\` × \`size\` numbers, for each image and each channel
by itself. \`x\` is \`[N, H, W, C]\`; the result is \`[N, ⌊H/size⌋, ⌊W/size⌋, C]\`. Rows and columns at the end that fill
no block are dropped. Stay in tensors; do it without the framework's pooling.`,
  answer: 'averagePool',
  placeholder: `
function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'First cut rows and columns off the end that fill no block. Then give the two axes of the image four: block, place in block, block, place in block.',
    'Cut with `slice`, reshape to `[N, rows, size, columns, size, C]`. Which axes are "place in the block"?',
    '`even.reshape([n, rows, size, columns, size, channels]).mean([2, 4])`',
  ],
  check(answer, report) {
    const averagePool = report.function(answer);
    report.demand(
      !/avgPool|averagePooling|\bpool\s*\(/.test(String(answer)),
      'That calls the framework’s own pooling. Build it from `slice`, `reshape` and `mean`.',
    );
    for (const [shape, size] of [
      [[2, 5, 7, 3], 2],
      [[1, 9, 11, 2], 3],
    ] as [[number, number, number, number], number][]) {
      const count = shape.reduce((product, length) => product * length, 1);
      const values = Array.from({ length: count }, (_, i) => ((i * 37) % 101) / 10);
      const x = tf.tensor4d(values, shape);
      const split = blocks(x, size);
      const right = split.mean([2, 4]);
      const on = `images [${shape.join(', ')}], size ${size}`;
      const result = report.tensor(
        averagePool(x, size),
        { shape: right.shape },
        `The result on ${on}`,
      );
      const [n, rows, , columns, , channels] = split.shape as number[];
      const scattered = split.reshape([n ?? 0, size, rows ?? 0, size, columns ?? 0, channels ?? 0]);
      report.close(result, right, {
        what: `The result on ${on}`,
        mistakes: [
          {
            gives: split.max([2, 4]),
            says: 'That is the largest of each block; the mean is wanted.',
          },
          { gives: split.sum([2, 4]), says: 'That is the sum; divide by the numbers in a block.' },
          {
            gives: split.sum([2, 4]).div(size),
            says: 'A block has size × size numbers: divide by all of them.',
          },
          {
            gives: scattered.mean([1, 3]),
            says: 'The axes "block" and "place in block" are exchanged: you average pixels that lie far apart.',
          },
        ],
      });
    }
  },
});

export function solution() {
  function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
    return tf.tidy(() => {
      const [n, height, width, channels] = x.shape;
      const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
      const even = x.slice([0, 0, 0, 0], [n, rows * size, columns * size, channels]);
      return even.reshape([n, rows, size, columns, size, channels]).mean([2, 4]);
    });
  }
  return averagePool;
}
