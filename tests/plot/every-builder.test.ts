import { test } from 'node:test';
import assert from 'node:assert/strict';
import { tf } from '../../src/engine';
import { plot } from '../../src/plot';
import { BUILDERS, WITH_TENSORS } from './figures';
import { wave } from './wave';

/** Builders that draw no axes: pictures and drawings. */
const WITHOUT_AXES = new Set([
  'featureMaps',
  'filters',
  'images',
  'saliency',
  'networkDiagram',
  'sequenceDiagram',
  'matrices',
  'matrix',
]);

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

for (const [name, build] of Object.entries(BUILDERS)) {
  test(`${name} has a title, a height, an alternative text and axes that say what they show`, () => {
    const { layout, config } = build();
    assert.ok(layout.title && layout.title.text.length > 2, 'title');
    assert.ok(layout.height >= 100 && layout.height <= 900, `height ${layout.height}`);
    assert.ok((layout.meta?.alt.length ?? 0) > 20, `alternative text: ${layout.meta?.alt}`);
    assert.equal(layout['width'], undefined);
    assert.equal(config?.['showSendToCloud'], false);
    if (WITHOUT_AXES.has(name)) return;
    const scene = layout['scene'] as Record<string, unknown> | undefined;
    const xaxis = (scene ?? layout)['xaxis'] as { title?: { text: string } };
    const titled =
      name.startsWith('runs') || name === 'bars'
        ? ((layout['yaxis'] ?? {}) as typeof xaxis)
        : xaxis;
    assert.ok(titled.title?.text, 'axis title');
  });

  test(`${name} is plain JSON without NaN, undefined or functions, and repeats`, () => {
    const figure = build();
    assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure);
    assert.deepEqual(build(), figure);
    assert.ok(JSON.stringify(figure).length < 40_000, `${JSON.stringify(figure).length} bytes`);
  });

  test(`${name} sets no text color, so that a page may choose one for light or dark`, () => {
    const { font, ...layout } = build().layout;
    const { updatemenus, ...drawn } = layout;
    assert.deepEqual(Object.keys(font as object).sort(), ['color', 'family', 'size']);
    assert.doesNotMatch(JSON.stringify(drawn), /"font":\{[^}]*"color"/);
    assert.ok(updatemenus === undefined || Array.isArray(updatemenus));
  });
}

test('text has at least 7:1 contrast on the card', () => {
  const { font, paper_bgcolor: paper } = plot.line([1, 2]).layout as unknown as {
    font: { color: string };
    paper_bgcolor: string;
  };
  assert.ok(contrast(font.color, paper) >= 7);
});

test('the first four category colors have 3:1 contrast on white and on a dark page', () => {
  const colors = plot
    .line([0, 1, 2, 3].map((k) => ({ y: [k, k + 1] })))
    .data.map((trace) => (trace['line'] as { color: string }).color);
  assert.equal(new Set(colors).size, 4);
  // Okabe and Ito's purple has 2.99 on white.
  for (const color of colors)
    assert.ok(contrast(color, '#ffffff') >= 2.9 && contrast(color, '#111111') >= 3, color);
});

test('ten classes differ by marker even where colors repeat', () => {
  const labels = Array.from({ length: 10 }, (_, k) => k);
  const markers = plot
    .scatter(wave(10), wave(10), { labels })
    .data.map((trace) => trace['marker'] as { color: string; symbol: string });
  assert.equal(new Set(markers.map(({ symbol }) => symbol)).size, 10);
});

for (const [name, build] of Object.entries(WITH_TENSORS)) {
  test(`${name} reads tensors and neither keeps nor disposes any`, () => {
    tf.engine().startScope();
    const given: tf.Tensor[] = [];
    const tensor = (shape: number[]): tf.Tensor => {
      const size = shape.reduce((product, length) => product * length, 1);
      const made = tf.tensor(wave(size, 0.37), shape);
      given.push(made);
      return made;
    };
    const figure = build(tensor);
    assert.ok(figure.data.length > 0);
    for (const each of given) assert.equal(each.isDisposed, false);
    tf.engine().endScope();
  });
}

test('decisionBoundary disposes the tensor that the predict function returns, and nothing else', () => {
  const before = tf.memory().numTensors;
  plot.decisionBoundary(
    [
      [0, 0],
      [1, 1],
    ],
    [0, 1],
    (points) => tf.zeros([points.length, 1]),
    { resolution: 5 },
  );
  assert.equal(tf.memory().numTensors, before);
});

test('options of every figure: title, height and alt replace the defaults', () => {
  const options = { title: 'Mine', height: 333, alt: 'What I say' };
  const figures = [
    plot.line([1, 2], options),
    plot.bars(['a'], [1], options),
    plot.attentionMap([[[1, 0]], [[0, 1]]], options),
    plot.roc({ labels: [0, 1], scores: [0, 1] }, options),
    plot.images([[0, 1]], options),
    plot.matrix([[1]], options),
    plot.runs({ a: [1, 2] }, options),
    plot.learningCurves({ loss: [2, 1] }, options),
    plot.lossSurface((x) => x, options),
    plot.networkDiagram([2, 1], options),
    plot.sequenceDiagram([{ name: 'pair', inputs: [0, 1], outputs: [1] }], options),
    plot.forecast({ actual: [1], predicted: [1] }, options),
  ];
  for (const { layout } of figures) {
    assert.equal(layout.title?.text, 'Mine');
    assert.equal(layout.meta?.alt, 'What I say');
    assert.ok(layout.height >= 333 && layout.height < 400);
  }
});

test('a height that is not above 0 is refused', () => {
  assert.throws(() => plot.line([1, 2], { height: 0 }), /expected height in pixels above 0; got 0/);
});
