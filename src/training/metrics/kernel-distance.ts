/** Distance between two sets of points as a whole, by a kernel. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { readRows, type RowsInput } from './inputs';

/** Points whose kernels with all others are computed at once. */
const BLOCK = 256;

/**
 * Kernel distance of two sets of features (KID): the unbiased estimate of the squared maximum mean discrepancy with the
 * kernel k(x, y) = (x·y / D + 1)³.
 *
 * Features are usually a hidden layer of a network that was trained for something else. For two sets drawn from one
 * distribution it is 0 on average, and so sometimes below. Its scale is that of the features: compare only numbers that
 * were computed with one network, and state what two sets of real examples give.
 *
 * Axes: N and M points · D features.
 *
 * @param a `[N, D]` features, N at least 2; a tensor stays the caller's
 * @param b `[M, D]` features, M at least 2
 * @returns the distance, in the unit of the kernel.
 * @throws RangeError if there are fewer than two points or the numbers of features differ; TypeError for anything that is
 *   no number.
 * @see Bińkowski et al. 2018, section 4. https://arxiv.org/abs/1801.01401
 * @example
 * metrics.kid([[0], [0]], [[1], [1]]); // 7
 */
export function kid(a: RowsInput, b: RowsInput): number {
  const [left, right] = [readRows('kid', 'a', a), readRows('kid', 'b', b)];
  const [width, other] = [left[0]?.length ?? 0, right[0]?.length ?? 0];
  if (left.length < 2 || right.length < 2 || width !== other)
    throw new RangeError(
      `metrics.kid: expected two sets of at least two points with the same features; got [${left.length}, ${width}] ` +
        `and [${right.length}, ${other}]; take the features of one layer for both.`,
    );
  return tf.tidy(() => {
    const [x, y] = [tf.tensor2d(left), tf.tensor2d(right)];
    const [n, m] = [left.length, right.length];
    const within = (points: tf.Tensor2D, count: number): number =>
      (kernelSum(points, points) - diagonalSum(points)) / (count * (count - 1));
    return within(x, n) + within(y, m) - (2 * kernelSum(x, y)) / (n * m);
  });
}

const cubed = (products: tf.Tensor, features: number): tf.Tensor =>
  tf.tidy(() => {
    const base = products.div(features).add(1);
    return base.mul(base).mul(base);
  });

/** Sum of a tensor's numbers in double precision. */
function total(tensor: tf.Tensor): number {
  return Float64Array.from(tensor.dataSync()).reduce((sum, value) => sum + value, 0);
}

/** Σ k(xᵢ, yⱼ) over all pairs. */
function kernelSum(x: tf.Tensor2D, y: tf.Tensor2D): number {
  const [rows, features] = x.shape;
  let sum = 0;
  for (let begin = 0; begin < rows; begin += BLOCK) {
    const block = tf.tidy(() => {
      const part = x.slice(begin, Math.min(BLOCK, rows - begin));
      return cubed(tf.matMul(part, y, false, true), features).sum(1);
    });
    sum += total(block);
    block.dispose();
  }
  return sum;
}

/** Σ k(xᵢ, xᵢ). */
function diagonalSum(x: tf.Tensor2D): number {
  return total(cubed(x.square().sum(1), itemAt(x.shape, 1)));
}
