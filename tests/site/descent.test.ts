/** The playground's surfaces and walks, with TensorFlow.js as the page has it. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createSurfaces } from '../../site/demos/descent/surfaces';
import { createWalk } from '../../site/demos/descent/walk';
import { createRandom, ready, tf } from '../../src/engine';

before(() => ready());

const cars = {
  weight: [2000, 2500, 3100, 3700, 4300],
  milesPerGallon: [34, 29, 22, 17, 13],
};
const surfaces = createSurfaces(cars);
const runtime = { tf, createRandom } as unknown as Parameters<typeof createWalk>[0];

for (const [name, surface] of Object.entries(surfaces)) {
  test(`${name}: the drawn loss is the one that is differentiated, over all examples and over a batch`, () => {
    const batches = surface.examples > 0 ? [undefined, Int32Array.of(0, 3)] : [undefined];
    for (const rows of batches)
      for (const weights of [surface.start, [0.3, -1.7] as const]) {
        const [value] = tf.tidy(() =>
          surface.tensorLoss(tf, tf.tensor1d([...weights]), rows).dataSync(),
        );
        const drawn = surface.loss(weights, rows);
        assert.ok(Math.abs((value as number) - drawn) < 1e-3 * (1 + drawn), `${value} ${drawn}`);
      }
  });

  test(`${name}: nothing near the marked place is lower`, () => {
    const [a, b] = surface.lowest;
    const lowest = surface.loss(surface.lowest);
    for (const [da, db] of [
      [0.01, 0],
      [-0.01, 0],
      [0, 0.01],
      [0, -0.01],
      [0.01, -0.02],
    ] as const)
      assert.ok(surface.loss([a + da, b + db]) > lowest - 1e-9);
  });
}

test('gradient descent on the round bowl follows its closed formula', () => {
  const surface = surfaces.scaled;
  const walk = createWalk(runtime, surface, [1.8, 1.4]);
  for (let i = 0; i < 7; i++) walk.step({ optimizer: 'sgd', learningRate: 0.1, batchSize: 0 });
  const factor = 0.8 ** 7; // curvature 2 in every direction
  const [w, b] = walk.path[7] as [number, number];
  assert.ok(Math.abs(w - (surface.lowest[0] + factor * (1.8 - surface.lowest[0]))) < 1e-5);
  assert.ok(Math.abs(b - factor * 1.4) < 1e-5);
  walk.dispose();
});

test('every optimizer lowers the loss, repeats itself, and leaves no tensor', () => {
  const surface = surfaces.unscaled;
  for (const optimizer of ['sgd', 'momentum', 'rmsprop', 'adam'] as const) {
    const before = tf.memory().numTensors;
    const ends = [1, 2].map(() => {
      const walk = createWalk(runtime, surface, surface.start);
      const learningRate = optimizer === 'sgd' || optimizer === 'momentum' ? 0.01 : 0.3;
      for (let i = 0; i < 30; i++) walk.step({ optimizer, learningRate, batchSize: 2 });
      walk.dispose();
      assert.ok((walk.losses[30] as number) < (walk.losses[0] as number) / 2, optimizer);
      return walk.losses[30];
    });
    assert.equal(ends[0], ends[1]);
    assert.equal(tf.memory().numTensors, before, optimizer);
  }
});

test('a walk that explodes stops by itself', () => {
  const surface = surfaces.scaled;
  const walk = createWalk(runtime, surface, [1, 1]);
  let steps = 0;
  while (walk.step({ optimizer: 'sgd', learningRate: 3, batchSize: 0 })) steps++;
  assert.ok(steps > 3 && steps < 30);
  walk.dispose();
});
