/**
 * Classification metrics on whole sets of labels: what was hit, what was missed.
 *
 * @see scikit-learn's definitions, which these follow. https://scikit-learn.org/stable/modules/model_evaluation.html
 */
import { checkWholeNumber } from '../../host/checks';
import { itemAt } from '../../host/item-at';
import { checkOptions } from '../../host/options';
import {
  averageOver,
  classCounts,
  f1Of,
  pool,
  precisionOf,
  recallOf,
  uniqueLabels,
  type Ratio,
} from './counts';
import {
  checkChoice,
  checkLabels,
  checkPairs,
  readLabels,
  readPair,
  readRows,
  type Label,
  type LabelsInput,
  type RowsInput,
} from './inputs';

/** How the values of several classes become one number. */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted';

/** Options of {@link precision}, {@link recall} and {@link f1}. */
export interface AverageOptions {
  /**
   * `binary`: of the positive class only; `micro`: over all decisions; `macro`: mean over classes;
   * `weighted`: mean weighted by how often a class is true. Default `binary`, for two classes.
   */
  average?: Average | undefined;
  /** The class that counts as positive with `binary`. Default 1 (or true). */
  positive?: Label | undefined;
  /** Value where a division by zero would be, e.g. precision when nothing was predicted. Default 0. */
  zeroDivision?: number | undefined;
  /** Classes to average over. Default: all that occur in `yTrue` or `yPred`. */
  labels?: readonly Label[] | undefined;
}

const AVERAGE_OPTIONS = {
  ...{ average: true, positive: true, zeroDivision: true, labels: true },
} satisfies Record<keyof AverageOptions, true>;
const AVERAGES = ['binary', 'micro', 'macro', 'weighted'];

/**
 * Share of predictions that are right, 0 to 1.
 *
 * Axes: N examples · C classes.
 *
 * @param yTrue labels `[N]`, or one-hot rows `[N, C]`
 * @param yPred labels `[N]`, or rows of scores `[N, C]`, whose largest counts
 * @returns a number from 0 to 1
 * @throws TypeError for probabilities, missing values or labels of another kind; RangeError for several
 *   labels per example or unequal lengths.
 * @example
 * metrics.accuracy(['cat', 'dog', 'dog'], ['cat', 'cat', 'dog']); // 0.666…
 */
export function accuracy(yTrue: LabelsInput, yPred: LabelsInput): number {
  const [truth, guess] = readPair('accuracy', yTrue, yPred);
  return truth.filter((label, i) => label === guess[i]).length / truth.length;
}

/**
 * Share of examples whose true class is among the `k` highest scores. Ties count by position.
 *
 * Axes: N examples · C classes.
 *
 * @param yTrue class numbers `[N]`, or one-hot rows `[N, C]`
 * @param scores `[N, C]`
 * @param options `k`, from 1 to C; default 5
 * @returns a number from 0 to 1
 * @throws TypeError for scores that are NaN or no rows; RangeError for labels that are no column, `k` outside
 *   1 … C or unknown options.
 * @example
 * metrics.topKAccuracy([0, 2], [[0.2, 0.5, 0.3], [0.1, 0.7, 0.2]], { k: 2 }); // 0.5
 */
export function topKAccuracy(
  yTrue: LabelsInput,
  scores: RowsInput,
  options: { k?: number } = {},
): number {
  checkOptions('metrics.topKAccuracy', options, ['k']);
  const { k = 5 } = options;
  const rows = readRows('topKAccuracy', 'scores', scores);
  const truth = readColumns('topKAccuracy', yTrue, rows);
  const most = itemAt(rows, 0).length;
  const remedy = 'among all classes every answer is right';
  checkWholeNumber('metrics.topKAccuracy', 'k', k, { most, remedy });
  const hits = truth.filter((label, i) => {
    const row = itemAt(rows, i);
    const own = itemAt(row, label);
    return row.filter((s, c) => s > own || (s === own && c < label)).length < k;
  });
  return hits.length / truth.length;
}

/**
 * Class numbers that are columns of `rows`.
 *
 * @throws RangeError for labels that are not, unless they are `ignoreIndex`.
 */
export function readColumns(
  caller: string,
  yTrue: LabelsInput,
  rows: number[][],
  ignoreIndex?: number,
): number[] {
  const labels = readLabels(caller, 'yTrue', yTrue);
  checkPairs(caller, labels, rows);
  const classes = rows[0]?.length ?? 0;
  return labels.map((label) => {
    if (typeof label === 'number' && ((label >= 0 && label < classes) || label === ignoreIndex)) {
      return label;
    }
    throw new RangeError(
      `metrics.${caller}: expected labels from 0 to ${classes - 1}; got ${typeof label === 'string' ? `'${label}'` : String(label)}; ` +
        'number classes by their column.',
    );
  });
}

function averaged(
  caller: string,
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: AverageOptions,
  ratio: Ratio,
): number {
  checkOptions(`metrics.${caller}`, options, AVERAGE_OPTIONS);
  const { average = 'binary', zeroDivision = 0, labels } = options;
  checkChoice(caller, 'average', average, AVERAGES);
  const [truth, guess] = readPair(caller, yTrue, yPred);
  const present = uniqueLabels(truth, guess);
  checkLabels(caller, labels, present);
  if (average === 'binary') {
    const positive = positiveLabel(caller, present, options);
    const [counts] = classCounts(truth, guess, [positive]);
    return counts ? ratio(counts, zeroDivision) : zeroDivision;
  }
  const counts = classCounts(truth, guess, labels ?? present);
  if (average === 'micro') return ratio(pool(counts), zeroDivision);
  return averageOver(counts, ratio, average, zeroDivision);
}

/** The positive one of two classes. @throws RangeError if there are more, or it cannot be known. */
function positiveLabel(
  caller: string,
  present: Label[],
  { positive, labels }: AverageOptions,
): Label {
  if (present.length > 2 || labels) {
    throw new RangeError(
      `metrics.${caller}: expected two classes, and no labels, for average: 'binary'; got ${present.length} (` +
        `${present.slice(0, 6).map(String).join(', ')}${present.length > 6 ? ', …' : ''}); ` +
        "choose average: 'macro', 'micro' or 'weighted'.",
    );
  }
  const wanted = positive ?? (typeof present[0] === 'boolean' ? true : 1);
  // Where only negatives occur, nothing positive is there to be found.
  const onlyOther =
    present.length === 1 &&
    typeof wanted === typeof present[0] &&
    (positive !== undefined || !Number(present[0]));
  if (present.includes(wanted) || onlyOther) return wanted;
  throw new RangeError(
    `metrics.${caller}: expected the positive class ${String(wanted)} among the labels; got ` +
      `${present.map(String).join(' and ')}; name it with positive.`,
  );
}

/**
 * Precision: of what was predicted positive, the share that is.
 *
 * Axes: N examples.
 *
 * @param yTrue labels `[N]`
 * @param yPred labels `[N]`
 * @param options see {@link AverageOptions}
 * @returns a number from 0 to 1
 * @throws TypeError for probabilities, missing values or labels of another kind; RangeError for more than two
 *   classes without `average`, or unknown options.
 * @see van Rijsbergen 1979, chapter 7. https://www.dcs.gla.ac.uk/Keith/Preface.html
 * @example
 * metrics.precision([1, 0, 1, 0], [1, 1, 1, 0]); // 0.666…
 */
export function precision(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: AverageOptions = {},
): number {
  return averaged('precision', yTrue, yPred, options, precisionOf);
}

/**
 * Recall: of what is positive, the share that was found. Not the share of all right answers.
 *
 * Axes: N examples.
 *
 * @param yTrue labels `[N]`
 * @param yPred labels `[N]`
 * @param options see {@link AverageOptions}
 * @returns a number from 0 to 1
 * @throws TypeError for probabilities, missing values or labels of another kind; RangeError for more than two
 *   classes without `average`, or unknown options.
 * @see van Rijsbergen 1979, chapter 7. https://www.dcs.gla.ac.uk/Keith/Preface.html
 * @example
 * metrics.recall(['ill', 'ill', 'well'], ['ill', 'well', 'well'], { positive: 'ill' }); // 0.5
 */
export function recall(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: AverageOptions = {},
): number {
  return averaged('recall', yTrue, yPred, options, recallOf);
}

/**
 * F1: harmonic mean of precision and recall.
 *
 * Axes: N examples.
 *
 * @param yTrue labels `[N]`
 * @param yPred labels `[N]`
 * @param options see {@link AverageOptions}
 * @returns a number from 0 to 1
 * @throws TypeError for probabilities, missing values or labels of another kind; RangeError for more than two
 *   classes without `average`, or unknown options.
 * @see van Rijsbergen 1979, chapter 7, 1 − E with α = 1/2. https://www.dcs.gla.ac.uk/Keith/Preface.html
 * @example
 * metrics.f1([0, 1, 2, 2], [0, 2, 2, 2], { average: 'macro' }); // 0.6
 */
export function f1(yTrue: LabelsInput, yPred: LabelsInput, options: AverageOptions = {}): number {
  return averaged('f1', yTrue, yPred, options, f1Of);
}
