/** Which class is taken for which. */
import { itemAt } from '../../host/item-at';
import { checkOptions } from '../../host/options';
import { uniqueLabels } from './counts';
import { checkChoice, checkLabels, readPair, type Label, type LabelsInput } from './inputs';

/** Options of {@link confusionMatrix}. */
export interface ConfusionOptions {
  /** Order of rows and columns. Default: all labels that occur, sorted. */
  labels?: readonly Label[] | undefined;
  /** Divides by row sums, column sums or the total. Default: counts. */
  normalize?: 'true' | 'predicted' | 'all' | undefined;
}

const CONFUSION_OPTIONS = { labels: true, normalize: true } satisfies Record<
  keyof ConfusionOptions,
  true
>;
const NORMALIZATIONS = ['true', 'predicted', 'all'];

/**
 * Confusion matrix: how often each class was taken for each other.
 *
 * Axes: N examples · C classes.
 *
 * @param yTrue labels `[N]`
 * @param yPred labels `[N]`
 * @param options `labels`, order of rows and columns; `normalize`
 * @returns `[C, C]`; `matrix[i][j]`: how often class `labels[i]` was predicted as `labels[j]`.
 * @throws TypeError for probabilities, missing values or labels of another kind; RangeError for unknown options.
 * @example
 * metrics.confusionMatrix([0, 0, 1, 1], [0, 1, 1, 1]); // [ [ 1, 1 ], [ 0, 2 ] ]
 */
export function confusionMatrix(
  yTrue: LabelsInput,
  yPred: LabelsInput,
  options: ConfusionOptions = {},
): number[][] {
  checkOptions('metrics.confusionMatrix', options, CONFUSION_OPTIONS);
  const { labels, normalize } = options;
  if (normalize) checkChoice('confusionMatrix', 'normalize', normalize, NORMALIZATIONS);
  const [truth, guess] = readPair('confusionMatrix', yTrue, yPred);
  const present = uniqueLabels(truth, guess);
  checkLabels('confusionMatrix', labels, present);
  const order = labels ?? present;
  const index = new Map(order.map((label, i) => [label, i]));
  const matrix = order.map(() => order.map(() => 0));
  for (const [i, label] of truth.entries()) {
    const row = matrix[index.get(label) ?? -1];
    const column = index.get(itemAt(guess, i));
    if (row && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
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
