/** A linear map fitted by ridge regression, and the directions that matter most: what a static copy of a network needs. */

/**
 * The map M with the smallest |x·M − y|² + λ|M|², from (xᵀx + λ)·M = xᵀy by Gaussian elimination. The matrix on the left
 * is positive definite: no pivot is zero.
 *
 * Axes: F features · O outputs.
 *
 * @param {number[][]} gram `[F, F]`, xᵀx
 * @param {number[][]} products `[F, O]`, xᵀy
 * @param {number} lambda
 * @returns {number[][]} `[F, O]`
 */
export function ridge(gram, products, lambda) {
  const rows = gram.map((row, i) =>
    Float64Array.from([
      ...row.map((value, j) => value + (i === j ? lambda : 0)),
      ...(products[i] ?? []),
    ]),
  );
  const clear = (
    /** @type {Float64Array} */ row,
    /** @type {Float64Array} */ by,
    /** @type {number} */ at,
  ) => {
    const factor = (row[at] ?? 0) / (by[at] ?? 1);
    for (let j = at; j < row.length; j++) row[j] = (row[j] ?? 0) - factor * (by[j] ?? 0);
  };
  for (const [at, pivot] of rows.entries())
    for (const [i, row] of rows.entries()) if (i !== at) clear(row, pivot, at);
  return rows.map((row, i) =>
    Array.from(row.subarray(gram.length), (value) => value / (row[i] ?? 1)),
  );
}

/**
 * The `count` directions in which rows vary most around zero: the leading eigenvectors of their Gram matrix, by subspace
 * iteration. They span the right space, which is what cosines need; within it they are in no particular order.
 *
 * @param {number[][]} gram `[F, F]`, symmetric
 * @param {number} count
 * @returns {number[][]} `[count, F]`, at right angles and of length 1
 */
export function leadingDirections(gram, count) {
  const size = gram.length;
  let directions = Array.from({ length: count }, (_, k) =>
    Array.from({ length: size }, (_, i) => Math.sin((k + 1) * (i + 1) * 1.37)),
  );
  for (let round = 0; round < ROUNDS; round++)
    directions = orthonormal(directions.map((direction) => gram.map((row) => dot(row, direction))));
  return directions;
}

const ROUNDS = 60;

const dot = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Gram and Schmidt: each vector without what the ones before it hold. @param {number[][]} vectors */
function orthonormal(vectors) {
  /** @type {number[][]} */
  const done = [];
  for (const vector of vectors) {
    let rest = vector;
    for (const before of done) {
      const share = dot(rest, before);
      rest = rest.map((value, i) => value - share * (before[i] ?? 0));
    }
    const length = Math.sqrt(dot(rest, rest));
    done.push(rest.map((value) => value / length));
  }
  return done;
}
