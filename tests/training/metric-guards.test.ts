import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createRandom, ready, tf } from '../../src/engine';
import { metrics } from '../../src/training';

test.before(() => ready());

/** Passes anything where the compiler would not. */
const given = (value: unknown) => value as never;

/** Every metric that compares labels with labels. */
const LABEL_METRICS = [
  metrics.accuracy,
  metrics.precision,
  metrics.recall,
  metrics.f1,
  metrics.confusionMatrix,
  metrics.classificationReport,
] as const;

/** Every metric of one score per example. */
const RANKINGS = [
  metrics.auc,
  metrics.rocCurve,
  metrics.averagePrecision,
  metrics.precisionRecallCurve,
] as const;

/** Every metric of predicted numbers. */
const ERRORS = [metrics.mae, metrics.mse, metrics.rmse, metrics.r2] as const;

test('probabilities where labels belong are refused by every label metric, with the threshold to take', () => {
  for (const metric of LABEL_METRICS) {
    for (const yPred of [
      [0.97, 0.02, 0.8],
      Float32Array.of(0.75, 0, 1),
      tf.tensor1d([1, 0.25, 1]),
      tf.tensor2d([[0.9], [0.1], [0.7]]),
    ]) {
      assert.throws(
        () => metric([1, 0, 1], yPred),
        new RegExp(
          `metrics\\.${metric.name}: expected class labels in yPred; got the number 0\\.\\d+; threshold ` +
            'probabilities first: values\\.map.*greater\\(0\\.5\\)\\.toInt\\(\\).*argMax',
        ),
        metric.name,
      );
    }
    assert.throws(
      () => metric([0.5, 1, 0], [1, 1, 0]),
      /class labels in yTrue; got the number 0\.5/,
    );
    assert.throws(() => metric([1, 2], [1, 17.5]), /got the number 17\.5; round or bin/);
  }
});

test('decisions already made are scores too', () => {
  // Recall 2/3 and false positive rate 1/2: (1 + 2/3 − 1/2) / 2 by hand.
  const value = metrics.auc([1, 0, 1, 0, 1], [1, 0, 1, 1, 0]);
  assert.ok(Math.abs(value - 7 / 12) < 1e-12);
});

test('missing values are refused by every metric', () => {
  for (const bad of [NaN, undefined, null]) {
    for (const metric of LABEL_METRICS) {
      assert.throws(
        () => metric([1, 0, 1], given([1, bad, 0])),
        /labels in yPred; got .* at position 1/,
      );
      assert.throws(
        () => metric(given([bad, 0, 1]), [1, 1, 0]),
        /labels in yTrue; got .* at position 0/,
      );
    }
    for (const metric of RANKINGS) {
      assert.throws(
        () => metric([1, 0, 1], given([1, 0, bad])),
        /numbers in scores; got .* position 2/,
      );
      assert.throws(() => metric(given([1, bad, 0]), [1, 0, 1]), /labels in yTrue/);
    }
    for (const metric of ERRORS) {
      assert.throws(() => metric([1, 2], given([bad, 2])), /numbers in yPred; got .* position 0/);
      assert.throws(() => metric(given([1, bad]), [1, 2]), /numbers in yTrue; got .* position 1/);
    }
    const rows = [
      [0.5, 0.5],
      [bad, 1],
    ];
    assert.throws(
      () => metrics.topKAccuracy([0, 1], given(rows), { k: 1 }),
      /in scores; got .* row 1/,
    );
    assert.throws(() => metrics.logLoss([0, 1], given(rows)), /in predictions; got .* row 1/);
    assert.throws(() => metrics.perplexity([0, 1], given(rows)), /metrics\.perplexity: .* row 1/);
    assert.throws(() => metrics.accuracy([0, 1], given(rows)), /numbers in yPred; got .* row 1/);
    assert.throws(() => metrics.auc([0, 1], given(rows)), /numbers in scores/);
    assert.throws(() => metrics.editDistance(given(['a', bad]), 'a'), /texts or lists of tokens/);
  }
});

test('infinite numbers are refused where they mean nothing, and put in order where they do', () => {
  for (const metric of ERRORS) {
    assert.throws(() => metric([1, 2], [Infinity, 2]), /finite numbers in yPred; got Infinity/);
  }
  assert.throws(() => metrics.accuracy([1, Infinity], [1, 1]), /got Infinity at position 1/);
  assert.equal(metrics.auc([0, 1, 0, 1], [-Infinity, Infinity, -Infinity, 3]), 1);
  assert.equal(metrics.topKAccuracy([1], [[-Infinity, 2, -Infinity]], { k: 1 }), 1);
  const loss = metrics.logLoss([1], [[-Infinity, 0, 0]], { fromLogits: true });
  assert.ok(Math.abs(loss - Math.LN2) < 1e-12);
  assert.throws(
    () => metrics.logLoss([0], [[Infinity, 1]], { fromLogits: true }),
    /finite largest one; got Infinity in row 0/,
  );
});

test('texts, booleans and numbers never agree, so they are refused beside each other', () => {
  for (const metric of LABEL_METRICS) {
    assert.throws(
      () => metric([1, 0, 1], ['1', '0', '1']),
      /labels of one kind; got numbers and texts in yTrue and yPred/,
    );
    assert.throws(
      () => metric([true, false], [1, 0]),
      /got booleans and numbers in yTrue and yPred/,
    );
    assert.throws(() => metric(['a', 'b'], [true, false]), /got texts and booleans/);
    assert.throws(() => metric([1, '1'], [1, 1]), /got numbers and texts within yTrue/);
  }
  assert.equal(metrics.accuracy([true, false, true], [true, true, true]), 2 / 3);
  assert.throws(
    () => metrics.f1([0, 1, 2], [0, 2, 2], { average: 'macro', labels: ['0', '1'] }),
    /got texts and numbers in labels and in the data/,
  );
  assert.throws(
    () => metrics.precision([0, 1], [1, 1], { positive: '1' }),
    /positive class 1 among/,
  );
  assert.throws(() => metrics.auc([0, 1], [0.1, 0.2], { positive: '1' }), /positive 1;/);
  assert.throws(() => metrics.auc([0, 1], given(['0.1', '0.2'])), /got the text '0\.1'/);
  assert.throws(() => metrics.mae([1], given(['1'])), /got the text '1' at position 0/);
  assert.throws(() => metrics.mae([1], given([true])), /got true at position 0/);
  assert.throws(
    () => metrics.editDistance(['1', '2'], [1, 2]),
    /tokens of one kind; got texts and numbers/,
  );
  assert.throws(() => metrics.exactMatch([[1, 2]], ['12']), /tokens of one kind/);
  assert.throws(() => metrics.tokenErrorRate(given([1, 2]), given([1, 3])), /got 1; pass strings/);
  assert.throws(
    () =>
      metrics.logLoss(
        ['1', '0'],
        [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      ),
    /labels from 0 to 1; got '1'/,
  );
});

test('log loss of what is no distribution is refused', () => {
  const loss = (rows: number[][], labels = [0, 1, 2].slice(0, rows.length)) =>
    metrics.logLoss(labels, rows);
  assert.throws(() => loss([[2, 1, 0]]), /probabilities from 0 to 1; got 2 in row 0; for logits/);
  assert.throws(
    () =>
      loss([
        [0.5, 0.5, 0],
        [1.2, -0.2, 0],
      ]),
    /from 0 to 1; got 1\.2 in row 1/,
  );
  assert.throws(() => loss([[0.9, 0.8, 0.7]]), /sum to 1; got 2\.4 in row 0; pass softmax outputs/);
  assert.throws(() => loss([[0.9]], [0]), /sum to 1; got 0\.9/);
  assert.throws(() => loss([[0.5, 0.5]], [2]), /labels from 0 to 1; got 2/);
  assert.throws(() => loss([[0.5, 0.5]], [-1]), /labels from 0 to 1; got -1/);
  assert.throws(
    () =>
      loss([
        [0.5, 0.5],
        [0.3, 0.3, 0.4],
      ]),
    /rows of equal length/,
  );
  assert.throws(() => metrics.logLoss([0, 1], given([0.2, 0.8])), /shape \[N, C\].*\[1 - p, p\]/);
  assert.throws(
    () =>
      metrics.logLoss(
        [0, 0],
        [
          [1, 0],
          [1, 0],
        ],
        { ignoreIndex: 0 },
      ),
    /at least one label that counts; got only 0/,
  );
  assert.throws(
    () => metrics.perplexity([0], [[2, 3]]),
    /metrics\.perplexity: expected probabilities/,
  );
});

test('several labels per example are refused by metrics of one class per example', () => {
  const several = [
    [1, 1, 0],
    [0, 0, 0],
  ];
  const scores = [
    [0.9, 0.8, 0.1],
    [0.1, 0.2, 0.3],
  ];
  for (const metric of LABEL_METRICS) {
    assert.throws(() => metric(several, scores), /one class per example in yTrue.*flatten both/);
    assert.throws(() => metric([0, 1], several), /one class per example in yPred/);
    assert.throws(
      () => metric(tf.tensor2d(several), tf.tensor2d(several)),
      /several labels or none/,
    );
  }
  assert.equal(metrics.accuracy(several.flat(), [1, 0, 0, 0, 0, 0]), 5 / 6);
});

test('sequences of labels are not taken for rows of scores', () => {
  const [truth, guess] = [
    tf.tensor2d(
      [
        [5, 2, 9],
        [4, 4, 1],
      ],
      [2, 3],
      'int32',
    ),
    tf.zeros([2, 3]),
  ];
  assert.throws(
    () => metrics.accuracy(truth, guess),
    /one-hot rows that sum to 1.*flatten sequences/,
  );
  assert.throws(
    () => metrics.accuracy(truth.flatten(), tf.zeros([2, 3, 7])),
    /\[N\] or \[N, C\]; got a tensor \[2, 3, 7\]/,
  );
  assert.throws(
    () => metrics.accuracy(given([[1], [2, 3]]), [1, 2]),
    /rows of equal length in yTrue/,
  );
});

test('top-k accuracy needs labels that are columns, and fewer places than there are', () => {
  const rows = [
    [0.1, 0.9, 0.2],
    [0.5, 0.3, 0.2],
  ];
  assert.equal(metrics.topKAccuracy([2, 1], rows, { k: 2 }), 1);
  assert.throws(() => metrics.topKAccuracy([3, 1], rows, { k: 2 }), /labels from 0 to 2; got 3/);
  assert.throws(
    () => metrics.topKAccuracy([2, 1], rows),
    /k to be a whole number from 1 to 3; got 5/,
  );
  assert.throws(() => metrics.topKAccuracy([2, 1], rows, { k: 0 }), /got 0/);
  assert.throws(() => metrics.topKAccuracy([2, 1], rows, given(2)), /an object of options; got 2/);
});

test('rankings need to know which class is positive', () => {
  const scores = [0.2, 0.9, 0.4];
  for (const metric of RANKINGS) {
    assert.throws(
      () => metric([0, 2, 1], scores),
      /labels 0 and 1, or the positive class by name; got 0, 1, 2/,
    );
    assert.throws(() => metric(['no', 'yes', 'no'], scores), /pass \{ positive: … \}/);
    assert.doesNotThrow(() => metric([0, 2, 1], scores, { positive: 2 }));
    assert.doesNotThrow(() => metric([-1, 1, -1], scores));
    assert.doesNotThrow(() => metric([false, true, false], scores));
    assert.throws(() => metric([0, 1, 0], scores, given({ positve: 0 })), /did you mean positive/);
  }
  assert.throws(
    () =>
      metrics.auc(
        [0, 1, 1],
        [
          [1, 0],
          [0, 1],
          [0, 1],
        ],
        { positive: 0 },
      ),
    /got "positive"/,
  );
});

test('one class, one example or a single kind of answer is said where nothing can be computed', () => {
  assert.throws(
    () => metrics.auc([0, 0, 0], [0.1, 0.2, 0.3]),
    /both classes; got 0 positive and 3/,
  );
  assert.throws(() => metrics.r2([3], [3]), /at least two examples; got 1/);
  assert.throws(() => metrics.recall([5, 5], [5, 5]), /positive class 1 among the labels; got 5/);
  assert.equal(metrics.recall([0, 0], [0, 0], { zeroDivision: 1 }), 1);
  assert.equal(metrics.recall([5, 5], [5, 5], { positive: 7 }), 0);
});

test('options that do not exist, or do not fit, are refused', () => {
  const [y, p] = [
    [0, 1, 2],
    [0, 2, 2],
  ];
  assert.throws(() => metrics.precision(y, p, given({ avarage: 'macro' })), /did you mean average/);
  assert.throws(
    () => metrics.f1(y, p, given({ average: 'samples' })),
    /average among binary.*got samples/,
  );
  assert.throws(
    () => metrics.confusionMatrix(y, p, given({ normalize: 'pred' })),
    /normalize among true, predicted, all; got pred/,
  );
  assert.throws(
    () => metrics.confusionMatrix(y, p, given({ normalise: 'all' })),
    /did you mean normalize/,
  );
  assert.throws(
    () => metrics.classificationReport(y, p, given({ name: ['a'] })),
    /did you mean names/,
  );
  const mean = (sample: readonly number[]): number => sample.length;
  assert.throws(() => metrics.bootstrap([1, 2], mean, given({ samples: 9 })), /got "samples"/);
  assert.throws(() => metrics.paired([1, 2], [2, 4], given({ Seed: 9 })), /did you mean seed/);
  assert.throws(() => metrics.logLoss([0], [[1, 0]], given({ fromlogits: true })), /fromLogits/);
  assert.throws(
    () => metrics.recall(y, p, { average: 'macro', labels: [7, 8] }),
    /labels that differ, some of which occur; got 7, 8; the data holds 0, 1, 2/,
  );
  assert.throws(() => metrics.confusionMatrix(y, p, { labels: [0, 0, 1] }), /got 0, 0, 1/);
  assert.throws(
    () => metrics.precision([0, 1], [1, 1], { labels: [1] }),
    /no labels, for average: 'binary'/,
  );
});

test('the order of the examples does not matter, for every metric of labels, scores and numbers', () => {
  const random = createRandom(31);
  for (let round = 0; round < 7; round++) {
    const order = [...random.permutation(23)];
    const labels = order.map(() => random.integer(3));
    const guesses = order.map(() => random.integer(3));
    const bits = order.map((_, i) => (i < 2 ? i : random.integer(2)));
    const scores = order.map(() => random.normal());
    const moved = <T>(list: T[]): T[] => order.flatMap((i) => list.slice(i, i + 1));
    const macro = { average: 'macro' } as const;
    const pairs: [unknown, unknown][] = [
      [metrics.accuracy(labels, guesses), metrics.accuracy(moved(labels), moved(guesses))],
      [metrics.f1(labels, guesses, macro), metrics.f1(moved(labels), moved(guesses), macro)],
      [
        metrics.confusionMatrix(labels, guesses),
        metrics.confusionMatrix(moved(labels), moved(guesses)),
      ],
      [metrics.auc(bits, scores), metrics.auc(moved(bits), moved(scores))],
      [metrics.rocCurve(bits, scores), metrics.rocCurve(moved(bits), moved(scores))],
    ];
    for (const [a, b] of pairs) assert.deepEqual(b, a);
    const apart = metrics.mse(moved(scores), moved(bits)) - metrics.mse(scores, bits);
    assert.ok(Math.abs(apart) < 1e-12);
  }
});

test('renaming the classes does not change what is right', () => {
  const random = createRandom(37);
  const names = ['ant', 'bee', 'cow'];
  const labels = Array.from({ length: 29 }, () => random.integer(3));
  const guesses = labels.map((label) => (random.integer(3) ? label : random.integer(3)));
  const called = (list: number[]): string[] => list.flatMap((i) => names.slice(i, i + 1));
  assert.equal(
    metrics.accuracy(called(labels), called(guesses)),
    metrics.accuracy(labels, guesses),
  );
  for (const average of ['micro', 'macro', 'weighted'] as const) {
    const [a, b] = [
      metrics.precision(called(labels), called(guesses), { average }),
      metrics.precision(labels, guesses, { average }),
    ];
    assert.equal(a, b);
  }
  const rows = tf.oneHot(tf.tensor1d(labels, 'int32'), 3);
  assert.equal(metrics.accuracy(rows, guesses), metrics.accuracy(labels, guesses));
});
