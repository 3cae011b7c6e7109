/** Reads tensors, typed arrays, nested arrays and table columns as plain numbers; says which element is none. */
import { shapeText } from '../host/checks';
import type { Numbers, SeriesLike, TensorLike } from './types';

/** Numbers in row-major order with their shape. */
export interface NumberArray {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

function isTensor(value: object): value is TensorLike {
  return 'dataSync' in value && typeof value.dataSync === 'function' && 'shape' in value;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return typeof value === 'object' && value !== null && 'length' in value;
}

/** Whether an input is numbers, and not an object that names several of them. */
export function isNumbers(input: Numbers | Readonly<Record<string, unknown>>): input is Numbers {
  return Array.isArray(input) || ArrayBuffer.isView(input) || isTensor(input) || isSeries(input);
}

function isSeries(value: object): value is SeriesLike {
  const isArray = Array.isArray(value) || ArrayBuffer.isView(value);
  return !isArray && 'values' in value && typeof value.values === 'object';
}

/** A value as messages show it. */
function shown(value: unknown): string {
  return typeof value === 'object' ? 'an object' : `'${String(value)}'`;
}

/** Collects the numbers of nested lists, and checks that these are rectangular. */
class NestedReader {
  readonly values: number[] = [];
  readonly shape: number[] = [];

  constructor(
    private readonly caller: string,
    private readonly name: string,
  ) {}

  readList(list: ArrayLike<unknown>, path: readonly number[] = []): void {
    if (this.shape.length === path.length) {
      if (this.values.length > 0) throw this.ragged();
      this.shape.push(list.length);
    } else if (this.shape[path.length] !== list.length) {
      throw this.ragged();
    }
    for (let i = 0; i < list.length; i++) this.readElement(list[i], path, i);
  }

  private readElement(value: unknown, path: readonly number[], index: number): void {
    if (typeof value === 'number' || typeof value === 'boolean') {
      if (path.length + 1 !== this.shape.length) throw this.ragged();
      this.values.push(Number(value));
    } else if (value === null || value === undefined) {
      // A table's missing value: drawn as a gap.
      this.values.push(NaN);
    } else if (isList(value)) {
      this.readList(value, [...path, index]);
    } else {
      const place = path.length === 0 ? String(index) : shapeText([...path, index]);
      throw new TypeError(
        `${this.caller}: expected numbers; got ${typeof value}: element ${place} of ${this.name} is ${shown(value)}; ` +
          'pass a tensor, a typed array or nested arrays of numbers, with null where one is missing.',
      );
    }
  }

  private ragged(): RangeError {
    return new RangeError(
      `${this.caller}: expected rows of equal length; got rows of ${this.name} that differ; pad or cut them to one length.`,
    );
  }
}

/**
 * Reads numbers of any rank. The input is neither kept nor disposed.
 *
 * @param caller name of the function, for messages
 * @param name what the numbers are, for messages
 * @throws TypeError if something is not a number; RangeError if rows differ in length or nothing is there.
 */
export function toNumbers(input: Numbers, caller: string, name: string): NumberArray {
  if (input === null || typeof input !== 'object') {
    throw new TypeError(
      `${caller}: expected a tensor or an array of numbers; got ${input === null ? 'null' : typeof input} for ${name}; ` +
        'pass a tensor, a typed array or nested arrays of numbers.',
    );
  }
  if (isSeries(input) && !isTensor(input)) return toNumbers(input.values as Numbers, caller, name);
  const reader = new NestedReader(caller, name);
  const content: unknown = isTensor(input) ? input.dataSync() : input;
  if (isTensor(input) && isNumericView(content)) {
    return nonEmpty({ values: content, shape: input.shape }, caller, name);
  }
  if (isList(content)) reader.readList(content);
  const shape = isTensor(input) ? input.shape : reader.shape;
  return nonEmpty({ values: reader.values, shape }, caller, name);
}

/** What `dataSync` gives for every dtype but text. */
function isNumericView(value: unknown): value is ArrayLike<number> {
  return ArrayBuffer.isView(value);
}

function nonEmpty(array: NumberArray, caller: string, name: string): NumberArray {
  if (array.values.length > 0) return array;
  throw new RangeError(
    `${caller}: expected at least one number; got an empty array of shape ${shapeText(array.shape)} for ${name}; ` +
      'check that the data were loaded and that no filter removed every row.',
  );
}

/** One axis of numbers: `[N]`, or `[N, 1]`, which models return. */
export function toVector(input: Numbers, caller: string, name: string): number[] {
  const { values, shape } = toNumbers(input, caller, name);
  if (shape.length > 2 || (shape.length === 2 && !shape.includes(1))) {
    throw new RangeError(
      `${caller}: expected ${name} of shape [N]; got ${shapeText(shape)}; flatten it or pick one column.`,
    );
  }
  return Array.from(values);
}

/** {@link toVector} of numbers of which at least one is finite: NaN and infinity become gaps. */
export function toDrawable(input: Numbers, caller: string, name: string): number[] {
  const values = toVector(input, caller, name);
  checkSomeFinite(caller, name, values);
  return values;
}

/** Two axes of numbers, as rows. */
export function toMatrix(input: Numbers, caller: string, name: string): number[][] {
  const { values, shape } = toNumbers(input, caller, name);
  const [count = 0, width = 0] = shape;
  if (shape.length === 2) return rows(values, count, width);
  throw new RangeError(
    `${caller}: expected ${name} of shape [rows, columns]; got ${shapeText(shape)}; reshape it or pick one slice.`,
  );
}

/** Two columns of numbers, `[N, 2]`, as x and y. */
export function toPairs(
  input: Numbers,
  caller: string,
  name: string,
  remedy: string,
): { x: number[]; y: number[] } {
  const { values, shape } = toNumbers(input, caller, name);
  if (shape.length !== 2 || shape[1] !== 2) {
    const axis = name.startsWith('path') ? 'steps' : 'N';
    throw new RangeError(
      `${caller}: expected ${name} of shape [${axis}, 2]; got ${shapeText(shape)}; ${remedy}.`,
    );
  }
  const list = Array.from(values);
  return { x: list.filter((_, i) => i % 2 === 0), y: list.filter((_, i) => i % 2 === 1) };
}

/** Cuts a flat array into rows. */
export function rows(values: ArrayLike<number>, count: number, width: number): number[][] {
  const list = Array.from(values);
  return Array.from({ length: count }, (_, r) => list.slice(r * width, (r + 1) * width));
}

/** @throws RangeError unless two lists that belong together have one length. */
export function checkSameLength(
  caller: string,
  a: string,
  aLength: number,
  b: string,
  bLength: number,
): void {
  if (aLength === bLength) return;
  throw new RangeError(
    `${caller}: expected ${a} and ${b} of one length; got ${aLength} and ${bLength}; pass one ${b} entry for each of ${a}.`,
  );
}

/** @throws RangeError if nothing can be drawn: an empty figure would look like a result. */
export function checkSomeFinite(caller: string, name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) return;
  throw new RangeError(
    `${caller}: expected at least one finite number in ${name}; got ${values.length} that are NaN or infinite; ` +
      'look for what made them: a diverged training, a division by 0, a logarithm of 0.',
  );
}

/** @throws RangeError unless some point has both a finite x and a finite y. */
export function checkSomePairs(
  caller: string,
  name: string,
  x: readonly number[],
  y: readonly number[],
): void {
  checkSomeFinite(
    caller,
    name,
    x.map((value, i) => value + (y[i] ?? NaN)),
  );
}

/** @throws RangeError if a number that places something is NaN or infinite. */
export function checkFinite(caller: string, name: string, value: number): void {
  if (Number.isFinite(value)) return;
  throw new RangeError(
    `${caller}: expected ${name} to be a finite number; got ${value}; leave it out or correct it.`,
  );
}
