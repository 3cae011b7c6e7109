/** Forecasts beside what happened, and beside the naive forecast that they must beat. */
import { itemAt } from '../host/item-at';
import { assertSameLength, formatNumber, lineIndices, mean, round, toVector } from './numbers';
import { bandTrace } from './line';
import { categoryColor, REFERENCE_COLOR } from './palette';
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

function readTime(time: ForecastData['time'], count: number): (number | string)[] {
  if (time === undefined) return Array.from({ length: count }, (_, i) => i);
  const list: (number | string)[] =
    Array.isArray(time) && typeof time[0] === 'string'
      ? (time as readonly string[]).map(String)
      : toVector(time, CALLER, 'time');
  assertSameLength(CALLER, 'actual', count, 'time', list.length);
  return list;
}

function trace(
  name: string,
  time: readonly (number | string)[],
  values: readonly number[],
  style: Record<string, unknown>,
): Trace {
  const keep = lineIndices(values);
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: keep.map((i) => itemAt(time, i)),
    y: keep.map((i) => round(itemAt(values, i))),
    line: style,
  };
}

function meanAbsoluteError(actual: readonly number[], predicted: readonly number[]): number {
  return mean(actual.map((value, i) => Math.abs(value - itemAt(predicted, i))));
}

/**
 * Actual values, a forecast, and optionally the naive forecast and an interval.
 *
 * @throws RangeError if series differ in length or only one end of the interval is given.
 */
export function forecast(data: ForecastData, options: ForecastOptions = {}): Figure {
  const { yLabel = 'value', xLabel = 'day', intervalLabel = 'interval' } = options;
  const title = options.title ?? `${quantity(yLabel)}: forecast and actual`;
  const actual = toVector(data.actual, CALLER, 'actual');
  const read = (values: Numbers, name: string): number[] => {
    const list = toVector(values, CALLER, name);
    assertSameLength(CALLER, 'actual', actual.length, name, list.length);
    return list;
  };
  const predicted = read(data.predicted, 'predicted');
  const naive = data.naive && read(data.naive, 'naive');
  if (!data.low !== !data.high) {
    throw new RangeError(
      `${CALLER}: expected low and high together; got only one. Pass both ends of the interval.`,
    );
  }
  const band = data.low &&
    data.high && { low: read(data.low, 'low'), high: read(data.high, 'high') };
  const time = readTime(data.time, actual.length);
  const covered =
    band &&
    actual.filter((value, i) => value >= itemAt(band.low, i) && value <= itemAt(band.high, i))
      .length;
  return createFigure({
    title,
    height: options.height,
    data: [
      ...(band ? [bandTrace(time, band.low, band.high, categoryColor(1), intervalLabel)] : []),
      trace('actual', time, actual, { color: categoryColor(0), width: 2 }),
      ...(naive
        ? [trace('naive', time, naive, { color: REFERENCE_COLOR, width: 1.5, dash: 'dot' })]
        : []),
      trace('forecast', time, predicted, { color: categoryColor(1), width: 2, dash: 'dash' }),
    ],
    alt:
      options.alt ??
      `${title}. ${actual.length} moments from ${time[0]} to ${time[time.length - 1]}. Mean absolute error of the forecast ` +
        `${formatNumber(meanAbsoluteError(actual, predicted))}` +
        (naive ? `, of the naive forecast ${formatNumber(meanAbsoluteError(actual, naive))}` : '') +
        (covered === undefined
          ? '.'
          : `. ${covered} of ${actual.length} actual values lie in the ${intervalLabel}.`),
    layout: { xaxis: axis(xLabel), yaxis: axis(yLabel), hovermode: 'x unified' },
  });
}
