import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom, tf } from '../../src/engine';
import { losses, metrics } from '../../src/training';
import { resolveMetric } from '../../src/training/metrics/resolve';

type Triple = [number, number, number];
interface Fixtures {
  decisions: {
    name: string;
    yTrue: (number | string)[];
    yPred: (number | string)[];
    zeroDivision: number;
    accuracy: number;
    confusion: number[][];
    micro: Triple;
    macro: Triple;
    weighted: Triple;
    binary?: Triple;
    normalized: Record<'true' | 'predicted' | 'all', number[][]>;
    report: number[][];
  }[];
  rankings: {
    name: string;
    yTrue: number[];
    scores: number[];
    roc: [number[], number[], number[]];
    auc: number;
    pr: [number[], number[], number[]];
    averagePrecision: number;
  }[];
  multiclassAuc: { yTrue: number[]; scores: number[][]; value: number };
  regressions: Record<'yTrue' | 'yPred', number[]>[] &
    { name: string; mae: number; mse: number; rmse: number; r2: number }[];
  logLoss: { yTrue: number[]; predictions: number[][]; value: number }[];
  topK: { k: number; yTrue: number[]; scores: number[][]; value: number }[];
}

const fixtures = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/metrics.json'), 'utf8'),
) as Fixtures;

function close(actual: number | number[], expected: number | number[], what = 'value'): void {
  const [a, b] = [[actual].flat(), [expected].flat()];
  assert.equal(a.length, b.length, `${what}: length`);
  a.forEach((value, i) => {
    const wanted = b[i] ?? NaN;
    const fine = Math.abs(value - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted));
    assert.ok(fine, `${what}[${i}]: ${value} instead of ${wanted}`);
  });
}

for (const c of fixtures.decisions) {
  test(`decisions, ${c.name}: every number equals scikit-learn's`, () => {
    const { yTrue, yPred, zeroDivision } = c;
    close(metrics.accuracy(yTrue, yPred), c.accuracy, 'accuracy');
    for (const average of ['micro', 'macro', 'weighted', 'binary'] as const) {
      const expected = c[average];
      if (!expected) continue;
      const options = { average, zeroDivision };
      const actual = [metrics.precision, metrics.recall, metrics.f1].map((f) =>
        f(yTrue, yPred, options),
      );
      close(actual, expected, average);
    }
    assert.deepEqual(metrics.confusionMatrix(yTrue, yPred), c.confusion);
    for (const normalize of ['true', 'predicted', 'all'] as const) {
      const matrix = metrics.confusionMatrix(yTrue, yPred, { normalize });
      close(matrix.flat(), c.normalized[normalize].flat(), `normalized by ${normalize}`);
    }
    const report = metrics.classificationReport(yTrue, yPred, { zeroDivision });
    report.classes.forEach((row, i) => {
      close([row.precision, row.recall, row.f1, row.support], c.report[i] ?? [], row.name);
    });
    close([report.macro.precision, report.macro.recall, report.macro.f1], c.macro, 'macro row');
  });
}

for (const c of fixtures.rankings) {
  test(`rankings, ${c.name}: curves and areas equal scikit-learn's`, () => {
    const roc = metrics.rocCurve(c.yTrue, c.scores);
    close(roc.falsePositiveRate, c.roc[0], 'false positive rate');
    close(roc.truePositiveRate, c.roc[1], 'true positive rate');
    assert.equal(roc.thresholds[0], Infinity);
    close(roc.thresholds.slice(1), c.roc[2], 'thresholds');
    close(metrics.auc(c.yTrue, c.scores), c.auc, 'AUC');
    const pr = metrics.precisionRecallCurve(c.yTrue, c.scores);
    close(pr.precision, c.pr[0], 'precision');
    close(pr.recall, c.pr[1], 'recall');
    close(pr.thresholds, c.pr[2], 'thresholds');
    close(metrics.averagePrecision(c.yTrue, c.scores), c.averagePrecision, 'average precision');
  });
}

for (const c of fixtures.regressions) {
  test(`regression, ${c.name}: errors and R² equal scikit-learn's`, () => {
    for (const name of ['mae', 'mse', 'rmse', 'r2'] as const) {
      close(metrics[name](c.yTrue, c.yPred), c[name], name);
    }
  });
}

test('AUC of several classes, log loss and top-k accuracy equal scikit-learn’s', () => {
  const { yTrue, scores, value } = fixtures.multiclassAuc;
  close(metrics.auc(yTrue, scores), value, 'AUC');
  for (const c of fixtures.logLoss) {
    close(metrics.logLoss(c.yTrue, c.predictions), c.value, 'log loss');
    close(metrics.perplexity(c.yTrue, c.predictions), Math.exp(c.value), 'perplexity');
    const logits = c.predictions.map((row) => row.map((p) => Math.log(p) + 5));
    const fromLogits = metrics.logLoss(c.yTrue, logits, { fromLogits: true });
    assert.ok(Math.abs(fromLogits - c.value) < 1e-9);
  }
  for (const { k, yTrue: y, scores: s, value: v } of fixtures.topK) {
    close(metrics.topKAccuracy(y, s, { k }), v, `top ${k}`);
  }
});

test('tensors, typed arrays, columns and one-hot rows read as the same labels, and none is made', () => {
  tf.tidy(() => {
    const truth = tf.tensor1d([0, 2, 1, 2], 'int32');
    const scores = tf.tensor2d([
      [9, 1, 0],
      [0, 1, 5],
      [3, 2, 1],
      [0, 0, 1],
    ]);
    for (const guess of [
      scores,
      [0, 2, 0, 2],
      Int32Array.of(0, 2, 0, 2),
      tf.tensor2d([[0], [2], [0], [2]]),
    ]) {
      const before = tf.memory().numTensors;
      assert.equal(metrics.accuracy(truth, guess), 0.75);
      assert.equal(tf.memory().numTensors, before);
    }
    assert.equal(metrics.accuracy(tf.oneHot(truth, 3), scores), 0.75);
  });
});

test('swapping truth and prediction swaps precision and recall and transposes the confusion matrix', () => {
  const random = createRandom(3);
  for (let round = 0; round < 13; round++) {
    const a = Array.from({ length: 29 }, () => random.integer(4));
    const b = Array.from({ length: 29 }, () => random.integer(4));
    const options = { average: 'macro' } as const;
    close(metrics.precision(a, b, options), metrics.recall(b, a, options));
    close(metrics.f1(a, b, { average: 'micro' }), metrics.accuracy(a, b));
    const matrix = metrics.confusionMatrix(a, b);
    const transposed = matrix.map((_, j) => matrix.map((row) => row[j] ?? NaN));
    assert.deepEqual(metrics.confusionMatrix(b, a), transposed);
    assert.equal(
      matrix.flat().reduce((x, y) => x + y),
      29,
    );
  }
});

test('AUC does not change under any rising function of the scores, and flips with their sign', () => {
  const random = createRandom(4);
  const y = Array.from({ length: 37 }, (_, i) => (i < 2 ? i : random.integer(2)));
  const s = y.map((label) => label + random.normal());
  const value = metrics.auc(y, s);
  close(metrics.auc(y, s.map(Math.exp)), value);
  close(
    metrics.auc(
      y,
      s.map((v) => -v),
    ),
    1 - value,
  );
});

test('edit distance counts insertions, deletions and substitutions', () => {
  assert.equal(metrics.editDistance('kitten', 'sitting'), 3);
  assert.equal(metrics.editDistance('', 'abc'), 3);
  assert.equal(metrics.editDistance('abc', ''), 3);
  assert.equal(metrics.editDistance('flaw', 'lawn'), 2);
  assert.equal(metrics.editDistance([7, 11, 13], [7, 13]), 1);
  assert.equal(metrics.editDistance('😀a', 'a'), 1);
});

test('token error rate divides all edits by all reference tokens', () => {
  close(metrics.tokenErrorRate(['kitten', 'abcd'], ['sitting', 'abcd']), 0.3);
  close(metrics.tokenErrorRate([['K', 'AE1', 'T']], [[]]), 1);
  assert.throws(() => metrics.tokenErrorRate([''], ['a']), /at least one token; got none/);
});

test('exact match needs every token and the same length', () => {
  assert.equal(metrics.exactMatch(['ab', 'cd', 'ef'], ['ab', 'c', 'fe']), 1 / 3);
  assert.equal(
    metrics.exactMatch(
      [[1, 2], [3]],
      [
        [1, 2],
        [3, 4],
      ],
    ),
    0.5,
  );
});

test('metrics that cannot be computed say why and what to do', () => {
  assert.throws(
    () => metrics.accuracy([1, 0], [1]),
    /as many predictions as true values.*got 1 and 2/,
  );
  assert.throws(() => metrics.accuracy([], []), RangeError);
  assert.throws(() => metrics.precision([0, 1, 2], [0, 1, 2]), /expected two classes.*'macro'/);
  assert.throws(() => metrics.recall(['a', 'b'], ['a', 'b']), /positive class 1 among.*a and b/);
  assert.throws(
    () => metrics.auc([1, 1], [0.2, 0.3]),
    /both classes; got 2 positive and 0 negative/,
  );
  assert.throws(() => metrics.averagePrecision([0, 0], [0.2, 0.3]), /at least one positive/);
  assert.throws(() => metrics.mae([1, 2], [1, NaN]), /NaN at position 1/);
  const pending = Promise.resolve([1]) as unknown as number[];
  assert.throws(() => metrics.accuracy([1], pending), /await a prediction/);
});

test('the report of a run reads as a table in text and in HTML', () => {
  const report = metrics.classificationReport([0, 1, 1], [0, 1, 0], { names: ['cat', '<dog>'] });
  assert.match(report.toString(), /cat\s+0\.5000\s+1\.0000\s+0\.6667\s+1/);
  const html = String(report.toMimeBundle()['text/html']);
  assert.match(html, /<table>.*&lt;dog&gt;/);
});

test('streaming metrics equal the same metric on the whole set', () => {
  tf.tidy(() => {
    const logits = tf.randomNormal([13, 5], 0, 1, 'float32', 2);
    const labels = tf.tensor1d([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2], 'int32');
    const loss = losses.sparseCategoricalCrossentropy({ fromLogits: true });
    const value = (name: 'accuracy' | 'perplexity', y: tf.Tensor): number => {
      const metric = resolveMetric('test', name, loss);
      const { sum, weight } = metric.sumAndWeight(y, logits);
      const mean = (sum.dataSync()[0] ?? NaN) / (weight.dataSync()[0] ?? NaN);
      return metric.finish ? metric.finish(mean) : mean;
    };
    const rows = logits.arraySync() as number[][];
    for (const y of [labels, tf.oneHot(labels, 5)]) {
      assert.ok(Math.abs(value('accuracy', y) - metrics.accuracy(labels, logits)) < 1e-6);
      const expected = metrics.perplexity(labels, rows, { fromLogits: true });
      assert.ok(Math.abs(value('perplexity', y) - expected) < 1e-4);
    }
  });
});

test('streaming accuracy of one output uses 0 for logits, 0.5 for probabilities, and skips masked', () => {
  tf.tidy(() => {
    const y = tf.tensor2d([[1], [0], [1], [-1]]);
    const score = tf.tensor2d([[0.3], [0.2], [0.7], [0.9]]);
    const value = (options: { fromLogits?: boolean; maskValue?: number }): number => {
      const metric = resolveMetric('test', 'accuracy', losses.binaryCrossentropy(options));
      const { sum, weight } = metric.sumAndWeight(y, score);
      return (sum.dataSync()[0] ?? NaN) / (weight.dataSync()[0] ?? NaN);
    };
    assert.ok(Math.abs(value({ maskValue: -1 }) - 2 / 3) < 1e-6);
    assert.ok(Math.abs(value({ maskValue: -1, fromLogits: true }) - 2 / 3) < 1e-6);
    assert.ok(Math.abs(value({}) - 0.5) < 1e-6);
  });
});
