/** Splits of examples into training, validation and test parts. */
import { itemAt } from '../host/item-at';
import { createRandom, type Random } from '../engine';
import { countExamples, take, type Parts } from './parts';

/** One label for each example, or the name of a column when the data are rows. */
export type Labels = string | ArrayLike<unknown>;

export interface SplitOptions {
  /** Test part: a fraction in [0, 1) or a whole number of examples. Defaults to 0.2. */
  testSize?: number;
  /** Validation part: a fraction of all examples in [0, 1) or a whole number. Defaults to 0. */
  validationSize?: number;
  /** Seed of the shuffle. Defaults to the next one of the library's stream, see `setSeed`. */
  seed?: number;
  /** Keeps the share of each label equal in all parts. */
  stratifyBy?: Labels;
  /** Keeps examples of one label (a patient, an author) together in one part. */
  groupBy?: Labels;
  /** Keeps the order: training first, test last. For data that follow one another in time. */
  timeOrdered?: boolean;
}

/** Positions of each label, in order of first appearance. */
export function positionsByLabel(labels: ArrayLike<unknown>): Map<unknown, number[]> {
  const positions = new Map<unknown, number[]>();
  for (let index = 0; index < labels.length; index++) {
    const found = positions.get(labels[index]);
    if (found) found.push(index);
    else positions.set(labels[index], [index]);
  }
  return positions;
}

/** One label an example, read from a column if `labels` is a name. */
export function resolveLabels(
  caller: string,
  option: string,
  labels: Labels,
  data: unknown,
  count: number,
): ArrayLike<unknown> {
  if (typeof labels !== 'string') {
    if (labels.length === count) return labels;
    throw new RangeError(
      `${caller}: expected ${option} to hold one label for each of ${count} examples; ` +
        `got ${labels.length}; pass the labels of the same rows.`,
    );
  }
  const rows = Array.isArray(data) ? (data as Record<string, unknown>[]) : [];
  if (rows.length === 0 || !rows.every((row) => typeof row === 'object' && row && labels in row))
    throw new TypeError(
      `${caller}: expected every row to have the column "${labels}" named by ${option}; ` +
        'got data without it; pass an array of labels instead.',
    );
  return rows.map((row) => row[labels]);
}

/** Rejects splits that ask for two things at once. */
export function checkOneMode(caller: string, modes: Record<string, unknown>): void {
  const chosen = Object.keys(modes).filter(
    (name) => modes[name] !== undefined && modes[name] !== false,
  );
  if (chosen.length > 1)
    throw new TypeError(
      `${caller}: expected at most one of ${Object.keys(modes).join(', ')}; got ${chosen.join(' and ')}; ` +
        'choose the one that the data need most.',
    );
}

function partSize(option: string, size: number, count: number): number {
  const whole = size >= 1 ? size : Math.round(size * count);
  if (!(size >= 0) || !Number.isInteger(whole) || whole > count)
    throw new RangeError(
      `split: expected ${option} to be a fraction in [0, 1) or a whole number ≤ ${count}; got ${size}; ` +
        'for example 0.2.',
    );
  return whole;
}

/**
 * Chooses `size` of the positions evenly along the list, so that each run of equal labels gives its share.
 *
 * A run of c positions gives the floor or the ceiling of c · size / count.
 */
function spread(positions: number[], size: number, random: Random): [number[], number[]] {
  const offset = random.uniform();
  const chosen: number[] = [];
  const rest: number[] = [];
  positions.forEach((position, at) => {
    const step = (place: number) => Math.floor((place * size) / positions.length + offset);
    (step(at + 1) > step(at) ? chosen : rest).push(position);
  });
  return [chosen, rest];
}

function stratified(
  labels: ArrayLike<unknown>,
  sizes: [number, number],
  random: Random,
): [number[], number[], number[]] {
  const strata = [...positionsByLabel(labels).entries()];
  const parts = 1 + sizes.filter((size) => size > 0).length;
  for (const [label, positions] of strata)
    if (positions.length < parts)
      throw new RangeError(
        `split: expected at least ${parts} examples of each label in stratifyBy; got ${positions.length} ` +
          `of ${JSON.stringify(label)}; merge rare labels or leave stratifyBy out.`,
      );
  const ordered = strata.flatMap(([, positions]) =>
    [...random.permutation(positions.length)].map((at) => itemAt(positions, at)),
  );
  const [test, rest] = spread(ordered, sizes[1], random);
  const [validation, train] = spread(rest, sizes[0], random);
  return [train, validation, test].map((part) => shuffled(part, random)) as [
    number[],
    number[],
    number[],
  ];
}

function shuffled(list: number[], random: Random): number[] {
  return [...random.permutation(list.length)].map((at) => itemAt(list, at));
}

/** Moves whole groups into a part until its size is as near to `size` as it gets; `keep` groups stay. */
function fill(groups: number[][], size: number, keep: number): [number[], number[][]] {
  const part: number[][] = [];
  let rest = groups;
  const total = () => part.reduce((sum, group) => sum + group.length, 0);
  for (const group of groups) {
    if (size === 0 || rest.length <= keep) break;
    if (Math.abs(total() + group.length - size) > Math.abs(total() - size)) continue;
    part.push(group);
    rest = rest.filter((other) => other !== group);
  }
  if (size > 0 && part.length === 0) {
    const smallest = rest.reduce((least, group) => (group.length < least.length ? group : least));
    part.push(smallest);
    rest = rest.filter((other) => other !== smallest);
  }
  return [part.flat(), rest];
}

function grouped(
  labels: ArrayLike<unknown>,
  sizes: [number, number],
  random: Random,
): [number[], number[], number[]] {
  const groups = [...positionsByLabel(labels).values()];
  const parts = 1 + sizes.filter((size) => size > 0).length;
  if (groups.length < parts)
    throw new RangeError(
      `split: expected at least ${parts} different labels in groupBy, one for each part; ` +
        `got ${groups.length}; use fewer parts or finer groups.`,
    );
  const order = [...random.permutation(groups.length)].map((at) => itemAt(groups, at));
  const [test, afterTest] = fill(order, sizes[1], sizes[0] > 0 ? 2 : 1);
  const [validation, train] = fill(afterTest, sizes[0], 1);
  return [shuffled(train.flat(), random), shuffled(validation, random), shuffled(test, random)];
}

/**
 * Chooses which examples train, validate and test: disjoint, and together all of them.
 *
 * Random by default; see the options for stratified, grouped and time-ordered splits.
 *
 * @param data N examples: rows, a tensor, an object of tensors — or N itself.
 * @returns positions in [0, N) for each part.
 * @throws RangeError if there are no examples, a size is out of range, or nothing is left to train on.
 * @throws TypeError if several modes are asked for at once.
 */
export function splitIndices(
  data: unknown,
  {
    testSize = 0.2,
    validationSize = 0,
    seed,
    stratifyBy,
    groupBy,
    timeOrdered = false,
  }: SplitOptions = {},
): Parts<Int32Array> {
  const count = typeof data === 'number' ? data : countExamples(data, 'split');
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(
      `split: expected at least 1 example; got ${count}; check that the data were read.`,
    );
  checkOneMode('split', { stratifyBy, groupBy, timeOrdered });
  const validation = partSize('validationSize', validationSize, count);
  const test = partSize('testSize', testSize, count);
  const train = count - validation - test;
  if (train < 1)
    throw new RangeError(
      `split: expected some of ${count} examples to stay for training; got ${validation} for validation ` +
        `and ${test} for test; choose smaller parts.`,
    );
  const sizes: [number, number] = [validation, test];
  const choose = (): [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>] => {
    const labelsOf = (option: string, labels: Labels) =>
      resolveLabels('split', option, labels, data, count);
    if (stratifyBy !== undefined)
      return stratified(labelsOf('stratifyBy', stratifyBy), sizes, createRandom(seed));
    if (groupBy !== undefined)
      return grouped(labelsOf('groupBy', groupBy), sizes, createRandom(seed));
    const order = timeOrdered
      ? Int32Array.from({ length: count }, (_, index) => index)
      : createRandom(seed).permutation(count);
    return [
      order.slice(0, train),
      order.slice(train, train + validation),
      order.slice(train + validation),
    ];
  };
  const [trainPart, validationPart, testPart] = choose();
  return {
    train: Int32Array.from(trainPart),
    validation: Int32Array.from(validationPart),
    test: Int32Array.from(testPart),
  };
}

/**
 * Splits examples into a training, a validation and a test part: disjoint, and together all of them.
 *
 * @param data rows, a typed array, a tensor, or an object of those such as `{x, y}`.
 * @returns parts of the same kind. New tensors: the caller disposes them; `data` stays as it is.
 * @throws as {@link splitIndices}.
 * @example const { train, validation, test } = split(rows, { validationSize: 0.1, testSize: 0.2, seed: 7 });
 */
export function split<T>(data: T, options: SplitOptions = {}): Parts<T> {
  const { train, validation, test } = splitIndices(data, options);
  return { train: take(data, train), validation: take(data, validation), test: take(data, test) };
}

/**
 * Splits examples into a training and a test part.
 *
 * @returns parts of the same kind as `data`. New tensors: the caller disposes them.
 * @throws as {@link splitIndices}.
 */
export function trainTestSplit<T>(
  data: T,
  options: Omit<SplitOptions, 'validationSize'> = {},
): { train: T; test: T } {
  const { train, test } = splitIndices(data, { ...options, validationSize: 0 });
  return { train: take(data, train), test: take(data, test) };
}
