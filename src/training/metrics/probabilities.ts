/** Metrics of predicted probabilities: how much of it lay on the truth. */
import { itemAt } from '../../host/item-at';
import { checkOptions } from '../../host/options';
import { readColumns } from './classification';
import { readRows, type LabelsInput, type RowsInput } from './inputs';

/** Options of {@link logLoss} and {@link perplexity}. */
export interface LogLossOptions {
  /** True when rows are logits. Default false: probabilities. */
  fromLogits?: boolean | undefined;
  /** Label whose examples do not count. Defaults to none. */
  ignoreIndex?: number | undefined;
}

const LOG_LOSS_OPTIONS = { fromLogits: true, ignoreIndex: true } satisfies Record<
  keyof LogLossOptions,
  true
>;

/** Rows rounded to a few digits may miss a sum of 1 by this much. */
const SUM_TOLERANCE = 1e-3;

/** @throws RangeError unless a row is a distribution, or has a largest logit that is finite. */
function checkRow(caller: string, row: number[], index: number, fromLogits: boolean): void {
  const complain = (expected: string, got: number, remedy: string): never => {
    throw new RangeError(
      `metrics.${caller}: expected ${expected}; got ${got} in row ${index}; ${remedy}`,
    );
  };
  if (fromLogits) {
    const top = Math.max(...row);
    if (!Number.isFinite(top))
      complain('logits with a finite largest one', top, 'check the model.');
    return;
  }
  const bad = row.find((value) => value < 0 || value > 1 + 1e-5);
  if (bad !== undefined) {
    complain('probabilities from 0 to 1', bad, 'for logits pass { fromLogits: true }.');
  }
  const sum = row.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  complain(
    'probabilities that sum to 1',
    Number(sum.toPrecision(4)),
    'pass softmax outputs, or [1 - p, p] for the p of one sigmoid.',
  );
}

function logProbability(row: number[], label: number, fromLogits: boolean): number {
  const own = itemAt(row, label);
  if (!fromLogits) return Math.log(Math.max(own, Number.EPSILON));
  const top = Math.max(...row);
  return own - top - Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

function meanLogLoss(
  caller: string,
  yTrue: LabelsInput,
  predictions: RowsInput,
  options: LogLossOptions,
): number {
  checkOptions(`metrics.${caller}`, options, LOG_LOSS_OPTIONS);
  const { fromLogits = false, ignoreIndex } = options;
  const rows = readRows(caller, 'predictions', predictions);
  const labels = readColumns(caller, yTrue, rows, ignoreIndex);
  let [total, count] = [0, 0];
  for (const [i, label] of labels.entries()) {
    if (label === ignoreIndex) continue;
    const row = itemAt(rows, i);
    checkRow(caller, row, i, fromLogits);
    total -= logProbability(row, label, fromLogits);
    count++;
  }
  if (count > 0) return total / count;
  throw new RangeError(
    `metrics.${caller}: expected at least one label that counts; got only ${ignoreIndex}; check ignoreIndex.`,
  );
}

/**
 * Mean −log probability of the true class, in nats. A probability of 0 counts as 2.2e-16, as in
 * scikit-learn.
 *
 * Axes: N examples · C classes.
 *
 * @param yTrue class numbers `[N]`, or one-hot rows `[N, C]`
 * @param predictions `[N, C]` probabilities, rows sum to 1, or logits
 * @param options `fromLogits`; `ignoreIndex`, a label that does not count
 * @returns a number ≥ 0
 * @throws TypeError for missing values or no rows; RangeError for numbers that are no probabilities, labels
 *   that are no column, or unknown options.
 * @see Bishop 2006, eq. 4.108, divided by N. https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/
 * @example
 * metrics.logLoss([0, 1], [[0.5, 0.5], [0.75, 0.25]]); // 1.039…
 */
export function logLoss(
  yTrue: LabelsInput,
  predictions: RowsInput,
  options: LogLossOptions = {},
): number {
  return meanLogLoss('logLoss', yTrue, predictions, options);
}

/**
 * Perplexity: e to the {@link logLoss}. 1 is perfect, C is a guess among C classes.
 *
 * Axes: N examples · C classes.
 *
 * @param yTrue class numbers `[N]`, or one-hot rows `[N, C]`
 * @param predictions `[N, C]` probabilities, rows sum to 1, or logits
 * @param options `fromLogits`; `ignoreIndex`, a label that does not count
 * @returns a number ≥ 1
 * @throws TypeError for missing values or no rows; RangeError for numbers that are no probabilities, labels
 *   that are no column, or unknown options.
 * @see Jelinek et al. 1977. https://doi.org/10.1121/1.2016299
 * @example
 * metrics.perplexity([0, 1], [[0.5, 0.5], [0.5, 0.5]]); // 2
 */
export function perplexity(
  yTrue: LabelsInput,
  predictions: RowsInput,
  options: LogLossOptions = {},
): number {
  return Math.exp(meanLogLoss('perplexity', yTrue, predictions, options));
}
