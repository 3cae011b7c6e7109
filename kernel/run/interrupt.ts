/**
 * Stops a cell that the reader interrupts.
 *
 * A cell that waits is stopped at its `await`, all of which lead through {@link Interrupts.guard}; the error
 * travels up through the cell's own functions, so that loops end and `finally` blocks run. Training that is
 * under way is asked to stop first. A cell that computes without end is stopped by force (`wire/mailroom-thread.ts`).
 */
import type { Ownership } from './ownership';
import type { RunState } from './state';
import type { Trail } from './trail';

/** What an interrupted cell reports. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';

  constructor() {
    super('The cell was interrupted. Variables of earlier cells are kept.');
  }
}

/** How long what can stop by itself may take to do so, in milliseconds. */
const PATIENCE = 2000;

type Reject = (reason: KeyboardInterrupt) => void;

/** What interrupts act on. */
export interface InterruptParts {
  state: RunState;
  trail: Trail;
  owners: Ownership<object>;
  /** Ends what cells have told to happen again and again. */
  stopIntervals(): void;
  /** Gives up on a cell that does not end by itself. */
  abandon(): void;
}

export class Interrupts {
  private readonly waiting = new Set<Reject>();
  private readonly listeners = new Set<() => void>();
  private running = false;
  private interrupted = false;
  private timers: ReturnType<typeof setTimeout>[] = [];

  constructor(private readonly parts: InterruptParts) {}

  /** Whether the running cell was told to stop. */
  get requested(): boolean {
    return this.interrupted;
  }

  begin(): void {
    this.running = true;
    this.interrupted = false;
  }

  end(): void {
    this.running = false;
    this.interrupted = false;
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }

  /** Calls `listener` at an interrupt: how something long-running learns to stop by itself. */
  onInterrupt(listener: () => void): () => void {
    const own = (): void => listener();
    this.listeners.add(own);
    this.parts.state.listeners = this.listeners.size;
    return () => {
      this.listeners.delete(own);
      this.parts.state.listeners = this.listeners.size;
    };
  }

  /** Interrupts the running cell, and what finished cells have left running. */
  request(): void {
    this.parts.stopIntervals();
    if (!this.running) return this.rejectWaiting();
    if (this.interrupted) return;
    this.interrupted = true;
    const cooperative = this.listeners.size > 0;
    for (const listener of [...this.listeners]) callSafely(listener);
    const release = cooperative ? PATIENCE : 0;
    this.timers.push(
      setTimeout(() => this.rejectWaiting(), release),
      setTimeout(() => this.parts.abandon(), release + 500),
    );
  }

  /** What a cell awaits instead of `value`. */
  guard(value: unknown): unknown {
    if (this.parts.state.interruptPending && this.running && this.parts.state.takeInterrupt())
      this.request();
    if (this.interrupted) {
      if (isThenable(value)) value.then(undefined, () => {}); // nobody will look at it any more
      throw new KeyboardInterrupt();
    }
    const owner = this.parts.owners.current;
    if (isThenable(value)) return this.guardThenable(value, owner);
    this.parts.owners.enterNext(owner);
    return value;
  }

  private guardThenable(value: PromiseLike<unknown>, owner: object | undefined): Promise<unknown> {
    const mark = this.parts.trail.mark();
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      const settle = (act: () => void): void => {
        this.waiting.delete(reject);
        this.parts.owners.enterNext(owner);
        if (this.interrupted) reject(new KeyboardInterrupt());
        else act();
      };
      value.then(
        (result) => settle(() => resolve(result)),
        (error: unknown) => {
          this.parts.trail.tie(error, mark);
          this.parts.owners.claim(error, owner);
          settle(() => reject(error as Error));
        },
      );
    });
  }

  /** What a cell's `for await` iterates instead of `iterable`. */
  guardEach(iterable: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<unknown> {
    const guard = (value: unknown): unknown => this.guard(value);
    if (!(Symbol.asyncIterator in iterable)) return guardedValues(iterable, guard);
    const inner = iterable[Symbol.asyncIterator]();
    const iterator: AsyncIterator<unknown> = {
      next: async (...args) => (await guard(inner.next(...args))) as IteratorResult<unknown>,
    };
    if (inner.return) iterator.return = (value) => inner.return?.(value) ?? finished(value);
    return { [Symbol.asyncIterator]: () => iterator };
  }

  private rejectWaiting(): void {
    for (const reject of this.waiting) reject(new KeyboardInterrupt());
    this.waiting.clear();
  }
}

async function* guardedValues(
  values: Iterable<unknown>,
  guard: (value: unknown) => unknown,
): AsyncGenerator<unknown> {
  for (const value of values) yield await guard(value);
}

function finished(value: unknown): Promise<IteratorResult<unknown>> {
  return Promise.resolve({ done: true, value });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return 'then' in value && typeof value.then === 'function';
}

function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    console.error('A listener for interrupts failed:', error);
  }
}
