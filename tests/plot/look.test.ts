/** What a reader of a figure relies on: full numbers on logarithmic axes, color bars that tell the truth, contrast. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plot } from '../../src/plot';
import type { Figure } from '../../src/plot';
import { colorScale, colorTable } from '../../src/plot/palette';
import { BUILDERS } from './figures';
import { wave } from './wave';

type Plain = Record<string, unknown>;

function axes({ layout }: Figure): Plain[] {
  return Object.entries(layout).flatMap(([name, axis]) =>
    /^[xy]axis\d*$/.test(name) ? [axis as Plain] : [],
  );
}

const RANGES: [low: number, high: number][] = [
  [0.05, 0.9],
  [1.3, 1.9],
  [7, 7],
  [1e-9, 3],
  [0.3, 4000],
];

/** Every builder with a logarithmic axis, over a range. */
const LOGARITHMIC: Record<string, (low: number, high: number) => Figure> = {
  'line, y': (low, high) => plot.line([low, high], { yScale: 'log' }),
  'line, x': (low, high) => plot.line({ x: [low, high], y: [1, 2] }, { xScale: 'log' }),
  learningCurves: (low, high) =>
    plot.learningCurves({ loss: [high, low], accuracy: [0, 1] }, { yScale: 'log' }),
  regressionPath: (low, high) => plot.regressionPath([low, high], [[1], [2]]),
};

for (const [name, build] of Object.entries(LOGARITHMIC)) {
  test(`${name}: marks of a logarithmic axis are full numbers or powers, never digits alone`, () => {
    for (const [low, high] of RANGES) {
      const [axis] = axes(build(low, high)).filter(({ type }) => type === 'log');
      assert.ok(axis, 'a logarithmic axis');
      if (high / low > 2000) assert.equal(axis['exponentformat'], 'power');
      else assert.equal(axis['tickformat'], ',~r');
      // Without a step Plotly would choose, and label 0.2 as a small 2.
      assert.ok(axis['dtick'] !== undefined, `${low} to ${high}`);
    }
  });
}

test('less than one power of ten is marked in equal steps of 1, 2 or 5', () => {
  const step = (low: number, high: number): unknown =>
    axes(plot.line([low, high], { yScale: 'log' })).find(({ type }) => type === 'log')?.['dtick'];
  assert.equal(step(1.3, 1.9), 'L0.2');
  assert.equal(step(11, 29), 'L5');
  assert.equal(step(0.02, 0.05), 'L0.01');
});

test('what has no logarithm is a gap, and the text counts it', () => {
  const figure = plot.line([0, 10, -3, 100], { yScale: 'log' });
  assert.deepEqual(figure.data[0]?.['y'], [null, 10, null, 100]);
  assert.match(figure.layout.meta?.alt ?? '', /2 values that are not above 0 have no place on it/);
  assert.throws(
    () => plot.line([0, -1], { yScale: 'log' }),
    /expected numbers above 0 in y of Y for its logarithmic axis; got none;/,
  );
});

test('a logarithmic color bar tells the loss itself, at the place of its logarithm', () => {
  const figure = plot.lossSurface((x) => 10 ** x, {
    xRange: [-2, 2],
    yRange: [0, 1],
    scale: 'log',
    lossLabel: 'MSE',
  });
  const bar = figure.data[0]?.['colorbar'] as Plain;
  assert.deepEqual(bar['tickvals'], [-2, -1, 0, 1, 2]);
  assert.deepEqual(bar['ticktext'], ['0.01', '0.1', '1', '10', '100']);
  assert.equal((bar['title'] as Plain)['text'], 'MSE');
});

/** Figures with a color bar, beside those of the table of all builders. */
const WITH_BAR: Record<string, () => Figure> = {
  ...BUILDERS,
  scatterByColor: () => plot.scatter(wave(31), wave(31, 0.5), { colorBy: wave(31, 0.2) }),
  matrixWithBar: () => plot.matrix([wave(5), wave(5, 2)], { valueLabel: 'weight' }),
  confusionOf23: () =>
    plot.confusionMatrix(Array.from({ length: 23 }, (_, i) => wave(23, i + 1).map(Math.abs))),
};

test('a color bar shows the colors of its map: both opaque, of one scale', () => {
  let bars = 0;
  for (const [name, build] of Object.entries(WITH_BAR)) {
    for (const trace of build().data) {
      const holder = 'colorbar' in trace ? trace : (trace['marker'] as Plain | undefined);
      if (!holder || !('colorbar' in holder) || holder['showscale'] === false) continue;
      bars++;
      assert.ok((holder['opacity'] ?? 1) === 1 && (trace['opacity'] ?? 1) === 1, name);
      const scale = holder['colorscale'] as [number, string][];
      for (const [, color] of scale) assert.match(color, /^#[0-9a-f]{6}$/i, name);
      const limits = ['zmin', 'zmax', 'cmin', 'cmax'].map((key) => typeof holder[key]);
      assert.equal(limits.filter((kind) => kind === 'number').length, 2, `${name}: its limits`);
    }
  }
  assert.ok(bars >= 5, `${bars} color bars`);
});

test('pictures and maps of one scale have the same colors', () => {
  const table = colorTable('viridis');
  for (const [position, hex] of colorScale('viridis')) {
    const at = Math.round(position * 255) * 3;
    const wanted = [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
    [...table.slice(at, at + 3)].forEach((part, c) =>
      assert.ok(Math.abs(part - (wanted[c] ?? NaN)) <= 2, `${position}`),
    );
  }
});

test('frequent and rare errors of a good network differ in color', () => {
  const counts = Array.from({ length: 7 }, (_, i) =>
    Array.from({ length: 7 }, (_unused, j) => (i === j ? 990 : 0)),
  );
  Object.assign(counts[2] ?? [], { 5: 9 });
  Object.assign(counts[4] ?? [], { 1: 2 });
  const [errors] = plot.confusionMatrix(counts).data;
  const z = errors?.['z'] as number[][];
  const share = (row: number, column: number): number =>
    (z[row]?.[column] ?? NaN) / Number(errors?.['zmax']);
  assert.equal(share(2, 5), 1);
  assert.ok(share(4, 1) > 0.15 && share(4, 1) < 0.3, `${share(4, 1)}`);
});

test('percent in a confusion matrix has at most two decimals', () => {
  const [errors] = plot.confusionMatrix(
    [
      [1000, 1],
      [3, 800],
    ],
    { show: 'percent' },
  ).data;
  assert.deepEqual(errors?.['text'], [
    ['', '0.1'],
    ['0.37', ''],
  ]);
});

test('up to twelve epochs are marked one by one', () => {
  const marks = (count: number): unknown =>
    (plot.learningCurves({ loss: wave(count) }).layout['xaxis'] as Plain)['dtick'];
  assert.equal(marks(3), 1);
  assert.equal(marks(12), 1);
  assert.equal(marks(50), undefined);
});

test('validation in words is validation: validation_loss is no metric of its own', () => {
  const figure = plot.learningCurves({ loss: [2, 1], validation_loss: [3, 2] });
  assert.deepEqual(
    figure.data.map(({ name, yaxis }) => [name, yaxis]),
    [
      ['training', 'y'],
      ['validation', 'y'],
    ],
  );
});

test('principal components of dependent columns explain no more than everything', () => {
  const data = [3, 1, 4, 1.5, 9].map((a, i) => [a, 2 * a + i, a - i, 7, i]);
  const { explained } = plot.pcaProject(data, 5);
  const sum = explained.reduce((total, share) => total + share, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9, `${sum}`);
  assert.ok(explained.slice(2).every((share) => share < 1e-12));
});
