import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../src/engine';
import { batchSizes, createBatchModel } from '../../src/serving/batch-model';
import { sumModel } from './helpers';

const row = (first: number) => Float32Array.from({ length: 6 }, (_, i) => first + i);

test('batch sizes are powers of two and the largest itself', () => {
  assert.deepEqual(batchSizes(1), [1]);
  assert.deepEqual(batchSizes(11), [1, 2, 4, 8, 11]);
  assert.deepEqual(batchSizes(16), [1, 2, 4, 8, 16]);
});

test('a row gives the same outputs, to rounding, in every batch and without one', () => {
  setSeed(11);
  const model = tf.sequential();
  model.add(tf.layers.conv2d({ filters: 3, kernelSize: 3, inputShape: [7, 5, 2] }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 5 }));
  const batch = createBatchModel(model, { maxBatch: 11 });
  const rows = Array.from({ length: 11 }, (_, n) =>
    Float32Array.from({ length: 70 }, (_x, i) => Math.sin(n * 70 + i)),
  );
  for (const count of [1, 2, 3, 5, 7, 11])
    batch.run(rows.slice(0, count)).forEach((outputs, n) => {
      const x = tf.tensor(rows[n] ?? [], [1, 7, 5, 2]);
      const alone = (model.predict(x) as tf.Tensor).dataSync();
      outputs.forEach((value, i) => assert.ok(Math.abs(value - (alone[i] ?? NaN)) < 1e-5));
    });
  assert.equal(batch.reason, undefined);
  batch.dispose();
});

test('a thousand batches leave no tensor behind', () => {
  const model = sumModel();
  const before = tf.memory().numTensors;
  const batch = createBatchModel(model, { maxBatch: 5 });
  const warm = tf.memory().numTensors;
  for (let i = 0; i < 1000; i++) batch.run(Array.from({ length: 1 + (i % 5) }, () => row(i)));
  assert.equal(tf.memory().numTensors, warm);
  batch.dispose();
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

test('a model of unknown size, or with two inputs, is refused', () => {
  const open = tf.input({ shape: [null, 3] });
  const unknown = tf.model({ inputs: open, outputs: open });
  assert.throws(() => createBatchModel(unknown, { maxBatch: 2 }), /fixed shape; got \[null, 3\]/);
  const [a, b] = [tf.input({ shape: [3] }), tf.input({ shape: [3] })];
  const sum = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;
  const two = tf.model({ inputs: [a, b], outputs: sum });
  assert.throws(() => createBatchModel(two, { maxBatch: 2 }), /one input and one output; got 2/);
});
