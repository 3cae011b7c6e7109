/** How values are spread: histograms of one quantity, of every layer, and boxes or points of repeated runs. */
import { itemAt } from '../host/item-at';
import {
  assertCount,
  extent,
  formatNumber,
  mean,
  round,
  standardDeviation,
  toNumbers,
} from './numbers';
import { categoryColor, withOpacity } from './palette';
import { axis, createFigure, quantity, quantityInText } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

export interface HistogramOptions extends FigureOptions {
  /** Quantity and unit of the values. Defaults to "value". */
  xLabel?: string;
  /** Number of bins. Defaults to a choice by the number of values (Rice's rule), at most 60. */
  bins?: number;
  /** Height of the bars: how many values, or their share. Defaults to `'count'` for one group, `'share'` for several. */
  measure?: 'count' | 'share';
}

export interface LayerHistogramsOptions extends FigureOptions {
  /** What is counted, with unit: "activation", "gradient", "weight". Defaults to "value". */
  xLabel?: string;
  /** Number of bins. Defaults to 40. */
  bins?: number;
  /** `'logMagnitude'` shows log₁₀ of the size: for gradients that shrink from layer to layer. Defaults to `'linear'`. */
  scale?: 'linear' | 'logMagnitude';
}

/** Values by name of their group. */
export type NamedNumbers = Readonly<Record<string, Numbers>>;

export interface Group {
  name: string;
  values: number[];
}

function isNamed(input: Numbers | NamedNumbers): input is NamedNumbers {
  return (
    !Array.isArray(input) &&
    !ArrayBuffer.isView(input) &&
    !('dataSync' in input) &&
    !('values' in input && !Array.isArray(input))
  );
}

export function readGroups(input: NamedNumbers, caller: string): Group[] {
  const groups = Object.entries(input).map(([name, values]) => ({
    name,
    values: Array.from(toNumbers(values, caller).values).filter(Number.isFinite),
  }));
  const empty = groups.find(({ values }) => values.length === 0);
  if (groups.length === 0 || empty) {
    throw new RangeError(
      `${caller}: expected finite values in every group; got none${empty ? ` in ${empty.name}` : ''}. Check for NaN or an empty selection.`,
    );
  }
  return groups;
}

/** Counts of values in bins of equal width. */
export function countBins(
  values: readonly number[],
  low: number,
  high: number,
  bins: number,
): number[] {
  const counts = new Array<number>(bins).fill(0);
  const width = (high - low) / bins || 1;
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value - low) / width));
    if (bin >= 0) counts[bin] = itemAt(counts, bin) + 1;
  }
  return counts;
}

function groupSummary({ name, values }: Group): string {
  return `${name}: ${formatNumber(values.length)} values, mean ${formatNumber(mean(values))}, standard deviation ${formatNumber(standardDeviation(values))}`;
}

function spreadOf(groups: readonly Group[]): [number, number] {
  const [low, high] = extent(groups.flatMap(({ values }) => extent(values)));
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/**
 * A histogram of one quantity, or several laid over each other.
 *
 * The bins are counted here, so the figure stores bars and never the values.
 *
 * @param values numbers of any shape, or `{ name: numbers }`
 * @throws RangeError if a group has no finite value.
 */
export function histogram(values: Numbers | NamedNumbers, options: HistogramOptions = {}): Figure {
  const caller = 'plot.histogram';
  const { xLabel = 'value' } = options;
  const groups = readGroups(isNamed(values) ? values : { '': values }, caller);
  const {
    title = `Distribution of ${quantityInText(xLabel)}`,
    measure = groups.length > 1 ? 'share' : 'count',
  } = options;
  const [low, high] = spreadOf(groups);
  const most = Math.max(...groups.map((group) => group.values.length));
  const bins = options.bins ?? Math.max(8, Math.min(60, Math.ceil(2 * Math.cbrt(most))));
  assertCount(caller, 'bins', bins);
  const width = (high - low) / bins;
  return createFigure({
    title,
    height: options.height ?? 360,
    data: groups.map(({ name, values: own }, k) => {
      const counts = countBins(own, low, high, bins);
      return {
        type: 'bar',
        ...(name ? { name } : {}),
        x0: round(low + width / 2, 5),
        dx: round(width, 6),
        y: counts.map((count) => (measure === 'share' ? round(count / own.length) : count)),
        width: round(width, 6),
        marker: {
          color: withOpacity(categoryColor(k), groups.length > 1 ? 0.55 : 0.9),
          line: { color: categoryColor(k), width: 1 },
        },
      };
    }),
    alt:
      options.alt ??
      `${title}. ${groups.map((group) => groupSummary({ ...group, name: group.name || quantity(xLabel) })).join('; ')}. From ${formatNumber(low)} to ${formatNumber(high)}.`,
    layout: {
      barmode: 'overlay',
      bargap: 0,
      xaxis: axis(xLabel),
      yaxis: axis(measure === 'share' ? 'share of values' : 'number of values'),
    },
  });
}

/** log₁₀ |v|; exact zeros have none and are left out (and reported). */
function magnitudes(values: readonly number[]): number[] {
  return values.filter((value) => value !== 0).map((value) => Math.log10(Math.abs(value)));
}

/** Vertical axes of panels below each other, each with room for a line of text above. */
function panelAxes(count: number, height: number): Record<string, unknown> {
  const gap = Math.min(0.1, 24 / Math.max(1, height - 100));
  const size = (1 - gap * count) / count;
  const shared = { showticklabels: false, fixedrange: true, showgrid: false };
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const top = 1 - i * (size + gap) - gap;
      const domain = [Math.max(0, Number((top - size).toFixed(4))), Number(top.toFixed(4))];
      return [`yaxis${axisNumber(i)}`, axis('', { ...shared, domain })];
    }),
  );
}

/** Plotly numbers axes from "", 2, 3, …. */
function axisNumber(i: number): string {
  return i === 0 ? '' : String(i + 1);
}

function layerTrace(
  { name, values }: Group,
  i: number,
  [low, high]: readonly [number, number],
  bins: number,
): Trace {
  const width = (high - low) / bins;
  return {
    type: 'bar',
    name,
    x0: round(low + width / 2, 5),
    dx: round(width, 6),
    width: round(width, 6),
    y: countBins(values, low, high, bins).map((count) => round(count / Math.max(1, values.length))),
    marker: { color: categoryColor(i) },
    xaxis: 'x',
    yaxis: `y${axisNumber(i)}`,
    hovertemplate: '%{x:.3g}: %{y:.1%}<extra>%{fullData.name}</extra>',
  };
}

function panelHeading({ name, values }: Group, i: number): Record<string, unknown> {
  return {
    text: `${name}  (mean ${formatNumber(mean(values))}, s.d. ${formatNumber(standardDeviation(values))})`,
    xref: 'paper',
    yref: `y${axisNumber(i)} domain`,
    x: 0,
    xanchor: 'left',
    y: 1,
    yanchor: 'bottom',
    showarrow: false,
    borderpad: 1,
  };
}

/**
 * One histogram for each layer, below each other over one axis: activations, gradients or weights.
 *
 * @param layers `{ layer name: values of any shape }`, first layer first
 * @throws RangeError if a layer has no finite value.
 */
export function layerHistograms(
  layers: NamedNumbers,
  options: LayerHistogramsOptions = {},
): Figure {
  const caller = 'plot.layerHistograms';
  const { xLabel = 'value', bins = 40, scale = 'linear' } = options;
  assertCount(caller, 'bins', bins);
  const groups = readGroups(layers, caller);
  const drawn =
    scale === 'linear'
      ? groups
      : groups.map(({ name, values }) => ({ name, values: magnitudes(values) }));
  const filled = drawn.filter(({ values }) => values.length > 0);
  const range = filled.length > 0 ? spreadOf(filled) : ([0, 1] as const);
  const { title = `${quantity(xLabel)} by layer`, height = 100 + 84 * drawn.length } = options;
  return createFigure({
    title,
    height,
    legend: false,
    data: drawn.map((group, i) => layerTrace(group, i, range, bins)),
    alt: options.alt ?? `${title}. ${groups.map(groupSummary).join('; ')}.`,
    layout: {
      ...panelAxes(drawn.length, height),
      xaxis: axis(scale === 'linear' ? xLabel : `log₁₀ |${xLabel}|`, {
        anchor: `y${axisNumber(drawn.length - 1)}`,
      }),
      annotations: groups.map(panelHeading),
      bargap: 0,
    },
  });
}
