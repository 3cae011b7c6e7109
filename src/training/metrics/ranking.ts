/** Metrics of scores rather than decisions: every threshold at once. */
import { itemAt } from '../../host/item-at';
import { checkOptions } from '../../host/options';
import { uniqueLabels } from './counts';
import {
  checkPairs,
  isMatrix,
  readLabels,
  readRows,
  readScores,
  type Label,
  type LabelsInput,
  type NumbersInput,
} from './inputs';

/** Options of the ranking metrics. */
export interface RankingOptions {
  /** The class that scores speak for. Default 1 (or true), beside 0, −1 (or false). */
  positive?: Label | undefined;
}

const RANKING_OPTIONS = { positive: true } satisfies Record<keyof RankingOptions, true>;

/** Counts of positives and negatives at or above each distinct score, highest first. */
interface Cumulative {
  thresholds: number[];
  truePositives: number[];
  falsePositives: number[];
  positives: number;
  negatives: number;
}

/** The class that scores speak for. @throws RangeError if it cannot be known. */
function positiveOf(caller: string, truth: Label[], { positive }: RankingOptions): Label {
  const present = uniqueLabels(truth);
  const wanted = positive ?? (typeof truth[0] === 'boolean' ? true : 1);
  const known =
    positive === undefined
      ? present.every((label) => typeof label === 'boolean' || label === 1 || label === 0) ||
        present.every((label) => label === 1 || label === -1)
      : typeof positive === typeof truth[0];
  if (known) return wanted;
  throw new RangeError(
    `metrics.${caller}: expected labels 0 and 1, or the positive class by name; got ` +
      `${present.slice(0, 6).map(String).join(', ')}${positive === undefined ? '' : ` and positive ${String(positive)}`}; ` +
      'pass { positive: … } with one of the labels.',
  );
}

function cumulate(
  caller: string,
  yTrue: LabelsInput,
  scores: NumbersInput,
  options: RankingOptions,
): Cumulative {
  checkOptions(`metrics.${caller}`, options, RANKING_OPTIONS);
  const truth = readLabels(caller, 'yTrue', yTrue);
  const values = readScores(caller, 'scores', scores);
  checkPairs(caller, truth, values);
  const positive = positiveOf(caller, truth, options);
  const order = values
    .map((_, i) => i)
    .sort((a, b) => {
      const [left, right] = [itemAt(values, a), itemAt(values, b)];
      return left === right ? 0 : left < right ? 1 : -1; // a difference of infinities is NaN
    });
  const positives = truth.filter((label) => label === positive).length;
  const result: Cumulative = {
    ...{ thresholds: [], truePositives: [], falsePositives: [] },
    ...{ positives, negatives: truth.length - positives },
  };
  let hits = 0;
  for (const [rank, index] of order.entries()) {
    if (truth[index] === positive) hits++;
    // Equal scores fall on one side of any threshold together: one point for all of them.
    if (values[index] === values[order[rank + 1] ?? -1]) continue;
    result.thresholds.push(itemAt(values, index));
    result.truePositives.push(hits);
    result.falsePositives.push(rank + 1 - hits);
  }
  return result;
}

function needBothClasses(caller: string, { positives, negatives }: Cumulative): void {
  if (positives > 0 && negatives > 0) return;
  throw new RangeError(
    `metrics.${caller}: expected examples of both classes; got ${positives} positive and ${negatives} ` +
      'negative; use more examples, or name the positive class with positive.',
  );
}

/** Receiver operating characteristic. Arrays of equal length, from (0, 0) to (1, 1). */
export interface RocCurve {
  falsePositiveRate: number[];
  truePositiveRate: number[];
  /** Score from which on an example counts as positive; the first is Infinity. */
  thresholds: number[];
}

/**
 * ROC curve: the share of positives found against the share of negatives wrongly taken along.
 *
 * Axes: N examples.
 *
 * @param yTrue labels `[N]`, 0 and 1 unless `positive` is given
 * @param scores `[N]`, the higher the more positive; 0 and 1 for decisions already made
 * @param options `positive`, the class that scores speak for
 * @returns arrays of equal length, from the strictest threshold to the loosest
 * @throws TypeError for missing values; RangeError if only one class occurs, the positive class is unclear or
 *   options are unknown.
 * @see Fawcett 2006, algorithm 1. https://doi.org/10.1016/j.patrec.2005.10.010
 * @example
 * metrics.rocCurve([0, 1, 1], [0.1, 0.4, 0.8]).truePositiveRate; // [ 0, 0.5, 1, 1 ]
 */
export function rocCurve(
  yTrue: LabelsInput,
  scores: NumbersInput,
  options: RankingOptions = {},
): RocCurve {
  const counts = cumulate('rocCurve', yTrue, scores, options);
  needBothClasses('rocCurve', counts);
  return {
    falsePositiveRate: [0, ...counts.falsePositives.map((n) => n / counts.negatives)],
    truePositiveRate: [0, ...counts.truePositives.map((n) => n / counts.positives)],
    thresholds: [Infinity, ...counts.thresholds],
  };
}

/** Area under a curve by the trapezoid rule. */
function trapezoid(x: number[], y: number[]): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) {
    area += ((x[i] ?? 0) - (x[i - 1] ?? 0)) * (((y[i] ?? 0) + (y[i - 1] ?? 0)) / 2);
  }
  return area;
}

/**
 * Area under the ROC curve: the chance that a positive example scores above a negative one. With
 * `[N, C]` scores, the mean over classes of each class against the rest.
 *
 * Axes: N examples · C classes.
 *
 * @param yTrue labels `[N]`, 0 and 1 unless `positive` is given
 * @param scores `[N]`, or `[N, C]` with a column for each class in sorted order
 * @param options `positive`, the class that scores `[N]` speak for
 * @returns a number from 0 to 1; 0.5 is a guess
 * @throws TypeError for missing values; RangeError if only one class occurs, the positive class is unclear or
 *   options are unknown.
 * @see Fawcett 2006, section 7. https://doi.org/10.1016/j.patrec.2005.10.010
 * @example
 * metrics.auc([0, 0, 1, 1], [0.1, 0.4, 0.3, 0.8]); // 0.75
 */
export function auc(
  yTrue: LabelsInput,
  scores: NumbersInput,
  options: RankingOptions = {},
): number {
  if (isMatrix(scores)) {
    checkOptions('metrics.auc, with a column of scores per class,', options, []);
    return aucOneVersusRest(yTrue, scores);
  }
  const { falsePositiveRate, truePositiveRate } = rocCurve(yTrue, scores, options);
  return trapezoid(falsePositiveRate, truePositiveRate);
}

function aucOneVersusRest(yTrue: LabelsInput, scores: NumbersInput): number {
  const truth = readLabels('auc', 'yTrue', yTrue);
  const rows = readRows('auc', 'scores', scores);
  checkPairs('auc', truth, rows);
  const classes = rows[0]?.length ?? 0;
  const present = uniqueLabels(truth);
  if (present.length !== classes) {
    throw new RangeError(
      `metrics.auc: expected every one of the ${classes} scored classes among the labels; got ` +
        `${present.length}; use more examples, or leave out the columns of absent classes.`,
    );
  }
  const areas = present.map((positive, column) =>
    auc(
      truth,
      rows.map((row) => row[column] ?? NaN),
      { positive },
    ),
  );
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

/** Precision–recall curve, from the lowest threshold to none, ending at precision 1 and recall 0. */
export interface PrecisionRecallCurve {
  precision: number[];
  recall: number[];
  /** One shorter than the others: the last point has no threshold. */
  thresholds: number[];
}

/**
 * Precision against recall at every threshold.
 *
 * Axes: N examples.
 *
 * @param yTrue labels `[N]`, 0 and 1 unless `positive` is given
 * @param scores `[N]`, the higher the more positive; 0 and 1 for decisions already made
 * @param options `positive`, the class that scores speak for
 * @returns arrays from the loosest threshold to none
 * @throws TypeError for missing values; RangeError if there is no positive example, the positive class is
 *   unclear or options are unknown.
 * @see Davis & Goadrich 2006. https://doi.org/10.1145/1143844.1143874
 * @example
 * metrics.precisionRecallCurve([0, 1, 1], [0.1, 0.4, 0.8]).recall; // [ 1, 1, 0.5, 0 ]
 */
export function precisionRecallCurve(
  yTrue: LabelsInput,
  scores: NumbersInput,
  options: RankingOptions = {},
): PrecisionRecallCurve {
  const counts = cumulate('precisionRecallCurve', yTrue, scores, options);
  needPositives('precisionRecallCurve', counts);
  const { truePositives, falsePositives, positives, thresholds } = counts;
  const precision = truePositives.map((tp, i) => tp / (tp + (falsePositives[i] ?? 0)));
  const recall = truePositives.map((tp) => tp / positives);
  return {
    precision: [...precision.reverse(), 1],
    recall: [...recall.reverse(), 0],
    thresholds: [...thresholds].reverse(),
  };
}

function needPositives(caller: string, { positives }: Cumulative): void {
  if (positives > 0) return;
  throw new RangeError(
    `metrics.${caller}: expected at least one positive example; got none; use more examples, or name ` +
      'the positive class with positive.',
  );
}

/**
 * Average precision: precision at each threshold, weighted by the recall gained there. The area under
 * the precision–recall curve without optimistic interpolation.
 *
 * Axes: N examples.
 *
 * @param yTrue labels `[N]`, 0 and 1 unless `positive` is given
 * @param scores `[N]`, the higher the more positive; 0 and 1 for decisions already made
 * @param options `positive`, the class that scores speak for
 * @returns a number from 0 to 1; the share of positives is a guess
 * @throws TypeError for missing values; RangeError if there is no positive example, the positive class is
 *   unclear or options are unknown.
 * @see scikit-learn, "Precision, recall and F-measures". https://scikit-learn.org/stable/modules/model_evaluation.html
 * @example
 * metrics.averagePrecision([0, 1, 1], [0.5, 0.4, 0.8]); // 0.833…
 */
export function averagePrecision(
  yTrue: LabelsInput,
  scores: NumbersInput,
  options: RankingOptions = {},
): number {
  const counts = cumulate('averagePrecision', yTrue, scores, options);
  needPositives('averagePrecision', counts);
  let previous = 0;
  return counts.truePositives.reduce((sum, tp, i) => {
    const gained = (tp - previous) / counts.positives;
    previous = tp;
    return sum + gained * (tp / (tp + (counts.falsePositives[i] ?? 0)));
  }, 0);
}
