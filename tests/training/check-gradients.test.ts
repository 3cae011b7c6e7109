import { test } from 'node:test';
import assert from 'node:assert/strict';
import { tf } from '../../src/engine';
import { checkGradients, losses } from '../../src/training';

test('right gradients pass, with the error of each input', () => {
  const [a, b] = [
    tf.randomNormal([3, 5], 0, 1, 'float32', 1),
    tf.randomNormal([5, 2], 0, 1, 'float32', 2),
  ];
  const values = [...a.dataSync()];
  const before = tf.memory().numTensors;
  const report = checkGradients((x, y) => tf.matMul(x, y).tanh().square().sum(), [a, b]);
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual([...a.dataSync()], values, 'inputs unchanged');
  assert.ok(report.ok, JSON.stringify(report));
  assert.deepEqual(
    report.inputs.map(({ shape }) => shape),
    [
      [3, 5],
      [5, 2],
    ],
  );
  assert.ok(report.relativeError < 1e-3);
  tf.dispose([a, b]);
});

test('a wrong gradient is found, and where', () => {
  const wrong = tf.customGrad((x, save) => {
    (save as tf.GradSaveFunc)([x as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
      dy
        .mul(2)
        .mul(saved as tf.Tensor)
        .mul([1, 1, 1.1]);
    return { value: (x as tf.Tensor).square(), gradFunc };
  });
  const x = tf.tensor1d([1, 2, 3]);
  const report = checkGradients((input) => wrong(input).sum(), x);
  assert.equal(report.ok, false);
  assert.equal(report.inputs[0]?.worst.position, 2);
  assert.ok(Math.abs((report.inputs[0]?.worst.analytic ?? 0) - 6.6) < 1e-4);
  assert.ok(Math.abs((report.inputs[0]?.worst.numeric ?? 0) - 6) < 1e-2);
  x.dispose();
});

test('every loss agrees with finite differences', () => {
  const labels = tf.tensor1d([0, 2, 1, 2, 0], 'int32');
  const oneHot = tf.oneHot(labels, 3).toFloat();
  const logits = tf.tensor2d([
    [1, 2, 0.3],
    [0.4, -1, 1.5],
    [0.2, 0.7, -0.6],
    [2, -0.5, 1.1],
    [0.9, 0.1, -1.2],
  ]);
  for (const [loss, target] of [
    [losses.meanSquaredError(), oneHot],
    [losses.huber({ delta: 0.37 }), oneHot],
    [losses.binaryCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }), oneHot],
    [losses.categoricalCrossentropy({ fromLogits: true, labelSmoothing: 0.1 }), oneHot],
    [losses.sparseCategoricalCrossentropy({ fromLogits: true }), labels],
  ] as const) {
    const { ok, relativeError } = checkGradients((p) => loss(target, p), logits);
    assert.ok(ok, `${loss.lossName}: ${relativeError}`);
  }
  tf.dispose([labels, oneHot, logits]);
});

test('a NaN gradient is not ok', () => {
  const x = tf.tensor1d([-1]);
  assert.equal(checkGradients((v) => v.sqrt().sum(), x).ok, false);
  x.dispose();
});

test('what cannot be checked is refused with the remedy', () => {
  const [x, labels] = [tf.tensor1d([1, 2]), tf.tensor1d([1], 'int32')];
  assert.throws(
    () => checkGradients((v) => v.square(), x),
    /fn to give a scalar; got \[2\]; add \.sum\(\)/,
  );
  assert.throws(
    () => checkGradients((v) => v.sum(), labels),
    /float32 tensors; got int32; close over/,
  );
  assert.throws(() => checkGradients((v) => v.sum(), x, { step: 0 }), /step > 0; got 0/);
  assert.throws(
    () => checkGradients((v) => v.sum(), x, { tolerance: -1 }),
    /tolerance > 0; got -1/,
  );
  assert.throws(
    () => checkGradients((v) => v.sum(), x, { maxEntries: 0 }),
    /maxEntries to be a whole number of at least 1; got 0/,
  );
  assert.throws(
    () => checkGradients((v) => v.sum(), x, { Step: 1 } as never),
    /checkGradients: expected options among step.*did you mean step/,
  );
  tf.dispose([x, labels]);
});

test('a function that is random, or inputs without numbers, prove nothing and are refused', () => {
  const [x, empty] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([])];
  assert.throws(
    () => checkGradients((v) => v.mul(tf.randomNormal([3])).sum(), x),
    /fn to give the same value each time; got .*turn off dropout/,
  );
  assert.throws(
    () => checkGradients((v) => v.sum(), empty),
    /inputs with at least one number; got input 0 of shape \[0\]/,
  );
  tf.dispose([x, empty]);
});
