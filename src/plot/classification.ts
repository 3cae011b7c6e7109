/** How a classifier trades one kind of error for the other: ROC, precision–recall, calibration. */
import {
  assertCount,
  assertSameLength,
  formatNumber,
  formatPercent,
  round,
  toVector,
} from './numbers';
import { lineTrace } from './line';
import { categoryColor, categoryDash, REFERENCE_COLOR } from './palette';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/** Labels and scores of one classifier, `[N]` each. */
export interface Scored {
  /** 0 or 1. */
  labels: Numbers;
  /** Higher = more likely 1. */
  scores: Numbers;
}

/** One classifier, or several by name. */
export type ScoredInput = Scored | Readonly<Record<string, Scored>>;

interface Ranked {
  name: string;
  /** Counts of positives and negatives at or above each distinct score, from the highest down. */
  truePositives: number[];
  falsePositives: number[];
  positives: number;
  negatives: number;
}

function isScored(input: ScoredInput): input is Scored {
  return 'labels' in input && 'scores' in input;
}

function readScored(
  { labels, scores }: Scored,
  caller: string,
): { truth: number[]; score: number[] } {
  const truth = toVector(labels, caller, 'labels');
  const score = toVector(scores, caller, 'scores');
  assertSameLength(caller, 'labels', truth.length, 'scores', score.length);
  if (truth.some((label) => label !== 0 && label !== 1)) {
    throw new RangeError(
      `${caller}: expected labels 0 and 1; got others. Compare one class with the rest, e.g. label === k ? 1 : 0.`,
    );
  }
  if (score.some((value) => !Number.isFinite(value))) {
    throw new RangeError(
      `${caller}: expected finite scores; got NaN or infinity. Check the model's output.`,
    );
  }
  return { truth, score };
}

function rank(name: string, scored: Scored, caller: string): Ranked {
  const { truth, score } = readScored(scored, caller);
  const order = score.map((_, i) => i).sort((a, b) => (score[b] as number) - (score[a] as number));
  const positives = truth.filter((label) => label === 1).length;
  if (positives === 0 || positives === truth.length) {
    throw new RangeError(
      `${caller}: expected examples of both classes; got only ${positives === 0 ? 'zeros' : 'ones'}. Use a larger sample.`,
    );
  }
  const ranked: Ranked = {
    name,
    truePositives: [0],
    falsePositives: [0],
    positives,
    negatives: truth.length - positives,
  };
  let hits = 0;
  order.forEach((example, place) => {
    hits += truth[example] as number;
    // Equal scores cannot be told apart by any threshold: one point for all of them.
    const next = order[place + 1];
    if (next !== undefined && score[next] === score[example]) return;
    ranked.truePositives.push(hits);
    ranked.falsePositives.push(place + 1 - hits);
  });
  return ranked;
}

function rankAll(input: ScoredInput, caller: string): Ranked[] {
  if (isScored(input)) return [rank('', input, caller)];
  const entries = Object.entries(input);
  if (entries.length === 0)
    throw new RangeError(
      `${caller}: expected { labels, scores }; got an empty object. Pass at least one classifier.`,
    );
  return entries.map(([name, scored]) => rank(name, scored, caller));
}

/** Keeps about `limit` points of a monotone curve, both ends included. */
function thin(count: number, limit = 400): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (count - 1)) / (limit - 1)));
}

function curve(name: string, k: number, x: number[], y: number[], shape?: string): Trace {
  const keep = thin(x.length);
  const trace = lineTrace(
    keep.map((i) => x[i] as number),
    keep.map((i) => y[i] as number),
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

function reference(name: string, x: number[], y: number[]): Trace {
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

const UNIT = { range: [-0.01, 1.01], tickformat: '.0%' };

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
      const width = (one.falsePositives[i] as number) - (one.falsePositives[i - 1] as number);
      area +=
        (width * ((one.truePositives[i] as number) + (one.truePositives[i - 1] as number))) / 2;
    }
    return area / (one.positives * one.negatives);
  });
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [
      reference('chance', [0, 1], [0, 1]),
      ...ranked.map((one, k) =>
        curve(
          `${one.name || 'classifier'} (area ${formatNumber(areas[k] as number)})`,
          k,
          one.falsePositives.map((count) => count / one.negatives),
          one.truePositives.map((count) => count / one.positives),
        ),
      ),
    ],
    alt:
      options.alt ??
      `${title}. Area below the curve: ${ranked.map((one, k) => `${one.name || 'classifier'} ${formatNumber(areas[k] as number)}`).join(', ')}; chance is 0.5.`,
    layout: {
      xaxis: axis('false positive rate', UNIT),
      yaxis: axis('true positive rate (recall)', UNIT),
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
      .map((count, i) => count / (count + (one.falsePositives[i + 1] as number)));
    const average = precision.reduce(
      (sum, value, i) =>
        sum + value * ((recall[i] as number) - (i > 0 ? (recall[i - 1] as number) : 0)),
      0,
    );
    return { recall: [0, ...recall], precision: [precision[0] as number, ...precision], average };
  });
  const first = ranked[0] as Ranked;
  const share = first.positives / (first.positives + first.negatives);
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [
      reference(
        `always yes (${formatPercent(share)})`,
        [0, 1],
        [share, share].map((value) => round(value) as number),
      ),
      ...curves.map(({ recall, precision, average }, k) =>
        curve(
          `${(ranked[k] as Ranked).name || 'classifier'} (average ${formatNumber(average)})`,
          k,
          recall,
          precision,
        ),
      ),
    ],
    alt:
      options.alt ??
      `${title}. Average precision: ${curves.map(({ average }, k) => `${(ranked[k] as Ranked).name || 'classifier'} ${formatNumber(average)}`).join(', ')}; ` +
        `always saying yes has ${formatPercent(share)}.`,
    layout: { xaxis: axis('recall', UNIT), yaxis: axis('precision', UNIT), hovermode: 'closest' },
  });
}

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
      reference('perfect', [0, 1], [0, 1]),
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
      xaxis: axis('stated probability', UNIT),
      yaxis: axis('observed share', UNIT),
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
    cell.hits += truth[i] as number;
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
