/** Exercise 03b.2: erase a square. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

/** Images with a square of zeros, or with the mistake of another number of rows and columns. */
function erased(x: tf.Tensor4D, row: number, column: number, height: number, width = height) {
  const [, rows, columns] = x.shape;
  const inside = (i: number, j: number): boolean =>
    i >= row && i < row + height && j >= column && j < column + width;
  const mask = Array.from({ length: rows * columns }, (_, at) =>
    inside(Math.floor(at / columns), at % columns) ? 0 : 1,
  );
  return x.mul(tf.tensor4d(mask, [1, rows, columns, 1]));
}

export const exercise = defineExercise({
  title: 'Erase a square',
  difficulty: 2,
  task: `
*Cutout* is an augmentation that hides a part of each image, so the network cannot rely on any one place (DeVries and Taylor
2017). Write \`erase(x, row, column, size)\`: all images \`[N, H, W, C]\` with a square of \`size\` × \`size\` zeros whose upper left
corner is at \`row\`, \`column\`. Where the square sticks out of the image, nothing happens. \`x\` stays as it is.`,
  answer: 'erase',
  placeholder: `
function erase(x: tf.Tensor4D, row: number, column: number, size: number): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'Multiply by a mask that is 0 inside the square and 1 outside. Which shape must it have to fit all images and channels?',
    'A mask of `[1, H, W, 1]` is broadcast over images and channels.',
    'Take the row numbers `tf.range(0, H)` and test `greaterEqual(row)` and `less(row + size)`; the same for columns. Reshape to `[H, 1]` and `[1, W]`, combine with `logicalAnd`.',
  ],
  check(answer, report) {
    const erase = report.function(answer);
    for (const [row, column, size] of [
      [1, 2, 2],
      [0, 0, 3],
      [3, 5, 4],
    ] as const) {
      const values = Array.from({ length: 2 * 5 * 7 * 3 }, (_, i) => ((i * 37) % 101) / 10 + 1);
      const x = tf.tensor4d(values, [2, 5, 7, 3]);
      const on = `images [2, 5, 7, 3], row ${row}, column ${column}, size ${size}`;
      const result = report.tensor(
        erase(x, row, column, size),
        { shape: [2, 5, 7, 3] },
        'The result',
      );
      report.close(result, erased(x, row, column, size), {
        what: 'The result',
        on,
        mistakes: [
          { gives: erased(x, column, row, size), says: 'Rows and columns are exchanged.' },
          {
            gives: erased(x, row, column, size + 1),
            says: 'The square is one pixel too large: it ends *before* `row + size`.',
          },
          {
            gives: x.sub(erased(x, row, column, size)),
            says: 'You kept the square and erased the rest.',
          },
          { gives: x, says: 'Nothing is erased.' },
        ],
      });
    }
    report.remark('Try it as `augment` in section 2, with a random place for every batch.');
  },
});

export function solution() {
  function erase(x: tf.Tensor4D, row: number, column: number, size: number): tf.Tensor {
    return tf.tidy(() => {
      const inside = (length: number, from: number) => {
        const at = tf.range(0, length);
        return at.greaterEqual(from).logicalAnd(at.less(from + size));
      };
      const rows = inside(x.shape[1], row).reshape([-1, 1]); // [H, 1]
      const columns = inside(x.shape[2], column).reshape([1, -1]); // [1, W]
      const keep = rows.logicalAnd(columns).logicalNot().toFloat(); // [H, W]
      return x.mul(keep.expandDims(0).expandDims(3)); // [1, H, W, 1]
    });
  }
  return erase;
}
