import { test } from 'node:test';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { plot } from '../../src/plot';
import type { Figure } from '../../src/plot';

const reference = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', 'fixtures', 'plot_curves.json'), 'utf8'),
) as {
  labels: number[];
  scores: number[];
  auc: number;
  averagePrecision: number;
  data: number[][];
  explained: number[];
  components: number[][];
};

const alt = (figure: Figure): string => figure.layout.meta?.alt ?? '';
const trace = (figure: Figure, index: number): Record<string, unknown> =>
  figure.data[index] as Record<string, unknown>;

test('learningCurves says how loss and accuracy went', () => {
  const figure = plot.learningCurves({
    loss: [2.3, 0.4, 0.12],
    valLoss: [1.9, 0.5, 0.3],
    accuracy: [0.2, 0.8, 0.9912],
  });
  assert.match(
    alt(figure),
    /over 3 epochs: training loss falls from 2\.3 to 0\.12; validation loss falls from 1\.9 to 0\.3; training accuracy rises from 0\.2 to 0\.9912\./,
  );
});

test('learningCurves pairs training (solid) with validation (dashed), one panel for each metric', () => {
  const figure = plot.learningCurves({
    epoch: [1, 2],
    loss: [2, 1],
    val_loss: [3, 2],
    acc: [0.1, 0.2],
    valAccuracy: [0.1, 0.3],
    seconds: [1, 1],
  });
  assert.deepEqual(
    figure.data.map((one) => [
      one.name,
      one['yaxis'],
      (one['line'] as { dash: string }).dash,
      one['showlegend'],
    ]),
    [
      ['training', 'y', 'solid', true],
      ['validation', 'y', 'dash', true],
      ['training', 'y2', 'solid', false],
      ['validation', 'y2', 'dash', false],
    ],
  );
  assert.deepEqual(trace(figure, 0)['x'], [1, 2]);
  assert.equal((figure.layout['xaxis'] as { anchor: string }).anchor, 'y2');
});

test('learningCurves compares runs by name, each with one color', () => {
  const figure = plot.learningCurves({
    SGD: { loss: [2, 1], valLoss: [2, 1.5] },
    Adam: { history: { loss: [2, 0.5] } },
  });
  const colors = figure.data.map((one) => (one['line'] as { color: string }).color);
  assert.deepEqual(
    figure.data.map((one) => one.name),
    ['SGD', 'SGD', 'Adam'],
  );
  assert.equal(colors[0], colors[1]);
  assert.notEqual(colors[0], colors[2]);
  assert.match(alt(figure), /Adam, training loss falls from 2 to 0\.5/);
});

test('learningCurves reads what train returns: numbers beside other fields', () => {
  const figure = plot.learningCurves({
    epoch: [1, 2],
    loss: [2, 1],
    learningRate: [0.1, 0.1],
    seconds: 3.5,
    stopped: 'finished',
  });
  assert.equal(figure.data.length, 1);
});

test('confusionMatrix gives errors and right answers a scale each, and names the worst errors', () => {
  const figure = plot.confusionMatrix(
    [
      [8, 2, 0],
      [0, 5, 5],
      [0, 0, 0],
    ],
    { labels: ['cat', 'dog', 'owl'] },
  );
  assert.deepEqual(trace(figure, 0)['z'], [
    [null, 0.2, 0],
    [0, null, 0.5],
    [0, 0, null],
  ]);
  assert.deepEqual(trace(figure, 1)['z'], [
    [0.8, null, null],
    [null, 0.5, null],
    [null, null, 0],
  ]);
  assert.deepEqual([trace(figure, 0)['zmax'], trace(figure, 1)['zmax']], [0.5, 1]);
  assert.notDeepEqual(trace(figure, 0)['colorscale'], trace(figure, 1)['colorscale']);
  assert.deepEqual(trace(figure, 0)['text'], [
    ['', '2', '0'],
    ['0', '', '5'],
    ['0', '0', ''],
  ]);
  assert.deepEqual(trace(figure, 1)['text'], [
    ['8', '', ''],
    ['', '5', ''],
    ['', '', '0'],
  ]);
  assert.match(
    alt(figure),
    /20 examples: 65 % on the diagonal\. Most frequent errors: dog taken for owl \(5\), cat taken for dog \(2\)/,
  );
});

test('scatter states the correlation, and the size of each class', () => {
  assert.match(alt(plot.scatter([1, 2, 3], [2, 4, 6])), /Correlation 1\./);
  const figure = plot.scatter([1, 2, 3], [1, 2, 3], {
    labels: [1, 0, 1],
    classNames: ['no', 'yes'],
  });
  assert.match(alt(figure), /Classes: no \(1\), yes \(2\)/);
  assert.deepEqual(trace(figure, 1)['x'], [1, 3]);
});

test('scatter of named groups is the scatter of their points with labels', () => {
  const groups = plot.scatter(
    [
      { name: 'a', x: [1, 2], y: [3, 4] },
      { name: 'b', x: [5], y: [6] },
    ],
    { title: 'T' },
  );
  assert.deepEqual(
    groups,
    plot.scatter([1, 2, 5], [3, 4, 6], { labels: ['a', 'a', 'b'], title: 'T' }),
  );
});

test('roc equals scikit-learn, with many equal scores', () => {
  const { labels, scores, auc } = reference;
  const figure = plot.roc({ labels, scores });
  assert.match(figure.data[1]?.name ?? '', new RegExp(`area ${Number(auc.toPrecision(3))}`));
  const x = trace(figure, 1)['x'] as number[];
  const y = trace(figure, 1)['y'] as number[];
  let area = 0;
  for (let i = 1; i < x.length; i++) {
    area +=
      (((x[i] as number) - (x[i - 1] as number)) * ((y[i] as number) + (y[i - 1] as number))) / 2;
  }
  // The stored curve is rounded to five digits.
  assert.ok(Math.abs(area - auc) < 1e-4, `${area} against ${auc}`);
  assert.deepEqual([x[0], y[0], x[x.length - 1], y[y.length - 1]], [0, 0, 1, 1]);
});

test('precisionRecall equals scikit-learn', () => {
  const { labels, scores, averagePrecision } = reference;
  const figure = plot.precisionRecall({ labels, scores });
  assert.match(
    figure.data[1]?.name ?? '',
    new RegExp(`average ${Number(averagePrecision.toPrecision(3))}`),
  );
  const recall = trace(figure, 1)['x'] as number[];
  const precision = trace(figure, 1)['y'] as number[];
  const average = recall.reduce(
    (sum, value, i) =>
      i === 0 ? 0 : sum + (value - (recall[i - 1] as number)) * (precision[i] as number),
    0,
  );
  assert.ok(Math.abs(average - averagePrecision) < 1e-4, `${average} against ${averagePrecision}`);
});

test('calibration of perfect probabilities lies on the diagonal', () => {
  const scores = Array.from({ length: 100 }, () => 0.25);
  const labels = scores.map((_, i) => Number(i % 4 === 0));
  const figure = plot.calibration({ labels, scores });
  assert.deepEqual([trace(figure, 1)['x'], trace(figure, 1)['y']], [[0.25], [0.25]]);
  assert.match(alt(figure), /classifier 0\./);
});

test('pcaProject equals scikit-learn up to sign, with the sign fixed by the largest entry', () => {
  const { data, explained, components } = reference;
  const projection = plot.pcaProject(data, 3);
  explained.forEach((share, i) =>
    assert.ok(Math.abs(share - (projection.explained[i] as number)) < 1e-9),
  );
  components.forEach((expected, i) => {
    const found = projection.components[i] as number[];
    const product = expected.reduce((sum, value, d) => sum + value * (found[d] as number), 0);
    assert.ok(Math.abs(Math.abs(product) - 1) < 1e-9, `component ${i}: ${product}`);
    const largest = found.reduce(
      (best, value) => (Math.abs(value) > Math.abs(best) ? value : best),
      0,
    );
    assert.ok(largest > 0);
  });
  const center = projection.points.reduce((sum, [x]) => sum + (x as number), 0);
  assert.ok(Math.abs(center) < 1e-9);
});

test('decisionBoundary asks at grid points and draws the line at one half', () => {
  const asked: number[][] = [];
  const figure = plot.decisionBoundary(
    [
      [0, 0],
      [4, 2],
    ],
    [0, 1],
    (points) => {
      asked.push(...points);
      return points.map(([x]) => ((x as number) > 2.1 ? 1 : 0));
    },
    { resolution: 7 },
  );
  assert.equal(asked.length, 49);
  const { z, x0, dx, y0, dy, contours } = trace(figure, 0) as {
    z: number[][];
    x0: number;
    dx: number;
    y0: number;
    dy: number;
    contours: { start: number; end: number };
  };
  assert.deepEqual(z[3], [0, 0, 0, 0, 100, 100, 100]);
  assert.deepEqual([contours.start, contours.end], [50, 50]);
  for (const [index, [x, y]] of asked.entries()) {
    assert.ok(Math.abs((x as number) - (x0 + dx * (index % 7))) < 1e-4);
    assert.ok(Math.abs((y as number) - (y0 + dy * Math.floor(index / 7))) < 1e-4);
  }
  assert.match(alt(figure), /100 % lie in the region of their own class/);
});

test('decisionBoundary takes the best of several scores as the class', () => {
  const figure = plot.decisionBoundary(
    [
      [0, 0],
      [3, 0],
      [6, 0],
    ],
    [0, 1, 2],
    (points) =>
      points.map(([x]) => [-(x as number), -Math.abs((x as number) - 3), (x as number) - 6]),
    { resolution: 13 },
  );
  const classes = new Set((trace(figure, 0)['z'] as number[][]).flat());
  assert.deepEqual([...classes].sort(), [0, 1, 2]);
});

test('lossSurface evaluates the loss with x along columns and y along rows', () => {
  const figure = plot.lossSurface((x, y) => x + 10 * y, {
    xRange: [0, 2],
    yRange: [0, 1],
    resolution: 3,
  });
  assert.deepEqual(trace(figure, 0)['z'], [
    [0, 1, 2],
    [5, 6, 7],
    [10, 11, 12],
  ]);
});

test('lossSurface names where each optimizer ended, and leaves a diverging path off the map', () => {
  const figure = plot.lossSurface((x, y) => x * x + y * y, {
    xRange: [-1, 1],
    yRange: [-1, 1],
    paths: {
      SGD: [
        [1, 0],
        [0.5, 0],
      ],
      wild: [
        [1, 0],
        [1e9, 0],
      ],
    },
  });
  assert.match(alt(figure), /SGD takes 1 steps to \(0\.5, 0\), loss 0\.25/);
  assert.deepEqual(trace(figure, 2)['x'], [1, null]);
});

test('lossSurface in three dimensions lifts a path to the height of a given grid', () => {
  const figure = plot.lossSurface(
    {
      x: [0, 2],
      y: [0, 2],
      loss: [
        [0, 2],
        [2, 4],
      ],
    },
    { paths: { a: [[1, 1]] }, view: 'surface' },
  );
  const [z] = trace(figure, 1)['z'] as number[];
  assert.ok((z as number) > 2 && (z as number) < 2.2, `${z}`);
});

test('runs with few seeds show points and their mean, with five or more a box', () => {
  const few = plot.runs({ a: [1, 2, 6] });
  assert.deepEqual([few.data[0]?.['y'], few.data[1]?.['y']], [[3], [1, 2, 6]]);
  assert.equal(plot.runs({ a: [1, 2, 3, 4, 5] }).data[0]?.type, 'box');
});

test('bars carry intervals as distances and name their baseline', () => {
  const figure = plot.bars(['a', 'b'], [2, 3], {
    intervals: [
      [1, 4],
      [3, 3],
    ],
    references: [{ value: 1.5, label: 'majority' }],
  });
  const error = trace(figure, 0)['error_y'] as { array: number[]; arrayminus: number[] };
  assert.deepEqual(
    [error.array, error.arrayminus],
    [
      [2, 0],
      [1, 0],
    ],
  );
  assert.match(alt(figure), /a 2 \(1 to 4\), b 3 \(3 to 3\)\. For comparison, majority: 1\.5\./);
});

test('regressionLine draws the errors from each point to the line', () => {
  const figure = plot.regressionLine([0, 1], [1, 1], { slope: 2, intercept: 0 });
  assert.deepEqual(trace(figure, 0)['y'], [1, 0, null, 1, 2, null]);
  assert.match(alt(figure), /root mean squared error 1\./);
});

test('regressionPath says from where on a coefficient is zero', () => {
  const figure = plot.regressionPath(
    [0.1, 1, 10],
    [
      [2, 1],
      [1, 0],
      [0.5, 0],
    ],
    { names: ['weight', 'year'] },
  );
  assert.match(alt(figure), /weight from 2 to 0\.5; year from 1 to 0 \(zero from λ = 1\)/);
});

test('forecast compares with the naive forecast and counts what the interval covers', () => {
  const figure = plot.forecast({
    actual: [1, 2, 3],
    predicted: [1, 2, 4],
    naive: [0, 1, 2],
    low: [0, 0, 5],
    high: [2, 2, 6],
    time: ['2020-01-01', '2020-01-02', '2020-01-03'],
  });
  assert.match(
    alt(figure),
    /from 2020-01-01 to 2020-01-03\. Mean absolute error of the forecast 0\.333, of the naive forecast 1\. 2 of 3 actual values lie in the interval/,
  );
});

test('attentionMap has one button for each head and one for their mean, and says who looks where', () => {
  const figure = plot.attentionMap(
    [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [0, 1],
      ],
    ],
    { queryTokens: ['the', ' '] },
  );
  const [menu] = figure.layout['updatemenus'] as {
    buttons: { label: string; args: [Record<string, unknown>] }[];
  }[];
  assert.deepEqual(
    menu?.buttons.map(({ label }) => label),
    ['head 1', '2', 'mean'],
  );
  assert.deepEqual(menu?.buttons[2]?.args[0]['z'], [
    [
      [0.5, 0.5],
      [0, 1],
    ],
  ]);
  assert.match(alt(figure), /the looks at the \(1\), ␣ looks at ␣ \(1\)/);
});

test('embeddings projects wide vectors and measures how well classes are apart', () => {
  const figure = plot.embeddings(
    [
      [0, 0, 1],
      [0, 0.1, 1],
      [9, 9, 1],
      [9, 9.1, 1],
    ],
    { labels: [0, 0, 1, 1] },
  );
  assert.match(
    alt(figure),
    /100 % have a nearest neighbor of their own class.*hold 100 % of the variance/,
  );
});

test('functions draws derivatives by central differences', () => {
  const figure = plot.functions(
    { square: (x) => x * x },
    { derivatives: true, range: [-1, 1], resolution: 3 },
  );
  assert.deepEqual(trace(figure, 0)['y'], [1, 0, 1]);
  assert.deepEqual(
    (trace(figure, 1)['y'] as number[]).map((v) => Math.round(v * 1e4) / 1e4),
    [-2, 0, 2],
  );
});

test('matrix writes its numbers and centers signed colors on zero', () => {
  const figure = plot.matrix([
    [1, -3],
    [0.12345, 2],
  ]);
  assert.deepEqual(trace(figure, 0)['text'], [
    ['1', '−3'],
    ['0.123', '2'],
  ]);
  assert.deepEqual([trace(figure, 0)['zmin'], trace(figure, 0)['zmax']], [-3, 3]);
});

test('matrices frames the highlighted cells in its own panel', () => {
  const figure = plot.matrices([
    { values: [[1, 2, 3]], highlight: { row: 0, column: 1, columns: 2 } },
    { values: [[1]] },
  ]);
  const [frame] = figure.layout['shapes'] as Record<string, unknown>[];
  assert.deepEqual(
    [frame?.['xref'], frame?.['x0'], frame?.['x1'], frame?.['y0'], frame?.['y1']],
    ['x', 0.5, 2.5, -0.5, 0.5],
  );
});

test('a logarithmic axis over many powers of ten marks about eight of them', () => {
  const marks = (low: number) => {
    const { dtick } = plot.line([low, 1], { yScale: 'log' }).layout['yaxis'] as { dtick: unknown };
    return dtick;
  };
  assert.equal(marks(1e-2), 'D2');
  assert.equal(marks(1e-7), 1);
  assert.equal(marks(1e-25), 4);
});

test('sequenceDiagram draws a state at every step, and an arrow for each input, move and output', () => {
  const figure = plot.sequenceDiagram([
    { name: 'many to one', inputs: [0, 1, 2], outputs: [2] },
    { name: 'delayed', inputs: [0, 1], outputs: [2, 3, 4] },
  ]);
  const count = (name: string) =>
    (figure.data.find((trace) => trace.name === name)?.['x'] as number[]).length;
  assert.deepEqual(['input', 'state', 'output'].map(count), [3 + 2, 3 + 5, 1 + 3]);
  const notes = figure.layout['annotations'] as { showarrow: boolean }[];
  const arrows = notes.filter(({ showarrow }) => showarrow);
  assert.equal(arrows.length, 3 + 2 + 1 + (2 + 4 + 3));
  assert.match(alt(figure), /many to one: 3 in, 1 out, 3 states; delayed: 2 in, 3 out, 5 states/);
});

test('networkDiagram counts the parameters', () => {
  assert.match(
    alt(plot.networkDiagram([784, 64, 64, 10])),
    /input 784 → hidden 1 64 → hidden 2 64 → output 10 units, fully connected, 55,050 parameters/,
  );
});

test('a long title is broken so that it fits a page of 360 pixels', () => {
  const { title } = plot.line([1, 2], {
    title: 'Learning curves of the convolutional network on all digits',
  }).layout;
  assert.ok(title?.text.split('<br>').every((part) => part.length <= 40));
  assert.equal(
    title?.text.replace(/<br>/g, ' '),
    'Learning curves of the convolutional network on all digits',
  );
});

test('a logarithmic axis over many powers writes them as powers, and at most about nine of them', () => {
  const axisOf = (top: number): { dtick: unknown; exponentformat?: string } =>
    plot.line([top, 1], { yScale: 'log' }).layout['yaxis'] as { dtick: unknown };
  assert.equal(axisOf(1000).dtick, 'D2');
  assert.equal(axisOf(1e5).dtick, 1);
  assert.equal(axisOf(1e20).dtick, 3);
  assert.equal(axisOf(1e20).exponentformat, 'power');
});
