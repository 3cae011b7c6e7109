/**
 * The timers that cells use.
 *
 * Ending an endless loop by force is safe inside a promise's reaction, but not directly inside a timer's
 * callback, where Node would lose track of what it was doing and abort. So callbacks of cells run one step
 * later, as reactions.
 */
import type { Ownership } from './ownership';

type Callback = (...args: unknown[]) => unknown;
type Delayed = (callback: Callback, delay?: number, ...args: unknown[]) => unknown;
type Immediate = (callback: Callback, ...args: unknown[]) => unknown;

/** What stands in for the globals of the same names. */
export interface CellTimers {
  setTimeout: Delayed;
  setInterval: Delayed;
  setImmediate: Immediate;
}

/** The name of the variant of a timer that can be awaited, which Node's `util.promisify` looks for. */
const PROMISIFIED = Symbol.for('nodejs.util.promisify.custom');

/** The timers of the surroundings. */
export interface Timers<Interval = unknown> {
  setTimeout(callback: () => void, delay?: number): unknown;
  setInterval(callback: () => void, delay?: number): Interval;
  setImmediate(callback: () => void): unknown;
  clearInterval(interval: Interval): void;
}

/** The timers for cells, and a way to end all intervals that they have started so far. */
export function createTimers(
  base: Timers,
  owners: Ownership<object>,
): { timers: CellTimers; stopIntervals(): void } {
  let generation = 0;
  const caller = (callback: Callback, args: unknown[]): (() => void) => {
    const owner = owners.current;
    const call = (): unknown => owners.callback(owner, () => callback(...args));
    return () => void Promise.resolve().then(call);
  };
  const interval: Delayed = (callback, delay, ...args) => {
    const own = generation;
    const call = caller(callback, args);
    const timer = base.setInterval(() => {
      if (own === generation) call();
      else base.clearInterval(timer);
    }, delay);
    return timer;
  };
  const timeout: Delayed = (callback, delay, ...args) =>
    base.setTimeout(caller(callback, args), delay);
  const immediate: Immediate = (callback, ...args) => base.setImmediate(caller(callback, args));
  const timers = {
    setTimeout: like(base.setTimeout, timeout),
    setInterval: like(base.setInterval, interval),
    setImmediate: like(base.setImmediate, immediate),
  };
  return { timers, stopIntervals: () => void generation++ };
}

function like<F extends Delayed | Immediate>(original: object, wrapped: F): F {
  const promisified = Object.getOwnPropertyDescriptor(original, PROMISIFIED);
  if (promisified) Object.defineProperty(wrapped, PROMISIFIED, promisified);
  return wrapped;
}
