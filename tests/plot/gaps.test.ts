/** NaN and infinity: a gap, or a refusal; never an empty figure that looks like a result. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { plot } from '../../src/plot';
import type { Figure } from '../../src/plot';

const alt = ({ layout }: Figure): string => layout.meta?.alt ?? '';
const of = (figure: Figure, index: number, key: string): unknown => figure.data[index]?.[key];
const none = [NaN, Infinity, -Infinity];
const half = [1, NaN, 3];

/** Each builder with nothing finite. */
const EMPTY: Record<string, () => unknown> = {
  attentionMap: () => plot.attentionMap([none]),
  bars: () => plot.bars(['a', 'b', 'c'], none),
  decisionBoundary: () => plot.decisionBoundary([[NaN, 1]], [0], (p) => p.map(() => 0.5)),
  'decisionBoundary, predictions': () =>
    plot.decisionBoundary([[0, 1]], [0], (p) => p.map((_, i) => (i === 7 ? NaN : 0.5))),
  'decisionBoundary, scores': () =>
    plot.decisionBoundary([[0, 1]], [0], (p) => p.map(() => [NaN, 1])),
  embeddings: () => plot.embeddings([[NaN, 1]]),
  featureMaps: () => plot.featureMaps([[none]]),
  filters: () => plot.filters([[[none]]]),
  forecast: () => plot.forecast({ actual: [1, 2, 3], predicted: none }),
  functions: () => plot.functions({ root: (x) => Math.sqrt(-1 - x * x) }),
  images: () => plot.images([none]),
  learningCurves: () => plot.learningCurves({ loss: none, valLoss: none }),
  line: () => plot.line([{ y: [1, 2] }, { y: none }]),
  'line, positions': () => plot.line({ x: none, y: [1, 2, 3] }),
  'line, band': () => plot.line({ y: [1, 2, 3], low: none, high: [1, 2, 3] }),
  'line, reference': () => plot.line([1, 2], { references: [{ value: NaN, label: 'goal' }] }),
  lossSurface: () => plot.lossSurface(() => NaN),
  matrix: () => plot.matrix([none]),
  matrices: () => plot.matrices([{ values: [1] }, { values: none }]),
  regressionLine: () => plot.regressionLine([0, 1], [1, 2], { slope: NaN, intercept: 0 }),
  'regressionLine, pairs': () => plot.regressionLine([0, NaN], [NaN, 2], Math.sin),
  'regressionLine, curve': () => plot.regressionLine([0, 1], [1, 2], () => NaN),
  regressionPath: () => plot.regressionPath([1, 2, 3], [[NaN], [NaN], [NaN]]),
  'regressionPath, strength': () => plot.regressionPath([1, Infinity], [[1], [2]]),
  runs: () => plot.runs({ a: none }),
  saliency: () => plot.saliency([[0, 1]], [[NaN, NaN]]),
  scatter: () => plot.scatter([1, 2, 3], none),
  'scatter, pairs': () => plot.scatter([1, NaN], [NaN, 2]),
  'scatter, colors': () => plot.scatter([1, 2, 3], [1, 2, 3], { colorBy: none }),
  'scatter, classes': () => plot.scatter([1, 2], [1, 2], { labels: [0, NaN] }),
};

for (const [name, call] of Object.entries(EMPTY)) {
  test(`${name}: nothing to draw is refused`, () => {
    const [builder = ''] = name.split(',');
    assert.throws(call, {
      name: 'RangeError',
      message: new RegExp(`^plot\\.${builder}: expected .*; got .*; .*\\.$`),
    });
  });
}

test('bars leave the place of a missing value empty, without a number above it', () => {
  const figure = plot.bars(['a', 'b', 'c'], half);
  assert.deepEqual(of(figure, 0, 'y'), [1, null, 3]);
  assert.deepEqual(of(figure, 0, 'text'), ['1', '', '3']);
});

test('a band is broken where one of its ends is missing, and closed on both sides of the gap', () => {
  const figure = plot.line({ y: [5, 5, 5, 5, 5], low: [1, 2, NaN, 3, 4], high: [6, 7, 8, 9, 10] });
  assert.deepEqual(of(figure, 0, 'x'), [0, 1, 1, 0, null, 3, 4, 4, 3]);
  assert.deepEqual(of(figure, 0, 'y'), [6, 7, 2, 1, null, 9, 10, 4, 3]);
});

test('a spike in a long line is kept beside missing values', () => {
  const values = Array.from({ length: 20_011 }, (_, i) => (i % 2 === 0 ? NaN : 1));
  values[7_777] = 50;
  assert.ok((of(plot.line(values), 0, 'y') as number[]).includes(50));
});

test('an attention row that is all masked stays empty and is not called the strongest', () => {
  const figure = plot.attentionMap([
    [NaN, NaN],
    [0.2, 0.8],
  ]);
  assert.deepEqual(of(figure, 0, 'z'), [
    [null, null],
    [0.2, 0.8],
  ]);
  assert.match(alt(figure), /Strongest: 1 looks at 1 \(0\.8\)\.$/);
});

test('the mean of heads is over those that have a weight', () => {
  const figure = plot.attentionMap([[[NaN, 1]], [[0.4, 0.6]]]);
  const [menu] = figure.layout.updatemenus as { buttons: { args: [{ z: unknown }] }[] }[];
  assert.deepEqual(menu?.buttons[2]?.args[0].z, [[[0.4, 0.8]]]);
});

test('learningCurves says which curve has no finite value', () => {
  const figure = plot.learningCurves({ loss: [NaN, NaN, NaN], accuracy: [0.1, 0.2, 0.3] });
  assert.match(JSON.stringify(figure.layout.title), /Without a finite value: training.*loss/);
  assert.throws(
    () => plot.learningCurves({ loss: [NaN, Infinity] }),
    /only NaN or infinity in training loss; the training diverged: lower the learning rate\.$/,
  );
});

test('runs counts those that are not finite below the title and in words', () => {
  const figure = plot.runs({ slow: [3, 4], fast: [1, NaN, Infinity] });
  assert.match(JSON.stringify(figure.layout.title), /Not finite, not drawn: 2 of(<br>| )fast/);
  assert.match(alt(figure), /fast: mean 1, from 1 to 1 over 1 runs, 2 more not finite/);
});

test('a path that never comes near the map says so in the legend', () => {
  const paths = {
    lost: [
      [90, 90],
      [NaN, 0],
    ],
    found: [[0, 1]],
  };
  const figure = plot.lossSurface((x, y) => x * y, { xRange: [-1, 1], yRange: [-1, 1], paths });
  assert.deepEqual(
    figure.data.map(({ name }) => name),
    [undefined, 'lost (off the map)', 'found'],
  );
});

test('a label that is not among the class names is refused: its point would vanish', () => {
  assert.throws(
    () => plot.scatter([1, 2], [3, 4], { labels: ['cat', 'cow'], classNames: ['cat', 'dog'] }),
    /expected labels among the classNames cat, dog; got 'cow' as element 1;/,
  );
});

/** Opacity of each pixel of a figure's picture (a PNG of one row filter, None or Up). */
function opacities(figure: Figure): number[] {
  const png = Buffer.from(String(of(figure, 0, 'source')).split(',')[1] ?? '', 'base64');
  const at = png.indexOf('IDAT');
  const raw = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.equal(height, 1);
  return Array.from({ length: width }, (_, x) => raw[1 + x * 4 + 3] ?? -1);
}

test('a pixel that is NaN is transparent, not black', () => {
  assert.deepEqual(opacities(plot.images([[0.5, NaN, 1, 0]])), [255, 0, 255, 255]);
  const colors = [
    [
      [1, 2, 3],
      [NaN, 2, 3],
    ],
  ];
  assert.deepEqual(opacities(plot.images(colors)), [255, 0]);
});
