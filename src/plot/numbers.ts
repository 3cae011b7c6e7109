/** Turns tensors, typed arrays, nested arrays and table columns into plain numbers, short enough to store. */
import { itemAt } from '../host/item-at';
import type { Numbers, SeriesLike, TensorLike } from './types';

/** Numbers in row-major order with their shape. */
export interface NumberArray {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

function isTensor(value: object): value is TensorLike {
  return typeof (value as TensorLike).dataSync === 'function' && 'shape' in value;
}

function isSeries(value: object): value is SeriesLike {
  return (
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    'values' in value &&
    typeof (value as SeriesLike).values === 'object'
  );
}

function flatten(
  value: unknown,
  depth: number,
  shape: number[],
  out: number[],
  caller: string,
): void {
  if (typeof value === 'number' || typeof value === 'boolean') {
    if (depth !== shape.length) throw ragged(caller);
    out.push(Number(value));
    return;
  }
  if (value === null || value === undefined) {
    // A table's missing value: drawn as a gap.
    out.push(NaN);
    return;
  }
  if (typeof value !== 'object' || !('length' in value)) {
    throw new TypeError(
      `${caller}: expected numbers; got ${typeof value} (${String(value)}). ` +
        'Pass a tensor, a typed array or nested arrays of numbers.',
    );
  }
  const list = (
    ArrayBuffer.isView(value) || Array.isArray(value)
      ? value
      : Array.from(value as ArrayLike<unknown>)
  ) as ArrayLike<unknown>;
  if (shape.length === depth) {
    if (out.length > 0) throw ragged(caller);
    shape.push(list.length);
  } else if (shape[depth] !== list.length) throw ragged(caller);
  for (let i = 0; i < list.length; i++) flatten(list[i], depth + 1, shape, out, caller);
}

function ragged(caller: string): RangeError {
  return new RangeError(
    `${caller}: expected rows of equal length; got rows that differ. Pad or cut them to one length.`,
  );
}

/**
 * Reads numbers of any rank. The input is neither kept nor disposed.
 *
 * @param caller name for error messages
 * @throws TypeError if something is not a number; RangeError if rows differ in length or nothing is there.
 */
export function toNumbers(input: Numbers, caller: string): NumberArray {
  if (input === null || typeof input !== 'object') {
    throw new TypeError(
      `${caller}: expected a tensor or an array of numbers; got ${input === null ? 'null' : typeof input}. ` +
        'Pass a tensor, a typed array or nested arrays of numbers.',
    );
  }
  if (isTensor(input))
    return nonEmpty({ values: input.dataSync() as ArrayLike<number>, shape: input.shape }, caller);
  if (isSeries(input)) return toNumbers(input.values as Numbers, caller);
  const shape: number[] = [];
  const values: number[] = [];
  flatten(input, 0, shape, values, caller);
  return nonEmpty({ values, shape }, caller);
}

function nonEmpty(array: NumberArray, caller: string): NumberArray {
  if (array.values.length === 0) {
    throw new RangeError(
      `${caller}: expected at least one number; got an empty array of shape [${array.shape.join(', ')}]. ` +
        'Check that the data were loaded and that no filter removed every row.',
    );
  }
  return array;
}

/** One axis of numbers: `[N]`, or `[N, 1]`, which models return. */
export function toVector(input: Numbers, caller: string, name: string): number[] {
  const { values, shape } = toNumbers(input, caller);
  if (shape.length > 2 || (shape.length === 2 && shape[1] !== 1 && shape[0] !== 1)) {
    throw new RangeError(
      `${caller}: expected ${name} of shape [N]; got [${shape.join(', ')}]. Flatten it or pick one column.`,
    );
  }
  return Array.from(values);
}

/** Two axes of numbers, as rows. */
export function toMatrix(input: Numbers, caller: string, name: string): number[][] {
  const { values, shape } = toNumbers(input, caller);
  if (shape.length !== 2) {
    throw new RangeError(
      `${caller}: expected ${name} of shape [rows, columns]; got [${shape.join(', ')}]. Reshape it or pick one slice.`,
    );
  }
  return rows(values, shape[0] ?? 0, shape[1] ?? 0);
}

/** Cuts a flat array into rows. */
export function rows(values: ArrayLike<number>, count: number, width: number): number[][] {
  return Array.from({ length: count }, (_, r) =>
    Array.from({ length: width }, (_, c) => itemAt(values, r * width + c)),
  );
}

/** Throws unless two lists that belong together have one length. */
export function assertSameLength(
  caller: string,
  a: string,
  aLength: number,
  b: string,
  bLength: number,
): void {
  if (aLength === bLength) return;
  throw new RangeError(
    `${caller}: expected ${a} and ${b} of one length; got ${aLength} and ${bLength}. Pass one ${b} entry for each of ${a}.`,
  );
}

/** Throws unless `value` is an integer of at least `least`. */
export function assertCount(caller: string, name: string, value: number, least = 1): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(
    `${caller}: expected ${name} to be an integer ≥ ${least}; got ${value}. Pass a whole number.`,
  );
}

/** Rounds to `digits` significant digits: stored figures stay small and lose nothing that a pixel could show. */
export function round(value: number, digits = 4): number | null {
  // JSON has no NaN or Infinity; Plotly draws null as a gap.
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : null;
}

/** {@link round} for a list. */
export function roundAll(values: ArrayLike<number>, digits = 4): (number | null)[] {
  return Array.from(values, (value) => round(value, digits));
}

/** A number for prose: three significant digits, thousands grouped. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? 'not a number' : value > 0 ? 'infinity' : 'minus infinity';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (Number.isInteger(value) && size < 1e15) return value.toLocaleString('en-US');
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  if (size < 1e-4) return value.toExponential(1);
  // Accuracies close to 1 differ in the fourth digit.
  return String(Number(value.toPrecision(size >= 0.9 && size < 1 ? 4 : 3)));
}

/** A share for prose, in percent. */
export function formatPercent(share: number): string {
  return `${Number((share * 100).toFixed(share > 0.99 || share < 0.01 ? 2 : 1))} %`;
}

/** Smallest and largest finite number. `[0, 0]` if there is none. */
export function extent(values: ArrayLike<number | null>): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}

/** Mean of the finite numbers. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = itemAt(values, i);
    if (Number.isFinite(value)) {
      sum += value;
      count++;
    }
  }
  return sum / count;
}

/** Sample standard deviation (divisor n − 1); 0 for one value. */
export function standardDeviation(values: ArrayLike<number>): number {
  const center = mean(values);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = itemAt(values, i);
    if (Number.isFinite(value)) {
      sum += (value - center) ** 2;
      count++;
    }
  }
  return count < 2 ? 0 : Math.sqrt(sum / (count - 1));
}

/** `{low, low + step, …, high}`: `count` numbers, both ends included. */
export function linspace(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? low : low + ((high - low) * i) / (count - 1),
  );
}

/** Most points that a line stores; longer lines keep the lowest and the highest point of each stretch. */
export const MAX_LINE_POINTS = 1000;

/** Most points that a scatter stores; larger ones keep every k-th point. */
export const MAX_SCATTER_POINTS = 3000;

/**
 * Indices to keep of a long line: first, last, and of each stretch its minimum and maximum, so that no spike is lost.
 */
export function lineIndices(values: ArrayLike<number>, limit = MAX_LINE_POINTS): number[] {
  const count = values.length;
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  const buckets = Math.floor((limit - 2) / 2);
  const keep = new Set([0, count - 1]);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = 1 + Math.floor((bucket * (count - 2)) / buckets);
    const end = 1 + Math.floor(((bucket + 1) * (count - 2)) / buckets);
    let low = start;
    let high = start;
    for (let i = start; i < end; i++) {
      if (itemAt(values, i) < itemAt(values, low)) low = i;
      if (itemAt(values, i) > itemAt(values, high)) high = i;
    }
    keep.add(low).add(high);
  }
  return [...keep].sort((a, b) => a - b);
}

/** Indices to keep of many unordered points: evenly spaced, so that the picture repeats. */
export function scatterIndices(count: number, limit = MAX_SCATTER_POINTS): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.floor((i * count) / limit));
}
