import { test } from 'node:test';
import assert from 'node:assert/strict';
import { tf } from '../../src/engine';
import { plot } from '../../src/plot';

type Numbers = (number | null)[];

test('nested arrays, typed arrays, tensors and table columns give the same figure', () => {
  const values = [0.5, 1.5, -2, 7, 3];
  const expected = plot.line(values);
  assert.deepEqual(plot.line(Float32Array.from(values)), expected);
  assert.deepEqual(plot.line({ values }), expected);
  tf.tidy(() => {
    assert.deepEqual(plot.line(tf.tensor1d(values)), expected);
    assert.deepEqual(plot.line(tf.tensor2d(values, [5, 1])), expected);
  });
});

test('a line of 50,000 points stores at most 1,000 and keeps a spike of one point', () => {
  const values = Array.from({ length: 50_000 }, (_, i) => Math.sin(i / 1000));
  values[31_337] = 9;
  const y = plot.line(values).data[0]?.['y'] as Numbers;
  assert.ok(y.length <= 1000 && y.length > 500, `${y.length} points`);
  assert.ok(y.includes(9));
});

test('a scatter of 10,007 points stores 3,000 and its text says so', () => {
  const values = Array.from({ length: 10_007 }, (_, i) => Math.sin(i));
  const figure = plot.scatter(values, values);
  assert.equal((figure.data[0]?.['x'] as Numbers).length, 3000);
  assert.match(figure.layout.meta?.alt ?? '', /10,007 points, 3,000 of them drawn/);
});

test('numbers are stored with five significant digits or fewer', () => {
  assert.deepEqual(plot.line([Math.PI * 1e5, Math.E * 1e-7]).data[0]?.['y'], [314160, 2.7183e-7]);
});

test('NaN and infinity become gaps', () => {
  assert.deepEqual(plot.line([1, NaN, Infinity, 4]).data[0]?.['y'], [1, null, null, 4]);
});

const refusals: [string, () => unknown, RegExp][] = [
  [
    'classes numbered from −1',
    () =>
      plot.decisionBoundary(
        [
          [0, 0],
          [1, 1],
        ],
        [-1, 1],
        (p) => p.map(() => 0.5),
      ),
    /RangeError: plot\.decisionBoundary: expected labels 0, 1, 2, …/,
  ],
  [
    'an empty list',
    () => plot.line([]),
    /RangeError: plot\.line: expected at least one number; got an empty array/,
  ],
  [
    'ragged rows',
    () => plot.matrix([[1, 2], [3]]),
    /RangeError: plot\.matrix: expected rows of equal length/,
  ],
  [
    'text in place of numbers',
    () => plot.line(['a'] as never),
    /TypeError: plot\.line: expected numbers; got string/,
  ],
  [
    'null',
    () => plot.runs({ a: null as never }),
    /TypeError: plot\.runs: expected a tensor or an array of numbers; got null/,
  ],
  [
    'x and y of different length',
    () => plot.scatter([1, 2, 3], [1, 2]),
    /RangeError: plot\.scatter: expected x and y of one length; got 3 and 2/,
  ],
  [
    'labels that are too few',
    () => plot.scatter([1, 2], [1, 2], { labels: ['a'] }),
    /expected x and labels of one length; got 2 and 1/,
  ],
  [
    'a matrix for a line',
    () =>
      plot.line([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    /expected y of .* of shape \[N\]; got \[2, 3\]/,
  ],
  [
    'one end of a band',
    () => plot.line({ y: [1, 2], low: [0, 1] }),
    /expected low and high together/,
  ],
  [
    'a confusion matrix that is not square',
    () =>
      plot.confusionMatrix([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    /expected a square matrix/,
  ],
  [
    'negative counts',
    () =>
      plot.confusionMatrix([
        [1, -2],
        [3, 4],
      ]),
    /expected counts ≥ 0/,
  ],
  [
    'labels that do not fit the classes',
    () => plot.confusionMatrix([[1]], { labels: ['a', 'b'] }),
    /expected classes and labels of one length; got 1 and 2/,
  ],
  [
    'a history without numbers',
    () => plot.learningCurves({ loss: 'low' }),
    /TypeError: plot\.learningCurves: expected a history/,
  ],
  [
    'an unknown metric',
    () => plot.learningCurves({ loss: [1] }, { metrics: ['auc'] }),
    /expected metrics among loss; got auc/,
  ],
  ['images of five axes', () => plot.images([[[[[1]]]]]), /expected images of shape/],
  [
    'images of two channels',
    () => plot.images([[[[1, 2]]]]),
    /with 1 or 3 channels; got \[1, 1, 1, 2\]/,
  ],
  [
    'too few captions',
    () => plot.images([[1, 2]], { titles: [] }),
    /expected images and titles of one length; got 1 and 0/,
  ],
  [
    'half a column',
    () => plot.images([[1, 2]], { columns: 0.5 }),
    /expected columns to be a whole number of at least 1; got 0.5/,
  ],
  [
    'an image shape that does not divide the row',
    () => plot.images([[1, 2, 3]], { imageShape: [2, 2] }),
    /expected rows of 4 values for imageShape \[2, 2\]/,
  ],
  [
    'one class only',
    () => plot.roc({ labels: [1, 1], scores: [0, 1] }),
    /expected examples of both classes; got only ones/,
  ],
  [
    'labels other than 0 and 1',
    () => plot.roc({ labels: [1, 2], scores: [0, 1] }),
    /expected labels 0 and 1/,
  ],
  [
    'scores with NaN',
    () => plot.precisionRecall({ labels: [0, 1], scores: [0, NaN] }),
    /expected finite scores/,
  ],
  [
    'probabilities above 1',
    () => plot.calibration({ labels: [0, 1], scores: [0, 2] }),
    /expected probabilities from 0 to 1/,
  ],
  [
    'λ = 0 on a logarithmic axis',
    () => plot.regressionPath([0, 1], [[1], [2]]),
    /expected lambdas above 0/,
  ],
  [
    'logits for a boundary',
    () =>
      plot.decisionBoundary(
        [
          [0, 0],
          [1, 1],
        ],
        [0, 1],
        (p) => p.map(() => -3.5),
      ),
    /expected probabilities from 0 to 1 or class numbers/,
  ],
  [
    'a prediction for too few points',
    () =>
      plot.decisionBoundary(
        [
          [0, 0],
          [1, 1],
        ],
        [0, 1],
        () => [0.5],
      ),
    /expected predict to return one row for each of 3600 points/,
  ],
  [
    'points of three columns',
    () => plot.decisionBoundary([[0, 0, 0]], [0], () => [0.5]),
    /expected points of shape \[N, 2\]; got \[1, 3\]/,
  ],
  [
    'a path of three columns',
    () => plot.lossSurface((x) => x, { paths: { a: [[1, 2, 3]] } }),
    /expected path a of shape \[steps, 2\]/,
  ],
  [
    'more components than columns',
    () => plot.pcaProject([[1, 2]], 3),
    /expected at most 2 components for 2 columns; got 3/,
  ],
  ['NaN among data to project', () => plot.pcaProject([[1, NaN]], 1), /expected finite numbers/],
  [
    'a kernel of three axes',
    () => plot.filters([[[1]]]),
    /expected a kernel \[height, width, input channels, filters\]/,
  ],
  [
    'a channel that does not exist',
    () => plot.filters([[[[1]]]], { channel: 1 }),
    /expected channel to be a whole number from 0 to 0; got 1; the kernel has 1 input channels/,
  ],
  ['no task', () => plot.sequenceDiagram([]), /expected at least one task; got none/],
  [
    'a task that reads at step −1',
    () => plot.sequenceDiagram([{ name: 'odd', inputs: [-1], outputs: [0] }]),
    /inputs and outputs of 'odd' to be lists of steps 0, 1, 2, …; got \[-1\] and \[0\]/,
  ],
  ['a network of one layer', () => plot.networkDiagram([3]), /expected at least two layers; got 1/],
  [
    'half a unit',
    () => plot.networkDiagram([3, 0.5]),
    /expected units of layer 1 to be a whole number of at least 1; got 0\.5/,
  ],
  [
    'too many tokens',
    () => plot.attentionMap([[1]], { queryTokens: ['a', 'b'] }),
    /expected queries and queryTokens of one length; got 1 and 2/,
  ],
  [
    'a batch of attention weights',
    () => plot.attentionMap([[[[1]]], [[[1]]]]),
    /got \[2, 1, 1, 1\]; pick one example/,
  ],
  [
    'a derivative without its function',
    () => plot.functions({ f: Math.sin }, { derivatives: { g: Math.cos } }),
    /expected derivatives named like functions \(f\); got g/,
  ],
  [
    'a range that runs backward',
    () => plot.functions({ f: Math.sin }, { range: [1, -1] }),
    /low < high; got \[1, -1\]/,
  ],
  [
    'intervals for two series',
    () => plot.bars(['a'], { x: [1], y: [2] }, { intervals: [[0, 1]] }),
    /expected intervals \[N, 2\] with one series/,
  ],
  [
    'a group without finite values',
    () => plot.runs({ a: [NaN] }),
    /expected finite values in every group; got none in a/,
  ],
  ['no panel', () => plot.matrices([]), /expected at least one panel/],
  [
    'too few signs',
    () => plot.matrices([{ values: [1] }, { values: [1] }, { values: [1] }], { signs: ['+'] }),
    /expected gaps between panels and signs of one length; got 2 and 1/,
  ],
  [
    'forecasts of different length',
    () => plot.forecast({ actual: [1, 2], predicted: [1] }),
    /expected actual and predicted of one length; got 2 and 1/,
  ],
];

for (const [what, attempt, message] of refusals) {
  test(`refused with a reason: ${what}`, () => {
    assert.throws(
      attempt,
      (error: Error) =>
        message.test(`${error.name}: ${error.message}`) ||
        assert.fail(`${error.name}: ${error.message}`),
    );
  });
}
