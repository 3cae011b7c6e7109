/** Fitted lines: points, the line or curve through them, and what it misses. */
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { lineTrace } from './line';
import { extent, formatNumber, linspace, round } from './numbers';
import { categoryColor, REFERENCE_COLOR } from './palette';
import { checkFinite, checkSameLength, checkSomeFinite, checkSomePairs, toDrawable } from './read';
import { plainTrace } from './points';
import { axis, createFigure, quantity, quantityInText } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/** A straight line, or any function of x. */
export type Fit = { slope: number; intercept: number } | ((x: number) => number);

export interface RegressionLineOptions extends FigureOptions {
  /** Title of the horizontal axis, with the unit. Defaults to "x". */
  xLabel?: string;
  /** Title of the vertical axis, with the unit. Defaults to "y". */
  yLabel?: string;
  /** Draws the error of each point as a thin vertical line. Defaults to true for up to 60 points. */
  showResiduals?: boolean;
}

const CALLER = 'plot.regressionLine';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  xLabel: true,
  yLabel: true,
  showResiduals: true,
} satisfies Record<keyof RegressionLineOptions, true>;

/** A fit as a function, with its name in the legend and in words. */
interface ReadFit {
  at: (x: number) => number;
  /** Positions at which it is drawn. */
  positions: number[];
  name: string;
  spoken: string;
}

function readFit(fit: Fit, xs: readonly number[]): ReadFit {
  const [low, high] = extent(xs);
  if (typeof fit === 'function') {
    const positions = linspace(low, high, 100);
    checkSomeFinite(CALLER, 'the values of fit', positions.map(fit));
    return { at: fit, positions, name: 'fit', spoken: 'a curve' };
  }
  const { slope, intercept } = fit;
  checkFinite(CALLER, 'slope', slope);
  checkFinite(CALLER, 'intercept', intercept);
  const sign = intercept < 0 ? '−' : '+';
  return {
    at: (x) => slope * x + intercept,
    positions: [low, high],
    name: `ŷ = ${formatNumber(slope)}·x ${sign} ${formatNumber(Math.abs(intercept))}`,
    spoken: `the line ${formatNumber(slope)} times x plus ${formatNumber(intercept)}`,
  };
}

/** A thin line from each point to the fit. */
function residualTrace(xs: readonly number[], ys: readonly number[], fit: ReadFit): Trace {
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'error',
    x: xs.flatMap((x) => [round(x), round(x), null]),
    y: xs.flatMap((x, i) => [round(ys[i] ?? NaN), round(fit.at(x)), null]),
    line: { color: REFERENCE_COLOR, width: 1 },
    hoverinfo: 'skip',
  };
}

/**
 * Points and the line fitted to them.
 *
 * Points that are NaN or infinite are left out.
 *
 * @param x `[N]`
 * @param y `[N]`
 * @param fit slope and intercept, or a function of x
 * @param options labels of the axes, whether to draw the errors
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if lengths differ or there is nothing to draw; TypeError for an unknown option or an element that is
 *   not a number.
 * @example
 * const figure = plot.regressionLine([0, 1, 2], [1, 3, 5], { slope: 2, intercept: 0 });
 * figure.data.map(({ name }) => name); // [ 'error', 'data', 'ŷ = 2·x + 0' ]
 */
export function regressionLine(
  x: Numbers,
  y: Numbers,
  fit: Fit,
  options: RegressionLineOptions = {},
): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { xLabel = 'x', yLabel = 'y' } = options;
  const title = options.title ?? `${quantity(yLabel)} fitted by ${quantityInText(xLabel)}`;
  const xs = toDrawable(x, CALLER, 'x');
  const ys = toDrawable(y, CALLER, 'y');
  checkSameLength(CALLER, 'x', xs.length, 'y', ys.length);
  checkSomePairs(CALLER, 'the pairs of x and y', xs, ys);
  const read = readFit(fit, xs);
  const { at, positions, name } = read;
  const { showResiduals = xs.length <= 60 } = options;
  const style = { name, color: categoryColor(1), width: 3 };
  return createFigure({
    title,
    height: options.height,
    data: [
      ...(showResiduals ? [residualTrace(xs, ys, read)] : []),
      { ...plainTrace(xs, ys), name: 'data' },
      lineTrace(positions, positions.map(at), { ...style, mode: 'lines' }),
    ],
    alt: options.alt ?? describe(title, xs, ys, read),
    layout: { xaxis: axis(xLabel), yaxis: axis(yLabel), hovermode: 'closest' },
  });
}

function describe(
  title: string,
  xs: readonly number[],
  ys: readonly number[],
  { at, spoken }: ReadFit,
): string {
  const squared = xs.map((x, i) => ((ys[i] ?? NaN) - at(x)) ** 2).filter(Number.isFinite);
  const root = Math.sqrt(squared.reduce((sum, value) => sum + value, 0) / squared.length);
  return `${title}. ${xs.length} points and ${spoken}; root mean squared error ${formatNumber(root)}.`;
}
