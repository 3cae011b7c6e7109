/** Metrics of scores rather than decisions: every threshold at once. */
import { itemAt } from '../../host/item-at';
import {
  checkPairs,
  isMatrix,
  readLabels,
  readNumbers,
  readRows,
  type Label,
  type LabelsInput,
  type NumbersInput,
} from './inputs';
import { uniqueLabels } from './classification';

/** Options of the ranking metrics. */
export interface RankingOptions {
  /** The class that scores speak for. Default 1 (or true). */
  positive?: Label;
}

/** Counts of positives and negatives at or above each distinct score, highest first. */
interface Cumulative {
  thresholds: number[];
  truePositives: number[];
  falsePositives: number[];
  positives: number;
  negatives: number;
}

function isPositive(label: Label, positive: Label | undefined): boolean {
  return positive === undefined ? label === 1 || label === true : label === positive;
}

function cumulate(
  caller: string,
  yTrue: LabelsInput,
  scores: NumbersInput,
  { positive }: RankingOptions,
): Cumulative {
  const truth = readLabels(caller, 'yTrue', yTrue);
  const values = readNumbers(caller, 'scores', scores);
  checkPairs(caller, truth, values);
  const order = values.map((_, i) => i).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0));
  const result: Cumulative = {
    thresholds: [],
    truePositives: [],
    falsePositives: [],
    positives: truth.filter((label) => isPositive(label, positive)).length,
    negatives: truth.filter((label) => !isPositive(label, positive)).length,
  };
  let hits = 0;
  order.forEach((index, rank) => {
    if (isPositive(itemAt(truth, index), positive)) hits++;
    // Equal scores fall on one side of any threshold together: one point for all of them.
    if (values[index] === values[order[rank + 1] ?? -1]) return;
    result.thresholds.push(itemAt(values, index));
    result.truePositives.push(hits);
    result.falsePositives.push(rank + 1 - hits);
  });
  return result;
}

function needBothClasses(caller: string, { positives, negatives }: Cumulative): void {
  if (positives > 0 && negatives > 0) return;
  throw new RangeError(
    `metrics.${caller}: expected examples of both classes; got ${positives} positive and ${negatives} ` +
      'negative. Use more examples, or name the positive class with positive.',
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
 * @throws RangeError if only one class occurs.
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
export function trapezoid(x: number[], y: number[]): number {
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
 * @throws RangeError if only one class occurs.
 */
export function auc(
  yTrue: LabelsInput,
  scores: NumbersInput,
  options: RankingOptions = {},
): number {
  if (isMatrix(scores)) return aucOneVersusRest(yTrue, scores);
  const { falsePositiveRate, truePositiveRate } = rocCurve(yTrue, scores, options);
  return trapezoid(falsePositiveRate, truePositiveRate);
}

function aucOneVersusRest(yTrue: LabelsInput, scores: NumbersInput): number {
  const truth = readLabels('auc', 'yTrue', yTrue);
  const rows = readRows('auc', 'scores', scores);
  const classes = rows[0]?.length ?? 0;
  const present = uniqueLabels(truth);
  if (present.length !== classes) {
    throw new RangeError(
      `metrics.auc: expected every one of the ${classes} scored classes among the labels; got ` +
        `${present.length}. Use more examples, or leave out the columns of absent classes.`,
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
 * @throws RangeError if there is no positive example.
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
    `metrics.${caller}: expected at least one positive example; got none. Use more examples, or name ` +
      'the positive class with positive.',
  );
}

/**
 * Average precision: precision at each threshold, weighted by the recall gained there. The area under
 * the precision–recall curve without optimistic interpolation.
 *
 * @throws RangeError if there is no positive example.
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
