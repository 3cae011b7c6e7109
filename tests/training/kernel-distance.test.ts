import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createRandom, ready, tf } from '../../src/engine';
import { metrics } from '../../src/training';

before(() => ready());

function normals(rows: number, columns: number, seed: number, shift = 0): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => random.normal() + shift),
  );
}

/** The definition, pair by pair. */
function byPairs(a: number[][], b: number[][]): number {
  const kernel = (x: number[], y: number[]) =>
    (x.reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0) / x.length + 1) ** 3;
  const mean = (x: number[][], y: number[][], skip: boolean) => {
    const all = x.flatMap((p, i) => y.flatMap((q, j) => (skip && i === j ? [] : [kernel(p, q)])));
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  };
  return mean(a, a, true) + mean(b, b, true) - 2 * mean(a, b, false);
}

test('kid is the definition computed pair by pair, for sets of different size and beyond one block', () => {
  for (const [n, m] of [
    [7, 11],
    [263, 5],
  ] as const) {
    // prettier-ignore
    const [a, b] = [normals(n, 3, 1), normals(m, 3, 2, 0.5)];
    const [fast, slow] = [metrics.kid(a, b), byPairs(a, b)];
    assert.ok(Math.abs(fast - slow) < 1e-4 * Math.max(1, Math.abs(slow)), `${fast} ${slow}`);
  }
});

test('kid is 0 on average for sets of one distribution, and grows with their distance', () => {
  const same = Array.from({ length: 40 }, (_, k) =>
    metrics.kid(normals(31, 5, 2 * k), normals(31, 5, 2 * k + 1)),
  );
  const mean = same.reduce((sum, value) => sum + value, 0) / same.length;
  const deviation = Math.sqrt(same.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 39);
  assert.ok(Math.abs(mean) < (3 * deviation) / Math.sqrt(40), `${mean} ± ${deviation}`);
  assert.ok(same.some((value) => value < 0));
  const far = [0.5, 1].map((shift) => metrics.kid(normals(31, 5, 1), normals(31, 5, 2, shift)));
  assert.ok((far[0] ?? NaN) > 3 * deviation && (far[1] ?? NaN) > (far[0] ?? NaN));
});

test('kid takes tensors, which stay, and leaves none behind', () => {
  const [a, b] = [tf.tensor2d(normals(7, 3, 1)), tf.tensor2d(normals(11, 3, 2))];
  const before = tf.memory().numTensors;
  assert.ok(Math.abs(metrics.kid(a, b) - byPairs(a.arraySync(), b.arraySync())) < 1e-4);
  assert.equal(tf.memory().numTensors, before);
  tf.dispose([a, b]);
});

test('kid refuses one point and features that differ in number', () => {
  assert.throws(
    () => metrics.kid([[1]], [[1], [2]]),
    /metrics.kid: expected two sets of at least two points .* got \[1, 1\] and \[2, 1\];/,
  );
  assert.throws(() => metrics.kid([[1], [2]], [[1, 2], [3, 4]]), RangeError); // prettier-ignore
  assert.throws(() => metrics.kid([[NaN], [2]], [[1], [2]]), TypeError); // prettier-ignore
});
