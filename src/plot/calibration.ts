/** How often a stated probability comes true. */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { unitAxis } from './classification';
import { FIGURE_OPTIONS } from './known-options';
import { lineTrace } from './line';
import { formatNumber } from './numbers';
import { categoryColor, categoryDash } from './palette';
import { referenceTrace } from './references';
import { readEach, type ReadScored, type ScoredInput } from './scored';
import { createFigure } from './theme';
import type { Figure, FigureOptions } from './types';

export interface CalibrationOptions extends FigureOptions {
  /** Number of equally wide bins. Defaults to 10. */
  bins?: number;
}

const CALLER = 'plot.calibration';
const OPTIONS = { ...FIGURE_OPTIONS, bins: true } satisfies Record<keyof CalibrationOptions, true>;

/**
 * The reliability diagram: how often the stated probability comes true.
 *
 * @param input `labels` 0 or 1 and `scores` from 0 to 1, `[N]` each; or several by name
 * @param options number of bins
 * @returns a figure: JSON, nothing to dispose. The expected calibration error is in its alternative text.
 * @throws RangeError if lengths differ, labels are not 0 and 1, or probabilities lie outside 0…1; TypeError for an
 *   unknown option or an element that is not a number.
 * @see Guo, Pleiss, Sun & Weinberger 2017, On Calibration of Modern Neural Networks. https://arxiv.org/abs/1706.04599
 * @example
 * const figure = plot.calibration({ labels: [0, 1, 1, 1], scores: [0.25, 0.25, 0.75, 0.75] }, { bins: 2 });
 * figure.layout.meta?.alt; // 'Calibration. Expected calibration error: classifier 0.25.'
 */
export function calibration(input: ScoredInput, options: CalibrationOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { title = 'Calibration', bins = 10 } = options;
  checkWholeNumber(CALLER, 'bins', bins);
  const read = readEach(input, CALLER).map((scored) => ({
    name: scored.name || 'classifier',
    ...binned(scored, bins),
  }));
  const errors = read.map(({ name, error }) => `${name} ${formatNumber(error)}`).join(', ');
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
    alt: options.alt ?? `${title}. Expected calibration error: ${errors}.`,
    layout: {
      xaxis: unitAxis('stated probability'),
      yaxis: unitAxis('observed share'),
      hovermode: 'closest',
    },
  });
}

interface Bins {
  /** Of each bin that holds examples: mean probability, share of ones, number of examples. */
  stated: number[];
  observed: number[];
  counts: number[];
  error: number;
}

function binned({ truth, score }: ReadScored, bins: number): Bins {
  if (score.some((value) => value < 0 || value > 1)) {
    throw new RangeError(
      `${CALLER}: expected probabilities from 0 to 1; got others; apply a sigmoid or softmax to logits.`,
    );
  }
  const cells = new Map<number, { count: number; stated: number; hits: number }>();
  for (const [i, value] of score.entries()) {
    const bin = Math.min(bins - 1, Math.floor(value * bins));
    const { count, stated, hits } = cells.get(bin) ?? { count: 0, stated: 0, hits: 0 };
    const hit = truth[i] === 1 ? 1 : 0;
    cells.set(bin, { count: count + 1, stated: stated + value, hits: hits + hit });
  }
  const filled = [...cells].sort(([a], [b]) => a - b).map(([, cell]) => cell);
  const gap = filled.reduce((sum, { stated, hits }) => sum + Math.abs(stated - hits), 0);
  return {
    stated: filled.map(({ stated, count }) => stated / count),
    observed: filled.map(({ hits, count }) => hits / count),
    counts: filled.map(({ count }) => count),
    error: gap / score.length,
  };
}
