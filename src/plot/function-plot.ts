/** Graphs of functions, with their derivatives: activations and losses. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { lineTrace } from './line';
import { extent, formatNumber, linspace } from './numbers';
import { categoryColor, categoryDash } from './palette';
import { checkSomeFinite } from './read';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

/** A function of one number. */
export type RealFunction = (x: number) => number;

/** Functions by name. */
export type Functions = Readonly<Record<string, RealFunction>>;

export interface FunctionPlotOptions extends FigureOptions {
  /** Defaults to −4…4. */
  range?: readonly [low: number, high: number];
  /** A panel of derivatives below: given by name, or `true` for central differences. Defaults to none. */
  derivatives?: boolean | Functions;
  /** Number of points of each graph. Defaults to 161. */
  resolution?: number;
  xLabel?: string;
  /** Defaults to "f(x)". */
  yLabel?: string;
  /** Defaults to "f′(x)". */
  derivativeLabel?: string;
}

const CALLER = 'plot.functions';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  range: true,
  derivatives: true,
  resolution: true,
  xLabel: true,
  yLabel: true,
  derivativeLabel: true,
} satisfies Record<keyof FunctionPlotOptions, true>;
const STEP = 1e-5;

function derivativeOf(f: RealFunction): RealFunction {
  return (x) => (f(x + STEP) - f(x - STEP)) / (2 * STEP);
}

function checkFunctions(functions: Functions, { range, derivatives }: FunctionPlotOptions): void {
  const names = Object.keys(functions);
  if (names.length === 0) {
    throw new RangeError(
      `${CALLER}: expected at least one function; got none; pass { name: (x) => … }.`,
    );
  }
  if (range && !(range[0] < range[1] && range.every(Number.isFinite))) {
    throw new RangeError(
      `${CALLER}: expected range [low, high] with low < high; got ${shapeText(range)}; swap or correct them.`,
    );
  }
  const given = typeof derivatives === 'object' ? Object.keys(derivatives) : [];
  const stray = given.find((name) => !names.includes(name));
  if (stray !== undefined) {
    throw new RangeError(
      `${CALLER}: expected derivatives named like functions (${names.join(', ')}); got ${stray}; use the same name.`,
    );
  }
}

/** The derivatives to draw: those given, or of every function by differences, or none. */
function readDerivatives(
  functions: Functions,
  derivatives: FunctionPlotOptions['derivatives'],
): Functions {
  if (typeof derivatives === 'object') return derivatives;
  if (!derivatives) return {};
  return Object.fromEntries(Object.entries(functions).map(([name, f]) => [name, derivativeOf(f)]));
}

function graph(x: readonly number[], f: RealFunction, name: string, k: number): Trace {
  const y = x.map(f);
  checkSomeFinite(CALLER, `the values of ${name}`, y);
  const style = { name, color: categoryColor(k), dash: categoryDash(k), width: 2.5 };
  return { ...lineTrace(x, y, { ...style, mode: 'lines' }), legendgroup: name };
}

/** The heading that fits what is drawn. */
function defaultTitle(names: readonly string[], panels: boolean): string {
  if (panels) return 'Functions and their derivatives';
  const [first = ''] = names;
  return names.length === 1 ? first : 'Functions';
}

/**
 * Graphs of functions over one axis, their derivatives in a panel below.
 *
 * Where a function is NaN or infinite its graph has a gap.
 *
 * @param functions `{ name: f }`
 * @param options range, derivatives, labels of the axes
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if there is no function, a derivative has no function of its name, or a function has no finite
 *   value; TypeError for an unknown option.
 * @example
 * const figure = plot.functions({ square: (x) => x * x }, { range: [-1, 1], resolution: 3 });
 * figure.data[0]?.['y']; // [ 1, 0, 1 ]
 */
export function functions(functions: Functions, options: FunctionPlotOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  checkFunctions(functions, options);
  const { range = [-4, 4], resolution = 161, xLabel = 'x', yLabel = 'f(x)' } = options;
  const { derivativeLabel = 'f′(x)' } = options;
  checkWholeNumber(CALLER, 'resolution', resolution, { least: 2 });
  const names = Object.keys(functions);
  const slopes = Object.entries(readDerivatives(functions, options.derivatives));
  const panels = slopes.length > 0;
  const { title = defaultTitle(names, panels) } = options;
  const x = linspace(range[0], range[1], resolution);
  const upper = Object.entries(functions).map(([name, f], k) => graph(x, f, name, k));
  const lower = slopes.map(([name, f]) => ({
    ...graph(x, f, name, names.indexOf(name)),
    showlegend: false,
    yaxis: 'y2',
  }));
  return createFigure({
    title,
    height: options.height ?? (panels ? 520 : 380),
    data: [...upper, ...lower],
    legend: names.length > 1,
    alt: options.alt ?? describe(title, xLabel, x, functions),
    layout: {
      xaxis: axis(xLabel, { zeroline: true, ...(panels ? { anchor: 'y2' } : {}) }),
      yaxis: axis(yLabel, panels ? { domain: [0.54, 1] } : {}),
      ...(panels ? { yaxis2: axis(derivativeLabel, { domain: [0, 0.46] }) } : {}),
    },
  });
}

function describe(
  title: string,
  xLabel: string,
  x: readonly number[],
  functions: Functions,
): string {
  const [from, to] = extent(x).map(formatNumber);
  const ranges = Object.entries(functions).map(([name, f]) => {
    const [low, high] = extent(x.map(f)).map(formatNumber);
    return `${name} from ${low} to ${high}`;
  });
  return `${title} for ${xLabel} from ${from} to ${to}: ${ranges.join('; ')}.`;
}
