/** How often a stated probability comes true. */
import { itemAt } from '../host/item-at';
import { unitAxis, referenceTrace } from './classification';
import { lineTrace } from './line';
import { assertCount, formatNumber } from './numbers';
import { categoryColor, categoryDash } from './palette';
import { isScored, readScored, type Scored, type ScoredInput } from './scored';
import { createFigure } from './theme';
import type { Figure, FigureOptions } from './types';

export interface CalibrationOptions extends FigureOptions {
  /** Number of equally wide bins. Defaults to 10. */
  bins?: number;
}

/**
 * The reliability diagram: how often the stated probability comes true.
 *
 * @param input labels and probabilities from 0 to 1, or several by name
 * @throws RangeError if lengths differ, labels are not 0 and 1, or probabilities lie outside 0…1.
 */
export function calibration(input: ScoredInput, options: CalibrationOptions = {}): Figure {
  const caller = 'plot.calibration';
  const { title = 'Calibration', bins = 10 } = options;
  assertCount(caller, 'bins', bins);
  const entries: [string, Scored][] = isScored(input) ? [['', input]] : Object.entries(input);
  const read = entries.map(([name, scored]) => ({
    name: name || 'classifier',
    ...binned(readScored(scored, caller), bins, caller),
  }));
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [
      referenceTrace('perfect', [0, 1], [0, 1]),
      ...read.map(({ name, stated, observed, counts }, k) => ({
        ...lineTrace(stated, observed, {
          name,
          color: categoryColor(k),
          dash: categoryDash(k),
          mode: 'lines+markers',
        }),
        text: counts.map((count) => `${count} examples`),
        hovertemplate:
          'stated %{x:.1%}, observed %{y:.1%}<br>%{text}<extra>%{fullData.name}</extra>',
      })),
    ],
    alt:
      options.alt ??
      `${title}. Expected calibration error: ${read.map(({ name, error }) => `${name} ${formatNumber(error)}`).join(', ')}.`,
    layout: {
      xaxis: unitAxis('stated probability'),
      yaxis: unitAxis('observed share'),
      hovermode: 'closest',
    },
  });
}

function binned(
  { truth, score }: { truth: number[]; score: number[] },
  bins: number,
  caller: string,
): { stated: number[]; observed: number[]; counts: number[]; error: number } {
  if (score.some((value) => value < 0 || value > 1)) {
    throw new RangeError(
      `${caller}: expected probabilities from 0 to 1; got others. Apply a sigmoid or softmax to logits.`,
    );
  }
  const cells = Array.from({ length: bins }, () => ({ count: 0, stated: 0, hits: 0 }));
  score.forEach((value, i) => {
    const cell = cells[Math.min(bins - 1, Math.floor(value * bins))] as {
      count: number;
      stated: number;
      hits: number;
    };
    cell.count++;
    cell.stated += value;
    cell.hits += itemAt(truth, i);
  });
  const filled = cells.filter(({ count }) => count > 0);
  return {
    stated: filled.map(({ stated, count }) => stated / count),
    observed: filled.map(({ hits, count }) => hits / count),
    counts: filled.map(({ count }) => count),
    error:
      filled.reduce((sum, { stated, hits }) => sum + Math.abs(stated - hits), 0) / score.length,
  };
}
