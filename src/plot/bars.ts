/** Bars: one number for each name, with intervals and a baseline. */
import { itemAt } from '../host/item-at';
import { assertSameLength, formatNumber, round, toMatrix, toVector } from './numbers';
import { referenceLines, type Reference } from './line';
import { categoryColor, REFERENCE_COLOR, withOpacity } from './palette';
import { axis, createFigure, quantity, wrap } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

export interface BarsOptions extends FigureOptions {
  /** Quantity and unit of the values. Defaults to "value". */
  yLabel?: string;
  /** What the names are. Defaults to none. */
  xLabel?: string;
  /** Lower and upper end for each bar, `[N, 2]`: an interval or a range over seeds. One series only. */
  intervals?: Numbers;
  /** Lines to compare with: a baseline, a target. */
  references?: readonly Reference[];
  /** Horizontal bars, for long names. Defaults to true if a name has more than 12 letters or there are more than 12. */
  horizontal?: boolean;
  /** Writes the numbers at the bars (not together with intervals). Defaults to true. */
  showValues?: boolean;
}

/** Values by name, or one list of values (in the order of the names) for each series. */
export type BarValues = Numbers | Readonly<Record<string, Numbers>>;

const CALLER = 'plot.bars';

function readValues(values: BarValues, count: number): { name: string; values: number[] }[] {
  const plain =
    Array.isArray(values) ||
    ArrayBuffer.isView(values) ||
    'dataSync' in values ||
    'values' in values;
  const entries: [string, Numbers][] = plain
    ? [['', values as Numbers]]
    : Object.entries(values as Record<string, Numbers>);
  return entries.map(([name, list]) => {
    const numbers = toVector(list, CALLER, name || 'values');
    assertSameLength(CALLER, 'names', count, name || 'values', numbers.length);
    return { name, values: numbers };
  });
}

function errorBars(
  values: readonly number[],
  intervals: readonly number[][],
): Record<string, unknown> {
  return {
    type: 'data',
    symmetric: false,
    array: intervals.map(([, high], i) => round((high as number) - itemAt(values, i))),
    arrayminus: intervals.map(([low], i) => round(itemAt(values, i) - (low as number))),
    color: REFERENCE_COLOR,
    thickness: 2,
    width: 5,
  };
}

/**
 * A bar for each name; several series stand side by side.
 *
 * @param names `[N]`
 * @param values `[N]`, or `{ series: [N] }`
 * @throws RangeError if lengths differ or intervals are not `[N, 2]`.
 */
export function bars(
  names: readonly (string | number)[],
  values: BarValues,
  options: BarsOptions = {},
): Figure {
  const { yLabel = 'value', xLabel = '', references = [], showValues: written = true } = options;
  const title = options.title ?? quantity(yLabel);
  const labels = names.map(String);
  const series = readValues(values, labels.length);
  const horizontal =
    options.horizontal ?? (labels.length > 12 || labels.some((label) => label.length > 12));
  const intervals = options.intervals && toMatrix(options.intervals, CALLER, 'intervals');
  if (intervals) {
    assertSameLength(CALLER, 'names', labels.length, 'intervals', intervals.length);
    if (series.length > 1 || itemAt(intervals, 0).length !== 2) {
      throw new RangeError(
        `${CALLER}: expected intervals [N, 2] with one series; got ${series.length} series. Draw one figure for each.`,
      );
    }
  }
  const [along, across] = horizontal ? ['x', 'y'] : ['y', 'x'];
  const places = labels.map((label) => wrap(label, 22));
  const data = series.map(({ name, values: own }, k): Trace => ({
    type: 'bar',
    ...(name ? { name } : {}),
    orientation: horizontal ? 'h' : 'v',
    [across]: places,
    [along]: own.map((value) => round(value)),
    // Paler below an interval, so that its lower half is seen.
    marker: { color: intervals ? withOpacity(categoryColor(k), 0.5) : categoryColor(k) },
    ...(written && !intervals
      ? { text: own.map(formatNumber), textposition: 'outside', textangle: 0, cliponaxis: false }
      : {}),
    ...(intervals ? { [`error_${along}`]: errorBars(own, intervals) } : {}),
  }));
  const named = axis(xLabel, {
    type: 'category',
    showgrid: false,
    ...(horizontal ? { autorange: 'reversed' } : {}),
  });
  return createFigure({
    title,
    height: options.height ?? (horizontal ? 110 + labels.length * (14 + 16 * series.length) : 380),
    data:
      references.length > 0 && series.length === 1
        ? data.map((trace) => ({ ...trace, showlegend: false }))
        : data,
    legend: series.length > 1 || references.length > 0,
    alt: options.alt ?? describe(title, labels, series, intervals, references),
    layout: {
      xaxis: horizontal ? axis(yLabel) : named,
      yaxis: horizontal ? named : axis(yLabel),
      barmode: 'group',
      bargap: 0.3,
      // Numbers that do not fit their bar on a narrow page are left out rather than laid over each other.
      uniformtext: { minsize: 9, mode: 'hide' },
      ...referenceLines(references, horizontal),
    },
  });
}

function describe(
  title: string,
  labels: readonly string[],
  series: readonly { name: string; values: number[] }[],
  intervals: number[][] | undefined,
  references: readonly Reference[],
): string {
  const lists = series.map(({ name, values }) => {
    const items = labels.slice(0, 20).map((label, i) => {
      const ends = intervals?.[i];
      const spread = ends
        ? ` (${formatNumber(itemAt(ends, 0))} to ${formatNumber(itemAt(ends, 1))})`
        : '';
      return `${label} ${formatNumber(itemAt(values, i))}${spread}`;
    });
    return `${name ? `${name}: ` : ''}${items.join(', ')}${labels.length > 20 ? ', …' : ''}`;
  });
  const lines = references
    .map(({ value, label }) => ` For comparison, ${label}: ${formatNumber(value)}.`)
    .join('');
  return `${title}. ${lists.join('; ')}.${lines}`;
}
