/**
 * The timers that cells use.
 *
 * Ending an endless loop by force is safe inside a promise's reaction, but not directly inside a timer's
 * callback, where Node would lose track of what it was doing and abort. So callbacks of cells run one step
 * later, as reactions.
 */
import util from 'node:util';

type Callback = (...args: unknown[]) => void;
type Start = (callback: Callback, ...rest: unknown[]) => unknown;

function deferred(start: Start, hasDelay: boolean): Start {
  const wrapped: Start = (callback, ...rest) => {
    const [delay, ...args] = hasDelay ? rest : [undefined, ...rest];
    const run = (): void => void Promise.resolve().then(() => callback(...args));
    return hasDelay ? start(run, delay) : start(run);
  };
  const promisified = Object.getOwnPropertyDescriptor(start, util.promisify.custom);
  if (promisified) Object.defineProperty(wrapped, util.promisify.custom, promisified);
  return wrapped;
}

/** What stands in for the globals of the same names. */
export const timers = {
  setTimeout: deferred(setTimeout as Start, true),
  setInterval: deferred(setInterval as Start, true),
  setImmediate: deferred(setImmediate as Start, false),
};
