import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeLine, makeMoons, makeSpiral } from '../../src/data';
import { tf } from '../../src/engine';
import { assertClose, assertNoLeak } from './helpers';

test('makeLine without noise obeys its coefficients exactly, inside its range', () => {
  const { x, y, coefficients, intercept } = makeLine({
    examples: 13,
    coefficients: [3, -2, 0.5],
    intercept: 7,
    noise: 0,
    low: 2,
    high: 5,
    seed: 1,
  });
  assert.deepEqual(
    [x.shape, y.shape],
    [
      [13, 3],
      [13, 1],
    ],
  );
  assert.deepEqual([coefficients, intercept], [[3, -2, 0.5], 7]);
  const expected = x.arraySync().map(([a = 0, b = 0, c = 0]) => 3 * a - 2 * b + 0.5 * c + 7);
  assertClose(y.dataSync(), expected, 1e-5);
  assert.ok(x.dataSync().every((value) => value >= 2 && value < 5));
  tf.dispose([x, y]);
});

test('the noise of makeLine has the standard deviation asked for', () => {
  const { x, y } = makeLine({
    examples: 5000,
    coefficients: [0],
    intercept: 0,
    noise: 0.3,
    seed: 2,
  });
  const { mean, variance } = tf.moments(y);
  assertClose(
    [mean.dataSync()[0] as number, Math.sqrt(variance.dataSync()[0] as number)],
    [0, 0.3],
    0.015,
  );
  tf.dispose([x, y, mean, variance]);
});

test('moons without noise lie on their two half circles, half of the points each', () => {
  const { x, y } = makeMoons({ examples: 101, noise: 0, seed: 3 });
  const labels = y.dataSync();
  x.arraySync().forEach(([a = 0, b = 0], at) => {
    const [dx, dy] = labels[at] === 0 ? [a, b] : [a - 1, 0.5 - b];
    assertClose([Math.hypot(dx, dy)], [1]);
    assert.ok(dy >= -1e-6);
  });
  assert.equal([...labels].filter((label) => label === 1).length, 50);
  assert.equal(y.dtype, 'int32');
  tf.dispose([x, y]);
});

test('spiral arms are turned copies of each other, out to radius 1', () => {
  const { x, y } = makeSpiral({ examples: 30, classes: 3, noise: 0, seed: 5 });
  const labels = y.dataSync();
  const angles = (label: number) =>
    x
      .arraySync()
      .filter((_, at) => labels[at] === label)
      .sort((a, b) => Math.hypot(...a) - Math.hypot(...b))
      .map(([a = 0, b = 0]) => Math.atan2(b, a));
  const [first, second] = [angles(0), angles(1)];
  first.forEach((angle, at) => {
    const turn = ((second[at] ?? 0) - angle + 4 * Math.PI) % (2 * Math.PI);
    assertClose([turn], [(2 * Math.PI) / 3], 1e-4);
  });
  assertClose([Math.max(...x.arraySync().map((point) => Math.hypot(...point)))], [1]);
  tf.dispose([x, y]);
});

for (const [name, make] of Object.entries({ makeLine, makeMoons, makeSpiral })) {
  test(`${name} repeats with its seed, 0 included, changes with another, and leaves two tensors`, async () => {
    await assertNoLeak(() => {
      const made = [0, 0, 1].map((seed) => make({ examples: 17, seed }));
      const [a, b, c] = made.map(({ x }) => [...x.dataSync()]);
      assert.deepEqual(a, b);
      assert.notDeepEqual(a, c);
      assert.ok(made.every(({ x }) => x.shape[0] === 17));
      tf.dispose(made.map(({ x, y }) => [x, y]));
    });
  });

  test(`${name} rejects empty data and negative noise`, () => {
    assert.throws(() => make({ examples: 0 }), new RegExp(`${name}: expected examples`));
    assert.throws(() => make({ noise: -1 }), new RegExp(`${name}: expected noise`));
  });
}

test('synthetic data come mixed, so that cutting off the end keeps all classes', () => {
  for (const make of [makeMoons, makeSpiral]) {
    const { x, y } = make({ examples: 120, seed: 6 });
    assert.ok(new Set(y.dataSync().slice(0, 30)).size >= 2);
    const changes = [...y.dataSync()].filter(
      (label, at, all) => at > 0 && label !== all[at - 1],
    ).length;
    assert.ok(changes > 30 && changes < 110, `${changes}`);
    tf.dispose([x, y]);
  }
});
