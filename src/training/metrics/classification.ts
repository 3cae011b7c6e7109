/**
 * Classification metrics on whole sets of labels: what was hit, what was missed.
 *
 * @see scikit-learn's definitions, which these follow. https://scikit-learn.org/stable/modules/model_evaluation.html
 */
import { itemAt } from '../../host/item-at';
import { checkPairs, readLabels, readRows, type Label, type LabelsInput } from './inputs';

/** How the values of several classes become one number. */
export type Average = 'binary' | 'micro' | 'macro' | 'weighted';

/** Options of {@link precision}, {@link recall} and {@link f1}. */
export interface AverageOptions {
  /**
   * `binary`: of the positive class only; `micro`: over all decisions; `macro`: mean over classes;
   * `weighted`: mean weighted by how often a class is true. Default `binary` for two classes.
   */
  average?: Average;
  /** The class that counts as positive with `binary`. Default 1 (or true). */
  positive?: Label;
  /** Value where a division by zero would be, e.g. precision when nothing was predicted. Default 0. */
  zeroDivision?: number;
  /** Classes to average over. Default: all that occur in `yTrue` or `yPred`. */
  labels?: readonly Label[];
}

/** Hits and misses of one class. */
export interface ClassCounts {
  label: Label;
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/** The labels that occur, sorted: numbers by size, names by code point. */
export function uniqueLabels(...lists: Label[][]): Label[] {
  const compare = (a: Label, b: Label): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...new Set(lists.flat())].sort(compare);
}

function readPairs(caller: string, yTrue: LabelsInput, yPred: LabelsInput): [Label[], Label[]] {
  const truth = readLabels(caller, 'yTrue', yTrue);
  const guess = readLabels(caller, 'yPred', yPred);
  checkPairs(caller, truth, guess);
  return [truth, guess];
}

/** Hits and misses per class. */
export function classCounts(
  truth: Label[],
  guess: Label[],
  labels: readonly Label[],
): ClassCounts[] {
  const counts = new Map(
    labels.map((label): [Label, ClassCounts] => [
      label,
      { label, truePositives: 0, falsePositives: 0, falseNegatives: 0 },
    ]),
  );
  truth.forEach((actual, i) => {
    const predicted = itemAt(guess, i);
    const [hit, wrong] = [counts.get(actual), counts.get(predicted)];
    if (actual === predicted) {
      if (hit) hit.truePositives++;
    } else {
      if (hit) hit.falseNegatives++;
      if (wrong) wrong.falsePositives++;
    }
  });
  return [...counts.values()];
}

/** Share of predictions that are right, 0 to 1. */
export function accuracy(yTrue: LabelsInput, yPred: LabelsInput): number {
  const [truth, guess] = readPairs('accuracy', yTrue, yPred);
  return truth.filter((label, i) => label === guess[i]).length / truth.length;
}

/** Share of examples whose true class is among the `k` highest scores. Ties count by position. */
export function topKAccuracy(
  yTrue: LabelsInput,
  scores: Parameters<typeof readRows>[2],
  { k = 5 }: { k?: number } = {},
): number {
  const truth = readLabels('topKAccuracy', 'yTrue', yTrue);
  const rows = readRows('topKAccuracy', 'scores', scores);
  checkPairs('topKAccuracy', truth, rows);
  const hits = truth.filter((label, i) => {
    const row = rows[i] ?? [];
    const own = row[Number(label)] ?? -Infinity;
    return row.filter((s, c) => s > own || (s === own && c > Number(label))).length < k;
  });
  return hits.length / truth.length;
}

type Ratio = (counts: Omit<ClassCounts, 'label'>, zeroDivision: number) => number;

const divide = (a: number, b: number, zeroDivision: number): number =>
  b === 0 ? zeroDivision : a / b;

export const precisionOf: Ratio = ({ truePositives: tp, falsePositives: fp }, zero) =>
  divide(tp, tp + fp, zero);
export const recallOf: Ratio = ({ truePositives: tp, falseNegatives: fn }, zero) =>
  divide(tp, tp + fn, zero);
export const f1Of: Ratio = (c, zero) =>
  divide(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives, zero);

/** Adds the classes' counts up. */
function pool(counts: ClassCounts[]): ClassCounts {
  const total = { label: 'all', truePositives: 0, falsePositives: 0, falseNegatives: 0 };
  for (const count of counts) {
    total.truePositives += count.truePositives;
    total.falsePositives += count.falsePositives;
    total.falseNegatives += count.falseNegatives;
  }
  return total;
}

const supportOf = ({ truePositives, falseNegatives }: ClassCounts): number =>
  truePositives + falseNegatives;

/** Mean over classes, plain or weighted by support. */
export function averageOver(
  counts: ClassCounts[],
  ratio: Ratio,
  average: 'macro' | 'weighted',
  zeroDivision: number,
): number {
  const weights = counts.map((count) => (average === 'macro' ? 1 : supportOf(count)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return zeroDivision;
  const sum = counts.reduce((s, count, i) => s + ratio(count, zeroDivision) * (weights[i] ?? 0), 0);
  return sum / total;
}

function averaged(
  caller: string,
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: AverageOptions,
  ratio: Ratio,
): number {
  const [truth, guess] = readPairs(caller, yTrue, yPred);
  const { average = 'binary', zeroDivision = 0 } = options;
  const present = uniqueLabels(truth, guess);
  if (average === 'binary') {
    return binaryValue(caller, truth, guess, present, { ...options, zeroDivision }, ratio);
  }
  const counts = classCounts(truth, guess, options.labels ?? present);
  if (average === 'micro') return ratio(pool(counts), zeroDivision);
  return averageOver(counts, ratio, average, zeroDivision);
}

function binaryValue(
  caller: string,
  truth: Label[],
  guess: Label[],
  present: Label[],
  { positive, zeroDivision }: AverageOptions & { zeroDivision: number },
  ratio: Ratio,
): number {
  const wanted = positive ?? (present.includes(true) || present.includes(false) ? true : 1);
  if (present.length > 2) {
    throw new RangeError(
      `metrics.${caller}: expected two classes for average: 'binary'; got ${present.length} (` +
        `${present.slice(0, 6).map(String).join(', ')}${present.length > 6 ? ', …' : ''}). ` +
        "Choose average: 'macro', 'micro' or 'weighted'.",
    );
  }
  if (present.length === 2 && !present.includes(wanted)) {
    throw new RangeError(
      `metrics.${caller}: expected the positive class ${String(wanted)} among the labels; got ` +
        `${present.map(String).join(' and ')}. Name it with positive.`,
    );
  }
  const [counts] = classCounts(truth, guess, [wanted]);
  return counts ? ratio(counts, zeroDivision) : zeroDivision;
}

/** Precision: of what was predicted positive, the share that is. */
export function precision(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: AverageOptions = {},
): number {
  return averaged('precision', yTrue, yPred, options, precisionOf);
}

/** Recall: of what is positive, the share that was found. Not the share of all right answers. */
export function recall(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: AverageOptions = {},
): number {
  return averaged('recall', yTrue, yPred, options, recallOf);
}

/** F1: harmonic mean of precision and recall. */
export function f1(yTrue: LabelsInput, yPred: LabelsInput, options: AverageOptions = {}): number {
  return averaged('f1', yTrue, yPred, options, f1Of);
}

/** Options of {@link confusionMatrix}. */
export interface ConfusionOptions {
  /** Order of rows and columns. Default: all labels that occur, sorted. */
  labels?: readonly Label[];
  /** Divides by row sums, column sums or the total. Default: counts. */
  normalize?: 'true' | 'predicted' | 'all';
}

/**
 * Confusion matrix.
 *
 * @returns `matrix[i][j]`: how often class `labels[i]` was predicted as `labels[j]`.
 */
export function confusionMatrix(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  { labels, normalize }: ConfusionOptions = {},
): number[][] {
  const [truth, guess] = readPairs('confusionMatrix', yTrue, yPred);
  const order = labels ?? uniqueLabels(truth, guess);
  const index = new Map(order.map((label, i) => [label, i]));
  const matrix = order.map(() => order.map(() => 0));
  truth.forEach((label, i) => {
    const row = matrix[index.get(label) ?? -1];
    const column = index.get(itemAt(guess, i));
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  });
  return normalize ? normalized(matrix, normalize) : matrix;
}

function normalized(matrix: number[][], by: NonNullable<ConfusionOptions['normalize']>) {
  const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);
  const rows = matrix.map(sum);
  const columns = matrix.map((_, j) => sum(matrix.map((row) => row[j] ?? 0)));
  const total = sum(rows);
  return matrix.map((row, i) =>
    row.map((count, j) => {
      const divisor = by === 'true' ? rows[i] : by === 'predicted' ? columns[j] : total;
      return divisor ? count / divisor : 0;
    }),
  );
}
