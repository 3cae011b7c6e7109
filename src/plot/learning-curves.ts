/** Learning curves: loss and metrics over the epochs, training beside validation. */
import { checkOptions } from '../host/options';
import { readRuns, type Curve, type HistoryLike, type Run } from './history';
import { FIGURE_OPTIONS } from './known-options';
import { describeTrend, lineTrace } from './line';
import { drawable, scaledAxis, type AxisScale } from './log-axis';
import { extent, formatNumber } from './numbers';
import { categoryColor } from './palette';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

export type { HistoryLike } from './history';

export interface LearningCurvesOptions extends FigureOptions {
  /** Which metrics to draw, one panel each. Defaults to all, loss first. */
  metrics?: readonly string[];
  /** Units or better names for the vertical axes, by metric: `{ loss: 'cross-entropy (nats)' }`. */
  labels?: Readonly<Record<string, string>>;
  /** Title of the horizontal axis. Defaults to "epoch". */
  xLabel?: string;
  /** `'log'` for losses that fall over many powers of ten. Defaults to `'linear'`. */
  yScale?: AxisScale;
}

const CALLER = 'plot.learningCurves';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  metrics: true,
  labels: true,
  xLabel: true,
  yScale: true,
} satisfies Record<keyof LearningCurvesOptions, true>;
/** Recorded beside the metrics, but not a measure of learning. */
const ASIDE = new Set(['seconds', 'time', 'milliseconds', 'learningRate', 'lr']);
/** Up to so many epochs each is marked: Plotly would mark epoch 1.5. */
const EACH_MARKED = 12;

function chooseMetrics(runs: readonly Run[], wanted: readonly string[] | undefined): string[] {
  const known = [...new Set(runs.flatMap(({ curves }) => curves.map(({ metric }) => metric)))];
  if (!wanted) {
    const drawn = known.filter((metric) => !ASIDE.has(metric));
    return drawn.sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
  }
  const unknown = wanted.find((metric) => !known.includes(metric));
  if (unknown === undefined) return [...wanted];
  throw new RangeError(
    `${CALLER}: expected metrics among ${known.join(', ')}; got ${unknown}; pass one of these names.`,
  );
}

/** "meanAbsoluteError" → "mean absolute error". */
function readable(metric: string): string {
  return metric
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

/** One curve in its panel, with what the legend calls it. */
interface PlacedCurve extends Curve {
  epochs: number[];
  panel: number;
  /** Name in the legend: with several runs it names the run once; the subtitle explains the dashes. */
  entry: string;
  color: string;
  /** For texts: "Adam, validation loss". */
  spoken: string;
}

function placeCurves(
  runs: readonly Run[],
  metrics: readonly string[],
  yScale: AxisScale,
): PlacedCurve[] {
  const single = isSingle(runs);
  return metrics.flatMap((metric, panel) =>
    runs.flatMap(({ name, epochs, curves }, r) =>
      curves
        .filter((curve) => curve.metric === metric)
        .map((curve) => {
          const part = curve.validation ? 'validation' : 'training';
          const scale = metric === 'loss' && curve.values.some(Number.isFinite) ? yScale : 'linear';
          return {
            ...curve,
            panel,
            values: drawable(CALLER, metric, curve.values, scale),
            epochs: epochs ?? curve.values.map((_, i) => i + 1),
            entry: single ? part : name,
            color: categoryColor(single ? Number(curve.validation) : r),
            spoken: `${name ? `${name}, ` : ''}${part} ${readable(metric)}`,
          };
        }),
    ),
  );
}

function isSingle(runs: readonly Run[]): boolean {
  return runs.length === 1 && runs[0]?.name === '';
}

function curveTraces(curves: readonly PlacedCurve[]): Trace[] {
  return curves.map(({ epochs, values, validation, entry, color, panel }, i) => ({
    ...lineTrace(epochs, values, { name: entry, color, dash: validation ? 'dash' : 'solid' }),
    legendgroup: entry,
    showlegend: curves.findIndex((other) => other.entry === entry) === i,
    xaxis: 'x',
    yaxis: panel === 0 ? 'y' : `y${panel + 1}`,
  }));
}

/** How to read the lines, and which lines cannot be drawn. */
function subtitleOf(curves: readonly PlacedCurve[], single: boolean): string | undefined {
  const blank = curves.filter(({ values }) => !values.some(Number.isFinite));
  const [first] = blank;
  if (first && blank.length === curves.length) {
    throw new RangeError(
      `${CALLER}: expected at least one finite number; got only NaN or infinity in ${first.spoken}; ` +
        'the training diverged: lower the learning rate.',
    );
  }
  const gone = blank.map(({ spoken }) => spoken).join('; ');
  const parts = [
    ...(single ? [] : ['Solid: training. Dashed: validation.']),
    ...(gone ? [`Without a finite value: ${gone}.`] : []),
  ];
  return parts.length > 0 ? parts.join(' ') : undefined;
}

/**
 * Loss and metrics over the epochs: one panel for each metric, training solid, validation dashed.
 *
 * Values that are NaN or infinite leave gaps.
 *
 * @param history what `train` returned: numbers `[epochs]` by name; or `{ name: history }` to compare several runs
 * @param options metrics to draw, their labels, the scale of the loss
 * @returns a figure: JSON, nothing to dispose.
 * @throws TypeError if it holds no list of numbers, or for an unknown option; RangeError if lists differ in length, a
 *   metric is unknown or no number is finite.
 * @example
 * const figure = plot.learningCurves({ loss: [2.3, 0.4, 0.12], valLoss: [2, 0.5, 0.3] });
 * figure.data.map(({ name }) => name); // [ 'training', 'validation' ]
 */
export function learningCurves(history: HistoryLike, options: LearningCurvesOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const runs = readRuns(history, CALLER);
  const metrics = chooseMetrics(runs, options.metrics);
  const single = isSingle(runs);
  const { title = single ? 'Learning curves' : 'Learning curves compared' } = options;
  const curves = placeCurves(runs, metrics, options.yScale ?? 'linear');
  const data = curveTraces(curves);
  return createFigure({
    title,
    subtitle: subtitleOf(curves, single),
    data,
    legend: new Set(data.map(({ name }) => name)).size > 1,
    height: options.height ?? 140 + 190 * metrics.length,
    alt: options.alt ?? describe(title, runs, metrics, curves),
    layout: panels(metrics, curves, options),
  });
}

function panels(
  metrics: readonly string[],
  curves: readonly PlacedCurve[],
  { xLabel = 'epoch', yScale = 'linear', labels = {} }: LearningCurvesOptions,
): Record<string, unknown> {
  const gap = 0.08;
  const size = (1 - gap * (metrics.length - 1)) / metrics.length;
  const last = metrics.length - 1;
  const axes = metrics.map((metric, panel) => {
    const top = 1 - panel * (size + gap);
    const name = panel === 0 ? 'yaxis' : `yaxis${panel + 1}`;
    const domain = [Math.max(0, Number((top - size).toFixed(4))), Number(top.toFixed(4))];
    const own = curves.filter((curve) => curve.panel === panel).flatMap(({ values }) => values);
    const scale = metric === 'loss' ? yScale : 'linear';
    return [name, scaledAxis(labels[metric] ?? readable(metric), scale, own, { domain })];
  });
  const epochs = curves.flatMap((curve) => curve.epochs);
  const [first, end] = extent(epochs);
  const whole = epochs.every(Number.isInteger) && end - first < EACH_MARKED;
  return {
    ...Object.fromEntries(axes),
    // All panels share one horizontal axis, drawn below the last.
    xaxis: axis(xLabel, {
      anchor: last === 0 ? 'y' : `y${last + 1}`,
      rangemode: 'normal',
      ...(whole ? { dtick: 1 } : {}),
    }),
    hovermode: 'x unified',
  };
}

function describe(
  title: string,
  runs: readonly Run[],
  metrics: readonly string[],
  curves: readonly PlacedCurve[],
): string {
  const count = Math.max(...curves.map(({ values }) => values.length));
  const parts = runs.flatMap((_, r) =>
    metrics.flatMap((_metric, panel) =>
      curves
        .filter((curve) => curve.panel === panel && curve.run === r)
        .map(({ spoken, values }) => `${spoken} ${describeTrend(values)}`),
    ),
  );
  return `${title} over ${formatNumber(count)} epoch${count === 1 ? '' : 's'}: ${parts.join('; ')}.`;
}
