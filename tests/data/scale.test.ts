import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadCars, scalerFromJSON, standardScaler } from '../../src/data';
import { tf } from '../../src/engine';
import { assertClose, assertNoLeak } from './helpers';
import { warnings } from '../warnings';

const reference = JSON.parse(
  readFileSync(path.join(__dirname, '../fixtures/data.json'), 'utf8'),
) as { x: number[][]; standard: number[][]; farFromZero: number[][]; farStandard: number[][] };

test('a scaler gives the numbers of scikit-learn, on lists and on tensors', () => {
  const scaler = standardScaler(reference.x);
  const expected = reference.standard.flat();
  assertClose(scaler.transform(reference.x).flat(), expected, 1e-12);
  tf.tidy(() => {
    const x = tf.tensor2d(reference.x);
    assertClose(standardScaler(x).transform(x).dataSync(), expected, 1e-4);
  });
});

test('inverse undoes transform on every kind of data', () => {
  const rows = reference.x.map(([a, b, c]) => ({ a, b, c, name: 'n' }));
  for (const create of [standardScaler]) {
    const scaler = create(rows, { columns: ['c', 'a'] });
    const back = scaler.inverse(scaler.transform(rows));
    back.forEach((row, at) =>
      assertClose([row.a ?? 0, row.c ?? 0], [rows[at]?.a ?? 0, rows[at]?.c ?? 0], 1e-9),
    );
    const line = create([3, 5, 11]);
    assertClose(line.inverse(line.transform([4, 7])), [4, 7], 1e-12);
    tf.tidy(() => {
      const x = tf.tensor3d([
        [
          [1, 20],
          [3, 40],
        ],
        [
          [5, 10],
          [2, 70],
        ],
      ]);
      const cube = create(x);
      assert.deepEqual(cube.transform(x).shape, [2, 2, 2]);
      assertClose(cube.inverse(cube.transform(x)).dataSync(), x.dataSync());
      const vector = tf.tensor1d([3, 5, 11]);
      assertClose(create(vector).transform(vector).dataSync(), line.transform([3, 5, 11]), 1e-6);
    });
  }
});

test('the training part alone decides: other parts may leave the range', () => {
  assert.deepEqual(standardScaler([0, 10]).transform([20, -5]), [3, -2]);
  assert.deepEqual(standardScaler([1, 3]).transform([5]), [3]);
});

test('rows keep their other columns, in order, and are not changed', () => {
  const rows = [
    { name: 'a', weight: 2, sold: true },
    { name: 'b', weight: 4, sold: false },
  ];
  const scaled = standardScaler(rows).transform(rows);
  assert.deepEqual(scaled, [
    { name: 'a', weight: -1, sold: true },
    { name: 'b', weight: 1, sold: false },
  ]);
  assert.equal(rows[1]?.weight, 4);
});

test('a feature that never changes is shifted to 0, not divided by 0', () => {
  for (const create of [standardScaler])
    assertClose(
      create([
        [0.1, 1],
        [0.1, 2],
        [0.1, 3],
      ])
        .transform([[0.1, 1]])[0]
        ?.slice(0, 1) ?? [],
      [0],
      1e-15,
    );
});

test('a scaler survives JSON', () => {
  for (const create of [standardScaler]) {
    const scaler = create(reference.x);
    const restored = scalerFromJSON(JSON.stringify(scaler));
    assert.deepEqual(restored.transform(reference.x), scaler.transform(reference.x));
    assert.deepEqual(scalerFromJSON(scaler.toJSON()).toJSON(), scaler.toJSON());
  }
  assert.throws(() => scalerFromJSON('{"kind":"other"}'), /scalerFromJSON: expected \{kind/);
  assert.throws(() => scalerFromJSON('null'), TypeError);
});

test('transform and inverse leave no tensor besides their result', async () => {
  const x = tf.tensor2d(reference.x);
  const scaler = standardScaler(x);
  await assertNoLeak(() => {
    const scaled = scaler.transform(x);
    scaler.inverse(scaled).dispose();
    scaled.dispose();
  });
  x.dispose();
});

test('scalers say what is wrong with empty data, missing values, other features and other kinds', () => {
  assert.throws(() => standardScaler([]), /standardScaler: expected at least one example/);
  assert.throws(() => standardScaler([{ name: 'x' }]), /one numeric feature/);
  assert.throws(
    () => standardScaler([1, NaN]),
    /got NaN in example 1, feature 0; drop or fill missing/,
  );
  assert.throws(
    () => standardScaler([[1, 2], [3]]),
    /expected 2 features in each row; got another number in row 1/,
  );
  const scaler = standardScaler([
    [1, 2],
    [3, 4],
  ]);
  assert.throws(() => scaler.transform([[1, 2, 3]]), /expected 2 features.*got 3/);
  assert.throws(() => scaler.transform([{ a: 1 }]), /rows for a scaler of lists or tensors/);
  assert.throws(() => standardScaler([{ a: 1 }, { a: 2 }]).transform([{ b: 1 }]), /rows without a/);
  tf.tidy(() => assert.throws(() => scaler.transform(tf.zeros([5, 3])), /got 3/));
});

test('rows of a loaded table scale as they are, and keep their type', async () => {
  const { rows } = await loadCars();
  const scaler = standardScaler(rows, { columns: ['weight', 'horsepower'] });
  const weights: number[] = scaler.transform(rows).map((car) => car.weight);
  assertClose([weights.reduce((sum, weight) => sum + weight, 0) / rows.length], [0], 1e-12);
  assertClose([weights.reduce((sum, weight) => sum + weight ** 2, 0) / rows.length], [1], 1e-12);
});

test('values far from 0 keep their differences: the numbers of scikit-learn, without a notice', () => {
  const scaler = standardScaler(reference.farFromZero);
  const expected = reference.farStandard.flat();
  let scaled: number[] = [];
  assert.deepEqual(
    warnings(() => (scaled = scaler.transform(reference.farFromZero).flat())),
    [],
  );
  assertClose(scaled, expected, 1e-6);
  assertClose(
    scaler.inverse(scaler.transform(reference.farFromZero)).flat(),
    reference.farFromZero.flat(),
    1e-6,
  );
  // As rows, and in microseconds, whose differences a naive sum of squares takes for rounding.
  const rows = [0, 1, 2, 3, 4].map((step) => ({ time: 1.7e15 + 100 * step }));
  const column = standardScaler(rows).transform(rows);
  assertClose(
    column.map(({ time }) => time),
    [-Math.SQRT2, -Math.SQRT1_2, 0, Math.SQRT1_2, Math.SQRT2],
    1e-12,
  );
});

test('whole numbers in an int32 tensor keep their differences too', () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1700000001, 1700000003, 1700000008], 'int32');
    const scaler = standardScaler(x);
    // Mean + 4, variance (9 + 1 + 16) / 3.
    const deviation = Math.sqrt(26 / 3);
    assertClose(
      scaler.transform(x).dataSync(),
      [-3, -1, 4].map((each) => each / deviation),
      1e-6,
    );
  });
});

test('a float32 tensor that has lost its differences is said to have', () => {
  const seconds = [0, 5, 11, 17].map((step) => 1.7e9 + step);
  const x = tf.tensor1d(seconds);
  const [message = ''] = warnings(() => standardScaler(x));
  assert.match(message, /standardScaler: .*in feature 0; fit and transform the list of numbers/);
  const scaler = standardScaler(seconds);
  assert.match(warnings(() => scaler.transform(x).dispose())[0] ?? '', /^transform: .*pass a list/);
  const z = tf.tensor1d([0, 1]);
  assert.match(warnings(() => scaler.inverse(z).dispose())[0] ?? '', /^inverse: /);
  const near = tf.tensor2d([
    [1970, 0.1],
    [2024, 0.1],
  ]);
  const silent = warnings(() => standardScaler(near).transform(near).dispose());
  assert.deepEqual(silent, [], 'years are near enough, and constants have no differences');
  tf.dispose([x, z, near]);
});

test('features that differ by rounding only count as constant', () => {
  assert.deepEqual(standardScaler([0.1 + 0.2, 0.3, 0.3]).scale, [1]);
  assert.deepEqual(standardScaler([1.7e15, 1.7e15]).transform([1.7e15]), [0]);
});
