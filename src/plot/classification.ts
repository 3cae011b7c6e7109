/** How a classifier trades one kind of error for the other: ROC and precision–recall. */
import { checkOptions } from '../host/options';
import { itemAt } from '../host/item-at';
import { FIGURE_OPTIONS } from './known-options';
import { lineTrace } from './line';
import { formatNumber, formatPercent } from './numbers';
import { categoryColor, categoryDash } from './palette';
import { referenceTrace } from './references';
import { rankAll, type Ranked, type ScoredInput } from './scored';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

export type { Scored, ScoredInput } from './scored';

/** A curve with the number that sums it up. */
interface Curve {
  name: string;
  points: readonly { x: number; y: number }[];
  score: number;
}

/** Keeps about `limit` points of a monotone curve, both ends included. */
function thin<T>(points: readonly T[], limit = 400): T[] {
  if (points.length <= limit) return [...points];
  const last = points.length - 1;
  const keep = new Set(
    Array.from({ length: limit }, (_, i) => Math.round((i * last) / (limit - 1))),
  );
  return points.filter((_, i) => keep.has(i));
}

/** Classifiers as lines, each with its score in the legend. */
function curveTraces(curves: readonly Curve[], measure: string): Trace[] {
  return curves.map(({ name, points, score }, k) => {
    const kept = thin(points);
    return lineTrace(
      kept.map(({ x }) => x),
      kept.map(({ y }) => y),
      {
        name: `${name} (${measure} ${formatNumber(score)})`,
        color: categoryColor(k),
        dash: categoryDash(k),
        mode: 'lines',
        width: 2.5,
      },
    );
  });
}

function scoresInWords(curves: readonly Curve[]): string {
  return curves.map(({ name, score }) => `${name} ${formatNumber(score)}`).join(', ');
}

/** An axis from 0 to 100 %. */
export function unitAxis(title: string): Record<string, unknown> {
  return axis(title, { range: [-0.01, 1.01], tickformat: '.0%' });
}

/** False against true positive rate, with the area below by trapezoids. */
function rocCurve({ name, thresholds, positives, negatives }: Ranked): Curve {
  const points = thresholds.map(({ truePositives, falsePositives }) => ({
    x: falsePositives / negatives,
    y: truePositives / positives,
  }));
  let [area, last] = [0, { x: 0, y: 0 }];
  for (const point of points) {
    area += ((point.x - last.x) * (point.y + last.y)) / 2;
    last = point;
  }
  return { name: name || 'classifier', points, score: area };
}

/**
 * The ROC curve: true against false positive rate over all thresholds, with the area below it.
 *
 * Curves of more than 400 points are thinned evenly.
 *
 * @param input `{ labels, scores }`, `[N]` each, or several by name
 * @param options title, height and alternative text
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if lengths differ, labels are not 0 and 1, or one class is missing; TypeError for an unknown option
 *   or an element that is not a number.
 * @see Fawcett 2006, An introduction to ROC analysis. https://doi.org/10.1016/j.patrec.2005.10.010
 * @example
 * const figure = plot.roc({ labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] });
 * figure.layout.meta?.alt; // 'ROC curve. Area below the curve: classifier 0.75; chance is 0.5.'
 */
export function roc(input: ScoredInput, options: FigureOptions = {}): Figure {
  checkOptions('plot.roc', options, FIGURE_OPTIONS);
  const { title = 'ROC curve' } = options;
  const curves = rankAll(input, 'plot.roc').map(rocCurve);
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [referenceTrace('chance', [0, 1], [0, 1]), ...curveTraces(curves, 'area')],
    alt: options.alt ?? `${title}. Area below the curve: ${scoresInWords(curves)}; chance is 0.5.`,
    layout: {
      xaxis: unitAxis('false positive rate'),
      yaxis: unitAxis('true positive rate (recall)'),
      hovermode: 'closest',
    },
  });
}

/** Recall against precision, with average precision. */
function precisionCurve({ name, thresholds, positives }: Ranked): Curve {
  const points = thresholds.slice(1).map(({ truePositives, falsePositives }) => ({
    x: truePositives / positives,
    y: truePositives / (truePositives + falsePositives),
  }));
  let [average, recall] = [0, 0];
  for (const { x, y } of points) {
    average += y * (x - recall);
    recall = x;
  }
  const start = { x: 0, y: points[0]?.y ?? 1 };
  return { name: name || 'classifier', points: [start, ...points], score: average };
}

/**
 * The precision–recall curve over all thresholds, with average precision.
 *
 * Average precision is the sum of precision times the step of recall, as scikit-learn defines it.
 *
 * @param input `{ labels, scores }`, `[N]` each, or several by name
 * @param options title, height and alternative text
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if lengths differ, labels are not 0 and 1, or one class is missing; TypeError for an unknown option
 *   or an element that is not a number.
 * @see https://scikit-learn.org/stable/modules/generated/sklearn.metrics.average_precision_score.html
 * @example
 * const figure = plot.precisionRecall({ labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] });
 * figure.data[1]?.name; // 'classifier (average 0.833)'
 */
export function precisionRecall(input: ScoredInput, options: FigureOptions = {}): Figure {
  const caller = 'plot.precisionRecall';
  checkOptions(caller, options, FIGURE_OPTIONS);
  const { title = 'Precision and recall' } = options;
  const ranked = rankAll(input, caller);
  const curves = ranked.map(precisionCurve);
  const { positives, negatives } = itemAt(ranked, 0);
  const share = Number((positives / (positives + negatives)).toPrecision(4));
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [
      referenceTrace(`always yes (${formatPercent(share)})`, [0, 1], [share, share]),
      ...curveTraces(curves, 'average'),
    ],
    alt:
      options.alt ??
      `${title}. Average precision: ${scoresInWords(curves)}; ` +
        `always saying yes has ${formatPercent(share)}.`,
    layout: { xaxis: unitAxis('recall'), yaxis: unitAxis('precision'), hovermode: 'closest' },
  });
}
