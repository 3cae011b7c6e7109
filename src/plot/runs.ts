/** Repeated runs: what changes with the seed or the fold. */
import { readGroups, type Group, type NamedNumbers } from './distributions';
import { extent, formatNumber, mean, round, toVector } from './numbers';
import { categoryColor, categorySymbol, withOpacity } from './palette';
import { axis, createFigure, quantity } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

export interface RunsOptions extends FigureOptions {
  /** Quantity and unit of the values. Defaults to "value". */
  yLabel?: string;
  /** Title of the horizontal axis. Defaults to none. */
  xLabel?: string;
}

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

/**
 * Repeated runs: every run as a point, with a box (five runs or more) or a line at the mean.
 *
 * @param groups `{ name: one number for each seed or fold }`
 * @throws RangeError if a group has no finite value.
 */
export function runs(groups: NamedNumbers, options: RunsOptions = {}): Figure {
  const caller = 'plot.runs';
  const { yLabel = 'value', xLabel = '' } = options;
  const read = readGroups(groups, caller);
  read.forEach(({ name }) => toVector(groups[name] as Numbers, caller, name));
  const title = options.title ?? `${quantity(yLabel)} of repeated runs`;
  const boxed = read.every(({ values }) => values.length >= 5);
  return createFigure({
    title,
    subtitle: boxed
      ? 'Points: runs. Box: quartiles. Solid line: median. Dashed line: mean.'
      : 'Points: runs. Line: mean.',
    height: options.height ?? 380,
    legend: false,
    data: read.flatMap((group, k) => (boxed ? [boxTrace(group, k)] : stripTraces(group, k))),
    alt:
      options.alt ??
      `${title}. ${read
        .map(({ name, values }) => {
          const [low, high] = extent(values);
          return `${name}: mean ${formatNumber(mean(values))}, from ${formatNumber(low)} to ${formatNumber(high)} over ${values.length} runs`;
        })
        .join('; ')}.`,
    layout: { xaxis: axis(xLabel, { type: 'category', showgrid: false }), yaxis: axis(yLabel) },
  });
}
