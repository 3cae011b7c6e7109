/** Graphs of functions, with their derivatives: activations and losses. */
import { assertCount, extent, formatNumber, linspace } from './numbers';
import { lineTrace } from './line';
import { categoryColor, categoryDash } from './palette';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions } from './types';

/** A function of one number. */
export type RealFunction = (x: number) => number;

export interface FunctionPlotOptions extends FigureOptions {
  /** Defaults to −4…4. */
  range?: readonly [low: number, high: number];
  /** A panel of derivatives below: given by name, or `true` for central differences. Defaults to none. */
  derivatives?: boolean | Readonly<Record<string, RealFunction>>;
  /** Number of points of each graph. Defaults to 161. */
  resolution?: number;
  xLabel?: string;
  /** Defaults to "f(x)". */
  yLabel?: string;
  /** Defaults to "f′(x)". */
  derivativeLabel?: string;
}

const CALLER = 'plot.functions';
const STEP = 1e-5;

function derivativeOf(f: RealFunction): RealFunction {
  return (x) => (f(x + STEP) - f(x - STEP)) / (2 * STEP);
}

/**
 * Graphs of functions over one axis, their derivatives in a panel below.
 *
 * @param functions `{ name: f }`
 * @throws RangeError if there is no function, or a derivative has no function of its name.
 */
export function functions(
  functions: Readonly<Record<string, RealFunction>>,
  options: FunctionPlotOptions = {},
): Figure {
  const {
    range = [-4, 4],
    resolution = 161,
    xLabel = 'x',
    yLabel = 'f(x)',
    derivativeLabel = 'f′(x)',
    derivatives = false,
  } = options;
  const names = Object.keys(functions);
  if (names.length === 0)
    throw new RangeError(
      `${CALLER}: expected at least one function; got none. Pass { name: (x) => … }.`,
    );
  if (!(range[0] < range[1]))
    throw new RangeError(
      `${CALLER}: expected range [low, high] with low < high; got [${range.join(', ')}]. Swap them.`,
    );
  assertCount(CALLER, 'resolution', resolution, 2);
  const given = typeof derivatives === 'object' ? derivatives : {};
  const stray = Object.keys(given).find((name) => !(name in functions));
  if (stray)
    throw new RangeError(
      `${CALLER}: expected derivatives named like functions (${names.join(', ')}); got ${stray}. Use the same name.`,
    );
  const {
    title = derivatives
      ? 'Functions and their derivatives'
      : names.length === 1
        ? (names[0] as string)
        : 'Functions',
  } = options;
  const x = linspace(range[0], range[1], resolution);
  const graph = (
    f: RealFunction,
    name: string,
    k: number,
    lower: boolean,
  ): ReturnType<typeof lineTrace> => ({
    ...lineTrace(x, x.map(f), {
      name,
      color: categoryColor(k),
      dash: categoryDash(k),
      mode: 'lines',
      width: 2.5,
    }),
    legendgroup: name,
    showlegend: !lower && names.length > 1,
    ...(lower ? { yaxis: 'y2' } : {}),
  });
  const upper = names.map((name, k) => graph(functions[name] as RealFunction, name, k, false));
  const lower = derivatives
    ? names.flatMap((name, k) => {
        const slope =
          typeof derivatives === 'object'
            ? given[name]
            : derivativeOf(functions[name] as RealFunction);
        return slope ? [graph(slope, name, k, true)] : [];
      })
    : [];
  const values = names.map((name) =>
    extent(x.map(functions[name] as RealFunction)).map(formatNumber),
  );
  return createFigure({
    title,
    height: options.height ?? (derivatives ? 520 : 380),
    data: [...upper, ...lower],
    legend: names.length > 1,
    alt:
      options.alt ??
      `${title} for ${xLabel} from ${formatNumber(range[0])} to ${formatNumber(range[1])}: ` +
        `${names.map((name, k) => `${name} from ${values[k]?.[0]} to ${values[k]?.[1]}`).join('; ')}.`,
    layout: {
      xaxis: axis(xLabel, { zeroline: true, ...(derivatives ? { anchor: 'y2' } : {}) }),
      yaxis: axis(yLabel, derivatives ? { domain: [0.54, 1] } : {}),
      ...(derivatives ? { yaxis2: axis(derivativeLabel, { domain: [0, 0.46] }) } : {}),
    },
  });
}
