/** Learning curves: loss and metrics over the epochs, training beside validation. */
import { itemAt } from '../host/item-at';
import { assertSameLength, formatNumber } from './numbers';
import { describeTrend, lineTrace } from './line';
import { categoryColor } from './palette';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

/**
 * Numbers per epoch, by name: `loss`, `accuracy`, …; validation under `valLoss`, `val_loss`, ….
 * An `epoch` entry, if there, gives the positions. `{ history: … }` around it is fine.
 */
export type HistoryLike = object;

export interface LearningCurvesOptions extends FigureOptions {
  /** Which metrics to draw, one panel each. Defaults to all, loss first. */
  metrics?: readonly string[];
  /** Units or better names for the vertical axes, by metric: `{ loss: 'cross-entropy (nats)' }`. */
  labels?: Readonly<Record<string, string>>;
  /** Title of the horizontal axis. Defaults to "epoch". */
  xLabel?: string;
  /** `'log'` for losses that fall over many powers of ten. Defaults to `'linear'`. */
  yScale?: 'linear' | 'log';
}

interface Curve {
  metric: string;
  validation: boolean;
  values: number[];
}

interface Run {
  name: string;
  epochs: number[] | undefined;
  curves: Curve[];
}

const CALLER = 'plot.learningCurves';

function isNumberList(value: unknown): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value)) return true;
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'number' || each === null)
  );
}

function unwrap(history: object): Record<string, unknown> {
  const inner = (history as { history?: unknown }).history;
  return (inner && typeof inner === 'object' && !isNumberList(inner) ? inner : history) as Record<
    string,
    unknown
  >;
}

function isHistory(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.values(unwrap(value)).some(isNumberList)
  );
}

/** `val_accuracy`, `valAccuracy` → accuracy of the validation part. */
function readName(key: string): { metric: string; validation: boolean } {
  const match = /^(?:val|validation)_?(.+)$/.exec(key);
  if (
    !match ||
    !(key.startsWith('val_') || key.startsWith('validation_') || /^(val|validation)[A-Z]/.test(key))
  ) {
    return { metric: key === 'acc' ? 'accuracy' : key, validation: false };
  }
  const rest = itemAt(match, 1);
  const metric = itemAt(rest, 0).toLowerCase() + rest.slice(1);
  return { metric: metric === 'acc' ? 'accuracy' : metric, validation: true };
}

const POSITIONS = new Set(['epoch', 'epochs', 'step', 'steps']);
/** Recorded beside the metrics, but not a measure of learning. */
const ASIDE = new Set(['seconds', 'time', 'milliseconds', 'learningRate', 'lr']);

function readRun(name: string, history: object): Run {
  const entries = Object.entries(unwrap(history)).filter(([, value]) => isNumberList(value)) as [
    string,
    ArrayLike<number>,
  ][];
  const positions = entries.find(([key]) => POSITIONS.has(key))?.[1];
  const curves = entries
    .filter(([key]) => !POSITIONS.has(key))
    .map(([key, values]) => ({
      ...readName(key),
      values: Array.from(values, (value) => value ?? NaN),
    }));
  const epochs = positions && Array.from(positions);
  if (epochs)
    for (const { metric, values } of curves)
      assertSameLength(CALLER, 'epochs', epochs.length, metric, values.length);
  return { name, epochs, curves };
}

function readRuns(input: HistoryLike): Run[] {
  if (isHistory(input)) return [readRun('', input)];
  const runs =
    typeof input === 'object' && input !== null
      ? Object.entries(input).filter(([, value]) => isHistory(value))
      : [];
  if (runs.length === 0) {
    throw new TypeError(
      `${CALLER}: expected a history { loss: number[], … } or { name: history, … }; got nothing with lists of numbers. ` +
        'Pass what train() returned.',
    );
  }
  return runs.map(([name, history]) => readRun(name, history as object));
}

function chooseMetrics(runs: readonly Run[], wanted: readonly string[] | undefined): string[] {
  const known = [...new Set(runs.flatMap(({ curves }) => curves.map(({ metric }) => metric)))];
  if (!wanted) {
    const drawn = known.filter((metric) => !ASIDE.has(metric));
    return drawn.sort((a, b) => Number(b === 'loss') - Number(a === 'loss'));
  }
  for (const metric of wanted) {
    if (known.includes(metric)) continue;
    throw new RangeError(
      `${CALLER}: expected metrics among ${known.join(', ')}; got ${metric}. Pass one of these names.`,
    );
  }
  return [...wanted];
}

/** "meanAbsoluteError" → "mean absolute error". */
function readable(metric: string): string {
  return metric
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

function curveTrace(
  run: Run,
  curve: Curve,
  runIndex: number,
  panel: number,
  single: boolean,
): Trace {
  const part = curve.validation ? 'validation' : 'training';
  const color = categoryColor(single ? Number(curve.validation) : runIndex);
  const x = run.epochs ?? curve.values.map((_, i) => i + 1);
  // With several runs the legend names the run once; the subtitle explains the dashes.
  const name = single ? part : run.name;
  return {
    ...lineTrace(x, curve.values, { name, color, dash: curve.validation ? 'dash' : 'solid' }),
    legendgroup: name,
    showlegend: panel === 0,
    xaxis: 'x',
    yaxis: panel === 0 ? 'y' : `y${panel + 1}`,
  };
}

/**
 * Loss and metrics over the epochs: one panel for each metric, training solid, validation dashed.
 *
 * @param history what `train` returned, or `{ name: history }` to compare several runs
 * @throws TypeError if it holds no list of numbers; RangeError if lists differ in length or a metric is unknown.
 */
export function learningCurves(history: HistoryLike, options: LearningCurvesOptions = {}): Figure {
  const runs = readRuns(history);
  const metrics = chooseMetrics(runs, options.metrics);
  const single = runs.length === 1 && runs[0]?.name === '';
  const {
    title = single ? 'Learning curves' : 'Learning curves compared',
    xLabel = 'epoch',
    yScale = 'linear',
  } = options;
  const data = metrics.flatMap((metric, panel) =>
    runs.flatMap((run, r) =>
      run.curves
        .filter((curve) => curve.metric === metric)
        .map((curve) => curveTrace(run, curve, r, panel, single)),
    ),
  );
  const named = new Set<string | undefined>();
  for (const trace of data) {
    trace['showlegend'] = !named.has(trace.name);
    named.add(trace.name);
  }
  return createFigure({
    title,
    subtitle: single ? undefined : 'Solid: training. Dashed: validation.',
    data,
    legend: named.size > 1,
    height: options.height ?? 140 + 190 * metrics.length,
    alt: options.alt ?? describe(title, runs, metrics),
    layout: panels(metrics, xLabel, yScale, options.labels ?? {}),
  });
}

function panels(
  metrics: readonly string[],
  xLabel: string,
  yScale: string,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const gap = 0.08;
  const size = (1 - gap * (metrics.length - 1)) / metrics.length;
  const last = metrics.length - 1;
  const axes = metrics.map((metric, panel) => {
    const top = 1 - panel * (size + gap);
    const name = panel === 0 ? 'yaxis' : `yaxis${panel + 1}`;
    const domain = [Math.max(0, Number((top - size).toFixed(4))), Number(top.toFixed(4))];
    return [
      name,
      axis(labels[metric] ?? readable(metric), {
        domain,
        type: metric === 'loss' ? yScale : 'linear',
      }),
    ];
  });
  return {
    ...Object.fromEntries(axes),
    // All panels share one horizontal axis, drawn below the last.
    xaxis: axis(xLabel, { anchor: last === 0 ? 'y' : `y${last + 1}`, rangemode: 'normal' }),
    hovermode: 'x unified',
  };
}

function describe(title: string, runs: readonly Run[], metrics: readonly string[]): string {
  const count = Math.max(
    ...runs.flatMap(({ curves }) => curves.map(({ values }) => values.length)),
  );
  const parts = runs.flatMap((run) =>
    metrics.flatMap((metric) =>
      run.curves
        .filter((curve) => curve.metric === metric)
        .map(
          ({ validation, values }) =>
            `${run.name ? `${run.name}, ` : ''}${validation ? 'validation' : 'training'} ${readable(metric)} ${describeTrend(values)}`,
        ),
    ),
  );
  return `${title} over ${formatNumber(count)} epoch${count === 1 ? '' : 's'}: ${parts.join('; ')}.`;
}
