/** Fitted lines, and coefficients along the strength of a penalty. */
import { itemAt } from '../host/item-at';
import {
  assertSameLength,
  extent,
  formatNumber,
  linspace,
  round,
  toMatrix,
  toVector,
} from './numbers';
import { lineTrace } from './line';
import { categoryColor, categoryDash, REFERENCE_COLOR } from './palette';
import { markerSize, markerStyle } from './scatter';
import { axis, createFigure, quantity, quantityInText } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/** A straight line, or any function of x. */
export type Fit = { slope: number; intercept: number } | ((x: number) => number);

export interface RegressionLineOptions extends FigureOptions {
  xLabel?: string;
  yLabel?: string;
  /** Draws the error of each point as a thin vertical line. Defaults to true for up to 60 points. */
  showResiduals?: boolean;
}

const LINE = 'plot.regressionLine';

/**
 * Points and the line fitted to them.
 *
 * @param x `[N]`
 * @param y `[N]`
 * @param fit slope and intercept, or a function of x
 * @throws RangeError if lengths differ.
 */
export function regressionLine(
  x: Numbers,
  y: Numbers,
  fit: Fit,
  options: RegressionLineOptions = {},
): Figure {
  const { xLabel = 'x', yLabel = 'y' } = options;
  const title = options.title ?? `${quantity(yLabel)} fitted by ${quantityInText(xLabel)}`;
  const xs = toVector(x, LINE, 'x');
  const ys = toVector(y, LINE, 'y');
  assertSameLength(LINE, 'x', xs.length, 'y', ys.length);
  const at =
    typeof fit === 'function' ? fit : (value: number): number => fit.slope * value + fit.intercept;
  const positions = typeof fit === 'function' ? linspace(...extent(xs), 100) : [...extent(xs)];
  const predicted = xs.map(at);
  const { showResiduals = xs.length <= 60 } = options;
  const name =
    typeof fit === 'function'
      ? 'fit'
      : `ŷ = ${formatNumber(fit.slope)}·x ${fit.intercept < 0 ? '−' : '+'} ${formatNumber(Math.abs(fit.intercept))}`;
  const residuals: Trace = {
    type: 'scatter',
    mode: 'lines',
    name: 'error',
    x: xs.flatMap((value) => [round(value), round(value), null]),
    y: xs.flatMap((_, i) => [round(itemAt(ys, i)), round(itemAt(predicted, i)), null]),
    line: { color: REFERENCE_COLOR, width: 1 },
    hoverinfo: 'skip',
  };
  return createFigure({
    title,
    height: options.height,
    data: [
      ...(showResiduals ? [residuals] : []),
      {
        type: 'scatter',
        mode: 'markers',
        name: 'data',
        x: xs.map((v) => round(v)),
        y: ys.map((v) => round(v)),
        marker: markerStyle(0, markerSize(xs.length)),
      },
      lineTrace(positions, positions.map(at), {
        name,
        color: categoryColor(1),
        mode: 'lines',
        width: 3,
      }),
    ],
    alt: options.alt ?? describeFit(title, xs, ys, predicted, fit),
    layout: { xaxis: axis(xLabel), yaxis: axis(yLabel), hovermode: 'closest' },
  });
}

function describeFit(
  title: string,
  xs: number[],
  ys: number[],
  predicted: number[],
  fit: Fit,
): string {
  const squared = ys.map((value, i) => (value - itemAt(predicted, i)) ** 2);
  const root = Math.sqrt(squared.reduce((sum, value) => sum + value, 0) / squared.length);
  const line =
    typeof fit === 'function'
      ? 'a curve'
      : `the line ${formatNumber(fit.slope)} times x plus ${formatNumber(fit.intercept)}`;
  return `${title}. ${xs.length} points and ${line}; root mean squared error ${formatNumber(root)}.`;
}

export interface RegressionPathOptions extends FigureOptions {
  /** Names of the coefficients, in order. */
  names?: readonly string[];
  /** Strength that was chosen, marked by a vertical line. */
  chosen?: number;
  /** Defaults to "strength of the penalty λ". */
  xLabel?: string;
  /** Defaults to "coefficient". */
  yLabel?: string;
}

const PATH = 'plot.regressionPath';

/**
 * Coefficients against the strength of the penalty, on a logarithmic axis.
 *
 * @param lambdas `[L]`, all above 0
 * @param coefficients `[L, features]`
 * @throws RangeError if shapes do not fit or a strength is not above 0.
 */
export function regressionPath(
  lambdas: Numbers,
  coefficients: Numbers,
  options: RegressionPathOptions = {},
): Figure {
  const {
    title = 'Coefficients along the penalty',
    xLabel = 'strength of the penalty λ',
    yLabel = 'coefficient',
    chosen,
  } = options;
  const { strengths, names, columns } = readPath(lambdas, coefficients, options.names);
  return createFigure({
    title,
    height: options.height,
    data: columns.map((values, k) =>
      lineTrace(strengths, values, {
        name: itemAt(names, k),
        color: categoryColor(k),
        dash: categoryDash(k),
        mode: 'lines',
      }),
    ),
    alt: options.alt ?? describePath(title, strengths, names, columns),
    layout: {
      xaxis: axis(xLabel, { type: 'log', exponentformat: 'power', dtick: 1 }),
      yaxis: axis(yLabel, { zeroline: true, zerolinecolor: REFERENCE_COLOR }),
      ...(chosen === undefined ? {} : markChosen(chosen)),
    },
  });
}

function readPath(
  lambdas: Numbers,
  coefficients: Numbers,
  given: readonly string[] | undefined,
): { strengths: number[]; names: readonly string[]; columns: number[][] } {
  const strengths = toVector(lambdas, PATH, 'lambdas');
  const table = toMatrix(coefficients, PATH, 'coefficients');
  assertSameLength(PATH, 'lambdas', strengths.length, 'rows of coefficients', table.length);
  if (strengths.some((value) => !(value > 0))) {
    throw new RangeError(
      `${PATH}: expected lambdas above 0 for the logarithmic axis; got ${Math.min(...strengths)}. Leave out λ = 0.`,
    );
  }
  const width = itemAt(table, 0).length;
  const names = given ?? Array.from({ length: width }, (_, k) => `w${k + 1}`);
  assertSameLength(PATH, 'columns of coefficients', width, 'names', names.length);
  return { strengths, names, columns: names.map((_, k) => table.map((row) => itemAt(row, k))) };
}

/** A vertical line at the chosen strength, with its value. */
function markChosen(chosen: number): Record<string, unknown> {
  const line = { color: REFERENCE_COLOR, dash: 'dash', width: 1.5 };
  const text = `chosen λ = ${formatNumber(chosen)}`;
  return {
    shapes: [{ type: 'line', x0: chosen, x1: chosen, yref: 'paper', y0: 0, y1: 1, line }],
    // On a logarithmic axis annotations, unlike shapes, are placed by exponent.
    annotations: [
      {
        text,
        x: Math.log10(chosen),
        xanchor: 'left',
        yref: 'paper',
        y: 1,
        yanchor: 'top',
        showarrow: false,
      },
    ],
  };
}

function describePath(
  title: string,
  strengths: readonly number[],
  names: readonly string[],
  columns: readonly number[][],
): string {
  const largest = Math.max(...columns.flat().map(Math.abs));
  const ends = columns.map((values, k) => {
    const zero = strengths.filter((_, i) => Math.abs(itemAt(values, i)) < 1e-6 * largest);
    const gone =
      zero.length > 0 && zero.length < strengths.length
        ? ` (zero from λ = ${formatNumber(Math.min(...zero))})`
        : '';
    return `${names[k]} from ${formatNumber(itemAt(values, 0))} to ${formatNumber(itemAt(values, values.length - 1))}${gone}`;
  });
  const [low, high] = extent(strengths).map(formatNumber);
  return `${title}, λ from ${low} to ${high}: ${ends.join('; ')}.`;
}
