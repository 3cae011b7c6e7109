/** Metrics of texts and token sequences, and of probabilities over tokens. */
import { checkPairs, readLabels, readRows, type LabelsInput } from './inputs';

/** A text, compared by character, or a list of tokens. */
export type Sequence = string | readonly (string | number)[];

const tokens = (sequence: Sequence): readonly (string | number)[] =>
  // Spread by code point: an emoji is one character, not two.
  typeof sequence === 'string' ? [...sequence] : sequence;

function checkSequences(caller: string, a: readonly Sequence[], b: readonly Sequence[]): void {
  if (!Array.isArray(a) || !Array.isArray(b)) {
    throw new TypeError(
      `metrics.${caller}: expected two lists of sequences; got ${typeof a} and ${typeof b}. ` +
        'Put a single pair into lists.',
    );
  }
  checkPairs(caller, a, b);
}

/** Share of sequences that are reproduced exactly. */
export function exactMatch(yTrue: readonly Sequence[], yPred: readonly Sequence[]): number {
  checkSequences('exactMatch', yTrue, yPred);
  const equal = (a: readonly (string | number)[], b: readonly (string | number)[]): boolean =>
    a.length === b.length && a.every((token, i) => token === b[i]);
  const hits = yTrue.filter((truth, i) => equal(tokens(truth), tokens(yPred[i] ?? [])));
  return hits.length / yTrue.length;
}

/**
 * Edit distance: the fewest insertions, deletions and substitutions that turn `a` into `b`.
 *
 * @see Wagner & Fischer 1974. https://doi.org/10.1145/321796.321811
 */
export function editDistance(a: Sequence, b: Sequence): number {
  const [from, to] = [tokens(a), tokens(b)];
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  from.forEach((token, i) => {
    const next = [i + 1];
    to.forEach((other, j) => {
      const substitute = (row[j] ?? 0) + (token === other ? 0 : 1);
      next.push(Math.min(substitute, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    });
    row = next;
  });
  return row[to.length] ?? 0;
}

/**
 * Token error rate: all edits needed, divided by all tokens of the references. Characters, words or
 * phonemes, whichever the sequences hold. May exceed 1.
 *
 * @throws RangeError if the references hold no token.
 */
export function tokenErrorRate(yTrue: readonly Sequence[], yPred: readonly Sequence[]): number {
  checkSequences('tokenErrorRate', yTrue, yPred);
  const edits = yTrue.reduce((sum, truth, i) => sum + editDistance(truth, yPred[i] ?? []), 0);
  const length = yTrue.reduce((sum, truth) => sum + tokens(truth).length, 0);
  if (length > 0) return edits / length;
  throw new RangeError(
    'metrics.tokenErrorRate: expected references with at least one token; got none. ' +
      'Check how they were tokenized.',
  );
}

/** Options of {@link logLoss} and {@link perplexity}. */
export interface LogLossOptions {
  /** True when rows are logits. Default false: probabilities. */
  fromLogits?: boolean;
  /** Label whose examples do not count. Defaults to none. */
  ignoreIndex?: number;
}

function logProbability(row: number[], label: number, fromLogits: boolean): number {
  const own = row[label];
  if (own === undefined) {
    throw new RangeError(
      `metrics.logLoss: expected labels from 0 to ${row.length - 1}; got ${label}. ` +
        'Number classes by their column.',
    );
  }
  if (!fromLogits) return Math.log(Math.max(own, Number.EPSILON));
  const top = Math.max(...row);
  return own - top - Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/** Mean −log probability of the true class, in nats. */
export function logLoss(
  yTrue: LabelsInput,
  predictions: Parameters<typeof readRows>[2],
  { fromLogits = false, ignoreIndex }: LogLossOptions = {},
): number {
  const labels = readLabels('logLoss', 'yTrue', yTrue).map(Number);
  const rows = readRows('logLoss', 'predictions', predictions);
  checkPairs('logLoss', labels, rows);
  const counted = labels.flatMap((label, i) =>
    label === ignoreIndex ? [] : [-logProbability(rows[i] ?? [], label, fromLogits)],
  );
  return counted.reduce((sum, value) => sum + value, 0) / Math.max(1, counted.length);
}

/** Perplexity: e to the {@link logLoss}. 1 is perfect, C is a guess among C classes. */
export function perplexity(
  yTrue: LabelsInput,
  predictions: Parameters<typeof readRows>[2],
  options: LogLossOptions = {},
): number {
  return Math.exp(logLoss(yTrue, predictions, options));
}
