/** Folds for cross-validation: every example validates, each time by a model that has not seen it. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom } from '../engine';
import {
  labelText,
  noticeUnseenClasses,
  positionsByLabel,
  resolveLabels,
  type Labels,
} from './labels';
import { countExamples } from './parts';
import { checkOneMode } from './split';

/** Positions of the examples to fit on and of those to validate on. */
export interface Fold {
  train: Int32Array;
  validation: Int32Array;
}

export interface KFoldOptions {
  /** Number of folds, ≥ 2. Defaults to 5. */
  k?: number;
  /** Mixes the examples first. Defaults to true; never for time series. */
  shuffle?: boolean;
  /** Seed of the shuffle. Defaults to the next one of the library's stream, see `setSeed`. */
  seed?: number;
  /** Keeps the share of each label equal in all folds. */
  stratifyBy?: Labels;
  /** Keeps examples of one label together in one fold. */
  groupBy?: Labels;
  /** Trains on the past, validates on what follows: the training part grows from fold to fold. */
  timeOrdered?: boolean;
  /** Examples left out between past and future, for windows that overlap. Defaults to 0; time series only. */
  gap?: number;
}

const OPTIONS = {
  k: true,
  shuffle: true,
  seed: true,
  stratifyBy: true,
  groupBy: true,
  timeOrdered: true,
  gap: true,
} satisfies Record<keyof KFoldOptions, true>;

/** The fold in which each example validates: labels dealt out in turn, so that each fold gets its share. */
function dealStratified(labels: ArrayLike<unknown>, k: number, order: Int32Array): Int32Array {
  const folds = new Int32Array(labels.length);
  let turn = 0;
  const mixed = Array.from(order, (index) => labels[index]);
  for (const [label, positions] of positionsByLabel(mixed)) {
    if (positions.length < k)
      throw new RangeError(
        `kFold: expected at least k = ${k} examples of each label in stratifyBy; got ${positions.length} of ` +
          `${labelText(label)}; choose a smaller k or merge rare labels.`,
      );
    for (const position of positions) folds[itemAt(order, position)] = turn++ % k;
  }
  return folds;
}

/** Largest groups first, each into the fold that holds least so far. */
function dealGroups(labels: ArrayLike<unknown>, k: number, order: Int32Array): Int32Array {
  const mixed = Array.from(order, (index) => labels[index]);
  const groups = [...positionsByLabel(mixed).values()].sort((a, b) => b.length - a.length);
  if (groups.length < k)
    throw new RangeError(
      `kFold: expected at least k = ${k} different labels in groupBy; got ${groups.length}; choose a smaller k.`,
    );
  const folds = new Int32Array(labels.length);
  const filled = new Array<number>(k).fill(0);
  for (const group of groups) {
    const fold = filled.indexOf(Math.min(...filled));
    filled[fold] = (filled[fold] ?? 0) + group.length;
    for (const position of group) folds[itemAt(order, position)] = fold;
  }
  return folds;
}

const range = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, index) => from + index);

function timeFolds(count: number, k: number, gap: number): Fold[] {
  const size = Math.floor(count / (k + 1));
  const first = count - k * size;
  checkWholeNumber('kFold', 'gap', gap, {
    least: 0,
    most: first - 1,
    remedy: 'it must leave something to train on in the first fold',
  });
  return Array.from({ length: k }, (_, fold) => {
    const start = first + fold * size;
    return { train: range(0, start - gap), validation: range(start, start + size) };
  });
}

function checkedCount(data: unknown, k: number, timeOrdered: boolean): number {
  const count = typeof data === 'number' ? data : countExamples(data, 'kFold');
  const least = timeOrdered ? k + 1 : k;
  if (!Number.isInteger(k) || k < 2 || !Number.isInteger(count) || count < least)
    throw new RangeError(
      `kFold: expected a whole number k ≥ 2 and at least ${least} examples; got k = ${k} and ${count} ` +
        'examples; choose a smaller k.',
    );
  return count;
}

function dealtFolds(data: unknown, count: number, k: number, options: KFoldOptions): Fold[] {
  const { shuffle = true, seed, stratifyBy, groupBy } = options;
  const order = shuffle ? createRandom(seed).permutation(count) : range(0, count);
  const labelsOf = (option: string, labels: Labels) =>
    resolveLabels('kFold', option, labels, data, count);
  const deal = (): Int32Array => {
    if (stratifyBy !== undefined)
      return dealStratified(labelsOf('stratifyBy', stratifyBy), k, order);
    if (groupBy !== undefined) return dealGroups(labelsOf('groupBy', groupBy), k, order);
    const folds = new Int32Array(count);
    order.forEach((index, at) => (folds[index] = Math.floor((at * k) / count)));
    return folds;
  };
  const folds = deal();
  return Array.from({ length: k }, (_, fold) => ({
    train: order.filter((index) => folds[index] !== fold),
    validation: order.filter((index) => folds[index] === fold),
  }));
}

/**
 * k folds: each example validates exactly once and trains in the other k − 1 (time series: see `timeOrdered`).
 *
 * Folds without shuffling print a notice if a class validates that the same fold does not train on.
 *
 * @param data    N examples: rows, a tensor `[N, …]`, an object of tensors — or N itself.
 * @param options number of folds, seed, and at most one of `stratifyBy`, `groupBy`, `timeOrdered`.
 * @returns k pairs of positions in [0, N), for `take`. Sizes of the folds differ by at most 1 unless grouped.
 * @throws RangeError if there are fewer examples, labels or groups than folds.
 * @throws TypeError if several modes are asked for at once, or labels differ in kind, such as '1' beside 1.
 * @example
 * const folds = kFold(6, { k: 3, shuffle: false });
 * folds.map(({ validation }) => [...validation]); // [ [ 0, 1 ], [ 2, 3 ], [ 4, 5 ] ]
 * take(['a', 'b', 'c', 'd', 'e', 'f'], folds[0]?.train ?? []); // [ 'c', 'd', 'e', 'f' ]
 */
export function kFold(data: unknown, options: KFoldOptions = {}): Fold[] {
  checkOptions('kFold', options, OPTIONS);
  const { k = 5, shuffle = true, stratifyBy, groupBy, timeOrdered = false, gap = 0 } = options;
  const count = checkedCount(data, k, timeOrdered);
  checkOneMode('kFold', { stratifyBy, groupBy, timeOrdered });
  const folds = timeOrdered ? timeFolds(count, k, gap) : dealtFolds(data, count, k, options);
  if (timeOrdered || !shuffle) {
    const cuts = folds.map(({ train, validation }) => ({ train, others: [validation] }));
    const remedy = 'if the order is not one of time, shuffle, or use stratifyBy';
    noticeUnseenClasses('kFold', data, cuts, remedy);
  }
  return folds;
}
