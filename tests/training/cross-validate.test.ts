import { test } from 'node:test';
import assert from 'node:assert/strict';
import { setSeed, tf } from '../../src/engine';
import { crossValidate, losses, optimizers } from '../../src/training';
import { classes, classifier } from './helpers';

const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });

test('mean and standard deviation are those of the folds, and nothing leaks', async () => {
  const data = classes();
  const before = tf.memory().numTensors;
  const seen: number[] = [];
  const result = await crossValidate(classifier, data, {
    ...{
      loss,
      k: 3,
      epochs: 2,
      batchSize: 17,
      seed: 5,
      optimizer: () => optimizers.adam({ learningRate: 0.05 }),
    },
    onFold: (fold) => void seen.push(fold),
  });
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(seen, [1, 2, 3]);
  const values = result.folds.map((fold) => fold['accuracy'] ?? NaN);
  const mean = values.reduce((a, b) => a + b) / 3;
  assert.ok(Math.abs((result.mean['accuracy'] ?? NaN) - mean) < 1e-12);
  const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 2);
  assert.ok(Math.abs((result.sd['accuracy'] ?? NaN) - sd) < 1e-12);
  assert.ok(
    values.some((v) => v !== values[0]),
    'folds differ',
  );
  assert.equal(result.histories.length, 3);
  tf.dispose([data.x, data.y]);
});

test('each example is held out once, and prepare sees training and held-out part apart', async () => {
  const x = tf.range(0, 23).reshape([23, 1]);
  const held: number[] = [];
  setSeed(1);
  const model = (): tf.Sequential =>
    tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  const before = tf.memory().numTensors;
  await crossValidate(
    model,
    { x, y: x },
    {
      ...{ loss: 'meanSquaredError', k: 4 },
      prepare: ({ training, validation }) => {
        const [a, b] = [training.x as tf.Tensor, validation.x as tf.Tensor];
        held.push(...b.dataSync());
        assert.equal((a.shape[0] ?? 0) + (b.shape[0] ?? 0), 23);
        const mean = a.mean();
        return {
          training: { ...training, x: a.sub(mean) },
          validation: { ...validation, x: b.sub(mean) },
        };
      },
    },
  );
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(
    held.sort((a, b) => a - b),
    [...x.dataSync()],
  );
  x.dispose();
});

test('stratified folds hold equal shares of each class', async () => {
  const y = tf.tensor1d(
    Array.from({ length: 31 }, (_, i) => (i < 6 ? 1 : 0)),
    'int32',
  );
  const x = tf.ones([31, 7]);
  const positives: number[] = [];
  await crossValidate(
    classifier,
    { x, y },
    {
      ...{ loss, k: 3, stratify: true },
      prepare: (fold) => {
        positives.push(fold.validation.y.sum().dataSync()[0] ?? NaN);
        return fold;
      },
    },
  );
  assert.deepEqual(positives, [2, 2, 2]);
  tf.dispose([x, y]);
});

test('an optimizer that folds would share is refused', async () => {
  const data = classes(13);
  const optimizer = optimizers.sgd();
  const options = { loss, optimizer: optimizer as unknown as 'sgd' };
  await assert.rejects(
    crossValidate(classifier, data, options),
    /name or a function.*must not share/,
  );
  optimizer.dispose();
  tf.dispose([data.x, data.y]);
});
