/** The linear map of the small copy of MiniLM: ridge regression and leading directions. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const SCRIPT = path.join(__dirname, '..', '..', 'scripts', 'site', 'linear-map.mjs');

interface LinearMap {
  ridge(gram: number[][], products: number[][], lambda: number): number[][];
  leadingDirections(gram: number[][], count: number): number[][];
}
const linearMap = async (): Promise<LinearMap> =>
  (await import(pathToFileURL(SCRIPT).href)) as LinearMap;

function assertClose(actual: number[][], expected: number[][]): void {
  assert.deepEqual(
    actual.map((row) => row.length),
    expected.map((row) => row.length),
  );
  for (const [i, value] of actual.flat().entries())
    assert.ok(Math.abs(value - (expected.flat()[i] ?? NaN)) < 1e-9, `${value} at ${i}`);
}

test('`ridge` solves (gram + λ)·M = products', async () => {
  const { ridge } = await linearMap();
  // (2 1; 1 1) + 1 = (3 1; 1 2), whose inverse is (2 −1; −1 3) / 5.
  assertClose(ridge([[2, 1], [1, 1]], [[5, 0, 10], [0, 5, 5]], 1), [[2, -1, 3], [-1, 3, 1]]); // prettier-ignore
});

test('`leadingDirections` span the largest eigenvectors, at right angles', async () => {
  const { leadingDirections } = await linearMap();
  const directions = leadingDirections([[7, 0, 0], [0, 1, 0], [0, 0, 5]], 2); // prettier-ignore
  const gram = directions.map((a) =>
    directions.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0)),
  );
  assertClose(gram, [[1, 0], [0, 1]]); // prettier-ignore
  assertClose(directions.map((row) => [row[1] ?? NaN]), [[0], [0]]); // prettier-ignore
});
