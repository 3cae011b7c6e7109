/** The tools with which an exercise judges an answer; every message is written for the learner. */
import { tf } from '../engine';
import { shapeText } from '../host/checks';
import { NotAttempted, WrongAnswerFound, isPromise, oneLine, shorten } from './attempt';
import { type Expected, describeDifference, describeValue, flatten } from './compare';

/** A value that a foreseen mistake gives, and what to tell the learner who makes it. */
export interface Mistake {
  /** The wrong value, or a test of the flattened numbers of the answer. */
  readonly gives: Expected | ((values: readonly number[]) => boolean);
  /** Markdown: what went wrong and where to look, without giving the solution away. */
  readonly says: string;
}

/** How {@link Report.close} compares. */
export interface CloseOptions {
  /** What the value is, such as ``'`slope` of x² at 3'``. Default: the name of the answer. */
  what?: string;
  /** The input it was computed from, as the learner would write it. */
  on?: string;
  /** Largest difference allowed: absolute, and relative to the expected value. Default 1e-4. */
  tolerance?: number;
  /** Foreseen mistakes, tried in order. */
  mistakes?: readonly Mistake[];
}

/** What {@link Report.tensor} requires besides being a tensor. */
export interface TensorOptions {
  /** Exact shape. */
  shape?: readonly number[];
  /** Element type, such as `'int32'`. */
  dtype?: tf.DataType;
}

/** A function of the learner's, made safe: faults become messages. */
export type GuardedFunction = (...args: unknown[]) => unknown;

/**
 * Judges one answer. Methods stop the check at the first fault, so that a check reads as a list of demands:
 *
 * @example
 * check(answer, report) {
 *   const standardize = report.function(answer);
 *   const result = report.tensor(standardize(tf.tensor2d([[1], [3]])), { shape: [2, 1] });
 *   report.close(result, [[-1], [1]], { on: '[[1], [3]]', mistakes: [{ gives: [[1], [3]], says: '…' }] });
 * }
 */
export class Report {
  private readonly notes: string[] = [];

  /**
   * @param name the name of the answer, used in messages.
   * @param reveals whether a message may say the right value: not at the first misses of a task for paper.
   */
  constructor(
    private readonly name: string,
    private readonly reveals = true,
  ) {}

  /** Stops: the answer is wrong. `message` is Markdown, says what differs, and where to look. */
  wrong(message: string): never {
    throw new WrongAnswerFound(message);
  }

  /** Stops with `message` unless `condition` holds. */
  demand(condition: boolean, message: string): void {
    if (!condition) this.wrong(message);
  }

  /** Adds a remark shown when the answer is right: what to notice, what comes next. Markdown. */
  remark(message: string): void {
    this.notes.push(message);
  }

  /** @internal */
  get remarks(): readonly string[] {
    return this.notes;
  }

  /**
   * Requires a function. Calling the returned one reports what the learner's own throws, a missing `return`,
   * a promise, a `todo()` and disposed arguments. Tensors that it leaves behind are not a fault here (see
   * {@link leftBehind}).
   */
  function(answer: unknown, what = `\`${this.name}\``): GuardedFunction {
    if (typeof answer !== 'function')
      this.wrong(
        `${what} must be a function; it is ${describeValue(answer)}. Pass the function itself, ` +
          `without calling it: \`check(${this.name})\`.`,
      );
    const learners = answer as GuardedFunction;
    return (...args) => this.call(learners, args, what);
  }

  /** Requires a finite number, and returns it. */
  number(value: unknown, what = `\`${this.name}\``): number {
    this.present(value, what);
    if (value instanceof tf.Tensor)
      this.wrong(
        `${what} is a tensor of shape ${shapeText(value.shape)}; a plain number is wanted. ` +
          'Read a scalar out with `.dataSync()[0]`.',
      );
    if (typeof value !== 'number')
      this.wrong(`${what} must be a number; it is ${describeValue(value)}.`);
    if (!Number.isFinite(value))
      this.wrong(
        `${what} is ${value}. Look for a division by 0, or a logarithm or root of a number ≤ 0.`,
      );
    return value;
  }

  /** Requires a string, and returns it. */
  string(value: unknown, what = `\`${this.name}\``): string {
    this.present(value, what);
    if (typeof value !== 'string')
      this.wrong(`${what} must be a string; it is ${describeValue(value)}.`);
    return value;
  }

  /** Requires `true` or `false`, and returns it. */
  boolean(value: unknown, what = `\`${this.name}\``): boolean {
    this.present(value, what);
    if (typeof value !== 'boolean')
      this.wrong(`${what} must be \`true\` or \`false\`; it is ${describeValue(value)}.`);
    return value;
  }

  /** Requires an array of finite numbers (typed arrays too), and returns a plain copy. */
  numbers(
    value: unknown,
    what = `\`${this.name}\``,
    { length }: { length?: number } = {},
  ): number[] {
    this.present(value, what);
    if (value instanceof tf.Tensor)
      this.wrong(
        `${what} is a tensor of shape ${shapeText(value.shape)}; an array is wanted. Read it out with \`.arraySync()\`.`,
      );
    const list: unknown[] | undefined = Array.isArray(value)
      ? value
      : ArrayBuffer.isView(value) && !(value instanceof DataView)
        ? Array.from(value as Float32Array)
        : undefined;
    if (list === undefined)
      this.wrong(`${what} must be an array of numbers; it is ${describeValue(value)}.`);
    if (length !== undefined && list.length !== length)
      this.wrong(`${what} must hold ${length} numbers; it holds ${list.length}.`);
    return list.map((each, i) => this.number(each, `Element ${i} of ${what}`));
  }

  /** Requires an object that has all of `keys`, and returns it. */
  object<K extends string>(
    value: unknown,
    keys: readonly K[],
    what = `\`${this.name}\``,
  ): Record<K, unknown> {
    this.present(value, what);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      this.wrong(
        `${what} must be an object with ${keys.map((key) => `\`${key}\``).join(', ')}; it is ${describeValue(value)}.`,
      );
    const missing = keys.filter((key) => !(key in value));
    if (missing.length > 0)
      this.wrong(`${what} lacks ${missing.map((key) => `\`${key}\``).join(', ')}.`);
    return value as Record<K, unknown>;
  }

  /** Requires a tensor that is not disposed, of the shape and type asked for, and returns it. */
  tensor(
    value: unknown,
    { shape, dtype }: TensorOptions = {},
    what = `\`${this.name}\``,
  ): tf.Tensor {
    this.present(value, what);
    if (!(value instanceof tf.Tensor))
      this.wrong(
        `${what} must be a tensor; it is ${describeValue(value)}.` +
          (typeof value === 'number' || Array.isArray(value)
            ? ' Stay in tensors until the end: no `arraySync` or `dataSync` inside.'
            : ''),
      );
    if (value.isDisposed)
      this.wrong(
        `${what} is a tensor that was disposed already. Return it from \`tf.tidy\`, and do not dispose it yourself.`,
      );
    if (shape !== undefined && String(value.shape) !== String(shape))
      this.wrong(`${what} has shape [${value.shape.join(', ')}]; expected [${shape.join(', ')}].`);
    if (dtype !== undefined && value.dtype !== dtype)
      this.wrong(`${what} has element type ${value.dtype}; expected ${dtype}.`);
    return value;
  }

  /**
   * Requires numbers close to `expected`: a number, nested arrays, or a tensor (then shapes must agree too). Names
   * the first element that differs, or the foreseen mistake that gives just this value.
   */
  close(actual: unknown, expected: Expected, options: CloseOptions = {}): void {
    const { what = `\`${this.name}\``, on, tolerance = 1e-4, mistakes = [] } = options;
    this.present(actual, what);
    const difference = describeDifference(actual, expected, tolerance, this.reveals);
    if (difference === undefined) return;
    const foreseen = mistakes.find((each) => matches(actual, each, tolerance));
    this.wrong(`${given(what, on)} ${difference}${foreseen ? ` ${foreseen.says}` : ''}`);
  }

  /** Requires the very same string, number, boolean, or arrays of these. `mistakes` as in {@link close}. */
  equal<T>(
    actual: unknown,
    expected: T,
    options: { what?: string; on?: string; mistakes?: readonly { gives: T; says: string }[] } = {},
  ): void {
    const { what = `\`${this.name}\``, on, mistakes = [] } = options;
    this.present(actual, what);
    const text = JSON.stringify(actual);
    if (text === JSON.stringify(expected)) return;
    const foreseen = mistakes.find((each) => JSON.stringify(each.gives) === text);
    const right = this.reveals ? `Expected \`${shorten(JSON.stringify(expected))}\`.` : 'Not yet.';
    const advice = foreseen?.says ?? right;
    this.wrong(`${given(what, on)} it is \`${shorten(text ?? String(actual))}\`. ${advice}`);
  }

  /**
   * Tensors that `run` leaves behind, not counting those that it returns. They are freed when the check ends.
   */
  leftBehind(run: () => unknown): number {
    const before = tf.memory().numTensors;
    const returned = run();
    return tf.memory().numTensors - before - tensorsIn(returned);
  }

  /** Stops at `undefined`, `null` and promises: the faults that any kind of answer can have. */
  private present(value: unknown, what: string): void {
    if (value === undefined || value === null)
      this.wrong(`${what} is \`${value}\`. Is a \`return\` or an assignment missing?`);
    if (isPromise(value)) {
      value.catch(() => undefined);
      this.wrong(
        `${what} is a promise. Write \`await\` in front of it, or use a function without \`async\`.`,
      );
    }
  }

  private call(learners: GuardedFunction, args: unknown[], what: string): unknown {
    let result: unknown;
    try {
      result = learners(...args);
    } catch (error) {
      if (error instanceof NotAttempted) throw error;
      this.wrong(`${what} stopped with an error: \`${oneLine(error)}\``);
    }
    const disposed = args.findIndex((each) => each instanceof tf.Tensor && each.isDisposed);
    if (disposed >= 0)
      this.wrong(
        `${what} disposed its argument number ${disposed + 1}. That tensor belongs to the caller; ` +
          `dispose only what you make.`,
      );
    this.present(result, `What ${what} returns`);
    return result;
  }
}

function given(what: string, on: string | undefined): string {
  return on === undefined ? `${what}:` : `${what} on \`${on}\`:`;
}

function matches(actual: unknown, mistake: Mistake, tolerance: number): boolean {
  if (typeof mistake.gives !== 'function')
    return describeDifference(actual, mistake.gives, tolerance) === undefined;
  const values = flatten(actual);
  return values !== undefined && mistake.gives(values);
}

function tensorsIn(value: unknown): number {
  if (value instanceof tf.Tensor) return value.isDisposed ? 0 : 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + tensorsIn(each), 0);
}
