import { test } from 'node:test';
import assert from 'node:assert/strict';
import { isNative, ready, tf } from '../../src/engine';
import { losses, optimizers } from '../../src/training';
import { resolveLoss } from '../../src/training/losses/resolve';
import { createTrainingStep } from '../../src/training/step';
import { guards, judge, near, numberOf } from './guard-helpers';

test.before(() => ready());

const ints = (values: number[]): tf.Tensor1D => tf.tensor1d(values, 'int32');
const uniform = (rows: number, classes: number): tf.Tensor2D =>
  tf.fill<tf.Rank.R2>([rows, classes], 1 / classes);

test('a label without a class is refused, from logits and from probabilities, smoothed or not', () => {
  for (const [fromLogits, labelSmoothing] of [
    [true, 0],
    [false, 0],
    [true, 0.1],
    [false, 0.1],
  ] as const) {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits, labelSmoothing });
    for (const labels of [
      [0, 5],
      [-1, 2],
    ]) {
      assert.throws(
        () => loss(ints(labels), uniform(2, 5)),
        /losses\.sparseCategoricalCrossentropy: expected integer labels from 0 to 4.*got (5|-1)/,
      );
    }
    assert.throws(() => loss(tf.tensor1d([0, 0.5]), uniform(2, 5)), /integer labels.*got 0\.5/);
    near(numberOf(loss(ints([0, 4]), uniform(2, 5))), Math.log(5));
  }
});

test('where values are not read, a label without a class gives no perfect 0', () => {
  for (const fromLogits of [true, false]) {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits });
    let value = NaN;
    try {
      value = numberOf(loss.sumAndWeight(ints([1, 7]), uniform(2, 5)).sum);
    } catch {
      // TensorFlow's own kernel throws.
    }
    assert.ok(Number.isNaN(value), String(value));
  }
});

test('-100 is left out where it is the ignored label, and refused where it is not', () => {
  const logits = tf.tensor2d([
    [2, 1, 0],
    [0, 3, 1],
    [1, 1, 4],
  ]);
  const ignoring = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex: -100 });
  const all = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  near(
    numberOf(ignoring(ints([1, -100, 2]), logits)),
    numberOf(all(ints([1, 2]), logits.gather([0, 2]))),
  );
  assert.throws(() => all(ints([1, -100, 2]), logits), /got -100/);
  assert.throws(() => ignoring(ints([1, -1, 2]), logits), /got -1/);
});

test('label smoothing and an ignored label together give the loss of PyTorch', () => {
  const { labels, logits, ignored, smoothedIgnoring1 } = guards.weighted;
  const value = (labelSmoothing: number): number => {
    const options = { fromLogits: true, ignoreIndex: 1, labelSmoothing };
    return numberOf(
      losses.sparseCategoricalCrossentropy(options)(ints(labels), tf.tensor2d(logits)),
    );
  };
  near(value(0), ignored);
  near(value(0.2), smoothedIgnoring1);
});

test('class numbers and one-hot rows give the same loss, also in columns and sequences', () => {
  const logits = tf.randomNormal([5, 2, 3], 0, 1, 'float32', 4);
  const labels = tf.tensor2d([0, 1, 2, 2, 1, 0, 0, 2, 1, 1], [5, 2], 'int32');
  for (const labelSmoothing of [0, 0.2]) {
    const options = { fromLogits: true, labelSmoothing };
    const sparse = losses.sparseCategoricalCrossentropy(options);
    const dense = losses.categoricalCrossentropy(options);
    const expected = numberOf(dense(tf.oneHot(labels, 3).toFloat(), logits));
    near(numberOf(sparse(labels, logits)), expected);
    near(numberOf(sparse(labels.reshape([5, 2, 1]), logits)), expected);
    const rows = logits.slice([0, 1], [5, 1]).reshape<tf.Tensor2D>([5, 3]);
    const column = labels.slice([0, 1], [5, 1]); // [5, 1]
    near(
      numberOf(sparse(column, rows)),
      numberOf(dense(tf.oneHot(column.flatten().toInt(), 3).toFloat(), rows)),
    );
  }
});

test('shapes that only agree in size are refused, not reshaped', () => {
  const names = ['meanSquaredError', 'meanAbsoluteError', 'huber', 'binaryCrossentropy'] as const;
  for (const name of names) {
    const loss = losses[name]();
    assert.throws(
      () => loss(tf.zeros([2, 3]), tf.zeros([3, 2])),
      /expected as many targets as predictions.*got \[2, 3\] and \[3, 2\]/,
    );
    assert.throws(
      () => loss(tf.zeros([2, 2, 3]), tf.zeros([2, 3, 2])),
      /shape of the model's output/,
    );
    assert.throws(() => loss(tf.zeros([0, 3]), tf.zeros([0, 3])), /and at least one; got \[0, 3\]/);
  }
  const dense = losses.categoricalCrossentropy({ fromLogits: true });
  assert.throws(() => dense(tf.ones([3, 1]), tf.zeros([3, 5])), /shape of the model's output/);
  const sparse = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  assert.throws(() => sparse(ints([0, 0]), tf.zeros([2, 1])), /at least two outputs/);
  assert.throws(() => sparse(ints([0, 0, 0]), tf.zeros([2, 5])), /as many targets as predictions/);
});

test('probabilities outside 0 to 1, or that do not sum to 1, are refused by the losses', () => {
  const sigmoids = tf.tensor2d([
    [0.9, 0.8, 0.3],
    [0.1, 0.2, 0.9],
  ]);
  const rows = tf.tensor2d([
    [1, 0, 0],
    [0, 0, 1],
  ]);
  const sparse = losses.sparseCategoricalCrossentropy();
  const dense = losses.categoricalCrossentropy();
  for (const act of [() => sparse(ints([0, 2]), sigmoids), () => dense(rows, sigmoids)]) {
    assert.throws(act, /probabilities that sum to 1 over the 3 classes; got the sum 2/);
  }
  const outside = tf.tensor2d([[2, -1, 0]]);
  assert.throws(() => sparse(ints([0]), outside), /between 0 and 1; got 2/);
  assert.throws(() => dense(rows.slice(0, 1), outside), /between 0 and 1; got 2/);
  const binary = losses.binaryCrossentropy();
  assert.throws(() => binary(tf.tensor1d([1, 0]), tf.tensor1d([1.5, 0])), /got 1\.5/);
});

test('targets that are no probabilities are refused by the losses', () => {
  const dense = losses.categoricalCrossentropy({ fromLogits: true });
  const several = tf.tensor2d([
    [1, 1, 0],
    [0, 0, 0],
  ]);
  assert.throws(
    () => dense(several, tf.zeros([2, 3])),
    /one-hot targets, which sum to 1; got the row \[1, 1, 0\]; use losses\.binaryCrossentropy/,
  );
  const masked = losses.binaryCrossentropy({ fromLogits: true, maskValue: -1 });
  const logits = tf.zeros([3, 1]);
  assert.throws(
    () => masked(tf.tensor1d([1, 2, -1]), logits),
    /binary targets between 0 and 1; got 2/,
  );
  assert.throws(() => masked(tf.tensor1d([1, NaN, -1]), logits), /got NaN/);
  near(numberOf(masked(tf.tensor1d([1, 0, -1]), logits)), Math.log(2));
});

test('missing yes/no targets may be marked by NaN', () => {
  for (const fromLogits of [true, false]) {
    const loss = losses.binaryCrossentropy({ fromLogits, maskValue: NaN });
    const p = tf.tensor2d([[0.5], [0.25], [0.75]]);
    const { value, grad } = tf.valueAndGrad((q) => loss(tf.tensor1d([1, NaN, 0]), q))(p);
    const known = losses.binaryCrossentropy({ fromLogits });
    near(numberOf(value), numberOf(known(tf.tensor1d([1, 0]), p.gather([0, 2]))));
    assert.equal(grad.dataSync()[1], 0);
  }
});

test('what a mask hides does not matter', () => {
  const p = tf.randomNormal([5, 3], 0, 1, 'float32', 3);
  const y = tf.randomNormal([5, 3], 0, 1, 'float32', 4);
  const hidden = tf.tensor2d(guards.masked.missing).greater(0);
  for (const name of ['meanSquaredError', 'meanAbsoluteError', 'huber'] as const) {
    const values = [-100, NaN, 0.1].map((maskValue) => {
      const holes = tf.where(hidden, tf.fill([5, 3], maskValue), y);
      return numberOf(losses[name]({ maskValue })(holes, p));
    });
    near(values[1], values[0] ?? NaN, 1e-6);
    near(values[2], values[0] ?? NaN, 1e-6);
  }
});

test('targets of which none counts are refused before training', async () => {
  const y = tf.fill([7, 1], -9);
  await assert.rejects(
    judge(y, tf.zeros([7, 1]), { loss: losses.meanSquaredError({ maskValue: -9 }) }),
    /evaluate: expected at least one target that counts; got only -9/,
  );
});

const mse = (yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor => yPred.sub(yTrue).square().mean();

test('a loss of one’s own that broadcasts [N] against [N, 1] is refused with both shapes', async () => {
  const values = [1, 4, 2, 8, 5];
  const [y, p] = [tf.tensor1d(values), tf.tensor2d(values, [5, 1])];
  const absolute = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => b.sub(a).abs().mean();
  const log = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    a
      .mul(b.log())
      .add(tf.sub(1, a).mul(tf.sub(1, b).log()))
      .neg()
      .mean();
  for (const loss of [mse, absolute]) {
    await assert.rejects(
      judge(y, p, { loss }),
      /evaluate: expected the loss "(mse|absolute)" to compare each target with its own prediction; got targets \[N\] and predictions \[N, 1\].*yTrue\.reshape\(yPred\.shape\)/,
    );
  }
  const bits = tf.tensor1d([1, 0, 0, 1, 1]);
  await assert.rejects(
    judge(bits, bits.reshape([5, 1]).mul(0.9), { loss: log }),
    /got targets \[N\]/,
  );
  const same = await judge(y.reshape([5, 1]), p, { loss: mse });
  assert.equal(same.loss, 0);
});

test('a loss of one’s own that brings the shapes together itself is left alone', async () => {
  const [y, p] = [tf.tensor1d([1, 4, 2, 8, 5]), tf.tensor2d([2, 4, 2, 6, 5], [5, 1])];
  const flat = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => mse(a, b.reshape([-1]));
  const both = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => mse(a.reshape(b.shape), b);
  const library = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => losses.meanSquaredError()(a, b);
  for (const loss of [flat, both, library]) near((await judge(y, p, { loss })).loss, 1);
});

test('a loss of one’s own that is made of losses of the library is still traced', () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 5, inputShape: [3] })] });
  const optimizer = optimizers.sgd();
  const sparse = losses.sparseCategoricalCrossentropy();
  const composed = (y: tf.Tensor, p: tf.Tensor): tf.Tensor =>
    sparse(y, tf.softmax(p)).add(p.square().mean().mul(0.1));
  const loss = resolveLoss('test', composed);
  const step = createTrainingStep({ model, optimizer, loss });
  const batch = { x: [tf.ones([7, 3])], y: ints([0, 1, 2, 3, 4, 0, 1]) };
  step.run(batch, { learningRate: 0.1 });
  assert.equal(step.traced, isNative(), step.reason);
  step.dispose();
  optimizer.dispose();
  model.dispose();
});

test('a loss of one’s own must give a scalar or one loss per example', async () => {
  const p = tf.ones([5, 3]);
  const columns = function columns(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
    return b.sub(a).square().mean(0);
  };
  await assert.rejects(
    judge(tf.zeros([5, 3]), p, { loss: columns }),
    /columns: expected a scalar, or one loss for each of the 5 examples; got \[3\]; take the mean/,
  );
  const number = function number(): number {
    return 3;
  };
  await assert.rejects(
    judge(tf.zeros([5, 3]), p, { loss: number as unknown as typeof columns }),
    /number: expected the loss to return a tensor; got number/,
  );
  const perStep = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => b.sub(a).square().mean(-1).flatten();
  const steps = await judge(tf.zeros([5, 2, 3]), tf.ones([5, 2, 3]), { loss: perStep });
  near(steps.loss, 1);
});

test('options of losses that do not exist, or are something else, are refused', () => {
  const given = (value: unknown) => value as never;
  assert.throws(
    () => losses.huber(given({ Delta: 2 })),
    /losses\.huber: expected options among .*got "Delta"; did you mean delta\?/,
  );
  assert.throws(() => losses.meanSquaredError(given({ mask: 0 })), /got "mask"/);
  assert.throws(
    () => losses.binaryCrossentropy(given({ from_logits: true })),
    /did you mean fromLogits/,
  );
  assert.throws(
    () => losses.categoricalCrossentropy(given({ labelsmoothing: 1 })),
    /labelSmoothing/,
  );
  assert.throws(
    () => losses.sparseCategoricalCrossentropy(given({ ignore_index: 0 })),
    /did you mean ignoreIndex/,
  );
  assert.throws(() => losses.huber(given(0.5)), /expected an object of options; got 0\.5/);
  assert.throws(
    () => losses.meanSquaredError(given(tf.zeros([2]))),
    /got a tensor; make the loss first, then call it: losses\.meanSquaredError\(\)\(yTrue, yPred\)/,
  );
  assert.throws(
    () => losses.binaryCrossentropy(given({ fromLogits: 1 })),
    /fromLogits to be a boolean/,
  );
  assert.throws(() => losses.huber({ delta: Infinity }), /delta > 0; got Infinity/);
  assert.throws(
    () => losses.sparseCategoricalCrossentropy({ ignoreIndex: NaN }),
    /ignoreIndex to be a whole number; got NaN/,
  );
});

test('integer predictions and targets give the loss of the numbers', () => {
  const [y, p] = [ints([100_000, 0, 3]), ints([0, 70_000, 5])];
  // By hand; the squares do not fit 32 bits.
  near(numberOf(losses.meanSquaredError()(y, p)), (1e10 + 49e8 + 4) / 3, 1e-6);
  near(numberOf(losses.meanAbsoluteError()(y, p)), 170_002 / 3);
});
