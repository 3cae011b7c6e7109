/** The confusion matrix: which classes are taken for which. */
import { shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { extent, formatNumber, formatPercent, round } from './numbers';
import { colorScale, type ColorScaleName } from './palette';
import { checkSameLength, toMatrix } from './read';
import { axis, colorBar, createFigure } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

export interface ConfusionMatrixOptions extends FigureOptions {
  /** Names of the classes, in order. Defaults to 0, 1, 2, … */
  labels?: readonly (string | number)[];
  /** Text in the cells: counts, or shares of the true class in percent. Defaults to `'count'`. */
  show?: 'count' | 'percent';
}

/** Beyond this many classes the cells are too small for text. */
const MAX_LABELED = 20;
const CALLER = 'plot.confusionMatrix';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  labels: true,
  show: true,
} satisfies Record<keyof ConfusionMatrixOptions, true>;

function readMatrix(matrix: Numbers): number[][] {
  const counts = toMatrix(matrix, CALLER, 'matrix');
  const width = counts[0]?.length ?? 0;
  if (counts.length !== width) {
    throw new RangeError(
      `${CALLER}: expected a square matrix [true, predicted]; got ${shapeText([counts.length, width])}; ` +
        'count one row and one column for each class.',
    );
  }
  if (!counts.flat().every((count) => count >= 0 && Number.isFinite(count))) {
    throw new RangeError(
      `${CALLER}: expected counts ≥ 0; got a negative or non-finite entry; pass counts, not differences.`,
    );
  }
  return counts;
}

/** One share of each row's total; zeros for a class without examples. */
function sharesOf(counts: number[][]): number[][] {
  return counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total > 0 ? count / total : 0));
  });
}

interface Look {
  name: string;
  colors: ColorScaleName;
  /** Share that gets the last color. Defaults to the largest of these cells. */
  most?: number;
  /** Which cells it draws. */
  belongs: (row: number, column: number) => boolean;
}

/** Cells of one kind, right or wrong, with their text; the others stay empty. */
function cellTrace(
  shares: readonly number[][],
  text: readonly string[][],
  { name, colors, most, belongs }: Look,
): Trace {
  const z = shares.map((row, i) => row.map((share, j) => (belongs(i, j) ? round(share, 3) : null)));
  return {
    type: 'heatmap',
    name,
    z,
    zmin: 0,
    zmax: most ?? (extent(z.flat())[1] || 1),
    colorscale: colorScale(colors),
    // Plotly would write the text of an empty cell too, over that of the other trace.
    text: text.map((row, i) => row.map((each, j) => (belongs(i, j) ? each : ''))),
    hoverongaps: false,
    xgap: 1,
    ygap: 1,
  };
}

/** At most two decimals: "99.7", "0.3". */
function percent(share: number): string {
  return String(Number((share * 100).toFixed(2)));
}

/**
 * A confusion matrix: row = true class, column = predicted class.
 *
 * Right answers (the diagonal) are blue, errors vermilion, each on a scale of its own: a network that is right 99 times
 * of 100 still shows which errors are frequent. Color is the share of the true class.
 *
 * @param matrix `[classes, classes]` counts
 * @param options names of the classes, counts or percent in the cells
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if it is not square, holds negative or non-finite entries, or labels do not fit; TypeError for an
 *   unknown option or an element that is not a number.
 * @example
 * const figure = plot.confusionMatrix([[8, 2], [1, 9]], { labels: ['ham', 'spam'] });
 * figure.data.map(({ name }) => name); // [ 'errors', 'right answers' ]
 */
export function confusionMatrix(matrix: Numbers, options: ConfusionMatrixOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const counts = readMatrix(matrix);
  const labels = (options.labels ?? counts.map((_, i) => i)).map(String);
  checkSameLength(CALLER, 'classes', counts.length, 'labels', labels.length);
  const {
    title = 'Confusion matrix',
    show = 'count',
    height = Math.min(640, Math.max(340, 150 + 34 * counts.length)),
  } = options;
  const shares = sharesOf(counts);
  const text =
    show === 'count' ? counts.map((row) => row.map(String)) : shares.map((row) => row.map(percent));
  const large = counts.length > MAX_LABELED;
  const shared = {
    x: labels,
    y: labels,
    texttemplate: large ? '' : '%{text}',
    customdata: counts,
    hovertemplate:
      'true %{y}, predicted %{x}<br>%{customdata} examples, %{z:.1%} of the true class<extra></extra>',
  };
  const bar = colorBar('errors: share of the true class', { tickformat: '.1~%' });
  const wrong = cellTrace(shares, text, {
    name: 'errors',
    colors: 'vermilion',
    belongs: (i, j) => i !== j,
  });
  const right = cellTrace(shares, text, {
    name: 'right answers',
    colors: 'blue',
    most: 1,
    belongs: (i, j) => i === j,
  });
  return createFigure({
    title,
    subtitle: `Blue: right. Orange: errors, the darker the more of the true class. Text: ${show === 'count' ? 'examples' : 'percent of the true class'}.`,
    height,
    legend: false,
    alt: options.alt ?? describe(title, counts, labels),
    data: [
      { ...wrong, ...shared, showscale: large, colorbar: bar },
      { ...right, ...shared, showscale: false },
    ],
    layout: {
      xaxis: axis('predicted class', { type: 'category', showgrid: false, fixedrange: true }),
      yaxis: axis('true class', {
        type: 'category',
        autorange: 'reversed',
        showgrid: false,
        fixedrange: true,
      }),
    },
  });
}

function describe(title: string, counts: number[][], labels: string[]): string {
  const cells = counts.flatMap((row, i) => row.map((count, j) => ({ count, i, j })));
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const right = cells.filter(({ i, j }) => i === j).reduce((sum, { count }) => sum + count, 0);
  const errors = cells
    .filter(({ count, i, j }) => i !== j && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ count, i, j }) => `${labels[i]} taken for ${labels[j]} (${formatNumber(count)})`);
  const share = total > 0 ? formatPercent(right / total) : '0 %';
  return (
    `${title} of ${labels.length} classes and ${formatNumber(total)} examples: ${share} on the diagonal. ` +
    (errors.length > 0 ? `Most frequent errors: ${errors.join(', ')}.` : 'No errors.')
  );
}
