import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createRandom, ready, tf } from '../../src/engine';
import { losses } from '../../src/training';
import { guards, near, trainedLoss } from './guard-helpers';

test.before(() => ready());

const squared = (yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor => yPred.sub(yTrue).square();
const column = (values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);

/** Numbers that repeat: `[5, 3]` targets and predictions. */
function drawn(seed: number, shape: number[] = [5, 3]): { y: tf.Tensor; p: tf.Tensor } {
  return {
    y: tf.randomNormal(shape, 0, 1, 'float32', seed),
    p: tf.randomNormal(shape, 0, 1, 'float32', seed + 1),
  };
}

for (const traced of [false, true]) {
  const mode = traced ? 'traced' : 'eager';

  test(`${mode}: weights on a loss of one's own that is already averaged are refused`, async () => {
    const [y, p] = [column([1, 2, 3, 4, 5, 6, 7]), column([1, 3, 3, 4, 5, 8, 7])];
    const mean = function ownMean(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
      return squared(a, b).mean();
    };
    const options = { loss: mean, batchSize: 3, traced };
    near(await trainedLoss(y, p, options), 5 / 7);
    const ones = tf.ones([7]);
    await assert.rejects(
      trainedLoss(y, p, { ...options, sampleWeight: ones }),
      /ownMean: expected one loss per example.*got a scalar, already averaged; return losses of shape \[B\]/,
    );
    const zeroOne = column([0, 1, 1, 0, 0, 1, 0]);
    await assert.rejects(
      trainedLoss(zeroOne, p, { ...options, classWeight: { 1: 2 } }),
      /got a scalar, already averaged/,
    );
  });

  test(`${mode}: a loss of one's own that gives one loss per example can be weighted`, async () => {
    const [y, p] = [column([1, 2, 3, 4, 5, 6, 7]), column([1, 3, 3, 4, 5, 8, 7])];
    const options = { batchSize: 3, traced };
    const perExample = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => squared(a, b).mean(-1);
    near(await trainedLoss(y, p, { ...options, loss: perExample }), 5 / 7);
    const weights = tf.tensor1d([1, 3, 1, 1, 1, 0.5, 1]);
    // (3·1 + 0.5·4) / 7 by hand
    for (const loss of [perExample, squared, losses.meanSquaredError()]) {
      near(await trainedLoss(y, p, { ...options, loss, sampleWeight: weights }), 5 / 7);
    }
    const heavier = tf.tensor1d([1, 3, 1, 1, 1, 2, 1]);
    near(await trainedLoss(y, p, { ...options, loss: squared, sampleWeight: heavier }), 11 / 7);
  });

  test(`${mode}: class weights give the loss of Keras`, async () => {
    const { labels, logits, classWeight, value, keras } = guards.weighted;
    near(value, keras);
    const options = { classWeight, batchSize: 5, traced };
    const p = tf.tensor2d(logits);
    for (const y of [tf.tensor1d(labels, 'int32'), column(labels)]) {
      const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
      near(await trainedLoss(y, p, { ...options, loss }), value);
    }
    const rows = tf.oneHot(tf.tensor1d(labels, 'int32'), 3).toFloat();
    const loss = losses.categoricalCrossentropy({ fromLogits: true });
    near(await trainedLoss(rows, p, { ...options, loss }), value);
    const own = (y: tf.Tensor, z: tf.Tensor): tf.Tensor => y.mul(tf.logSoftmax(z)).sum(-1).neg();
    near(await trainedLoss(rows, p, { ...options, loss: own }), value);
  });
}

test('a weight for every label of several gives the loss of PyTorch', async () => {
  const { yTrue, yPred, weights, weighted, loss: plain } = guards.multi;
  const [y, p] = [tf.tensor2d(yTrue), tf.tensor2d(yPred)];
  const loss = losses.binaryCrossentropy();
  near(await trainedLoss(y, p, { loss }), plain);
  near(await trainedLoss(y, p, { loss, sampleWeight: tf.tensor2d(weights) }), weighted);
});

test('class weights beside several labels per example are refused, whatever the sizes', async () => {
  for (const size of [3, 7]) {
    const y = tf.tensor2d(guards.multi.yTrue.slice(0, size));
    const p = tf.tensor2d(guards.multi.yPred.slice(0, size));
    await assert.rejects(
      trainedLoss(y, p, { loss: losses.binaryCrossentropy(), classWeight: { 0: 1, 1: 4 } }),
      /expected one class per example for classWeight; got 3 yes\/no targets each; pass sampleWeight of the shape of y/,
    );
  }
});

test('class weights of a yes/no output count the yes and the no, and skip missing targets', async () => {
  const p = column([0.5, 0.5, 0.5, 0.5, 0.5]);
  const options = { classWeight: { 0: 1, 1: 5 } };
  const y = column([1, 0, 0, 1, 0]);
  const half = Math.log(2);
  near(await trainedLoss(y, p, { ...options, loss: losses.binaryCrossentropy() }), (13 / 5) * half);
  const holes = column([1, NaN, 0, 1, 0]);
  const masked = losses.binaryCrossentropy({ maskValue: NaN });
  near(await trainedLoss(holes, p, { ...options, loss: masked }), (12 / 4) * half);
});

test('weights that cannot be meant are refused', async () => {
  const { y, p } = drawn(3);
  const loss = losses.meanSquaredError();
  const say = (sampleWeight: unknown) =>
    trainedLoss(y, p, { loss, sampleWeight: sampleWeight as tf.Tensor });
  await assert.rejects(
    say(tf.tensor1d([1, 1, -2, 1, 1])),
    /sampleWeight ≥ 0; got -2 at position 2/,
  );
  await assert.rejects(say(tf.tensor1d([1, NaN, 1, 1, 1])), /sampleWeight ≥ 0; got NaN/);
  await assert.rejects(say(tf.tensor1d([1, Infinity, 1, 1, 1])), /sampleWeight ≥ 0; got Infinity/);
  await assert.rejects(say(tf.zeros([5])), /some sampleWeight above 0; got only 0/);
  await assert.rejects(say([1, 1, 1, 1, 1]), /sampleWeight to be a tensor; got an array/);
  await assert.rejects(say(tf.ones([3])), /sampleWeight of shape \[5\] \(or \[5, 3\]\); got \[3\]/);
  const sparse = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const labels = tf.tensor1d([0, 1, 2, 0, 1], 'int32');
  const byClass = (classWeight: unknown) =>
    trainedLoss(labels, p, { loss: sparse, classWeight: classWeight as Record<number, number> });
  await assert.rejects(byClass({ 0: -1 }), /weight ≥ 0 .*got 0: -1/);
  await assert.rejects(byClass({ 1: NaN }), /weight ≥ 0 .*got 1: NaN/);
  await assert.rejects(byClass({ 3: 2 }), /classes 0 to 2; got 3: 2/);
  await assert.rejects(byClass({ 0: 0, 1: 0, 2: 0 }), /some classWeight .*above 0; got only 0/);
  await assert.rejects(byClass({}), /without an entry/);
  await assert.rejects(byClass(new Map([[0, 2]])), /without an entry/);
  await assert.rejects(
    trainedLoss(y, p, { loss, classWeight: { 0: 2 } }),
    /targets that are classes for classWeight; got the targets of meanSquaredError/,
  );
  const soft = tf.tensor2d([[0.7], [0.2], [1], [0], [1]]);
  await assert.rejects(
    trainedLoss(soft, soft, { loss: losses.binaryCrossentropy(), classWeight: { 1: 2 } }),
    /targets that are classes for classWeight; got 0\.\d+ among them/,
  );
});

test('a weight column [N, 1] weighs like [N], and one of another kind of shape is refused', async () => {
  const { labels, logits } = guards.weighted;
  const [y, p] = [tf.tensor1d(labels, 'int32'), tf.tensor2d(logits)];
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const weights = labels.map((_, i) => 0.5 + i / 7);
  const flat = await trainedLoss(y, p, { loss, sampleWeight: tf.tensor1d(weights) });
  near(await trainedLoss(y, p, { loss, sampleWeight: column(weights) }), flat, 1e-6);
  const rows = tf.oneHot(y, 3).toFloat();
  await assert.rejects(
    trainedLoss(rows, p, {
      ...{ loss: losses.categoricalCrossentropy({ fromLogits: true }) },
      sampleWeight: tf.ones([11, 3]),
    }),
    /sampleWeight of shape \[11\]; got \[11, 3\]/,
  );
});

/** Losses with targets and predictions they can take, of 5 examples. */
function everyLoss() {
  const random = createRandom(9);
  const { y, p } = drawn(5);
  const labels = tf.tensor1d([0, 2, 1, 2, 0], 'int32');
  const steps = tf.tensor2d(
    Array.from({ length: 10 }, () => random.integer(3)),
    [5, 2],
    'int32',
  );
  const deep = drawn(7, [5, 2, 3]);
  const yesNo = tf.cast(y.greater(0), 'float32');
  const fromLogits = true;
  return [
    { loss: losses.meanSquaredError(), y, p },
    { loss: losses.meanAbsoluteError(), y, p },
    { loss: losses.huber({ delta: 0.3 }), y: deep.y, p: deep.p },
    { loss: losses.binaryCrossentropy({ fromLogits, labelSmoothing: 0.1 }), y: yesNo, p },
    { loss: losses.categoricalCrossentropy({ fromLogits }), y: tf.oneHot(labels, 3).toFloat(), p },
    { loss: losses.sparseCategoricalCrossentropy({ fromLogits }), y: labels, p },
    {
      loss: losses.sparseCategoricalCrossentropy({ fromLogits, ignoreIndex: 1 }),
      y: steps,
      p: deep.p,
    },
    { loss: losses.meanSquaredError({ maskValue: 1 }), y: yesNo, p },
  ];
}

const read = ({ sum, weight }: { sum: tf.Tensor; weight: tf.Tensor }): [number, number] => [
  sum.dataSync()[0] ?? NaN,
  weight.dataSync()[0] ?? NaN,
];

test('weights of ones are no weights, for every loss', () => {
  for (const { loss, y, p } of everyLoss()) {
    const [sum, weight] = read(loss.sumAndWeight(y, p));
    for (const shape of [[5], [5, 1]]) {
      const [weighted, count] = read(loss.sumAndWeight(y, p, tf.ones(shape)));
      near(weighted, sum, 1e-6);
      assert.equal(count, weight, loss.lossName);
    }
  }
});

test('an example twice adds what a weight of 2 adds, for every loss', () => {
  for (const { loss, y, p } of everyLoss()) {
    const twice = (t: tf.Tensor): tf.Tensor => tf.concat([t, t.slice(3, 1)], 0);
    const [repeated] = read(loss.sumAndWeight(twice(y), twice(p)));
    const [weighted] = read(loss.sumAndWeight(y, p, tf.tensor1d([1, 1, 1, 2, 1])));
    near(weighted, repeated, 1e-6);
  }
});

test('the order of the examples does not matter, for every loss', () => {
  for (const { loss, y, p } of everyLoss()) {
    const order = tf.tensor1d([3, 0, 4, 1, 2], 'int32');
    const weights = tf.tensor1d([1, 0.5, 3, 0.2, 1]);
    const [given] = read(loss.sumAndWeight(y, p, weights));
    const moved = [y, p, weights].map((t) => tf.gather(t, order));
    const [again] = read(loss.sumAndWeight(moved[0] ?? y, moved[1] ?? p, moved[2]));
    near(again, given, 1e-6);
  }
});

test('weights of a size that no axis has are refused by every loss', () => {
  for (const { loss, y, p } of everyLoss()) {
    const bad = tf.ones([7]);
    assert.throws(() => loss.sumAndWeight(y, p, bad), /expected weights for losses of shape/);
  }
});
