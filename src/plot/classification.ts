/** How a classifier trades one kind of error for the other: ROC and precision–recall. */
import { itemAt } from '../host/item-at';
import { lineTrace } from './line';
import { formatNumber, formatPercent, round } from './numbers';
import { categoryColor, categoryDash, REFERENCE_COLOR } from './palette';
import { rankAll, type ScoredInput } from './scored';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Trace } from './types';

export type { Scored, ScoredInput } from './scored';

/** Keeps about `limit` points of a monotone curve, both ends included. */
function thin(count: number, limit = 400): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (count - 1)) / (limit - 1)));
}

function curve(name: string, k: number, x: number[], y: number[], shape?: string): Trace {
  const keep = thin(x.length);
  const trace = lineTrace(
    keep.map((i) => itemAt(x, i)),
    keep.map((i) => itemAt(y, i)),
    {
      name,
      color: categoryColor(k),
      dash: categoryDash(k),
      mode: 'lines',
      width: 2.5,
    },
  );
  if (shape) (trace['line'] as Record<string, unknown>)['shape'] = shape;
  return trace;
}

/** A dashed gray line: chance, the ideal. */
export function referenceTrace(name: string, x: number[], y: number[]): Trace {
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x,
    y,
    line: { color: REFERENCE_COLOR, dash: 'dash', width: 1.5 },
    hoverinfo: 'skip',
  };
}

/** An axis from 0 to 100 %. */
export function unitAxis(title: string): Record<string, unknown> {
  return axis(title, { range: [-0.01, 1.01], tickformat: '.0%' });
}

/**
 * The ROC curve: true against false positive rate over all thresholds, with the area below it.
 *
 * Curves of more than 400 points are thinned evenly.
 *
 * @param input `{ labels, scores }`, or several by name
 * @throws RangeError if lengths differ, labels are not 0 and 1, or one class is missing.
 */
export function roc(input: ScoredInput, options: FigureOptions = {}): Figure {
  const { title = 'ROC curve' } = options;
  const ranked = rankAll(input, 'plot.roc');
  const areas = ranked.map((one) => {
    let area = 0;
    for (let i = 1; i < one.truePositives.length; i++) {
      const width = itemAt(one.falsePositives, i) - itemAt(one.falsePositives, i - 1);
      area += (width * (itemAt(one.truePositives, i) + itemAt(one.truePositives, i - 1))) / 2;
    }
    return area / (one.positives * one.negatives);
  });
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [
      referenceTrace('chance', [0, 1], [0, 1]),
      ...ranked.map((one, k) =>
        curve(
          `${one.name || 'classifier'} (area ${formatNumber(itemAt(areas, k))})`,
          k,
          one.falsePositives.map((count) => count / one.negatives),
          one.truePositives.map((count) => count / one.positives),
        ),
      ),
    ],
    alt:
      options.alt ??
      `${title}. Area below the curve: ${ranked.map((one, k) => `${one.name || 'classifier'} ${formatNumber(itemAt(areas, k))}`).join(', ')}; chance is 0.5.`,
    layout: {
      xaxis: unitAxis('false positive rate'),
      yaxis: unitAxis('true positive rate (recall)'),
      hovermode: 'closest',
    },
  });
}

/**
 * The precision–recall curve over all thresholds, with average precision.
 *
 * Average precision is the sum of precision times the step of recall, as scikit-learn defines it.
 *
 * @param input `{ labels, scores }`, or several by name
 * @throws RangeError if lengths differ, labels are not 0 and 1, or one class is missing.
 */
export function precisionRecall(input: ScoredInput, options: FigureOptions = {}): Figure {
  const { title = 'Precision and recall' } = options;
  const ranked = rankAll(input, 'plot.precisionRecall');
  const curves = ranked.map((one) => {
    const recall = one.truePositives.slice(1).map((count) => count / one.positives);
    const precision = one.truePositives
      .slice(1)
      .map((count, i) => count / (count + itemAt(one.falsePositives, i + 1)));
    const average = precision.reduce(
      (sum, value, i) => sum + value * (itemAt(recall, i) - (i > 0 ? itemAt(recall, i - 1) : 0)),
      0,
    );
    return { recall: [0, ...recall], precision: [itemAt(precision, 0), ...precision], average };
  });
  const first = itemAt(ranked, 0);
  const share = first.positives / (first.positives + first.negatives);
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [
      referenceTrace(
        `always yes (${formatPercent(share)})`,
        [0, 1],
        [share, share].map((value) => round(value) as number),
      ),
      ...curves.map(({ recall, precision, average }, k) =>
        curve(
          `${itemAt(ranked, k).name || 'classifier'} (average ${formatNumber(average)})`,
          k,
          recall,
          precision,
        ),
      ),
    ],
    alt:
      options.alt ??
      `${title}. Average precision: ${curves.map(({ average }, k) => `${itemAt(ranked, k).name || 'classifier'} ${formatNumber(average)}`).join(', ')}; ` +
        `always saying yes has ${formatPercent(share)}.`,
    layout: { xaxis: unitAxis('recall'), yaxis: unitAxis('precision'), hovermode: 'closest' },
  });
}
