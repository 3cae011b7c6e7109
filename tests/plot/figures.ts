/** One figure of every builder, on data of prime dimensions. */
import { tf } from '../../src/engine';
import { plot } from '../../src/plot';
import type { Figure } from '../../src/plot';
import { wave } from './wave';

const grid = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, (_, r) => wave(columns, 0.7 + r / 5));

const scored = {
  labels: wave(29).map((value) => Number(value > 0)),
  scores: wave(29, 0.9).map((value) => (value + 1) / 2),
};

/** Every builder, called as a chapter would. */
export const BUILDERS: Record<string, () => Figure> = {
  attentionMap: () =>
    plot.attentionMap([grid(5, 7), grid(5, 7)].map((head) => head.map((row) => row.map(Math.abs)))),
  bars: () =>
    plot.bars(['a', 'b', 'c'], [1, 2, 3], {
      yLabel: 'error (%)',
      intervals: [
        [0, 2],
        [1, 3],
        [2, 4],
      ],
    }),
  calibration: () => plot.calibration(scored),
  confusionMatrix: () =>
    plot.confusionMatrix([
      [5, 1],
      [2, 7],
    ]),
  decisionBoundary: () =>
    plot.decisionBoundary(
      grid(11, 2),
      wave(11).map((v) => Number(v > 0)),
      (points) => points.map(() => 0.4),
    ),
  embeddings: () => plot.embeddings(grid(13, 5), { labels: wave(13).map((v) => Number(v > 0)) }),
  featureMaps: () => plot.featureMaps([grid(7, 5).map((row) => row.map((v) => [v, -v, v * v]))]),
  filters: () => plot.filters(grid(3, 3).map((row) => row.map((v) => [[v, -v, v / 2, 1, 0]]))),
  forecast: () =>
    plot.forecast({ actual: wave(17), predicted: wave(17, 1.01), naive: wave(17, 0.9) }),
  functions: () => plot.functions({ tanh: Math.tanh, sine: Math.sin }, { derivatives: true }),
  images: () => plot.images([grid(7, 5), grid(7, 5), grid(7, 5)], { titles: ['a', 'b', 'c'] }),
  learningCurves: () =>
    plot.learningCurves({
      loss: [2.3, 0.5, 0.12],
      valLoss: [2, 0.6, 0.3],
      accuracy: [0.1, 0.8, 0.9],
    }),
  line: () =>
    plot.line(
      [
        { y: wave(11), name: 'a' },
        { y: wave(13), name: 'b', low: wave(13), high: wave(13) },
      ],
      { references: [{ value: 0.5, label: 'baseline' }] },
    ),
  lossSurface: () => plot.lossSurface((x, y) => x * x + y * y, { paths: { SGD: grid(5, 2) } }),
  lossSurface3d: () =>
    plot.lossSurface((x, y) => x * x + y * y, { paths: { SGD: grid(5, 2) }, view: 'surface' }),
  matrices: () =>
    plot.matrices([{ values: grid(3, 5), title: 'A' }, { values: [1, 2, 3] }], { signs: ['='] }),
  matrix: () => plot.matrix(grid(3, 5), { rowLabels: ['a', 'b', 'c'] }),
  networkDiagram: () => plot.networkDiagram([784, 64, 10]),
  sequenceDiagram: () =>
    plot.sequenceDiagram([
      { name: 'one to many', inputs: [0], outputs: [0, 1, 2] },
      { name: 'delayed', inputs: [0, 1], outputs: [2, 3, 4] },
    ]),
  precisionRecall: () => plot.precisionRecall(scored),
  regressionLine: () => plot.regressionLine(wave(11), wave(11, 0.5), { slope: 1, intercept: -0.5 }),
  regressionPath: () =>
    plot.regressionPath([0.1, 1, 10], grid(3, 2), { names: ['weight', 'year'], chosen: 1 }),
  roc: () => plot.roc({ one: scored, two: scored }),
  runs: () => plot.runs({ a: [0.97, 0.98, 0.96], b: [0.98, 0.99, 0.97] }, { yLabel: 'accuracy' }),
  runsBoxes: () => plot.runs({ a: wave(7), b: wave(7, 0.5) }),
  saliency: () => plot.saliency([grid(7, 5)], [grid(3, 2)]),
  scatter: () =>
    plot.scatter(wave(31), wave(31, 0.5), { labels: wave(31).map((v) => (v > 0 ? 'up' : 'down')) }),
  withButtons: () =>
    plot.withButtons(
      [0.5, 1].map((step) => ({ label: `${step}`, figure: plot.line(wave(11, step)) })),
    ),
  withSlider: () =>
    plot.withSlider(
      [0.5, 1, 2].map((step) => ({ label: `${step}`, figure: plot.line(wave(11, step)) })),
    ),
};

/** Builders that take a tensor, called with one. */
export const WITH_TENSORS: Record<string, (tensor: (shape: number[]) => tf.Tensor) => Figure> = {
  attentionMap: (t) => plot.attentionMap(t([1, 2, 5, 7])),
  bars: (t) => plot.bars(['a', 'b', 'c'], t([3])),
  confusionMatrix: (t) => plot.confusionMatrix(t([3, 3]).abs()),
  decisionBoundary: (t) =>
    plot.decisionBoundary(t([11, 2]), t([11]).greater(0).toInt(), () => tf.zeros([3600, 1]), {
      resolution: 60,
    }),
  embeddings: (t) => plot.embeddings(t([13, 5])),
  featureMaps: (t) => plot.featureMaps(t([1, 7, 5, 3])),
  filters: (t) => plot.filters(t([3, 3, 2, 5])),
  forecast: (t) => plot.forecast({ actual: t([11]), predicted: t([11, 1]) }),
  images: (t) => plot.images(t([3, 7, 5, 1])),
  runs: (t) => plot.runs({ a: t([7]), b: t([11, 1]) }),
  line: (t) => plot.line(t([11])),
  matrix: (t) => plot.matrix(t([3, 5])),
  regressionPath: (t) => plot.regressionPath(t([3]).abs(), t([3, 2])),
  saliency: (t) => plot.saliency(t([2, 7, 5, 1]), t([2, 3, 2])),
  scatter: (t) => plot.scatter(t([11]), t([11, 1])),
};
