/** Compares an answer with the expected numbers, and says in words what differs. */
import { tf } from '../engine';

/** A number, nested arrays of numbers, or a tensor. */
export type Expected = number | readonly Expected[] | tf.Tensor;

/** Numbers and the shape that they are arranged in. */
export interface Numbers {
  shape: number[];
  values: number[];
}

/** All numbers of `value` in row order, or `undefined` if it holds anything else. */
export function flatten(value: unknown): readonly number[] | undefined {
  return numbersOf(value)?.values;
}

/**
 * What differs between `actual` and `expected`, as one Markdown sentence; `undefined` if nothing does.
 *
 * @param reveals whether the sentence may say the right number.
 */
export function describeDifference(
  actual: unknown,
  expected: Expected,
  tolerance: number,
  reveals = true,
): string | undefined {
  const wanted = numbersOf(expected);
  if (wanted === undefined)
    throw new TypeError(
      `close: expected the right value to hold numbers of one shape; got ${describeValue(expected)}; correct the check.`,
    );
  const given = numbersOf(actual);
  if (given === undefined) return `it is ${describeValue(actual)}; numbers are wanted.`;
  if (String(given.shape) !== String(wanted.shape))
    return `its shape is [${given.shape.join(', ')}]; expected [${wanted.shape.join(', ')}].`;
  const at = wanted.values.findIndex((value, i) => !near(given.values[i], value, tolerance));
  if (at < 0) return undefined;
  const where = wanted.shape.length === 0 ? 'it' : `element [${position(at, wanted.shape)}]`;
  const right = reveals ? `; expected ${round(wanted.values[at])}` : ', which is not right';
  return `${where} is ${round(given.values[at])}${right}.`;
}

/** A short name of any value for a message: its type, shape or length. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return `\`${value}\``;
  if (value instanceof tf.Tensor)
    return value.isDisposed ? 'a disposed tensor' : `a tensor of shape [${value.shape.join(', ')}]`;
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'string') return `the string '${value.slice(0, 40)}'`;
  if (typeof value === 'object')
    return `an object of class ${(value.constructor as { name?: string } | undefined)?.name ?? 'Object'}`;
  return `the ${typeof value} ${String(value)}`;
}

/** A number with at most six significant digits. */
export function round(value: number | undefined): string {
  return value === undefined ? 'missing' : String(Number(value.toPrecision(6)));
}

function near(actual: number | undefined, expected: number, tolerance: number): boolean {
  if (actual === undefined) return false;
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
}

/** The numbers of a number, nested arrays or a tensor; `undefined` for anything else, ragged rows included. */
export function numbersOf(value: unknown): Numbers | undefined {
  if (value instanceof tf.Tensor)
    return value.isDisposed || value.dtype === 'string'
      ? undefined
      : { shape: value.shape.slice(), values: Array.from(value.dataSync() as Float32Array) };
  if (typeof value === 'number') return { shape: [], values: [value] };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return numbersOf(Array.from(value as Float32Array));
  if (!Array.isArray(value)) return undefined;
  return joined(value.map(numbersOf));
}

/** Rows of one shape as one array; `undefined` if any is missing or ragged. */
function joined(rows: (Numbers | undefined)[]): Numbers | undefined {
  const inner = rows[0]?.shape ?? [];
  const values: number[] = [];
  for (const row of rows) {
    if (row === undefined || String(row.shape) !== String(inner)) return undefined;
    for (const each of row.values) values.push(each);
  }
  return { shape: [rows.length, ...inner], values };
}

function position(flat: number, shape: readonly number[]): string {
  const indices: number[] = [];
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices.join(', ');
}
