/** Bars: one number for each name, with intervals and a baseline. */
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { formatNumber, round } from './numbers';
import { categoryColor, REFERENCE_COLOR, withOpacity } from './palette';
import { checkSameLength, isNumbers, toDrawable, toMatrix } from './read';
import { referenceLines, type Reference } from './references';
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
const OPTIONS = {
  ...FIGURE_OPTIONS,
  yLabel: true,
  xLabel: true,
  intervals: true,
  references: true,
  horizontal: true,
  showValues: true,
} satisfies Record<keyof BarsOptions, true>;

interface BarSeries {
  name: string;
  values: number[];
}

function readValues(values: BarValues, count: number): BarSeries[] {
  const entries = isNumbers(values) ? [['', values] as const] : Object.entries(values);
  return entries.map(([name, list]) => {
    const numbers = toDrawable(list, CALLER, name || 'values');
    checkSameLength(CALLER, 'names', count, name || 'values', numbers.length);
    return { name, values: numbers };
  });
}

function readIntervals(
  given: Numbers | undefined,
  count: number,
  series: readonly BarSeries[],
): number[][] | undefined {
  if (!given) return undefined;
  const intervals = toMatrix(given, CALLER, 'intervals');
  checkSameLength(CALLER, 'names', count, 'intervals', intervals.length);
  if (series.length === 1 && intervals[0]?.length === 2) return intervals;
  throw new RangeError(
    `${CALLER}: expected intervals [N, 2] with one series; got ${series.length} series and ${intervals[0]?.length} ends; draw one figure for each.`,
  );
}

function errorBars(
  values: readonly number[],
  intervals: readonly number[][],
): Record<string, unknown> {
  const ends = values.map((value, i) => {
    const [low = NaN, high = NaN] = intervals[i] ?? [];
    return { up: round(high - value), down: round(value - low) };
  });
  return {
    type: 'data',
    symmetric: false,
    array: ends.map(({ up }) => up),
    arrayminus: ends.map(({ down }) => down),
    color: REFERENCE_COLOR,
    thickness: 2,
    width: 5,
  };
}

/** The number above a bar; nothing where there is no bar. */
function barText(value: number): string {
  return Number.isFinite(value) ? formatNumber(value) : '';
}

/**
 * A bar for each name; several series stand side by side. A value that is NaN or infinite leaves its place empty.
 *
 * @param names `[N]`
 * @param values `[N]`, or `{ series: [N] }`
 * @param options labels, intervals, lines to compare with
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if lengths differ, intervals are not `[N, 2]` or a series has no finite value; TypeError for an
 *   unknown option or an element that is not a number.
 * @example
 * const figure = plot.bars(['MLP', 'CNN'], [97.7, 99.1], { yLabel: 'test accuracy (%)' });
 * figure.layout.meta?.alt; // 'Test accuracy. MLP 97.7, CNN 99.1.'
 */
export function bars(
  names: readonly (string | number)[],
  values: BarValues,
  options: BarsOptions = {},
): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { yLabel = 'value', xLabel = '', references = [], showValues: written = true } = options;
  const title = options.title ?? quantity(yLabel);
  const labels = names.map(String);
  const series = readValues(values, labels.length);
  const horizontal =
    options.horizontal ?? (labels.length > 12 || labels.some((label) => label.length > 12));
  const intervals = readIntervals(options.intervals, labels.length, series);
  const [along, across] = horizontal ? ['x', 'y'] : ['y', 'x'];
  const places = labels.map((label) => wrap(label, 22));
  const data = series.map(({ name, values: own }, k): Trace => ({
    type: 'bar',
    ...(name ? { name } : {}),
    ...(references.length > 0 && series.length === 1 ? { showlegend: false } : {}),
    orientation: horizontal ? 'h' : 'v',
    [across]: places,
    [along]: own.map((value) => round(value)),
    // Paler below an interval, so that its lower half is seen.
    marker: { color: intervals ? withOpacity(categoryColor(k), 0.5) : categoryColor(k) },
    ...(written && !intervals
      ? { text: own.map(barText), textposition: 'outside', textangle: 0, cliponaxis: false }
      : {}),
    ...(intervals ? { [`error_${along}`]: errorBars(own, intervals) } : {}),
  }));
  const reversed = horizontal ? { autorange: 'reversed' } : {};
  const named = axis(xLabel, { type: 'category', showgrid: false, ...reversed });
  return createFigure({
    title,
    height: options.height ?? (horizontal ? 110 + labels.length * (14 + 16 * series.length) : 380),
    data,
    legend: series.length > 1 || references.length > 0,
    alt: options.alt ?? describe(title, labels, series, intervals, references),
    layout: {
      xaxis: horizontal ? axis(yLabel) : named,
      yaxis: horizontal ? named : axis(yLabel),
      barmode: 'group',
      bargap: 0.3,
      // Numbers that do not fit their bar on a narrow page are left out rather than laid over each other.
      uniformtext: { minsize: 9, mode: 'hide' },
      ...referenceLines(CALLER, references, horizontal),
    },
  });
}

function describe(
  title: string,
  labels: readonly string[],
  series: readonly BarSeries[],
  intervals: number[][] | undefined,
  references: readonly Reference[],
): string {
  const lists = series.map(({ name, values }) => {
    const items = labels.slice(0, 20).map((label, i) => {
      const ends = intervals?.[i]?.map(formatNumber).join(' to ');
      return `${label} ${formatNumber(values[i] ?? NaN)}${ends ? ` (${ends})` : ''}`;
    });
    return `${name ? `${name}: ` : ''}${items.join(', ')}${labels.length > 20 ? ', …' : ''}`;
  });
  const lines = references
    .map(({ value, label }) => ` For comparison, ${label}: ${formatNumber(value)}.`)
    .join('');
  return `${title}. ${lists.join('; ')}.${lines}`;
}
