/** Splits of examples into training, validation and test parts. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom, type Random } from '../engine';
import {
  labelText,
  noticeUnseenClasses,
  positionsByLabel,
  resolveLabels,
  type Labels,
} from './labels';
import { countExamples, take, type Parts } from './parts';

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

const TRAIN_TEST_OPTIONS = {
  testSize: true,
  seed: true,
  stratifyBy: true,
  groupBy: true,
  timeOrdered: true,
} satisfies Record<Exclude<keyof SplitOptions, 'validationSize'>, true>;
const SPLIT_OPTIONS = { ...TRAIN_TEST_OPTIONS, validationSize: true } satisfies Record<
  keyof SplitOptions,
  true
>;

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

function partSize(caller: string, option: string, size: number, count: number): number {
  const whole = size >= 1 ? size : Math.round(size * count);
  if (!(size >= 0) || !Number.isInteger(whole) || whole > count)
    throw new RangeError(
      `${caller}: expected ${option} to be a fraction in [0, 1) or a whole number ≤ ${count}; got ${size}; ` +
        'for example 0.2.',
    );
  return whole;
}

/** Positions of the examples of the three parts: training, validation, test. */
type Cut = [ArrayLike<number>, ArrayLike<number>, ArrayLike<number>];

/** How many examples validate and test. */
type Sizes = [validation: number, test: number];

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

function shuffled<T extends NonNullable<unknown>>(list: T[], random: Random): T[] {
  return [...random.permutation(list.length)].map((at) => itemAt(list, at));
}

const partsOf = (sizes: Sizes): number => 1 + sizes.filter((size) => size > 0).length;

function stratified(caller: string, labels: ArrayLike<unknown>, sizes: Sizes, random: Random): Cut {
  const strata = [...positionsByLabel(labels).entries()];
  const parts = partsOf(sizes);
  const rare = strata.find(([, positions]) => positions.length < parts);
  if (rare)
    throw new RangeError(
      `${caller}: expected at least ${parts} examples of each label in stratifyBy; got ${rare[1].length} ` +
        `of ${labelText(rare[0])}; merge rare labels or leave stratifyBy out.`,
    );
  const ordered = strata.flatMap(([, positions]) => shuffled(positions, random));
  const [test, rest] = spread(ordered, sizes[1], random);
  const [validation, train] = spread(rest, sizes[0], random);
  return [shuffled(train, random), shuffled(validation, random), shuffled(test, random)];
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

function grouped(caller: string, labels: ArrayLike<unknown>, sizes: Sizes, random: Random): Cut {
  const groups = [...positionsByLabel(labels).values()];
  const parts = partsOf(sizes);
  if (groups.length < parts)
    throw new RangeError(
      `${caller}: expected at least ${parts} different labels in groupBy, one for each part; ` +
        `got ${groups.length}; use fewer parts or finer groups.`,
    );
  const [test, afterTest] = fill(shuffled(groups, random), sizes[1], sizes[0] > 0 ? 2 : 1);
  const [validation, train] = fill(afterTest, sizes[0], 1);
  return [shuffled(train.flat(), random), shuffled(validation, random), shuffled(test, random)];
}

/** The order cut in three: training first, test last. */
function inOrder(order: Int32Array, [validation, test]: Sizes): Cut {
  const [first, second] = [order.length - validation - test, order.length - test];
  return [order.slice(0, first), order.slice(first, second), order.slice(second)];
}

function checkedSizes(
  caller: string,
  count: number,
  { testSize = 0.2, validationSize = 0 }: SplitOptions,
): Sizes {
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(
      `${caller}: expected at least 1 example; got ${count}; check that the data were read.`,
    );
  const validation = partSize(caller, 'validationSize', validationSize, count);
  const test = partSize(caller, 'testSize', testSize, count);
  if (count - validation - test < 1)
    throw new RangeError(
      `${caller}: expected some of ${count} examples to stay for training; got ${validation} for validation ` +
        `and ${test} for test; choose smaller parts.`,
    );
  return [validation, test];
}

function cut(caller: string, data: unknown, options: SplitOptions): Parts<Int32Array> {
  const { seed, stratifyBy, groupBy, timeOrdered = false } = options;
  const count = typeof data === 'number' ? data : countExamples(data, caller);
  checkOneMode(caller, { stratifyBy, groupBy, timeOrdered });
  const sizes = checkedSizes(caller, count, options);
  const labelsOf = (option: string, labels: Labels) =>
    resolveLabels(caller, option, labels, data, count);
  const choose = (): Cut => {
    if (stratifyBy !== undefined)
      return stratified(caller, labelsOf('stratifyBy', stratifyBy), sizes, createRandom(seed));
    if (groupBy !== undefined)
      return grouped(caller, labelsOf('groupBy', groupBy), sizes, createRandom(seed));
    if (timeOrdered)
      return inOrder(
        Int32Array.from({ length: count }, (_, index) => index),
        sizes,
      );
    return inOrder(createRandom(seed).permutation(count), sizes);
  };
  const [train, validation, test] = choose();
  if (timeOrdered) {
    const remedy = 'if the order is not one of time, leave timeOrdered out, or use stratifyBy';
    noticeUnseenClasses(caller, data, [{ train, others: [validation, test] }], remedy);
  }
  return {
    train: Int32Array.from(train),
    validation: Int32Array.from(validation),
    test: Int32Array.from(test),
  };
}

/**
 * Chooses which examples train, validate and test: disjoint, and together all of them.
 *
 * Random by default; see the options for stratified, grouped and time-ordered splits. A time-ordered split prints a
 * notice if a class occurs only in the later parts.
 *
 * @param data    N examples: rows, a tensor `[N, …]`, an object of tensors — or N itself.
 * @param options sizes of the parts, seed, and at most one of `stratifyBy`, `groupBy`, `timeOrdered`.
 * @returns positions in [0, N) for each part.
 * @throws RangeError if there are no examples, a size is out of range, or nothing is left to train on.
 * @throws TypeError if several modes are asked for at once, or labels differ in kind, such as '1' beside 1.
 * @example
 * const { train, test } = splitIndices(7, { testSize: 2, timeOrdered: true });
 * [...train]; // [ 0, 1, 2, 3, 4 ]
 * [...test]; // [ 5, 6 ]
 */
export function splitIndices(data: unknown, options: SplitOptions = {}): Parts<Int32Array> {
  checkOptions('split', options, SPLIT_OPTIONS);
  return cut('split', data, options);
}

/**
 * Splits examples into a training, a validation and a test part: disjoint, and together all of them.
 *
 * @param data    N examples: rows, a typed array, a tensor `[N, …]`, or an object of those such as `{x, y}`.
 * @param options as for {@link splitIndices}.
 * @returns parts of the same kind. New tensors: the caller disposes them; `data` stays as it is.
 * @throws RangeError and TypeError as {@link splitIndices}.
 * @example
 * const { train, validation, test } = split(['a', 'b', 'c', 'd', 'e'], { validationSize: 1, testSize: 1, seed: 7 });
 * [train.length, validation.length, test.length]; // [ 3, 1, 1 ]
 */
export function split<T>(data: T, options: SplitOptions = {}): Parts<T> {
  checkOptions('split', options, SPLIT_OPTIONS);
  const { train, validation, test } = cut('split', data, options);
  return { train: take(data, train), validation: take(data, validation), test: take(data, test) };
}

/**
 * Splits examples into a training and a test part.
 *
 * @param data    N examples, as for {@link split}.
 * @param options as for {@link splitIndices}, without `validationSize`.
 * @returns parts of the same kind as `data`. New tensors: the caller disposes them.
 * @throws RangeError and TypeError as {@link splitIndices}.
 * @example
 * const rows = ['a', 'a', 'a', 'b', 'b', 'b'].map((kind) => ({ kind }));
 * const { test } = trainTestSplit(rows, { testSize: 2, stratifyBy: 'kind', seed: 1 });
 * test.map(({ kind }) => kind).sort(); // [ 'a', 'b' ]
 */
export function trainTestSplit<T>(
  data: T,
  options: Omit<SplitOptions, 'validationSize'> = {},
): { train: T; test: T } {
  checkOptions('trainTestSplit', options, TRAIN_TEST_OPTIONS);
  const { train, test } = cut('trainTestSplit', data, options);
  return { train: take(data, train), test: take(data, test) };
}
