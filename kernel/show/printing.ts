/**
 * Makes `console.log` print tensors, models, tables and errors as readably as a trailing value.
 *
 * Their prototypes get the method by which Node, and a page's console, asks an object how it wants to be printed.
 */
import { plainFrames, type CellBook } from './frames';
import { isFrame, tableOf, tableText } from './tables';
import { isModel, isTensor, modelLine, tensorText } from './tensors';

/** The part of Node's options for printing that matters here. */
type Options = Record<string, unknown>;
type Inspect = (value: unknown, options: Options) => string;
/** The text of a value, or `undefined` for something else after all. */
type Print = (value: unknown, depth: number) => string | undefined;

/** The name of the method. */
const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

const printTensor: Print = (value, depth) => {
  if (!isTensor(value)) return undefined;
  const text = tensorText(value);
  return depth < 0 ? text.split('\n', 1)[0] : text;
};
const printModel: Print = (value) => (isModel(value) ? modelLine(value) : undefined);
const printFrame: Print = (value) => (isFrame(value) ? tableText(tableOf(value)) : undefined);

/** How the objects of each library's classes are printed. */
export const PRINTED: Record<string, Print> = {
  Tensor: printTensor,
  LayersModel: printModel,
  DataFrame: printFrame,
  Series: printFrame,
};

/** Lets all objects of a class print themselves by `print`. */
export function printWith(target: { prototype: object }, print: Print): void {
  if (Object.hasOwn(target.prototype, CUSTOM)) return;
  Object.defineProperty(target.prototype, CUSTOM, {
    configurable: true,
    value(this: object, depth: number, options: Options, inspect: Inspect) {
      return print(this, depth) ?? inspect(this, { ...options, customInspect: false });
    },
  });
}

/** Lets errors print the reader's own places, and those of libraries, without the kernel's. */
export function printErrors(book: CellBook): void {
  Object.defineProperty(Error.prototype, CUSTOM, {
    configurable: true,
    value(this: Error, _depth: number, options: Options, inspect: Inspect) {
      const text = inspect(this, { ...options, customInspect: false });
      return typeof this.stack === 'string' ? withOwnFrames(text, this, book) : text;
    },
  });
}

/** Replaces the block of frames in the text of an error. */
function withOwnFrames(text: string, error: Error, book: CellBook): string {
  const lines = text.split('\n');
  const isFrameLine = (line: string): boolean => /^\s+at /.test(line);
  const first = lines.findIndex(isFrameLine);
  if (first < 0) return text;
  const count = lines.slice(first).findIndex((line) => !isFrameLine(line));
  const last = count < 0 ? lines.length : first + count;
  // Fields of the error follow in braces, which open at the end of the last frame.
  const brace = /\s\{$/.test(lines[last - 1] ?? '') ? ' {' : '';
  const frames = plainFrames(book.framesOf(error), book);
  const head = [...lines.slice(0, first), ...frames].join('\n') + brace;
  return [head, ...lines.slice(last)].join('\n');
}
