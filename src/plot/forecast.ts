/** Forecasts beside what happened, and beside the naive forecast that they must beat. */
import { checkOptions } from '../host/options';
import { bandTrace, readBand, type Band } from './bands';
import { FIGURE_OPTIONS } from './known-options';
import { formatNumber, lineIndices, mean, placesAt } from './numbers';
import { categoryColor, REFERENCE_COLOR } from './palette';
import { checkSameLength, toDrawable, toVector } from './read';
import { axis, createFigure, quantity } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/** Series over the same moments, `[N]` each. */
export interface ForecastData {
  actual: Numbers;
  predicted: Numbers;
  /** The forecast without learning: the last known value, say. */
  naive?: Numbers;
  /** Lower and upper end of the prediction interval. */
  low?: Numbers;
  high?: Numbers;
  /** Moments: numbers, or dates as `YYYY-MM-DD`. Defaults to 0, 1, 2, … */
  time?: Numbers | readonly string[];
}

export interface ForecastOptions extends FigureOptions {
  /** Title of the horizontal axis. Defaults to "day". */
  xLabel?: string;
  /** Quantity and unit. Defaults to "value". */
  yLabel?: string;
  /** What the interval means, for the legend. Defaults to "interval". */
  intervalLabel?: string;
}

const CALLER = 'plot.forecast';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  xLabel: true,
  yLabel: true,
  intervalLabel: true,
} satisfies Record<keyof ForecastOptions, true>;
const SERIES = {
  actual: true,
  predicted: true,
  naive: true,
  low: true,
  high: true,
  time: true,
} satisfies Record<keyof ForecastData, true>;

type Moments = (number | string)[];

function isTexts(time: Numbers | readonly string[]): time is readonly string[] {
  return Array.isArray(time) && typeof time[0] === 'string';
}

function readTime(time: ForecastData['time'], count: number): Moments {
  if (time === undefined) return Array.from({ length: count }, (_, i) => i);
  const list = isTexts(time) ? [...time] : toVector(time, CALLER, 'time');
  checkSameLength(CALLER, 'actual', count, 'time', list.length);
  return list;
}

interface ReadForecast {
  actual: number[];
  predicted: number[];
  naive: number[] | undefined;
  band: Band | undefined;
  time: Moments;
}

function readForecast(data: ForecastData): ReadForecast {
  checkOptions(CALLER, data, SERIES);
  const actual = toDrawable(data.actual, CALLER, 'actual');
  const read = (values: Numbers, name: string): number[] => {
    const list = toDrawable(values, CALLER, name);
    checkSameLength(CALLER, 'actual', actual.length, name, list.length);
    return list;
  };
  return {
    actual,
    predicted: read(data.predicted, 'predicted'),
    naive: data.naive && read(data.naive, 'naive'),
    band: readBand(CALLER, 'actual', actual.length, data),
    time: readTime(data.time, actual.length),
  };
}

function trace(
  name: string,
  time: Moments,
  values: readonly number[],
  style: Record<string, unknown>,
): Trace {
  const keep = lineIndices(values);
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: keep.map((i) => time[i] ?? null),
    y: placesAt(values, keep, 4),
    line: style,
  };
}

/**
 * Actual values, a forecast, and optionally the naive forecast and an interval.
 *
 * Values that are NaN or infinite leave gaps.
 *
 * @param data series over the same moments, `[N]` each: `actual`, `predicted`, and optionally `naive`, `low` and `high`,
 *   `time`
 * @param options labels of the axes and of the interval
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if series differ in length, have no finite value, or only one end of the interval is given;
 *   TypeError for an unknown option or series or an element that is not a number.
 * @example
 * const figure = plot.forecast({ actual: [1, 2, 4], predicted: [1, 3, 4], naive: [0, 1, 2] });
 * figure.data.map(({ name }) => name); // [ 'actual', 'naive', 'forecast' ]
 */
export function forecast(data: ForecastData, options: ForecastOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { yLabel = 'value', xLabel = 'day', intervalLabel = 'interval' } = options;
  const title = options.title ?? `${quantity(yLabel)}: forecast and actual`;
  const read = readForecast(data);
  const { actual, predicted, naive, band, time } = read;
  const dotted = { color: REFERENCE_COLOR, width: 1.5, dash: 'dot' };
  return createFigure({
    title,
    height: options.height,
    data: [
      ...(band ? [bandTrace(time, band, categoryColor(1), intervalLabel)] : []),
      trace('actual', time, actual, { color: categoryColor(0), width: 2 }),
      ...(naive ? [trace('naive', time, naive, dotted)] : []),
      trace('forecast', time, predicted, { color: categoryColor(1), width: 2, dash: 'dash' }),
    ],
    alt: options.alt ?? describe(title, read, intervalLabel),
    layout: { xaxis: axis(xLabel), yaxis: axis(yLabel), hovermode: 'x unified' },
  });
}

function describe(
  title: string,
  { actual, predicted, naive, band, time }: ReadForecast,
  intervalLabel: string,
): string {
  const errorOf = (values: readonly number[]): string =>
    formatNumber(mean(actual.map((value, i) => Math.abs(value - (values[i] ?? NaN)))));
  const isCovered = (value: number, i: number): boolean =>
    band !== undefined && value >= (band.low[i] ?? NaN) && value <= (band.high[i] ?? NaN);
  const covered = band
    ? `. ${actual.filter(isCovered).length} of ${actual.length} actual values lie in the ${intervalLabel}.`
    : '.';
  return (
    `${title}. ${actual.length} moments from ${time[0]} to ${time[time.length - 1]}. ` +
    `Mean absolute error of the forecast ${errorOf(predicted)}` +
    (naive ? `, of the naive forecast ${errorOf(naive)}` : '') +
    covered
  );
}
