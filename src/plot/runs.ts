/** Repeated runs: what changes with the seed or the fold. */
import { checkOptions } from '../host/options';
import { readGroups, type Group, type NamedNumbers } from './groups';
import { FIGURE_OPTIONS } from './known-options';
import { extent, formatNumber, mean, round } from './numbers';
import { categoryColor, categorySymbol, withOpacity } from './palette';
import { axis, createFigure, quantity } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

export interface RunsOptions extends FigureOptions {
  /** Quantity and unit of the values. Defaults to "value". */
  yLabel?: string;
  /** Title of the horizontal axis. Defaults to none. */
  xLabel?: string;
}

const CALLER = 'plot.runs';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  yLabel: true,
  xLabel: true,
} satisfies Record<keyof RunsOptions, true>;

function boxTrace({ name, values }: Group, k: number): Trace {
  return {
    type: 'box',
    name,
    y: values.map((value) => round(value, 5)),
    boxpoints: 'all',
    jitter: 0.4,
    pointpos: -1.5,
    boxmean: true,
    marker: { color: categoryColor(k), symbol: categorySymbol(k), size: 8, opacity: 0.85 },
    line: { color: categoryColor(k), width: 1.5 },
    fillcolor: withOpacity(categoryColor(k), 0.2),
  };
}

/** With few runs quartiles mean nothing: only the points and their mean. */
function stripTraces({ name, values }: Group, k: number): Trace[] {
  const color = categoryColor(k);
  return [
    {
      type: 'scatter',
      mode: 'markers',
      name: 'mean',
      x: [name],
      y: [round(mean(values), 5)],
      marker: { symbol: 'line-ew-open', size: 44, color, line: { width: 3, color } },
      hovertemplate: `mean %{y}<extra>${name}</extra>`,
    },
    {
      type: 'scatter',
      mode: 'markers',
      name,
      x: values.map(() => name),
      y: values.map((value) => round(value, 5)),
      marker: { color, symbol: categorySymbol(k), size: 9, opacity: 0.85 },
    },
  ];
}

function describeGroup({ name, values, missing }: Group): string {
  const [low, high] = extent(values).map(formatNumber);
  const gone = missing > 0 ? `, ${missing} more not finite` : '';
  return `${name}: mean ${formatNumber(mean(values))}, from ${low} to ${high} over ${values.length} runs${gone}`;
}

/** What the figure shows, and which runs it cannot show. */
function legendInWords(groups: readonly Group[], boxed: boolean): string {
  const look = boxed
    ? 'Points: runs. Box: quartiles. Solid line: median. Dashed line: mean.'
    : 'Points: runs. Line: mean.';
  const gone = groups.filter(({ missing }) => missing > 0);
  const told = gone.map(({ name, missing }) => `${missing} of ${name}`).join(', ');
  return told ? `${look} Not finite, not drawn: ${told}.` : look;
}

/**
 * Repeated runs: every run as a point, with a box (five runs or more) or a line at the mean.
 *
 * A run whose number is NaN or infinite cannot be drawn; the line below the title counts these.
 *
 * @param groups `{ name: one number for each seed or fold }`
 * @param options labels of the axes
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if a group has no finite value; TypeError for an unknown option or an element that is not a number.
 * @example
 * const figure = plot.runs({ SGD: [1, 2, 6], Adam: [1, 1, 2.5] }, { yLabel: 'loss' });
 * figure.layout.meta?.alt.split(';')[0]; // 'Loss of repeated runs. SGD: mean 3, from 1 to 6 over 3 runs'
 */
export function runs(groups: NamedNumbers, options: RunsOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { yLabel = 'value', xLabel = '' } = options;
  const read = readGroups(groups, CALLER);
  const title = options.title ?? `${quantity(yLabel)} of repeated runs`;
  const boxed = read.every(({ values }) => values.length >= 5);
  return createFigure({
    title,
    subtitle: legendInWords(read, boxed),
    height: options.height ?? 380,
    legend: false,
    data: read.flatMap((group, k) => (boxed ? [boxTrace(group, k)] : stripTraces(group, k))),
    alt: options.alt ?? `${title}. ${read.map(describeGroup).join('; ')}.`,
    layout: { xaxis: axis(xLabel, { type: 'category', showgrid: false }), yaxis: axis(yLabel) },
  });
}
