/**
 * Stops a cell that the reader interrupts.
 *
 * A cell that waits is stopped at its `await`, all of which lead through {@link Interrupts.guard}; the error
 * travels up through the cell's own functions, so that loops end and `finally` blocks run. Training that is
 * under way is asked to stop first. A cell that computes without end is stopped by force (`mailroom-thread.ts`).
 */
import type { SharedState } from './shared';

/** What an interrupted cell reports. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';

  constructor() {
    super('The cell was interrupted. Variables of earlier cells are kept.');
  }
}

/** How long what can stop by itself may take to do so, in milliseconds. */
const patience = 2000;

type Reject = (reason: KeyboardInterrupt) => void;

export class Interrupts {
  private readonly waiting = new Set<Reject>();
  private readonly listeners = new Set<() => void>();
  private running = false;
  private interrupted = false;
  private timers: NodeJS.Timeout[] = [];

  /** @param abandon gives up on a cell that does not end by itself */
  constructor(
    private readonly shared: SharedState,
    private readonly abandon: () => void,
  ) {}

  /** Whether the running cell was told to stop. */
  get requested(): boolean {
    return this.interrupted;
  }

  begin(): void {
    this.running = true;
    this.interrupted = false;
    this.shared.takeInterrupt();
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
    this.shared.listeners = this.listeners.size;
    return () => {
      this.listeners.delete(own);
      this.shared.listeners = this.listeners.size;
    };
  }

  /** Interrupts the running cell. */
  request(): void {
    if (!this.running || this.interrupted) return;
    this.interrupted = true;
    const cooperative = this.listeners.size > 0;
    for (const listener of [...this.listeners]) callSafely(listener);
    const release = cooperative ? patience : 0;
    this.timers.push(
      setTimeout(() => this.rejectWaiting(), release),
      setTimeout(() => this.abandon(), release + 500),
    );
  }

  /** What a cell awaits instead of `value`. */
  guard(value: unknown): unknown {
    if (this.shared.interruptPending && this.running && this.shared.takeInterrupt()) this.request();
    if (this.interrupted) {
      if (isThenable(value)) value.then(undefined, () => {}); // nobody will look at it any more
      throw new KeyboardInterrupt();
    }
    if (!isThenable(value)) return value;
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      const settle = (act: () => void): void => {
        this.waiting.delete(reject);
        if (this.interrupted) reject(new KeyboardInterrupt());
        else act();
      };
      value.then(
        (result) => settle(() => resolve(result)),
        (error: unknown) => settle(() => reject(error as Error)),
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
