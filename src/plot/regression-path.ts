/** Coefficients along the strength of a penalty. */
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { lineTrace } from './line';
import { scaledAxis } from './log-axis';
import { extent, formatNumber } from './numbers';
import { categoryColor, categoryDash, REFERENCE_COLOR } from './palette';
import { checkSameLength, checkSomeFinite, toMatrix, toVector } from './read';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Numbers } from './types';

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

const CALLER = 'plot.regressionPath';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  names: true,
  chosen: true,
  xLabel: true,
  yLabel: true,
} satisfies Record<keyof RegressionPathOptions, true>;

/** One coefficient at each strength. */
interface Coefficient {
  name: string;
  values: number[];
}

function isStrength(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}

function readPath(
  lambdas: Numbers,
  coefficients: Numbers,
  { names: given, chosen }: RegressionPathOptions,
): { strengths: number[]; columns: Coefficient[] } {
  const strengths = toVector(lambdas, CALLER, 'lambdas');
  const table = toMatrix(coefficients, CALLER, 'coefficients');
  checkSameLength(CALLER, 'lambdas', strengths.length, 'rows of coefficients', table.length);
  const wrong = [...strengths, chosen ?? 1].find((value) => !isStrength(value));
  if (wrong !== undefined) {
    throw new RangeError(
      `${CALLER}: expected lambdas above 0 for the logarithmic axis; got ${wrong}; leave out λ = 0.`,
    );
  }
  checkSomeFinite(CALLER, 'coefficients', table.flat());
  const width = table[0]?.length ?? 0;
  const names = given ?? Array.from({ length: width }, (_, k) => `w${k + 1}`);
  checkSameLength(CALLER, 'columns of coefficients', width, 'names', names.length);
  const columns = names.map((name, k) => ({ name, values: table.map((row) => row[k] ?? NaN) }));
  return { strengths, columns };
}

/**
 * Coefficients against the strength of the penalty, on a logarithmic axis.
 *
 * Axes: L strengths · D coefficients.
 *
 * @param lambdas `[L]`, all above 0
 * @param coefficients `[L, D]`
 * @param options names of the coefficients, the strength that was chosen, labels of the axes
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if shapes do not fit or a strength is not above 0; TypeError for an unknown option or an element
 *   that is not a number.
 * @example
 * const figure = plot.regressionPath([0.1, 1, 10], [[2, 1], [1, 0], [0.5, 0]], { names: ['weight', 'year'] });
 * figure.layout.meta?.alt.split('; ')[1]; // 'year from 1 to 0 (zero from λ = 1).'
 */
export function regressionPath(
  lambdas: Numbers,
  coefficients: Numbers,
  options: RegressionPathOptions = {},
): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { title = 'Coefficients along the penalty', xLabel = 'strength of the penalty λ' } =
    options;
  const { yLabel = 'coefficient', chosen } = options;
  const { strengths, columns } = readPath(lambdas, coefficients, options);
  return createFigure({
    title,
    height: options.height,
    data: columns.map(({ name, values }, k) =>
      lineTrace(strengths, values, {
        name,
        color: categoryColor(k),
        dash: categoryDash(k),
        mode: 'lines',
      }),
    ),
    alt: options.alt ?? describe(title, strengths, columns),
    layout: {
      xaxis: scaledAxis(xLabel, 'log', strengths),
      yaxis: axis(yLabel, { zeroline: true, zerolinecolor: REFERENCE_COLOR }),
      ...(chosen === undefined ? {} : markChosen(chosen)),
    },
  });
}

/** A vertical line at the chosen strength, with its value. */
function markChosen(chosen: number): Record<string, unknown> {
  const line = { color: REFERENCE_COLOR, dash: 'dash', width: 1.5 };
  const shape = { type: 'line', x0: chosen, x1: chosen, yref: 'paper', y0: 0, y1: 1, line };
  // On a logarithmic axis annotations, unlike shapes, are placed by exponent.
  const place = { x: Math.log10(chosen), xanchor: 'left', yref: 'paper', y: 1, yanchor: 'top' };
  const text = `chosen λ = ${formatNumber(chosen)}`;
  return { shapes: [shape], annotations: [{ ...place, text, showarrow: false }] };
}

function describe(
  title: string,
  strengths: readonly number[],
  columns: readonly Coefficient[],
): string {
  const [least, most] = extent(columns.flatMap(({ values }) => values));
  const tiny = 1e-6 * Math.max(-least, most);
  const ends = columns.map(({ name, values }) => {
    const zero = strengths.filter((_, i) => Math.abs(values[i] ?? NaN) < tiny);
    const some = zero.length > 0 && zero.length < strengths.length;
    const gone = some ? ` (zero from λ = ${formatNumber(Math.min(...zero))})` : '';
    const [first = NaN, last = first] = [values[0], values[values.length - 1]];
    return `${name} from ${formatNumber(first)} to ${formatNumber(last)}${gone}`;
  });
  const [low, high] = extent(strengths).map(formatNumber);
  return `${title}, λ from ${low} to ${high}: ${ends.join('; ')}.`;
}
