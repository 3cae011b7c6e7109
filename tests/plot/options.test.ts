/** Every public builder refuses an option that it does not know, and every element that is not a number by its place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plot } from '../../src/plot';

const variant = { label: 'a', figure: plot.line([1, 2]) };
const scored = { labels: [0, 1], scores: [0.2, 0.7] };
const square = [
  [1, 2],
  [3, 4],
];

/** Each builder with good data and the options given. */
const CALLS: Record<string, (options: never) => unknown> = {
  attentionDiagram: (o) => plot.attentionDiagram(o),
  attentionMap: (o) => plot.attentionMap(square, o),
  bars: (o) => plot.bars(['a', 'b'], [1, 2], o),
  calibration: (o) => plot.calibration(scored, o),
  confusionMatrix: (o) => plot.confusionMatrix(square, o),
  computationGraph: (o) => plot.computationGraph({ data: 1, gradient: 1, parents: [] }, o),
  convolutionFromDense: (o) => plot.convolutionFromDense(o),
  decisionBoundary: (o) => plot.decisionBoundary(square, [0, 1], (p) => p.map(() => 0.5), o),
  embeddings: (o) => plot.embeddings(square, o),
  featureMaps: (o) => plot.featureMaps([square], o),
  filters: (o) => plot.filters([[square]], o),
  forecast: (o) => plot.forecast({ actual: [1, 2], predicted: [1, 3] }, o),
  functions: (o) => plot.functions({ sin: Math.sin }, o),
  images: (o) => plot.images(square, o),
  learningCurves: (o) => plot.learningCurves({ loss: [2, 1] }, o),
  line: (o) => plot.line([1, 2], o),
  lossSurface: (o) => plot.lossSurface((x, y) => x + y, o),
  lstmCell: (o) => plot.lstmCell(o),
  gruCell: (o) => plot.gruCell(o),
  matrices: (o) => plot.matrices([{ values: square }], o),
  matrix: (o) => plot.matrix(square, o),
  networkDiagram: (o) => plot.networkDiagram([2, 3], o),
  precisionRecall: (o) => plot.precisionRecall(scored, o),
  regressionLine: (o) => plot.regressionLine([0, 1], [1, 2], { slope: 1, intercept: 1 }, o),
  regressionPath: (o) => plot.regressionPath([1, 2], square, o),
  roc: (o) => plot.roc(scored, o),
  runs: (o) => plot.runs({ a: [1, 2] }, o),
  saliency: (o) => plot.saliency(square, square, o),
  scatter: (o) => plot.scatter([1, 2], [3, 4], o),
  sequenceDiagram: (o) => plot.sequenceDiagram([{ name: 'a', inputs: [0], outputs: [1] }], o),
  show: (o) => plot.show(plot.line([1, 2]), o),
  transformerBlock: (o) => plot.transformerBlock(o),
  withButtons: (o) => plot.withButtons([variant], o),
  withSlider: (o) => plot.withSlider([variant], o),
};

/** Public names without options. */
const PLAIN = ['Drawing', 'pcaProject'];

test('the table holds every public function', () => {
  assert.deepEqual(Object.keys(plot).sort(), [...Object.keys(CALLS), ...PLAIN].sort());
});

for (const [name, call] of Object.entries(CALLS)) {
  test(`${name} refuses an unknown option and names the nearest`, () => {
    assert.throws(() => call({ atl: 'text' } as never), {
      name: 'RangeError',
      message: new RegExp(
        `^plot\\.${name}: expected options among .*; got "atl"; did you mean alt\\?$`,
      ),
    });
    call({ alt: 'text' } as never);
  });
}

test('options of the second form of scatter, of panels and of the data of a forecast are checked too', () => {
  const groups = [{ x: [1], y: [2] }];
  assert.throws(() => plot.scatter(groups, { sise: 3 } as never), /got "sise"; did you mean size/);
  const panels = [{ values: square, colour: 'gray' }];
  assert.throws(() => plot.matrices(panels as never), /got "colour"; did you mean colors/);
  const data = { actual: [1], predicted: [1], naiv: [1] };
  assert.throws(() => plot.forecast(data as never), /got "naiv"; did you mean naive/);
});

const bad = [1, 2, 'NA', 4] as never;
const good = [1, 2, 3, 4];

/** Each reader of numbers, given 'NA' as element 2. */
const READERS: [name: string, what: string, call: () => unknown][] = [
  ['line', 'y of Y', () => plot.line(bad)],
  ['line', 'x of a', () => plot.line({ y: good, x: bad, name: 'a' })],
  ['line', 'low of y of a', () => plot.line({ y: good, low: bad, high: good, name: 'a' })],
  ['scatter', 'x', () => plot.scatter(bad, good)],
  ['scatter', 'y', () => plot.scatter(good, bad)],
  ['scatter', 'y of cats', () => plot.scatter([{ name: 'cats', x: good, y: bad }])],
  ['scatter', 'colorBy', () => plot.scatter(good, good, { colorBy: bad })],
  ['bars', 'values', () => plot.bars(['a', 'b', 'c', 'd'], bad)],
  ['bars', 'Adam', () => plot.bars(['a', 'b', 'c', 'd'], { Adam: bad })],
  ['runs', 'SGD', () => plot.runs({ SGD: bad })],
  ['learningCurves', 'valLoss', () => plot.learningCurves({ loss: good, valLoss: bad })],
  ['regressionLine', 'y', () => plot.regressionLine(good, bad, Math.sin)],
  ['regressionPath', 'lambdas', () => plot.regressionPath(bad, square)],
  ['forecast', 'predicted', () => plot.forecast({ actual: good, predicted: bad })],
  ['roc', 'scores', () => plot.roc({ labels: [0, 1, 1, 0], scores: bad })],
  ['calibration', 'labels', () => plot.calibration({ labels: bad, scores: good })],
  ['matrix', 'values', () => plot.matrix(bad)],
  ['decisionBoundary', 'predictions', () => plot.decisionBoundary(square, [0, 1], () => bad)],
  ['lossSurface', 'x', () => plot.lossSurface({ x: bad, y: good, loss: square })],
];

for (const [name, what, call] of READERS) {
  test(`${name} names the element of ${what} that is not a number`, () => {
    const message = `plot.${name}: expected numbers; got string: element 2 of ${what} is 'NA'; `;
    assert.throws(call, (error: Error) => {
      assert.ok(error instanceof TypeError);
      assert.equal(error.message.slice(0, message.length), message);
      return true;
    });
  });
}

test('inside of rows the place of an element has all its indices', () => {
  const values = [
    [1, 2, 3],
    [4, {}, 6],
  ];
  assert.throws(() => plot.matrix(values as never), /element \[1, 1\] of values is an object;/);
  const batch = [[[[1, '?']]]] as never;
  assert.throws(() => plot.attentionMap(batch), /element \[0, 0, 0, 1\] of weights is '\?';/);
});

test('a tensor of text is refused like a list of text', () => {
  const tensor = { shape: [3], dataSync: () => ['1', '2', '3'] };
  assert.throws(() => plot.line(tensor), /got string: element 0 of y of Y is '1'/);
});
