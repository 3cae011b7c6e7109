/** The confusion matrix: which classes are taken for which. */
import { itemAt } from '../host/item-at';
import { assertSameLength, formatNumber, formatPercent, round, toMatrix } from './numbers';
import { colorScale } from './palette';
import { axis, colorBar, createFigure } from './theme';
import type { Figure, FigureOptions, Numbers } from './types';

export interface ConfusionMatrixOptions extends FigureOptions {
  /** Names of the classes, in order. Defaults to 0, 1, 2, … */
  labels?: readonly (string | number)[];
  /** Text in the cells: counts, or shares of the true class in percent. Defaults to `'count'`. */
  show?: 'count' | 'percent';
}

/** Beyond this many classes the cells are too small for text. */
const MAX_LABELED = 20;
const CALLER = 'plot.confusionMatrix';

function readMatrix(matrix: Numbers): number[][] {
  const counts = toMatrix(matrix, CALLER, 'matrix');
  if (counts.length !== counts[0]?.length) {
    throw new RangeError(
      `${CALLER}: expected a square matrix [true, predicted]; got [${counts.length}, ${counts[0]?.length ?? 0}]. ` +
        'Count one row and one column for each class.',
    );
  }
  if (counts.some((row) => row.some((count) => !(count >= 0) || !Number.isFinite(count)))) {
    throw new RangeError(
      `${CALLER}: expected counts ≥ 0; got a negative or non-finite entry. Pass counts, not differences.`,
    );
  }
  return counts;
}

/**
 * A confusion matrix: row = true class, column = predicted class. Color is the share of the true class.
 *
 * @param matrix `[classes, classes]` counts
 * @throws RangeError if it is not square, holds negative entries, or labels do not fit.
 */
export function confusionMatrix(matrix: Numbers, options: ConfusionMatrixOptions = {}): Figure {
  const counts = readMatrix(matrix);
  const labels = (options.labels ?? counts.map((_, i) => i)).map(String);
  assertSameLength(CALLER, 'classes', counts.length, 'labels', labels.length);
  const {
    title = 'Confusion matrix',
    show = 'count',
    height = Math.min(640, Math.max(340, 150 + 34 * counts.length)),
  } = options;
  const shares = counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total > 0 ? count / total : 0));
  });
  const text =
    show === 'count'
      ? counts.map((row) => row.map(String))
      : shares.map((row) => row.map((share) => String(round(share * 100, 3))));
  return createFigure({
    title,
    subtitle: `Color: share of the true class. Text: ${show === 'count' ? 'examples' : 'percent of the true class'}.`,
    height,
    alt: options.alt ?? describe(title, counts, labels),
    data: [
      {
        type: 'heatmap',
        x: labels,
        y: labels,
        z: shares.map((row) => row.map((share) => round(share, 3))),
        zmin: 0,
        zmax: 1,
        colorscale: colorScale('cividis'),
        text,
        texttemplate: counts.length <= MAX_LABELED ? '%{text}' : '',
        customdata: counts,
        hovertemplate:
          'true %{y}, predicted %{x}<br>%{customdata} examples, %{z:.1%} of the true class<extra></extra>',
        xgap: 1,
        ygap: 1,
        showscale: counts.length > MAX_LABELED,
        colorbar: colorBar('share of the true class', { tickformat: '.0%' }),
      },
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
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, i) => sum + itemAt(row, i), 0);
  const errors = counts
    .flatMap((row, i) => row.map((count, j) => ({ count, i, j })))
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
