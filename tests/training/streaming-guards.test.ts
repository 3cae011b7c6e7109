import { test } from 'node:test';
import assert from 'node:assert/strict';
import { ready, tf } from '../../src/engine';
import { losses, metrics, type Metric } from '../../src/training';
import { guards, judge, near } from './guard-helpers';

test.before(() => ready());

const { multi, masked, weighted } = guards;
const { streaming } = metrics;

test('accuracy of several yes/no outputs is the share of right labels, as in Keras', async () => {
  const [y, p] = [tf.tensor2d(multi.yTrue), tf.tensor2d(multi.yPred)];
  near(multi.accuracy, multi.flat, 1e-6);
  const loss = losses.binaryCrossentropy();
  near((await judge(y, p, { loss })).accuracy, multi.flat);
  near((await judge(y, p, { loss, metrics: [streaming.accuracy()] })).accuracy, multi.flat);
  const logits = tf.log(p.div(tf.sub(1, p)));
  const fromLogits = losses.binaryCrossentropy({ fromLogits: true });
  near((await judge(y, logits, { loss: fromLogits })).accuracy, multi.flat);
  near((await judge(y, y.mul(0.8).add(0.1), { loss })).accuracy, 1);
});

test('beside another loss several labels have to be asked for', async () => {
  const [y, p] = [tf.tensor2d(multi.yTrue), tf.tensor2d(multi.yPred)];
  const loss = losses.meanSquaredError();
  await assert.rejects(
    judge(y, p, { loss, metrics: ['accuracy'] }),
    /evaluate: accuracy: expected one-hot targets.*metrics\.streaming\.accuracy\(\{ perLabel: true \}\)/,
  );
  const perLabel = streaming.accuracy({ perLabel: true });
  near((await judge(y, p, { loss, metrics: [perLabel] })).accuracy, multi.flat);
});

test('metrics leave out what the loss leaves out, whatever marks it', async () => {
  const p = tf.tensor2d(masked.yPred);
  const missing = tf.tensor2d(masked.missing).greater(0);
  for (const maskValue of [-100, NaN]) {
    const y = tf.where(missing, tf.fill([5, 3], maskValue), tf.tensor2d(masked.yTrue));
    const loss = losses.meanSquaredError({ maskValue });
    const names = ['mae', 'mse', 'rmse', 'meanAbsoluteError', 'meanSquaredError'] as const;
    const values = await judge(y, p, { loss, metrics: [...names] });
    near(values.loss, masked.mse);
    near(values.mae, masked.mae);
    near(values.meanAbsoluteError, masked.mae);
    near(values.mse, masked.mse);
    near(values.meanSquaredError, masked.mse);
    near(values.rmse, masked.rmse);
    const objects = await judge(y, p, { loss, metrics: [streaming.mae(), streaming.rmse()] });
    near(objects.mae, masked.mae);
    near(objects.rmse, masked.rmse);
  }
});

test('accuracy and perplexity leave out the ignored label', async () => {
  const p = tf.tensor2d(weighted.logits);
  const labels = weighted.labels.map((label) => (label === 1 ? -100 : label));
  for (const [ignoreIndex, values] of [
    [1, weighted.labels],
    [-100, labels],
  ] as const) {
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true, ignoreIndex });
    const y = tf.tensor1d([...values], 'int32');
    const found = await judge(y, p, { loss, metrics: ['accuracy', 'perplexity'] });
    near(found.accuracy, weighted.accuracyIgnoring1);
    near(found.perplexity, Math.exp(weighted.ignored));
  }
});

test('accuracy of yes/no targets leaves out missing ones, whatever marks them', async () => {
  const p = tf.tensor2d([0.9, 0.2, 0.6, 0.7, 0.1], [5, 1]);
  for (const maskValue of [-1, NaN]) {
    const y = tf.tensor2d([1, maskValue, 0, 1, maskValue], [5, 1]);
    const { accuracy } = await judge(y, p, { loss: losses.binaryCrossentropy({ maskValue }) });
    near(accuracy, 2 / 3);
  }
});

test('class numbers, columns and one-hot rows have the same accuracy and perplexity', async () => {
  const p = tf.tensor2d(weighted.logits);
  const labels = tf.tensor1d(weighted.labels, 'int32');
  const names = ['accuracy', 'perplexity'] as const;
  const sparse = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  const dense = losses.categoricalCrossentropy({ fromLogits: true });
  const expected = metrics.accuracy(labels, p);
  for (const [loss, y] of [
    [sparse, labels],
    [sparse, labels.reshape([11, 1])],
    [dense, tf.oneHot(labels, 3).toFloat()],
  ] as const) {
    const found = await judge(y, p, { loss, metrics: [...names] });
    near(found.accuracy, expected);
    near(found.perplexity, metrics.perplexity(labels, p, { fromLogits: true }));
  }
});

test('accuracy of numbers that are no classes is refused', async () => {
  const y = tf.tensor2d([3.5, 1, 0, 2, 7], [5, 1]);
  await assert.rejects(
    judge(y, y, { loss: 'meanSquaredError', metrics: ['accuracy'] }),
    /accuracy: expected yes\/no targets between 0 and 1; got 3\.5.*mae/,
  );
  const signs = tf.tensor1d([-1, 1, 1, -1, 1]);
  await assert.rejects(
    judge(signs, signs.reshape([5, 1]), { loss: 'meanSquaredError', metrics: ['accuracy'] }),
    /got -1; use 0 for no and 1 for yes/,
  );
});

test('beside a loss of one’s own accuracy does not guess whether outputs are logits', async () => {
  const y = tf.tensor2d([1, 0, 1, 1, 0], [5, 1]);
  const logits = tf.tensor2d([0.3, -2, 3, 0.2, -0.1], [5, 1]);
  const loss = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.losses.sigmoidCrossEntropy(a, b);
  await assert.rejects(
    judge(y, logits, { loss, metrics: ['accuracy'] }),
    /for logits pass metrics\.streaming\.accuracy\(\{ fromLogits: true \}\)/,
  );
  const asked = streaming.accuracy({ fromLogits: true });
  assert.equal((await judge(y, logits, { loss, metrics: [asked] })).accuracy, 1);
});

test('errors beside targets of another shape are refused by the name of the metric', async () => {
  const y = tf.tensor1d(weighted.labels, 'int32');
  const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
  await assert.rejects(
    judge(y, tf.tensor2d(weighted.logits), { loss, metrics: ['mae'] }),
    /evaluate: mae: expected targets of the shape of the model's output, \[N, 3\]; got \[N\]/,
  );
});

test('a metric of one’s own that broadcasts [N] against [N, 1] is refused', async () => {
  const values = [1, 4, 2, 8, 5];
  const [y, p] = [tf.tensor1d(values), tf.tensor2d(values, [5, 1])];
  const own = (reshape: boolean): Metric => ({
    metricName: 'worst',
    sumAndWeight: (yTrue, yPred) => ({
      sum: yPred
        .sub(reshape ? yTrue.reshape(yPred.shape) : yTrue)
        .abs()
        .sum()
        .asScalar(),
      weight: tf.scalar(yPred.shape[0] ?? 1),
    }),
  });
  const loss = losses.meanSquaredError();
  await assert.rejects(
    judge(y, p, { loss, metrics: [own(false)] }),
    /the metric "worst" to compare each target with its own prediction/,
  );
  assert.equal((await judge(y, p, { loss, metrics: [own(true)] })).worst, 0);
});

test('a metric that is a class of its own keeps its methods', async () => {
  class Counted implements Metric {
    readonly metricName = 'counted';
    #factor = 3;
    sumAndWeight(_: tf.Tensor, yPred: tf.Tensor) {
      return {
        sum: tf.scalar(this.#factor * (yPred.shape[0] ?? 0)),
        weight: tf.scalar(yPred.shape[0] ?? 0),
      };
    }
  }
  const y = tf.zeros([5, 1]);
  const found = await judge(y, y, { loss: 'meanSquaredError', metrics: [new Counted()] });
  assert.equal(found.counted, 3);
});

test('metrics that are none, or take a name of the history, are refused', async () => {
  const y = tf.zeros([5, 1]);
  const say = (metric: unknown) =>
    judge(y, y, { loss: 'meanSquaredError', metrics: [metric as Metric] });
  await assert.rejects(
    say(metrics.accuracy),
    /a metric's name, or \{ metricName, sumAndWeight \}; got a function/,
  );
  const sumAndWeight = streaming.mae().sumAndWeight;
  await assert.rejects(say({ metricName: 'loss', sumAndWeight }), /metricName other than loss/);
  await assert.rejects(say('constructor'), /a metric among accuracy/);
  assert.throws(
    () => streaming.accuracy({ ignoreindex: 1 } as never),
    /metrics\.streaming\.accuracy: expected options among .*did you mean ignoreIndex/,
  );
  assert.throws(() => streaming.mae({ mask: 1 } as never), /got "mask"/);
});
